"""The two layers that are measured, made by SQL: zones with twelve vertices and points, over Bình Dương; views of them for the peers."""

from __future__ import annotations

import json
from typing import Any

__all__ = ["BOX", "KINDS", "POINTS", "ZONES", "drop", "make"]

BOX = (106.34, 10.86, 106.96, 11.48)
"""West, south, east, north of the data, degrees."""
KINDS = 20
"""Values of the column ``loai``, each as frequent."""
ZONES, POINTS = "bench-vung", "bench-diem"
"""Ids of the layers; the peers' views have ``_`` for ``-``, their tables another one before."""

_TABLE = """
CREATE TABLE public.{table} (
    _id serial PRIMARY KEY, _full_text tsvector, ma text, ten text, loai text, ngay date, dien_tich numeric,
    _geom geometry({kind}, 4326), _geom_3857 geometry({kind}, 3857), _rank real)
"""
# A circle of three steps a quarter has twelve vertices.
_SHAPES = {
    ZONES: ("MultiPolygon", "ST_Multi(ST_Buffer(ST_SetSRID(ST_MakePoint(x, y), 4326), 0.0002 + 0.0008 * random(), 'quad_segs=3'))"),
    POINTS: ("Point", "ST_SetSRID(ST_MakePoint(x, y), 4326)"),
}
_FILL = """
INSERT INTO public.{table} (ma, ten, loai, ngay, dien_tich, _geom, _geom_3857, _rank)
SELECT 'M' || lpad(n::text, 7, '0'), 'Đối tượng số ' || n, 'loại ' || lpad((n % {kinds})::text, 2, '0'), DATE '2020-01-01' + n % 2000,
    round((random() * 1000)::numeric, 1), shape, ST_Transform(shape, 3857),
    CASE WHEN {is_area} THEN ST_Area(ST_Transform(shape, 3857)) ELSE random() END
FROM (SELECT n, {shape} AS shape FROM (
    SELECT n, {west} + {width} * random() AS x, {south} + {height} * random() AS y FROM generate_series(1, {rows}) n) places) shapes
"""
_INDEXES = (
    "CREATE INDEX ON public.{table} USING gist (_geom)",
    "CREATE INDEX ON public.{table} USING gist (_geom_3857)",
    "CREATE UNIQUE INDEX ON public.{table} (ma)",
    "ANALYZE public.{table}",
    'CREATE VIEW geo."{layer}" AS SELECT ma, ten, loai, ngay, dien_tich, _id, ma AS _fid, _geom, _geom_3857, _rank, _full_text'
    " FROM public.{table}",
    "CREATE VIEW public.{view} AS SELECT _id AS id, ma, ten, loai, ngay, dien_tich, _geom AS geom FROM public.{table}",
    "CREATE VIEW public.{view}_3857 AS SELECT _id AS id, ma, ten, loai, ngay, dien_tich, _geom_3857 AS geom FROM public.{table}",
)
_LAYER = """
INSERT INTO portal.layer (resource_id, layer, visible, title, title_en, theme, dataset, dataset_id, dataset_title, organization,
    organization_title, license_id, data_kind, geometry_type, feature_count, extent, fields, key_column, release, published, units)
VALUES (%(layer)s, %(layer)s, true, %(layer)s, %(layer)s, %(layer)s, %(layer)s, %(layer)s, %(layer)s, 'bench',
    'bench', 'CC-BY-4.0', 'sample', %(kind)s, %(rows)s, %(extent)s, %(fields)s, 'ma', 1, now(), '{}')
"""
_FIELDS = {"ma": "text", "ten": "text", "loai": "text", "ngay": "date", "dien_tich": "decimal"}


def make(cursor: Any, rows: dict[str, int]) -> None:
    """Make the layers anew in the DataStore's database.

    Args:
        cursor: of the DataStore's owner, in autocommit.
        rows: how many features each layer is to have.
    """
    drop(cursor)
    west, south, east, north = BOX
    for layer, number in rows.items():
        kind, shape = _SHAPES[layer]
        names = {"layer": layer, "view": layer.replace("-", "_"), "table": f"_{layer.replace('-', '_')}"}
        cursor.execute(_TABLE.format(kind=kind, **names))
        cursor.execute("SELECT setseed(0.15)")
        place = {"west": west, "south": south, "width": east - west, "height": north - south}
        cursor.execute(_FILL.format(shape=shape, rows=number, kinds=KINDS, is_area=layer == ZONES, **place, **names))
        for statement in _INDEXES:
            cursor.execute(statement.format(**names))
        fields = [{"id": name, "type": type_, "title": name, "role": None} for name, type_ in _FIELDS.items()]
        cursor.execute(_LAYER, {"layer": layer, "kind": kind, "rows": number, "extent": list(BOX), "fields": json.dumps(fields)})


def drop(cursor: Any) -> None:
    """Take the layers away."""
    for layer in _SHAPES:
        cursor.execute(f"DROP TABLE IF EXISTS public._{layer.replace('-', '_')} CASCADE")
        cursor.execute("DELETE FROM portal.layer WHERE layer = %s", (layer,))
