"""The query that Solr gets for what a person typed."""

from __future__ import annotations

import unicodedata

import pytest

from ckanext.binhduong.search.query.words import NOTHING, readable_query


@pytest.mark.parametrize(
    ("typed", "query"),
    [
        (None, "*:*"),
        ("  ", "*:*"),
        ("*:*", "*:*"),
        ("xây dựng", "xây dựng"),
        (unicodedata.normalize("NFD", "xây dựng"), "xây dựng"),
        ("một hai ba bốn", "một OR hai OR ba OR bốn"),
        ("một hai ba bốn -năm", "một OR hai OR ba OR bốn -năm"),
        ('"khu quy hoạch" đất', '"khu quy hoạch" đất'),
        ('"khu: (quy) hoạch"', '"khu quy hoạch"'),
        ('dở "dang', "dở dang"),
        ("bệnh việ*", "bệnh việ*"),
        ("a*", "a"),
        ("*a", "a"),
        ("** ??", NOTHING),
        ("C/O (mẫu A): [1]", "C O OR mẫu OR A OR 1"),
        ("Y TẾ OR NOT AND", "Y OR TẾ OR or OR not OR and"),
        ("giá -5 - 6", "giá 6 -5"),
        ("TP.HCM du_lieu_mau 1.5", "TP.HCM du_lieu_mau 1.5"),
        ("xml:lang", "xml lang"),
        ("tags:bệnh", "tags:bệnh"),
        ("+title:x AND notes:y", "+title:x AND notes:y"),
        ("/.*/", NOTHING),
        ("a~5 b^9 c\\d", "a 5 b 9 c d"),
    ],
)
def test_readable_query(typed, query):
    """Words stay, punctuation is a space, and only what the person meant as an operator is one."""
    assert readable_query(typed) == query
