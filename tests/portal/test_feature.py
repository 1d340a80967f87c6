"""One feature as its page and as JSON-LD."""

import pytest

from ckanext.binhduong.core.light_path.feature_documents import facts_of, json_ld, point_of, split_suffix

FIELDS = [
    {"id": "ma", "role": "key", "type": "text", "title": "Mã"},
    {"id": "ten", "role": "name", "type": "text", "title": "Tên"},
    {"id": "so", "role": "phone", "type": "text", "title": "Điện thoại"},
    {"id": "giuong", "role": None, "type": "integer", "title": "Số giường"},
    {"id": "kinh_do", "role": "longitude", "type": "decimal", "title": "Kinh độ"},
    {"id": "du_lieu_mau", "role": None, "type": "text", "title": "Dữ liệu mẫu"},
]
FEATURE = {
    **{"id": "NT1", "geometry": {"type": "Point", "coordinates": [106.65, 10.98]}},
    "properties": {"ma": "NT1", "ten": "Trạm A", "so": "0274", "giuong": 0, "kinh_do": 106.65, "du_lieu_mau": "có"},
}


@pytest.mark.parametrize(
    ("address", "found"),
    [("NT1", ("NT1", "")), ("NT1.geojson", ("NT1", "application/geo+json")), ("a.b.jsonld", ("a.b", "application/ld+json"))],
)
def test_a_suffix_asks_for_a_format(address: str, found: tuple[str, str]) -> None:
    """An id keeps its other points."""
    assert split_suffix(address) == found


def test_the_page_has_all_that_is_filled_but_positions() -> None:
    """A zero is a value; the name and the phone have a look of their own too; sample rows say so."""
    found = facts_of(FEATURE, FIELDS)
    assert (found["name"], found["by_role"], found["sample"], found["point"]) == ("Trạm A", {"phone": "0274"}, True, (106.65, 10.98))
    assert [field["id"] for field, _ in found["facts"]] == ["ma", "ten", "so", "giuong"]


def test_a_shape_has_the_middle_of_its_box_to_go_to() -> None:
    """Without a shape there is nowhere to go."""
    assert point_of({"type": "Polygon", "coordinates": [[[106, 10], [108, 10], [108, 12], [106, 10]]]}) == (107, 11)
    assert point_of(None) is None


def test_json_ld_is_a_place_of_schema_org() -> None:
    """With its own address, its dataset and every published column."""
    document = json_ld(FEATURE, FIELDS, "https://a.example/feature/x/NT1", "https://a.example/dataset/x")
    assert (document["@id"], document["@type"], document["name"], document["telephone"]) == (
        *("https://a.example/feature/x/NT1", "Place", "Trạm A", "0274"),
    )
    assert document["geo"] == {"@type": "GeoCoordinates", "longitude": 106.65, "latitude": 10.98}
    assert document["isPartOf"]["@id"] == "https://a.example/dataset/x"
    assert {"@type": "PropertyValue", "propertyID": "giuong", "name": "Số giường", "value": 0} in document["additionalProperty"]
