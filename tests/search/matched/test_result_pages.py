"""The list of a search says why each dataset is in it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag

from tests.search.conftest import make_dataset

COLUMNS = json.dumps({"duoc_si": {"vi": "Dược sĩ <phụ trách>", "en": "Pharmacist"}})
NOTES = "Mở đầu **dài dòng** & chung chung. " * 12 + "Có <b>giờ trực đêm</b> của từng nơi. " + "Phần cuối. " * 20


@pytest.fixture(scope="module", autouse=True)
def catalogue(empty_catalogue: None) -> None:
    """A dataset whose title says little."""
    file = {"name": "Bảng", "url": "https://so.example/a.csv", "format": "CSV", "columns": COLUMNS}
    make_dataset("aa", "Nhà thuốc", title_en="Pharmacies", notes=NOTES, tags=[{"name": "bán lẻ"}], units=["724@2024"], resources=[file])


def _result(app: Any, path: str) -> Tag:
    (found,) = BeautifulSoup(app.get(path, status=200).text, "html.parser").select(".bd-result")
    return found


def _why(found: Tag) -> list[str]:
    return [" ".join(each.text.split()) for each in found.select(".bd-why li")]


@pytest.mark.parametrize(
    ("q", "why"),
    [
        ("nha thuoc", []),
        ("dược sĩ", ["Cột: Dược sĩ <phụ trách> (duoc_si)"]),
        ("hieu thuoc", ["Từ khác của “nhà thuốc”: hiệu thuốc"]),
        ("nhà thuốc bán lẻ", ["Từ khóa: bán lẻ"]),
        ("title:thuoc", []),
        ("", []),
    ],
)
def test_the_reason_stands_below(app: Any, q: str, why: list[str]) -> None:
    """Of a column, a synonym, a tag; none when the title has the words or none were searched."""
    assert _why(_result(app, f"/dataset/?q={q}")) == why


def test_words_are_marked_in_the_description(app: Any) -> None:
    """Of a long description the part that has the words is shown, as plain text; a title is read whole anyway."""
    found = _result(app, "/dataset/?q=nha thuoc truc dem")
    assert found.select("h2 mark") == []
    text = found.select_one("p").text
    assert "trực đêm" in [mark.text for mark in found.select("p mark")]
    assert text.startswith("… ")
    assert not any(sign in text for sign in ("**", "<b>", "&amp;"))


def test_nothing_is_marked_without_a_search(app: Any) -> None:
    """The list of all datasets and that of an agency."""
    assert [_result(app, path).select("mark, .bd-why") for path in ("/dataset/", "/organization/so-y-te")] == [[], []]


def test_english_readers_see_english_columns(app: Any) -> None:
    """The label of their language; the reason is named in it."""
    assert _why(_result(app, "/en/dataset/?q=pharmacist")) == ["Column: Pharmacist (duoc_si)"]
