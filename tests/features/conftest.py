"""Layers made by hand in the test DataStore, as the database contract of `releases` promises them: this package knows no other's code."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import psycopg2
import pytest
from ckan import plugins
from ckan.plugins import toolkit as tk
from ckan.tests.helpers import call_action

from ckanext.binhduong.core.connections.databases import geo_database
from tests.databases import empty_datastore

HERE = (106.65, 10.98)

LAYER = """
INSERT INTO portal.layer (resource_id, layer, visible, title, title_en, theme, dataset, dataset_id, dataset_title, organization,
    organization_title, license_id, data_kind, geometry_type, feature_count, extent, fields, key_column, release, published, units)
VALUES (%(layer)s, %(layer)s, true, %(title)s, %(title)s, %(theme)s, %(layer)s, %(layer)s, %(title)s, 'so-y-te',
    'Sở Y tế', 'CC-BY-4.0', 'sample', %(geometry_type)s, %(count)s, '{106.3,10.8,107.0,11.5}', %(fields)s, %(key_column)s, 3,
    '2026-11-01T08:00:00+07:00', '{74@2024}')
"""


class Store:
    """The test DataStore as its owner: makes and drops layers."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection

    def run(self, statement: str, values: Any = None) -> list[tuple[Any, ...]]:
        with self.connection.cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.fetchall() if cursor.description else []

    def points(self, layer: str, rows: list[tuple[Any, ...]], *, theme: str = "y-te", key_column: str | None = "ma") -> None:
        """A layer of points with the columns ma, ten, ngay (date), so_giuong (numeric), kinh_do, vi_do."""
        fields = [("ma", "text"), ("ten", "text"), ("ngay", "date"), ("so_giuong", "decimal"), ("kinh_do", "decimal"), ("vi_do", "decimal")]
        table = self._table(
            layer,
            "ma text, ten text, ngay date, so_giuong numeric, kinh_do float8, vi_do float8, _geom geometry(Point,4326)"
            " GENERATED ALWAYS AS (ST_SetSRID(ST_MakePoint(kinh_do, vi_do), 4326)) STORED",
        )
        for row in rows:
            self.run(f"INSERT INTO public.{table} (ma, ten, ngay, so_giuong, kinh_do, vi_do) VALUES (%s, %s, %s, %s, %s, %s)", row)
        self._publish(layer, table, fields, theme, key_column, "Point", len(rows))

    def places(self, layer: str, rows: list[tuple[Any, ...]], *, theme: str = "nha-thuoc") -> None:
        """A layer of points with the columns ma, ten, loai (category), gpp (boolean), gio (opening hours), kinh_do, vi_do."""
        fields = [("ma", "text"), ("ten", "text"), ("loai", "text"), ("gpp", "boolean"), ("gio", "text")]
        table = self._table(
            layer,
            "ma text, ten text, loai text, gpp boolean, gio text, kinh_do float8, vi_do float8, _geom geometry(Point,4326)"
            " GENERATED ALWAYS AS (ST_SetSRID(ST_MakePoint(kinh_do, vi_do), 4326)) STORED",
        )
        for row in rows:
            self.run(f"INSERT INTO public.{table} (ma, ten, loai, gpp, gio, kinh_do, vi_do) VALUES (%s, %s, %s, %s, %s, %s, %s)", row)
        self._publish(layer, table, fields, theme, "ma", "Point", len(rows), {"loai": "category", "gio": "opening_hours"})

    def zones(self, layer: str, rows: list[tuple[str, dict[str, Any]]], *, theme: str = "quy-hoach") -> None:
        """A layer of polygons with the columns ten and hinh (GeoJSON), without a key."""
        table = self._table(
            layer,
            "ten text, hinh text, _geom geometry(MultiPolygon,4326) GENERATED ALWAYS AS"
            " (ST_Multi(ST_SetSRID(ST_GeomFromGeoJSON(hinh), 4326))) STORED",
        )
        for name, shape in rows:
            self.run(f"INSERT INTO public.{table} (ten, hinh) VALUES (%s, %s)", (name, json.dumps(shape)))
        self._publish(layer, table, [("ten", "text"), ("hinh", "text")], theme, None, "MultiPolygon", len(rows))

    def withdraw(self, layer: str) -> None:
        self.run(f"DROP VIEW geo.\"{layer}\"; UPDATE portal.layer SET visible = false WHERE layer = '{layer}'")

    def drop_all(self) -> None:
        with self.connection.cursor() as cursor:
            empty_datastore(cursor)

    def _table(self, layer: str, columns: str) -> str:
        table = "_t_" + layer.replace("-", "_")
        self.run(f"DROP TABLE IF EXISTS public.{table} CASCADE")
        self.run(f"CREATE TABLE public.{table} (_id serial PRIMARY KEY, _full_text tsvector, {columns})")
        self.run(f"CREATE INDEX ON public.{table} USING gist (_geom); CREATE INDEX ON public.{table} USING gin (_full_text)")
        return table

    def _publish(
        self,
        layer: str,
        table: str,
        fields: list[tuple[str, str]],
        theme: str,
        key: str | None,
        kind: str,
        count: int,
        roles: dict[str, str] | None = None,
    ) -> None:
        self.run(f"UPDATE public.{table} SET _full_text = to_tsvector('public.vi', ten)")
        self.run(f"ANALYZE public.{table}")
        columns = ", ".join(f'"{name}"' for name, _ in fields)
        fid = key or "_id::text"
        hidden = f"_id, {fid} AS _fid, _geom, ST_Transform(_geom, 3857) AS _geom_3857, 1::real AS _rank, _full_text"
        self.run(f'CREATE VIEW geo."{layer}" AS SELECT {columns}, {hidden} FROM public.{table}')
        roles = {"hinh": "geometry", **(roles or {})}
        described = [{"id": name, "type": kind_, "title": name, "role": roles.get(name)} for name, kind_ in fields]
        values = {"layer": layer, "title": f"Lớp {layer}", "theme": theme, "geometry_type": kind, "count": count, "key_column": key}
        self.run("DELETE FROM portal.layer WHERE layer = %s", (layer,))
        self.run(LAYER, {**values, "fields": json.dumps(described)})


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    """An empty store of layers, with the portal's plugins loaded."""
    if not plugins.plugin_loaded("binhduong_features"):
        plugins.load_all()
    connection = psycopg2.connect(tk.config["ckan.datastore.write_url"])
    connection.autocommit = True
    made = Store(connection)
    made.drop_all()
    yield made
    made.drop_all()
    connection.close()
    geo_database().close()


@pytest.fixture
def search() -> Callable[..., dict[str, Any]]:
    """Ask `feature_search`."""
    return lambda **question: call_action("feature_search", **question)


@pytest.fixture
def ids(search: Callable[..., dict[str, Any]]) -> Callable[..., list[str]]:
    """Ask `feature_search` for the ids of the features, in order."""
    return lambda **question: [feature["id"] for feature in search(**question)["features"]]


def box(west: float, south: float, east: float, north: float) -> dict[str, Any]:
    """A GeoJSON polygon of a box in WGS 84."""
    return {"type": "Polygon", "coordinates": [[[west, south], [east, south], [east, north], [west, north], [west, south]]]}
