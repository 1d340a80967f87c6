"""What a place looks like as JSON, GeoJSON and JSON-LD, without CKAN."""

from ckanext.binhduong import places as unit_lists
from ckanext.binhduong.places import descriptions

BASE = "https://opendata.example/id/place/"


def test_description_has_history_and_parents() -> None:
    """A commune of 2024 tells what it lay in and what it became."""
    unit = descriptions.describe(unit_lists.get_unit("25942@2024"))
    assert [above["id"] for above in unit["parents"]] == ["724@2024", "74@2024"]
    assert unit["valid_to"] == "2025-06-30"
    assert {successor["id"] for successor in unit["successors"]} == {link["unit"].id for link in unit_lists.successors("25942@2024")}
    assert unit["predecessors"] == []


def test_units_of_2025_say_that_their_shape_is_approximate() -> None:
    """Nobody may take a union of old communes for the legal boundary."""
    feature = descriptions.geojson(unit_lists.get_unit("25747@2025"), BASE + "25747@2025")
    assert feature["properties"]["boundary"] == "approximate"
    assert feature["id"] == "https://opendata.example/id/place/25747@2025"
    assert feature["geometry"]["type"] in ("Polygon", "MultiPolygon")


def test_extent_is_west_south_east_north() -> None:
    """The province lies between 106.3 and 107.0 east, 10.8 and 11.6 north."""
    west, south, east, north = descriptions.full(unit_lists.get_unit("74@2024"))["extent"]
    assert 106.3 < west < east < 107.0
    assert 10.8 < south < north < 11.6


def test_unknown_shape_is_none() -> None:
    """Of Thành phố Hồ Chí Minh only a part is known, so there is no shape rather than a wrong one."""
    city = unit_lists.get_unit("79@2025")
    assert descriptions.full(city)["extent"] is None
    assert descriptions.geojson(city, BASE)["geometry"] is None
    assert "schema:geo" not in descriptions.json_ld(city, BASE)


def test_json_ld_links_by_identifier() -> None:
    """Names have languages; relations are identifiers; what is unknown is left out."""
    document = descriptions.json_ld(unit_lists.get_unit("718@2024"), BASE)
    assert document["id"] == BASE + "718@2024"
    assert document["schema:name"] == [
        {"@language": "vi", "@value": "Thành phố Thủ Dầu Một"},
        {"@language": "en", "@value": unit_lists.get_unit("718@2024").name_en},
    ]
    assert document["schema:containedInPlace"] == {"id": BASE + "74@2024"}
    assert {link["id"] for link in document["dct:isReplacedBy"]} == {BASE + link["unit"].id for link in unit_lists.successors("718@2024")}
    assert "dct:replaces" not in document


def test_unknown_id_is_no_unit() -> None:
    """A code without its list is not an id."""
    assert descriptions.find("718") is None
