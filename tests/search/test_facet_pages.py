"""Facets on the pages: several values of one widen the list, several facets narrow it, and each number is what a click gives."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from ckan.tests.helpers import call_action

from tests.search.conftest import make_dataset

Look = Callable[[str], tuple[set[str], dict[str, int]]]


@pytest.fixture(scope="module", autouse=True)
def catalogue(empty_catalogue: None) -> None:
    """Five datasets: two agencies, three themes, real and sample, two tags."""
    make_dataset("aa", "AA", theme="y-te", tags=[{"name": "đỏ"}, {"name": "xanh"}], data_kind="real")
    make_dataset("bb", "BB", theme="y-te", tags=[{"name": "đỏ"}])
    make_dataset("cc", "CC", theme="nha-thuoc", tags=[{"name": "xanh"}], units=["718@2024"])
    make_dataset("dd", "DD", theme="quy-hoach", owner_org="so-xay-dung", units=["724@2024"])
    make_dataset("ee", "EE", theme="quy-hoach", owner_org="so-xay-dung", data_kind="real")


@pytest.fixture
def look(app: Any) -> Look:
    """The datasets of a page, and the numbers beside the values of its facets, by the value's words."""

    def seen(path: str) -> tuple[set[str], dict[str, int]]:
        page = BeautifulSoup(app.get(path, status=200).text, "html.parser")
        names = {str(link["href"]).rsplit("/", 1)[-1] for link in page.select(".bd-results :is(h2, h3) a")}
        counts = {link.find("span").text: int(link.select_one(".bd-facet-count").text) for link in page.select(".bd-facet li > a")}
        return names, counts

    return seen


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("/dataset/?theme=y-te", {"aa", "bb"}),
        ("/dataset/?theme=y-te&theme=nha-thuoc", {"aa", "bb", "cc"}),
        ("/dataset/?theme=y-te&theme=quy-hoach&data_kind=real", {"aa", "ee"}),
        ("/dataset/?theme=y-te&organization=so-xay-dung", set()),
        ("/dataset/?tags=%C4%91%E1%BB%8F&tags=xanh", {"aa", "bb", "cc"}),
        ("/dataset/?units=718@2024&units=724@2024", {"cc", "dd"}),
        ("/dataset/?freshness=none&freshness=fresh", {"aa", "bb", "cc", "dd", "ee"}),
        ("/dataset/?has_extent=true&has_extent=false&theme=y-te", {"aa", "bb"}),
        ("/dataset/?theme=y-te&theme=khong-co", {"aa", "bb"}),
        ("/dataset/?theme=khong-co", set()),
        ("/dataset/?utm_source=zalo&fbclid=x&theme=y-te", {"aa", "bb"}),
        ("/dataset/?q=title:(aa", {"aa"}),
        ("/dataset/?q=tags:xanh", {"aa", "cc"}),
        ("/group/y-te?data_kind=real&data_kind=sample", {"aa", "bb"}),
        ("/group/y-te?theme=nha-thuoc", set()),
        ("/group/y-te?groups=y-te&groups=nha-thuoc", {"aa", "bb"}),
        ("/organization/so-y-te?theme=y-te&theme=nha-thuoc", {"aa", "bb", "cc"}),
        ("/en/dataset/?theme=y-te&theme=nha-thuoc&q=aa", {"aa"}),
    ],
)
def test_values_of_one_facet_are_alternatives(look: Look, path: str, names: set[str]):
    """And facets narrow each other, also on the pages of a theme and an agency, whose own condition stays."""
    assert look(path)[0] == names


def test_a_number_is_what_a_click_gives(look: Look):
    """The other values of a chosen facet keep their numbers; those of other facets count what is listed."""
    _, counts = look("/dataset/?theme=y-te")
    assert {name: counts[name] for name in ("Y tế", "Nhà thuốc", "Quy hoạch", "Sở Y tế")} == {
        "Y tế": 2,
        "Nhà thuốc": 1,
        "Quy hoạch": 2,
        "Sở Y tế": 2,
    }
    assert "Sở Xây dựng" not in counts


def test_without_solr_facets_are_the_same(no_solr: None, look: Look):
    """From the database: alternatives, and their numbers."""
    names, counts = look("/dataset/?theme=y-te&theme=nha-thuoc&data_kind=real")
    assert names == {"aa"}
    assert {name: counts[name] for name in ("Y tế", "Nhà thuốc" if "Nhà thuốc" in counts else "Quy hoạch")} == {"Y tế": 1, "Quy hoạch": 1}


def test_the_api_reads_a_filter_as_it_is_written():
    """Two conditions on one field must both hold, as CKAN documents."""
    assert call_action("package_search", fq='tags:"đỏ" tags:"xanh"')["count"] == 1
    assert call_action("package_search", fq="theme:(y-te OR nha-thuoc)", **{"facet.field": ["theme"]})["facets"]["theme"] == {
        "y-te": 2,
        "nha-thuoc": 1,
    }


def test_each_filter_can_be_taken_away_alone_or_all(app: Any):
    """Values, and places of the address; the words stay."""
    page = BeautifulSoup(app.get("/dataset/?q=aa&theme=y-te&theme=nha-thuoc&ext_within=718@2024").text, "html.parser")
    chips = {re.sub(r"\s+", " ", link.text).strip(): link["href"] for link in page.select("ul.bd-filters a")}
    assert chips == {
        "Lĩnh vực: Y tế ✕": "/dataset/?q=aa&theme=nha-thuoc&ext_within=718%402024",
        "Lĩnh vực: Nhà thuốc ✕": "/dataset/?q=aa&theme=y-te&ext_within=718%402024",
        "Trong Thành phố Thủ Dầu Một (2024) ✕": "/dataset/?q=aa&theme=y-te&theme=nha-thuoc",
        "Bỏ tất cả bộ lọc": "/dataset/?q=aa",
    }
    assert BeautifulSoup(app.get("/dataset/?utm_source=zalo").text, "html.parser").select("ul.bd-filters") == []


def test_a_chip_says_which_facet_its_word_belongs_to(app: Any):
    """ "Có" alone would say nothing; codes have words in both languages."""
    for path, words in (
        ("/dataset/?has_extent=true", "Phạm vi trên bản đồ: Có ✕"),
        ("/en/dataset/?geometry_type=area", "Shapes on the map: Areas ✕"),
    ):
        page = BeautifulSoup(app.get(path).text, "html.parser")
        assert [re.sub(r"\s+", " ", link.text).strip() for link in page.select("ul.bd-filters a")] == [words]


@pytest.mark.parametrize("value", ['a" OR id:*', "a}b", "{!term f=id}x", "\x1f", "*", "a\\", "]"])
def test_a_strange_value_is_no_error_of_the_server(app: Any, value: str):
    """It finds nothing, or is refused."""
    assert app.get("/dataset/", query_string={"theme": value}).status_code in (200, 400)
