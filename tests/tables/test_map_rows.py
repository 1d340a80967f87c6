"""A table's rows for a map: all that answer, with their categories; what the bound leaves out is counted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import psycopg2
import pytest
import sqlalchemy as sa
from ckan import model, plugins
from ckan.plugins import toolkit as tk
from ckan.tests.helpers import call_action

from ckanext.binhduong.core.connections.databases import datastore_database
from ckanext.binhduong.tables import map_rows

POINTS, SHAPES, PLAIN = "ban-do-diem", "ban-do-vung", "bang-khong-hinh"
SQUARE = "MULTIPOLYGON(((106.6 11,106.7 11,106.7 11.1,106.6 11.1,106.6 11)))"


@pytest.fixture(scope="module")
def cursor() -> Iterator[Any]:
    """The test DataStore as its owner, with a table of points, one of shapes and one without either."""
    if not plugins.plugin_loaded("binhduong_features"):
        plugins.load_all()
    connection = psycopg2.connect(tk.config["ckan.datastore.write_url"])
    connection.autocommit = True
    cursor = connection.cursor()
    columns = "_id serial, _full_text tsvector, ma text, loai text, trang_thai text"
    for table, more in (
        (POINTS, ", _geom geometry(Point,4326), _rank real"),
        (SHAPES, ", _geom geometry(MultiPolygon,4326), _rank real"),
        (PLAIN, ""),
    ):
        cursor.execute(f'DROP TABLE IF EXISTS public."{table}"; CREATE TABLE public."{table}" ({columns}{more})')
        for column, role in (("ma", "key"), ("loai", "category"), ("trang_thai", "category")):
            cursor.execute(f'COMMENT ON COLUMN public."{table}".{column} IS %s', (json.dumps({"_info": {"role": role}}),))
    for row in [("A/1", "Quầy", 106.65, 0.9), ("A2", "Nhà thuốc", 106.66, 0.5), ("A3", "Nhà thuốc", 106.67, 0.1), ("A4", None, None, None)]:
        cursor.execute(
            f'INSERT INTO public."{POINTS}" (ma, loai, _geom, _rank) VALUES (%s, %s, ST_SetSRID(ST_MakePoint(%s, 10.98), 4326), %s)', row
        )
    for key, rank in (("V1", 2.0), ("V2", 1.0)):
        cursor.execute(
            f"INSERT INTO public.\"{SHAPES}\" (ma, loai, _geom, _rank) VALUES (%s, 'ODT', ST_GeomFromText(%s, 4326), %s)",
            (key, SQUARE, rank),
        )
    yield cursor
    for table in (POINTS, SHAPES, PLAIN):
        cursor.execute(f'DROP TABLE IF EXISTS public."{table}"')
    connection.close()
    datastore_database().close()


@pytest.fixture(autouse=True)
def resources(cursor: Any) -> None:
    """Their resources, whatever another test cleared."""
    if model.Session.get(model.Resource, POINTS):
        return
    model.Session.execute(sa.insert(model.Package.__table__).values(id="goi-ban-do", name="goi-ban-do", state="active"))
    rows = [{"id": each, "package_id": "goi-ban-do", "url": "", "state": "active", "position": 0} for each in (POINTS, SHAPES, PLAIN)]
    model.Session.execute(sa.insert(model.Resource.__table__), rows)
    model.Session.commit()


def shown(table: str = POINTS, **question: Any) -> dict[str, Any]:
    return call_action("table_map", resource_id=table, **question)


def test_every_row_with_a_position_is_there() -> None:
    """By its key, with its place among the categories; the row without a position is counted."""
    found = shown()
    assert found["rows"] == [["A/1", 106.65, 10.98, 1], ["A2", 106.66, 10.98, 0], ["A3", 106.67, 10.98, 0]]
    assert (found["count"], found["without_position"], found["category"]) == (4, 1, "loai")
    assert found["categories"] == [{"value": "Nhà thuốc", "rows": 2}, {"value": "Quầy", "rows": 1}]
    assert found["extent"] == [106.65, 10.98, 106.67, 10.98]


def test_the_filters_of_the_table_apply() -> None:
    """The map and the table of one address are of the same rows."""
    assert [row[0] for row in shown(filters=["loai:is:Quầy"])["rows"]] == ["A/1"]
    assert shown(filters=["ma:is:Z"]) == {
        **{"geometry": "Point", "count": 0, "without_position": 0, "extent": None, "category": "loai", "categories": [], "rows": []}
    }


def test_what_the_bound_leaves_out_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """The largest are drawn; the answer says of how many."""
    monkeypatch.setattr(map_rows, "MOST_ROWS", 2)
    found = shown()
    assert [row[0] for row in found["rows"]] == ["A/1", "A2"]
    assert found["count"] == 4


def test_shapes_are_bounded_in_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A shape that does not fit is left out whole."""
    found = shown(SHAPES)
    assert [row[0] for row in found["rows"]] == ["V1", "V2"]
    assert found["rows"][0][1]["type"] == "Polygon"
    monkeypatch.setattr(map_rows, "MOST_BYTES", len(json.dumps(found["rows"][0][1])) + 10)
    assert [row[0] for row in shown(SHAPES)["rows"]] == ["V1"]


def test_a_table_without_shapes_has_no_map() -> None:
    """It says so instead of failing."""
    assert (shown(PLAIN)["geometry"], shown(PLAIN)["rows"]) == (None, [])


def test_the_column_to_colour_by_may_be_chosen() -> None:
    """One that there is not is refused with the names of those there are."""
    assert shown(category="trang_thai")["category"] == "trang_thai"
    with pytest.raises(tk.ValidationError, match="category"):
        shown(category="mau")
