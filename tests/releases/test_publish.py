"""From an uploaded file to a table and a layer, on the real databases."""

from __future__ import annotations

import json
from typing import Any

import pytest
from ckan.plugins import toolkit as tk

from ckanext.binhduong.core.connections import datastore_connection
from tests.releases.conftest import MORE_POINTS, POINTS, TABLE, act, add, as_anonymous, geojson, layers_of, replace, rows, say_yes

pytestmark = pytest.mark.usefixtures("clean")

SQUARE = [[106.60, 11.00], [106.61, 11.00], [106.61, 11.01], [106.60, 11.01], [106.60, 11.00]]
FAR = [[106.70, 11.10], [106.71, 11.10], [106.71, 11.11], [106.70, 11.11], [106.70, 11.10]]


def test_points_become_a_typed_table_and_a_layer(dataset: dict[str, Any], geo: Any) -> None:
    """A CSV with coordinates is a typed DataStore table with hidden geometry, and a view under the dataset's name."""
    resource = add(dataset)
    assert (resource["release_state"], resource["release_number"], resource["layer"], resource["rows"]) == ("published", 1, "nha-thuoc", 3)
    assert resource["datastore_active"] is True
    assert rows(resource)[0] == {
        "_id": 1,
        "ma": "NT-001",
        "ten": "Nhà thuốc Bình An",
        "so_dien_thoai": "0274000001",
        "vi_do": 10.9804,
        "kinh_do": 106.6512,
    }
    assert geo('SELECT _fid, ST_AsText(_geom), _rank >= 0 AND _rank < 1 FROM geo."nha-thuoc" ORDER BY _id LIMIT 1') == [
        ("1", "POINT(106.6512 10.9804)", True)
    ]


def test_layer_list_says_what_the_layer_is(dataset: dict[str, Any], geo: Any) -> None:
    """`geo.layers` has the layer's names, theme, counts, extent, release and its columns in order with their roles."""
    add(dataset, key_column="ma", columns={"ten": {"vi": "Tên nhà thuốc", "en": "Pharmacy"}})
    names = "layer, title, theme, dataset, organization, data_kind, geometry_type, feature_count, extent, key_column, release"
    assert geo(f"SELECT {names} FROM geo.layers") == [
        ("nha-thuoc", "Nhà thuốc", "nha-thuoc", "nha-thuoc", "so-y-te", "sample", "Point", 3, [106.6, 10.9804, 106.7, 11.12], "ma", 1)
    ]
    fields = geo("SELECT fields FROM geo.layers")[0][0]
    assert [(field["id"], field["type"], field["role"]) for field in fields][3:] == [
        ("vi_do", "decimal", "latitude"),
        ("kinh_do", "decimal", "longitude"),
    ]
    assert (fields[1]["title"], fields[1]["title_en"]) == ("Tên nhà thuốc", "Pharmacy")
    assert geo('SELECT array_agg(_fid ORDER BY _id) FROM geo."nha-thuoc"') == [(["NT-001", "NT-002", "NT-003"],)]


def test_polygons_get_their_geometry_from_the_geojson_column(dataset: dict[str, Any], geo: Any) -> None:
    """Polygons are MultiPolygon in both projections, ranked by area, and their coordinates are no words of the row."""
    resource = add(dataset, geojson(SQUARE, FAR, ten=["Khu A", "Khu B"]), "khu.geojson", name="Khu")
    assert resource["format"] == "GeoJSON"
    found = geo('SELECT ST_GeometryType(_geom), ST_SRID(_geom_3857), _rank > 1e6, _full_text::text FROM geo."nha-thuoc" ORDER BY _id')
    assert [row[:3] for row in found] == [("ST_MultiPolygon", 3857, True)] * 2
    assert "106" not in found[0][3]
    assert [row["ten"] for row in rows(resource, q="khu b")] == ["Khu B"]


def test_a_table_without_coordinates_is_a_table_and_no_layer(dataset: dict[str, Any], geo: Any) -> None:
    """A CSV without coordinates is in the DataStore with typed columns; the `geo` schema does not have it."""
    resource = add(dataset, TABLE, "bang.csv")
    assert (resource["release_state"], resource["layer"], resource["rows"]) == ("published", "", 2)
    info = as_anonymous("datastore_info", resource_id=resource["id"])
    assert [(field["id"], field["type"]) for field in info["fields"]] == [("ma", "text"), ("ten", "text"), ("so_luong", "int8")]
    assert layers_of(geo) == []


def test_search_folds_vietnamese(dataset: dict[str, Any]) -> None:
    """`q` without marks and in NFD finds words written with marks."""
    resource = add(dataset)
    assert [row["ma"] for row in rows(resource, q="duc hoa")] == ["NT-002"]
    assert [row["ma"] for row in rows(resource, q="Đức Hòa")] == ["NT-002"]


def test_data_dictionary_has_both_languages(dataset: dict[str, Any]) -> None:
    """`datastore_info` gives the publisher's titles and notes, else the title in the file."""
    columns = {"ten": {"vi": "Tên nhà thuốc", "en": "Pharmacy", "notes": "Như trên giấy phép: 100%"}}
    resource = add(dataset, columns=json.dumps(columns))
    info = {field["id"]: field["info"] for field in as_anonymous("datastore_info", resource_id=resource["id"])["fields"]}
    assert info["ten"]["label"] == "Tên nhà thuốc"
    assert info["ten"]["label_en"] == "Pharmacy"
    assert info["ten"]["notes"] == "Như trên giấy phép: 100%"
    assert info["ma"]["label"] == "ma"


def test_a_new_file_replaces_the_whole_table(dataset: dict[str, Any], geo: Any) -> None:
    """A second upload is release 2: new rows, new count, new extent, the same layer, aliases still alive, no table left over."""
    resource = add(dataset)
    act("datastore_create", resource_id=resource["id"], force=True, aliases="nha_thuoc_binh_duong")
    assert as_anonymous("datastore_search", resource_id="nha_thuoc_binh_duong")["total"] == 3
    again = replace(resource, MORE_POINTS)
    assert (again["release_number"], again["rows"], again["layer"]) == (2, 4, "nha-thuoc")
    assert as_anonymous("datastore_search", resource_id=resource["id"])["total"] == 4
    assert as_anonymous("datastore_search", resource_id="nha_thuoc_binh_duong")["total"] == 4
    assert geo('SELECT count(*) FROM geo."nha-thuoc"') == [(4,)]
    assert geo("SELECT release, feature_count FROM geo.layers") == [(2, 4)]
    with datastore_connection.transaction() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relname LIKE '\\_r%'")
        assert cursor.fetchall() == []


def test_a_release_with_other_columns_changes_the_view(dataset: dict[str, Any], geo: Any) -> None:
    """A column more in the next file is a column more in the layer; a file without coordinates takes the layer away and a later one
    brings it back."""
    resource = add(dataset)
    header, *lines = POINTS.strip().split("\n")
    wider = "\n".join([f"{header},hang", *(f"{line},hạng A" for line in lines)])
    assert replace(resource, wider)["release_state"] == "published"
    assert geo('SELECT hang FROM geo."nha-thuoc" LIMIT 1') == [("hạng A",)]
    assert say_yes(replace(resource, TABLE))["layer"] == ""
    assert layers_of(geo) == []
    assert say_yes(replace(resource, POINTS))["layer"] == "nha-thuoc"
    assert layers_of(geo) == ["nha-thuoc"]


def test_a_second_layer_of_a_dataset_is_named_after_its_resource(dataset: dict[str, Any], geo: Any) -> None:
    """The first layer has the dataset's name, the next the dataset's and the resource's, and renaming changes neither."""
    add(dataset)
    second = add(dataset, geojson(SQUARE, ten=["Khu A"]), "khu.geojson", name="Khu vực phục vụ")
    assert second["layer"] == "nha-thuoc--khu-vuc-phuc-vu"
    act("package_patch", id=dataset["id"], name="nha-thuoc-moi")
    assert geo("SELECT layer, dataset FROM geo.layers ORDER BY 1") == [
        ("nha-thuoc", "nha-thuoc-moi"),
        ("nha-thuoc--khu-vuc-phuc-vu", "nha-thuoc-moi"),
    ]


def test_key_column_must_be_whole_and_unique(dataset: dict[str, Any]) -> None:
    """A declared key that is missing, empty somewhere or repeated refuses the file and names the value."""
    broken = {
        "key-column-missing": (POINTS, "khong_co"),
        "key-column-empty": (POINTS.replace("NT-002", ""), "ma"),
        "key-column-repeated": (POINTS.replace("NT-002", "NT-001"), "ma"),
    }
    for code, (content, key) in broken.items():
        resource = add(dataset, content, key_column=key)
        findings = act("release_status", id=resource["id"])["findings"]
        assert (resource["release_state"], [item["code"] for item in findings if item["severity"] == "error"]) == (
            "refused",
            [code],
        )


def test_the_datasets_extent_comes_from_the_data_until_a_person_gives_one(dataset: dict[str, Any]) -> None:
    """An empty `spatial` is filled from the data and follows later releases; a publisher's own is never touched."""
    resource = add(dataset)
    first = json.loads(act("package_show", id=dataset["id"])["spatial"])
    assert first["coordinates"][0][0] == [106.6, 10.9804]
    replace(resource, MORE_POINTS)
    second = json.loads(act("package_show", id=dataset["id"])["spatial"])
    assert second["coordinates"][0][0] == [106.6, 10.91]
    own = {"type": "Point", "coordinates": [106.65, 11.0]}
    act("package_patch", id=dataset["id"], spatial=json.dumps(own))
    replace(resource, POINTS)
    assert json.loads(act("package_show", id=dataset["id"])["spatial"]) == own


def test_editing_a_title_reads_nothing_again(dataset: dict[str, Any]) -> None:
    """Changing texts makes no release, and fields that a client sends back or makes up change nothing of ours."""
    resource = add(dataset)
    act("resource_patch", id=resource["id"], name="Tên khác", hash="giả", size=1, mimetype="text/html", format="HTML", url="khac.html")
    after = act("resource_show", id=resource["id"])
    assert after["name"] == "Tên khác"
    for name in ("hash", "size", "mimetype", "format", "url", "release_number", "release_attempt"):
        assert after[name] == resource[name]


def test_same_file_again_is_no_release(dataset: dict[str, Any]) -> None:
    """Uploading the very file that is published changes nothing."""
    resource = add(dataset)
    assert replace(resource, POINTS)["release_attempt"] == resource["release_attempt"]


@pytest.mark.parametrize("field", ["_geom", "_rank", "_full_text"])
def test_hidden_columns_cannot_be_made_by_callers(dataset: dict[str, Any], field: str) -> None:
    """`datastore_create` with a column named as ours is refused."""
    resource = add(dataset)
    with pytest.raises(tk.ValidationError):
        act("datastore_create", resource_id=resource["id"], force=True, fields=[{"id": field, "type": "text"}])
