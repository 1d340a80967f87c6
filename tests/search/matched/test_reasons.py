"""A dataset whose title does not say why it was found has the reason beside it."""

from __future__ import annotations

from typing import Any

import pytest

from ckanext.binhduong.search.matched.pieces import Words
from ckanext.binhduong.search.matched.reasons import reasons
from ckanext.binhduong.search.synonyms.table import read

SYNONYMS = read([{"terms": ["nhà thuốc", "hiệu thuốc"]}, {"terms": ["THCS", "trung học cơ sở"]}])
TEXTS = {
    "tag": ["dược", "cơ sở bán lẻ"],
    "theme": ["Y tế"],
    "agency": ["Sở Y tế tỉnh Bình Dương"],
    "unit": ["Thành phố Dĩ An"],
    "column": ["Dược sĩ phụ trách (duoc_si_phu_trach)", "Địa chỉ (dia_chi)"],
    "file": ["Danh sách năm 2024"],
}


def _found(q: str, title: str = "Nhà thuốc đạt GPP", **texts: list[str]) -> list[tuple[str, str, list[str]]]:
    found = reasons(title, {**TEXTS, **texts}, Words.of(q), SYNONYMS)
    return [(each.kind, each.stands_for, [text for text, is_marked in each.pieces if is_marked]) for each in found]


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("nha thuoc", []),
        ("dược sĩ phụ trách", [("column", "", ["Dược sĩ phụ trách", "duoc_si_phu_trach"])]),
        ("duoc si phu trach", [("column", "", ["Dược sĩ phụ trách", "duoc_si_phu_trach"])]),
        ("dia chỉ", [("column", "", ["Địa chỉ", "dia_chi"])]),
        ("hiệu thuốc", [("synonym", "nhà thuốc", ["hiệu thuốc"])]),
        ("hieu thuoc di an", [("unit", "", ["Dĩ An"]), ("synonym", "nhà thuốc", ["hiệu thuốc"])]),
        ("hiệu sách dĩ", [("file", "", ["sách"])]),
        ("so y te", [("agency", "", ["Sở Y tế"])]),
        ("y te", [("theme", "", ["Y tế"])]),
        ("nhà thuốc năm 2024", [("file", "", ["năm 2024"])]),
        ("hiệu sách", [("file", "", ["sách"])]),
        ("không có gì", []),
        ("", []),
    ],
)
def test_the_reason(q: str, expected: list[Any]) -> None:
    """What has the most of the words that the title has not; a synonym only when it was typed whole."""
    assert _found(q) == expected


def test_an_abbreviation_is_a_synonym() -> None:
    """THCS stands for the words of the title."""
    assert _found("thcs", "Trường trung học cơ sở") == [("synonym", "trung học cơ sở", ["THCS"])]


def test_three_reasons_at_most() -> None:
    """The list of a page stays short."""
    assert len(_found("một hai ba bốn", tag=["một", "hai", "ba", "bốn"])) == 3
