"""An address that somebody types into the finder's field, looked up in the data's own texts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup

from tests.features.conftest import Store, store

__all__ = ["store"]

HOUSES = [
    ("H1", "Số 12, đường Bạch Đằng, Phường Phú Cường", None, None, 106.651, 10.981),
    ("H2", "Số 14, đường Bạch Đằng, Phường Phú Cường", None, None, 106.652, 10.982),
    ("H3", "Cửa hàng, Xã Bạch Đằng", None, None, 106.8, 11.05),
    ("H4", "7 QL13, Lái Thiêu", None, None, 106.7, 10.9),
    ("H5", "Ngã tư Yersin-Đại lộ Bình Dương", None, None, 106.66, 10.99),
]
PHARMACIES = [("N1", "Nhà thuốc Một", None, None, 106.6601, 10.9901), ("N2", "Nhà thuốc Hai", None, None, 106.6511, 10.9811)]


@pytest.fixture(scope="module")
def houses(store: Store) -> None:
    """A layer of houses and a crossing, and one of pharmacies."""
    store.points("dia-chi", HOUSES)
    store.points("nha-thuoc", PHARMACIES, theme="nha-thuoc")


@pytest.fixture
def ask(app: Any, houses: None) -> Callable[..., BeautifulSoup]:
    """The finder's page of words and other arguments."""
    return lambda words, **more: BeautifulSoup(app.get("/map", query_string={"q": words, **more}).body, "html.parser")


def asked(page: BeautifulSoup, name: str) -> str:
    """What the page's list was asked: ``near``, ``unit``."""
    part = page.find(id="finder-features")
    assert part is not None
    return str(part[f"data-{name}"])


def near(page: BeautifulSoup) -> str:
    """Round which point the page looks."""
    return asked(page, "near")


def said(page: BeautifulSoup, part: str = "found") -> str:
    """What the page says above its list, or in another part."""
    found = page.find(id=part)
    assert found is not None
    return " ".join(found.get_text(" ").split())


@pytest.mark.parametrize(
    ("words", "point", "row"),
    [
        ("12 Bạch Đằng", "106.651,10.981", "Số 12, đường Bạch Đằng"),
        ("số 14 duong bach dang, phu cuong", "106.652,10.982", "Số 14, đường Bạch Đằng"),
        ("7 quoc lo 13", "106.7,10.9", "7 QL13"),
        ("yersin - dai lo binh duong", "106.66,10.99", "Ngã tư Yersin"),
        ("Đại lộ Bình Dương x Yersin", "106.66,10.99", "Ngã tư Yersin"),
    ],
)
def test_a_house_or_crossing_is_a_place(ask: Callable[..., BeautifulSoup], words: str, point: str, row: str) -> None:
    """The nearest first from where the data have it, and the page says whose row that is, and of which dataset."""
    page = ask(words)
    assert near(page) == point
    assert f"({row}" in said(page)
    assert page.select_one("#found a[href$='/dataset/dia-chi']") is not None


def test_what_is_near_an_address(ask: Callable[..., BeautifulSoup]) -> None:
    """Words before the address choose the layer: the pharmacy beside the crossing comes first, with its distance."""
    page = ask("nhà thuốc ngã tư yersin - đại lộ bình dương")
    assert near(page) == "106.66,10.99"
    names = [each.get_text(" ", strip=True) for each in page.select(".bd-found-item")]
    assert [("Một" in names[0], "Hai" in names[1])] == [(True, True)]


def test_a_number_that_is_not_there(ask: Callable[..., BeautifulSoup]) -> None:
    """The nearest number of the street, said as what it is."""
    page = ask("13 đường Bạch Đằng")
    assert near(page) in ("106.651,10.981", "106.652,10.982")
    assert "Không dòng nào có số 13" in said(page)


def test_a_street(ask: Callable[..., BeautifulSoup]) -> None:
    """All rows with its words, and a way to what is near each; the commune of the same name is not meant."""
    page = ask("duong bach dang")
    assert (near(page), "“duong bach dang”" in said(page)) == ("", True)
    assert asked(page, "unit") == ""
    chips = [chip.get_text(strip=True) for chip in page.select("#found .bd-choices a")]
    assert chips == ["Số 12, đường Bạch Đằng, Phường Phú Cường", "Số 14, đường Bạch Đằng, Phường Phú Cường"]


def test_a_street_without_a_row_of_the_layer(ask: Callable[..., BeautifulSoup]) -> None:
    """No pharmacy names the road: those near it are listed."""
    page = ask("ql 13", layer="nha-thuoc")
    assert (near(page), len(page.select(".bd-found-item"))) == ("106.7,10.9", 2)


def test_a_street_with_a_row_of_the_layer(store: Store, ask: Callable[..., BeautifulSoup]) -> None:
    """Its own rows are listed, however many rows of other layers name the street too."""
    store.points("a-dong", [(f"A{number}", f"Số {number}, đường Dài", None, None, 106.6, 11.0) for number in range(1, 130)])
    store.points("thuoc", [("T1", "Nhà thuốc, 300 đường Dài", None, None, 106.6, 11.0)], theme="nha-thuoc")
    page = ask("đường dài", layer="thuoc")
    assert (near(page), len(page.select(".bd-found-item"))) == ("", 1)
    for layer in ("a-dong", "thuoc"):
        store.withdraw(layer)


@pytest.mark.parametrize(
    "words", ["nhà thuốc", "13 nhà thuốc", "Yersin - Nguyễn Trãi", "đường Không Có", "24/24", "'", "1 %s {0}", "đường " + "a " * 90]
)
def test_words_that_are_no_address_are_words(ask: Callable[..., BeautifulSoup], words: str) -> None:
    """They are looked for as before."""
    page = ask(words)
    assert near(page) == ""
    assert page.select_one("#found .bd-choices") is None


def test_a_commune_is_still_a_place(ask: Callable[..., BeautifulSoup]) -> None:
    """Without a number or a word for a street."""
    page = ask("nhà thuốc bạch đằng")
    assert asked(page, "unit").endswith("@2024")


def test_words_in_quotation_marks_are_no_address(ask: Callable[..., BeautifulSoup]) -> None:
    """The page leads to exactly the words that were typed."""
    page = ask('"12 Bạch Đằng"')
    assert near(page) == ""


def test_a_withdrawn_layer_places_nothing(store: Store, ask: Callable[..., BeautifulSoup]) -> None:
    """An address that only a layer has which is public no more is none."""
    store.points("kin", [("K1", "Số 5, đường Kín Đáo", None, None, 106.6, 11.0)])
    assert near(ask("5 đường kín đáo")) == "106.6,11.0"
    store.withdraw("kin")
    page = ask("5 đường kín đáo")
    assert (near(page), "Kín Đáo" in said(page, "content")) == ("", False)
