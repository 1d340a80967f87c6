"""Words for the same thing: the table, and what a dataset could also have said."""

from __future__ import annotations

import pytest
import yaml

from ckanext.binhduong.search.synonyms import table
from ckanext.binhduong.search.synonyms.table import read, shipped, words_of


def test_terms_find_each_other_and_what_one_says_only_what_is_meant():
    """A list of equal terms works both ways, `say` for `means` only one way."""
    synonyms = read([{"terms": ["heo", "lợn"]}, {"say": ["khám thai"], "means": ["phụ sản"]}])
    assert synonyms.alternatives(["Trại heo"]) == ["lợn"]
    assert synonyms.alternatives(["Trại lợn"]) == ["heo"]
    assert synonyms.alternatives(["Bệnh viện phụ sản"]) == ["khám thai"]
    assert synonyms.alternatives(["Khám thai"]) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("NHÀ  THUỐC Hòa Lợi", True),
        ("nhà-thuốc", True),
        ("nha thuoc", False),
        ("nhà mua thuốc", False),
        ("nhà thuốcs", False),
    ],
)
def test_a_term_of_several_words_is_found_as_a_whole(text, found):
    """Capitals and signs make no difference; marks, order and whole words do."""
    assert ("hiệu thuốc" in read([{"terms": ["nhà thuốc", "hiệu thuốc"]}]).alternatives([text])) is found


def test_a_text_that_says_both_has_no_alternative():
    """Nothing is repeated."""
    assert read([{"terms": ["heo", "lợn"]}]).alternatives(["heo (lợn)"]) == []


def test_tone_placement_makes_no_difference():
    """ "hoà" and "hòa" are one word."""
    assert words_of("Hoà Lợi, thuỷ sản") == words_of("hòa lợi THỦY sản")


@pytest.mark.parametrize(
    ("title", "typed"),
    [
        ("Trường trung học cơ sở", "THCS"),
        ("Bảo hiểm y tế", "BHYT"),
        ("Khu công nghiệp VSIP", "KCN"),
        ("Sở Giáo dục và Đào tạo", "GD&ĐT"),
        ("Phòng cháy, chữa cháy", "PCCC"),
        ("Cửa hàng bán lẻ xăng dầu", "cây xăng"),
        ("Danh sách nhà thuốc", "hiệu thuốc"),
        ("Thủ tục hành chính", "TTHC"),
        ("GDTX", "giáo dục thường xuyên"),
        ("Thành phố Thủ Dầu Một", "TDM"),
    ],
)
def test_the_shipped_list_knows(title, typed):
    """Abbreviations and everyday words of the list that comes with the portal."""
    assert typed in shipped().alternatives([title])


def test_the_shipped_list_is_sound():
    """At least 150 entries; each has a source that is explained, at least two terms, and no term twice."""
    sources = set(yaml.safe_load(table.source_text())["sources"])
    assert len(table.entries()) >= 150
    for entry in table.entries():
        terms = [words_of(term) for term in entry.get("terms") or [*entry["say"], *entry["means"]]]
        assert entry["source"] in sources
        assert len(terms) >= 2, entry
        assert all(terms), entry


def test_no_entry_stands_twice():
    """The same list of terms is there once."""
    keys = [tuple(sorted(words_of(term) for term in entry.get("terms") or entry["say"] + entry["means"])) for entry in table.entries()]
    assert len(keys) == len(set(keys))
