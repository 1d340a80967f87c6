"""The search of a page as its links for programs ask it: JSON, Atom, and the extents as GeoJSON."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from bs4 import BeautifulSoup
from lxml import etree

from ckanext.binhduong.search.query.same_search import action_arguments, feed_arguments
from tests.search.conftest import box, make_dataset

ATOM = "{http://www.w3.org/2005/Atom}"
SHAPE = "POLYGON((106.5 10.8,106.8 10.8,106.8 11.2,106.5 10.8))"


@pytest.fixture(scope="module", autouse=True)
def catalogue(empty_catalogue: None) -> None:
    """Five datasets in two places and nowhere; two have one extent."""
    make_dataset("aa", "AA nước", theme="y-te", units=["718@2024"], title_en="AA water")
    make_dataset("bb", "BB nước", theme="nha-thuoc", units=["718@2024"])
    make_dataset("cc", "CC nước", theme="quy-hoach", spatial=box(106.7, 11.3, 106.71, 11.31))
    make_dataset("dd", "DD", theme="y-te")
    make_dataset("ee", "EE", theme="quy-hoach", spatial=box(106.61, 10.91, 106.62, 10.92), private=True)


SEARCHES = {
    "": {"aa", "bb", "cc", "dd"},
    "?q=nước": {"aa", "bb", "cc"},
    "?theme=y-te&theme=nha-thuoc&q=nước": {"aa", "bb"},
    "?ext_place=Thủ Dầu Một": {"aa", "bb"},
    "?ext_place=10.98, 106.65&ext_radius=1000": {"aa", "bb"},
    "?ext_bbox=106.6,11.2,106.8,11.4&theme=quy-hoach": {"cc"},
    f"?ext_geom={SHAPE}": {"aa", "bb"},
    "?ext_place=11.2, 106.6; 11.4, 106.8&sort=title_string asc&page=1": {"cc"},
}


@pytest.mark.parametrize(("search", "names"), SEARCHES.items())
def test_page_and_links_find_the_same(app: Any, search: str, names: set[str]):
    """Words, facets with several values, and places typed or drawn."""
    page = BeautifulSoup(app.get(f"/dataset/{search}", status=200).text, "html.parser")
    links = {str(link["type"]).split("/")[-1]: str(link["href"]) for link in page.select(".bd-actions a[type]")}
    assert {str(link["href"]).rsplit("/", 1)[-1] for link in page.select(".bd-results :is(h2, h3) a")} == names
    assert {dataset["name"] for dataset in app.get(links["json"], status=200).json["result"]["results"]} == names
    feed = etree.fromstring(app.get(links["atom+xml"], status=200).body.encode())
    found = {str(each.get("href")).rsplit("/", 1)[-1] for each in feed.iterfind(f"{ATOM}entry/{ATOM}link[@type='text/html']")}
    assert found == names


def test_extents_are_those_of_the_search(app: Any):
    """One shape for two datasets of one unit, the large first; what has no extent and what is private is not drawn."""
    drawn = app.get("/map/extents?q=nước&sort=title_string+asc", status=200)
    assert drawn.content_type == "application/geo+json"
    assert [[dataset["url"] for dataset in each["properties"]["datasets"]] for each in drawn.json["features"]] == [
        ["/dataset/aa", "/dataset/bb"],
        ["/dataset/cc"],
    ]
    assert drawn.json["said"] == "Bản đồ vẽ phạm vi của 3 trong 3 tập dữ liệu."
    assert app.get("/map/extents").json["said"] == "Bản đồ vẽ phạm vi của 3 trong 4 tập dữ liệu."


def test_extents_say_what_is_asked_for_in_the_readers_language(app: Any):
    """The asked shape, and titles marked with their language."""
    drawn = app.get("/en/map/extents?q=AA&ext_bbox=106.6,10.9,106.7,11.1").json
    assert [shape["type"] for shape in drawn["asked"]] == ["Polygon"]
    assert drawn["features"][0]["properties"]["datasets"] == [{"title": "AA water", "lang": "en", "url": "/en/dataset/aa"}]


@pytest.mark.parametrize(
    "search", ["ext_place=Paris", "ext_bbox=1,2,3", "ext_geom=POLYGON((0 0,1 1,1 0,0 1,0 0))", "rows=5", "fq={!term f=id}x", "ext_radius=5"]
)
def test_extents_refuse_what_the_search_refuses(app: Any, search: str):
    """With 400 and a message, as GeoJSON's readers get JSON."""
    answer = app.get(f"/map/extents?{search}", headers={"Accept": "application/geo+json"}, status=400)
    assert answer.json["error"]["message"]


def test_a_page_says_that_a_typed_place_is_none(app: Any):
    """The list stays as it is, the text stays in the field, and no filter claims to hold."""
    page = BeautifulSoup(app.get("/dataset/?q=nước&ext_place=Paris&ext_radius=1000", status=200).text, "html.parser")
    assert len(page.select(".bd-results > li")) == 3
    assert "“Paris” không phải nơi nào được biết" in page.select_one(".bd-note-bad").text
    assert page.select_one("#field-place")["value"] == "Paris"
    assert page.select("ul.bd-filters") == []


def test_a_typed_place_is_a_filter_that_can_be_taken_away(app: Any):
    """What it was read as, and the other units of that name."""
    page = BeautifulSoup(app.get("/dataset/?q=nước&ext_place=dĩ an&ext_radius=1000", status=200).text, "html.parser")
    (chip,) = page.select("ul.bd-filters a")
    assert chip["href"] == "/dataset/?q=n%C6%B0%E1%BB%9Bc"
    assert "Trong Thành phố Dĩ An (2024)" in chip.text
    others = [dict(parse_qsl(urlsplit(str(link["href"])).query)) for link in page.select("p.bd-understood a")]
    assert others == [{"q": "nước", "ext_within": "25942@2025"}, {"q": "nước", "ext_within": "25942@2024"}]


def test_the_place_form_keeps_the_rest_of_the_search(app: Any):
    """Words, facets and order; not the page of the list nor another place."""
    page = BeautifulSoup(app.get("/dataset/?q=a&theme=y-te&theme=nha-thuoc&page=2&ext_bbox=1,2,3,4&sort=name asc").text, "html.parser")
    kept = [(field["name"], field["value"]) for field in page.select("#where input[type=hidden]")]
    assert kept == [("q", "a"), ("theme", "y-te"), ("theme", "nha-thuoc"), ("sort", "name asc")]


def test_values_are_written_so_that_they_stay_values():
    """A quote or a backslash ends no value; what CKAN's page leaves out is left out."""
    asked = [
        ("q", "x"),
        ("page", "2"),
        ("_tags_limit", "0"),
        ("tags", 'a"b\\'),
        ("title", "t"),
        ("title", "t"),
        ("ext_bbox", "1,2,3,4"),
        ("theme", ""),
    ]
    assert action_arguments(asked) == {"q": "x", "fq": 'tags:"a\\"b\\\\" title:"t"', "ext_bbox": "1,2,3,4"}
    assert feed_arguments([("q", "x"), ("sort", "name asc"), ("page", "2"), ("_x", "1"), ("theme", "a")]) == [("q", "x"), ("theme", "a")]
