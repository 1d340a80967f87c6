"""Every unit of a list by how many points it has: the counts, the scale of the colours, the outlines, the page."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from typing import Any

import pytest
from bs4 import BeautifulSoup

from ckanext.binhduong.portal.place.values.by_unit import LISTS, values_of
from ckanext.binhduong.portal.place.values.classes import ValueClass, classes_of
from ckanext.binhduong.portal.place.values.outlines import outlines_of

#: In the middle of Thủ Dầu Một, twice, and one in Hà Nội.
POINTS = [(106.6512, 10.9804), (106.6512, 10.9804), (105.85, 21.03)]


@pytest.mark.parametrize(
    ("of", "units", "unit"), [("commune@2025", 36, "25747@2025"), ("commune@2024", 91, "25747@2024"), ("district@2024", 9, "718@2024")]
)
def test_points_are_counted_by_unit(of: str, units: int, unit: str) -> None:
    """Each point in one unit of the list; units without one are there with zero; what lies elsewhere is said."""
    values, outside = values_of(POINTS, of)
    assert (len(values), outside) == (units, 1)
    (found,) = [value for value in values if value.count]
    assert (found.unit.id, found.count, found.density) == (unit, 2, 2 / (found.unit.area_km2 or 0))


@pytest.mark.parametrize("of", LISTS)
def test_every_unit_that_is_compared_has_an_area(of: str) -> None:
    """Without one its density would be nothing."""
    assert [value.unit.id for value in values_of([], of)[0] if not value.unit.area_km2] == []


@pytest.mark.parametrize(
    ("values", "classes", "shades"),
    [
        pytest.param([], [], [], id="nothing"),
        pytest.param([0, 0], [ValueClass(0, 0, 0, 2)], [0, 0], id="zeros"),
        pytest.param([7, 0, 7], [ValueClass(0, 0, 0, 1), ValueClass(5, 7, 7, 2)], [5, 0, 5], id="one value"),
        pytest.param([1, 2], [ValueClass(3, 1, 1, 1), ValueClass(5, 2, 2, 1)], [3, 5], id="two values are far apart"),
        pytest.param(
            [1, 1, 2, 3, 4, 5, 6, 8, 90, 400],
            [ValueClass(1, 1, 1, 2), ValueClass(2, 2, 3, 2), ValueClass(3, 4, 5, 2), ValueClass(4, 6, 8, 2), ValueClass(5, 90, 400, 2)],
            [1, 1, 2, 2, 3, 3, 4, 4, 5, 5],
            id="skewed",
        ),
        pytest.param(
            [1, 1, 1, 1, 1, 1, 2, 3, 4, 5, 6],
            [ValueClass(2, 1, 1, 6), ValueClass(3, 2, 2, 1), ValueClass(4, 3, 4, 2), ValueClass(5, 5, 6, 2)],
            [2, 2, 2, 2, 2, 2, 3, 4, 4, 5, 5],
            id="equal values share a shade",
        ),
    ],
)
def test_the_scale_fits_the_values(values: list[float], classes: list[ValueClass], shades: list[int]) -> None:
    """Zero apart, the others in classes of about as many units, equal values never in two; the greatest is always the darkest."""
    assert classes_of(values) == (classes, shades)


@pytest.mark.parametrize("of", LISTS)
def test_every_unit_has_an_outline(of: str) -> None:
    """A path each, within the picture, and small enough to stand in a page."""
    paths = outlines_of(of)
    assert set(paths) == {value.unit.id for value in values_of([], of)[0]}
    assert all(re.fullmatch(r"(M\d+ \d+(L\d+ \d+){2,}Z)+", path) for path in paths.values())
    assert sum(map(len, paths.values())) < 25_000


def read(address: str) -> BeautifulSoup:
    """A page that answers 200."""
    with urllib.request.urlopen(address) as answer:
        return BeautifulSoup(answer.read(), "html.parser")


@pytest.fixture(scope="module")
def page(portal_url: str) -> BeautifulSoup:
    """Pharmacies by the districts of 2024."""
    return read(f"{portal_url}/place/values?layer=nha-thuoc&units=district@2024")


def test_the_page_counts_as_the_api_does(portal_url: str, page: BeautifulSoup) -> None:
    """The number of each unit is that of a search within it; the greatest stands first."""
    shown = {
        str(row.select("th a")[0]["href"]).rpartition("/")[2]: int(row.select("td")[0].text) for row in page.select(".bd-values tbody tr")
    }
    assert len(shown) == 9
    assert list(shown.values()) == sorted(shown.values(), reverse=True)
    first = next(iter(shown))
    with urllib.request.urlopen(f"{portal_url}/api/3/action/feature_search?layer=nha-thuoc&within={first}&limit=1&counts=true") as answer:
        assert json.load(answer)["result"]["counts"] == {"nha-thuoc": shown[first]}


def test_the_legend_says_what_the_shades_are(page: BeautifulSoup) -> None:
    """A line for each shade of the map, the units of all lines together are those of the map."""
    used = {path["class"][0] for path in page.select(".bd-unit-map path")}
    assert [rect["class"][0] for rect in page.select(".bd-legend-values rect")] == sorted(used)
    assert sum(int(re.search(r"\((\d+)", line.text)[1]) for line in page.select(".bd-legend-values li")) == 9  # type: ignore[index]


@pytest.mark.parametrize("asked", ["layer=khong-co", "layer=nha-thuoc&units=79@2025", "layer=nha-thuoc&by=gia", "layer=quy-hoach"])
def test_a_comparison_that_there_is_not(portal_url: str, asked: str) -> None:
    """An unknown layer, list or value, and a layer of areas, which lie in several units: 404 in words."""
    with pytest.raises(urllib.error.HTTPError) as refused:
        read(f"{portal_url}/place/values?{asked}")
    assert refused.value.code == 404
    assert "Không có phép so sánh này" in refused.value.read().decode()


def test_a_layer_that_is_too_large_says_so(with_plugins: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counting a part of it would mislead."""
    from ckanext.binhduong.portal.place.values import views

    found = {"rows": [["1", 106.65, 10.98, None]], "count": 2, "without_position": 0}
    monkeypatch.setattr(views, "asked", lambda *_: (found, ""))
    monkeypatch.setattr(views.tk, "_", lambda text: text)
    assert list(views._compared({"resource_id": "x"}, "commune@2025", "count")) == ["problem"]
