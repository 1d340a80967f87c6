"""CKAN's DataStore actions on a published layer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from ckan.plugins import toolkit as tk

from ckanext.binhduong.core.connections import datastore_connection
from ckanext.binhduong.releases.datastore_writes import table_guards
from tests.releases.conftest import MORE_POINTS, act, add, as_anonymous, layers_of, replace, rows

SQUARES = json.dumps(
    {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"ma": code, "ten": "Ô đất"},
                "geometry": {"type": "Polygon", "coordinates": [[[106.6, 11.0], [east, 11.0], [east, 11.1], [106.6, 11.1], [106.6, 11.0]]]},
            }
            for code, east in (("A1", 106.7), ("A2", 106.8))
        ],
    }
)

pytestmark = pytest.mark.usefixtures("clean")

CORPUS = Path(__file__).parents[1] / "ingest" / "corpus"


def spatial_indexes(resource: dict[str, Any]) -> list[str]:
    """Name the columns that have a GiST index."""
    with datastore_connection.transaction() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE tablename = %s AND indexdef LIKE '%%gist%%' ORDER BY 1", (resource["id"],))
        return sorted(row[0].rsplit("(", 1)[1].rstrip(")") for row in cursor.fetchall())


def test_upsert_keeps_geometry_and_words_right(dataset: dict[str, Any], geo: Any) -> None:
    """A changed coordinate moves the point and a changed word is found, on a row that was there before."""
    resource = add(dataset, key_column="ma")
    record = {"ma": "NT-001", "ten": "Quầy thuốc Hồng Phúc", "so_dien_thoai": "0274", "vi_do": 11.2, "kinh_do": 106.5}
    act("datastore_upsert", resource_id=resource["id"], force=True, records=[record])
    assert geo("SELECT ST_AsText(_geom) FROM geo.\"nha-thuoc\" WHERE _fid = 'NT-001'") == [("POINT(106.5 11.2)",)]
    assert [row["ma"] for row in rows(resource, q="hong phuc")] == ["NT-001"]
    assert rows(resource, q="bình an") == []


def test_upsert_keeps_shapes_right(dataset: dict[str, Any], geo: Any) -> None:
    """A polygon written through the API has shape, Mercator copy and rank as one that was loaded; without one it has none."""
    resource = add(dataset, SQUARES, "vung.geojson", key_column="ma")
    shown = 'SELECT _fid, ST_AsText(_geom), ST_AsText(ST_SnapToGrid(_geom_3857, 1)), round(_rank) FROM geo."nha-thuoc" ORDER BY _fid'
    loaded = geo(shown)
    column = next(each["id"] for each in act("datastore_info", id=resource["id"])["fields"] if each["id"].startswith("hinh"))
    shape = rows(resource, filters={"ma": "A1"})[0][column]
    records = [{"ma": "A1", column: None}, {"ma": "A2", column: shape}]
    act("datastore_upsert", resource_id=resource["id"], force=True, records=records)
    assert geo(shown) == [("A1", None, None, None), ("A2", *loaded[0][1:])]
    act("datastore_upsert", resource_id=resource["id"], force=True, records=[{"ma": "A1", column: shape}])
    assert geo(shown)[0] == loaded[0]


@pytest.mark.parametrize("name", ["don-va-nhieu.geojson", "co-cao-do.geojson", "geojson-trong-o.csv"])
def test_a_load_makes_the_shapes_that_the_trigger_makes(dataset: dict[str, Any], name: str) -> None:
    """Shapes loaded from WKB are those of the row's GeoJSON to the last bit: writing the text again changes nothing."""
    resource = add(dataset, (CORPUS / name).read_bytes(), name)
    shapes = f'SELECT _geom::text, _geom_3857::text, _rank FROM public."{resource["id"]}" ORDER BY _id'
    with datastore_connection.transaction() as cursor:
        cursor.execute(shapes)
        loaded = cursor.fetchall()
        column = next(
            field["id"] for field in act("datastore_info", id=resource["id"])["fields"] if field["info"].get("role") == "geometry"
        )
        cursor.execute(f'UPDATE public."{resource["id"]}" SET "{column}" = "{column}"')
        cursor.execute(shapes)
        assert cursor.fetchall() == loaded
    assert any(row[0] for row in loaded)


def test_rows_changed_by_an_agency_are_counted(dataset: dict[str, Any], geo: Any, clean_queues: None) -> None:
    """After rows are added or deleted, the layer's count and extent follow by a job that is queued once."""
    resource = add(dataset, key_column="ma")
    record = {"ma": "NT-009", "vi_do": 11.5, "kinh_do": 106.8}
    act("datastore_upsert", resource_id=resource["id"], force=True, records=[record])
    act("datastore_records_delete", resource_id=resource["id"], force=True, filters={"ma": ["NT-001", "NT-002"]})
    assert f"binhduong-layer-count-{resource['id']}" in tk.get_job_queue("publish").scheduled_job_registry.get_job_ids()
    table_guards.recount(resource["id"])
    assert geo("SELECT feature_count, extent FROM geo.layers") == [(2, [106.6, 11.12, 106.8, 11.5])]


def test_indexes_of_callers_leave_ours(dataset: dict[str, Any]) -> None:
    """`datastore_create(indexes=…)` drops every index of a table; the spatial ones are there again."""
    resource = add(dataset)
    assert spatial_indexes(resource) == ["_geom", "_geom_3857"]
    act("datastore_create", resource_id=resource["id"], force=True, indexes=["ten"])
    assert spatial_indexes(resource) == ["_geom", "_geom_3857"]


def test_a_column_that_carries_the_geometry_cannot_be_deleted(dataset: dict[str, Any], geo: Any) -> None:
    """Deleting latitude is a validation error that names it, and nothing changes; deleting another column changes the layer too."""
    resource = add(dataset)
    fields = [{"id": name, "type": "text"} for name in ("ma", "ten", "so_dien_thoai")]
    coordinates = [{"id": name, "type": "float8"} for name in ("vi_do", "kinh_do")]
    with pytest.raises(tk.ValidationError) as error:
        act("datastore_create", resource_id=resource["id"], force=True, fields=fields, delete_fields=True)
    assert "kinh_do, vi_do" in error.value.error_dict["fields"][0]
    assert geo('SELECT count(vi_do) FROM geo."nha-thuoc"') == [(3,)]
    act("datastore_create", resource_id=resource["id"], force=True, fields=fields[:2] + coordinates, delete_fields=True)
    assert [field["id"] for field in geo("SELECT fields FROM geo.layers")[0][0]] == ["ma", "ten", "vi_do", "kinh_do"]
    assert geo('SELECT ma FROM geo."nha-thuoc" ORDER BY _id LIMIT 1') == [("NT-001",)]


def test_a_stranger_cannot_take_a_layer_away(dataset: dict[str, Any], geo: Any) -> None:
    """Without the right to change the table, the call is refused before anything is touched."""
    resource = add(dataset)
    fields = [{"id": "ma", "type": "text"}, {"id": "vi_do", "type": "float8"}, {"id": "kinh_do", "type": "float8"}]
    with pytest.raises(tk.NotAuthorized):
        as_anonymous("datastore_create", resource_id=resource["id"], force=True, fields=fields, delete_fields=True)
    assert layers_of(geo) == ["nha-thuoc"]


def test_a_new_column_is_in_the_layer(dataset: dict[str, Any], geo: Any) -> None:
    """A column that an agency's system adds is published in the layer as well."""
    resource = add(dataset)
    act("datastore_create", resource_id=resource["id"], force=True, fields=[{"id": "ghi_chu", "type": "text"}])
    assert geo("SELECT fields -> -1 FROM geo.layers")[0][0] == {
        "id": "ghi_chu",
        "type": "text",
        "title": "ghi_chu",
        "title_en": "",
        "role": None,
    }
    assert geo('SELECT ghi_chu FROM geo."nha-thuoc" LIMIT 1') == [(None,)]


def test_a_layers_id_is_no_alias(dataset: dict[str, Any]) -> None:
    """An alias named as a layer would make `datastore_info` fail; it is refused."""
    resource = add(dataset)
    new = {"package_id": dataset["id"], "name": "Bảng"}
    for target in ({"resource_id": resource["id"], "force": True}, {"resource": new}):
        with pytest.raises(tk.ValidationError):
            act("datastore_create", aliases="nha-thuoc", **target)
    assert as_anonymous("datastore_info", resource_id=resource["id"])["meta"]["count"] == 3


def test_deleting_the_whole_table_takes_the_layer(dataset: dict[str, Any], geo: Any) -> None:
    """An agency may delete its table; the layer goes with it, and the next file brings both back under the same id."""
    resource = add(dataset)
    act("datastore_delete", resource_id=resource["id"], force=True)
    assert layers_of(geo) == []
    assert geo("SELECT count(*) FROM geo.layers") == [(0,)]
    assert replace(resource, MORE_POINTS)["layer"] == "nha-thuoc"
    assert layers_of(geo) == ["nha-thuoc"]
