"""Places over the API, and their identifiers."""

import json
from typing import Any

import pytest
from ckan.plugins import toolkit as tk
from ckan.tests.helpers import call_action

pytestmark = pytest.mark.usefixtures("with_plugins")

API = "/api/3/action/"


@pytest.mark.parametrize(
    ("q", "first"),
    [("TP Thuận An", "725@2024"), ("p. di an", "25942@2025"), ("xa bau bang", "25822@2025"), ("718@2024", "718@2024")],
)
def test_place_search(q: str, first: str) -> None:
    """Marks and type words may be left out or shortened."""
    assert call_action("place_search", q=q)[0]["id"] == first


def test_ambiguous_name_gives_every_unit() -> None:
    """Tân Định is two communes of 2024."""
    found = call_action("place_search", q="Tân Định", limit=50)
    assert len([unit for unit in found if unit["name"] == "Tân Định" and unit["list"] == "2024"]) == 2


def test_place_show_has_children_and_extent() -> None:
    """The one-unit answer adds what a map needs."""
    unit = call_action("place_show", id="724@2024")
    assert (unit["name_with_type"], len(unit["children"]), len(unit["extent"])) == ("Thành phố Dĩ An", 7, 4)


def test_place_at_is_uncertain_where_the_law_split_a_commune() -> None:
    """In a split commune every unit the law names is given, none as a fact; the commune of 2024 is certain."""
    from ckanext.binhduong import places

    split = next(unit for unit in places.all_units("2024", "commune") if len(places.successors(unit.id)) > 1)
    spot = places.boundary_of(split.id).representative_point()  # type: ignore[union-attr]
    found = call_action("place_at", lon=spot.x, lat=spot.y)
    assert [unit["id"] for unit in found if unit["certain"]] == [split.id]
    assert {unit["id"] for unit in found if not unit["certain"]} == {link["unit"].id for link in places.successors(split.id)}


def test_place_at_of_one_list() -> None:
    """Thủ Dầu Một's centre in the list of 2024."""
    found = call_action("place_at", lon="106.6512", lat="10.9804", list="2024")
    assert [(unit["list"], unit["level"]) for unit in found] == [("2024", "commune")]
    assert [above["id"] for above in found[0]["parents"]] == ["718@2024", "74@2024"]


def test_place_at_outside_the_province_is_empty() -> None:
    """Hà Nội is no unit of Bình Dương."""
    assert call_action("place_at", lon=105.85, lat=21.03) == []


@pytest.mark.parametrize(
    ("action", "arguments", "field"),
    [
        ("place_search", {}, "q"),
        ("place_search", {"q": "an", "limit": 101}, "limit"),
        ("place_at", {"lon": 106.6}, "lat"),
        ("place_at", {"lon": "NaN", "lat": 11}, "lon"),
        ("place_at", {"lon": 10.98, "lat": 106.65}, "lat"),
        ("place_at", {"lon": 106.65, "lat": 10.98, "list": "2023"}, "list"),
    ],
)
def test_wrong_arguments_are_refused(action: str, arguments: dict[str, Any], field: str) -> None:
    """The error is at the argument that is wrong."""
    with pytest.raises(tk.ValidationError) as error:
        call_action(action, **arguments)
    assert list(error.value.error_dict) == [field]


def test_anyone_may_ask_by_get(app: Any) -> None:
    """Anonymous GET, no session."""
    response = app.get(f"{API}place_show?id=25747@2025")
    assert response.json["result"]["name_with_type"] == "Phường Thủ Dầu Một"
    assert "Set-Cookie" not in response.headers


def test_unknown_place_is_404(app: Any) -> None:
    """The message is in both languages and names the remedy."""
    response = app.get(f"{API}place_show?id=718", status=404)
    assert response.json["error"]["message"].removeprefix("Not found: ").removeprefix("Không tìm thấy: ") == (
        "Không có đơn vị hành chính “718”. Ghi mã kèm danh mục, ví dụ 718@2024; tìm mã bằng place_search. / "
        "There is no administrative unit “718”. Write the code with its list, e.g. 718@2024; see place_search."
    )


@pytest.mark.parametrize(
    ("question", "name", "message"),
    [
        ("place_at?lon=x&lat=11", "lon", "“x” không phải là số độ từ −180 đến 180. / “x” is no number of degrees from −180 to 180."),
        *(
            (f"place_search?q=an&limit={limit}", "limit", "Chỉ nhận số nguyên từ 1 đến 100. / Only whole numbers from 1 to 100 are taken.")
            for limit in ("0", "101", "x", "1.5", "-1", "%20", "1" * 5000)
        ),
    ],
)
def test_a_bad_value_is_told_in_both_languages(app: Any, question: str, name: str, message: str) -> None:
    """409 with the argument's name, never 500."""
    assert app.get(API + question, status=409).json["error"][name] == [message]


@pytest.mark.parametrize(
    ("accept", "content_type"),
    [
        (None, "application/ld+json"),
        ("application/ld+json", "application/ld+json"),
        ("application/geo+json", "application/geo+json"),
        ("application/json", "application/geo+json"),
        ("*/*", "application/ld+json"),
    ],
)
def test_identifier_answers_by_accept(app: Any, accept: str | None, content_type: str) -> None:
    """JSON-LD unless GeoJSON is asked for; caches are told that the answer varies."""
    response = app.get("/id/place/718@2024", headers={"Accept": accept} if accept else {})
    assert response.headers["Content-Type"].split(";")[0] == content_type
    assert "Accept" in response.headers["Vary"]
    assert json.loads(response.body)["id"] == "http://test.ckan.net/id/place/718@2024"


def test_identifier_of_no_place_is_404(app: Any) -> None:
    """An unknown id is not found."""
    app.get("/id/place/1@2024", status=404)


def test_identifier_is_open_to_other_sites(app: Any) -> None:
    """A page elsewhere may read a place, without credentials."""
    response = app.get("/id/place/718@2024", headers={"Origin": "https://elsewhere.example"})
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response.headers
