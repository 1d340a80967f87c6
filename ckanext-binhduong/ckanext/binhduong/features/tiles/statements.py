"""The statement for a tile: one, whose shapes PostgreSQL cuts, thins and encodes as a Mapbox Vector Tile. Imports no CKAN.

Few features rather than simple ones make a low zoom quick: below zoom 14 those of the highest ``_rank`` come first and 10,000 at most,
shapes smaller than two steps of the tile are left out, and below zoom 10 a feature has its id only.
"""

from __future__ import annotations

from typing import Any

from psycopg2 import sql

from ckanext.binhduong.features.ogc.columns import Collection, Column
from ckanext.binhduong.features.ogc.sql.values import Values
from ckanext.binhduong.features.tiles.addresses import Tile

__all__ = ["ALL_FEATURES_ZOOM", "COLUMNS_ZOOM", "MOST_FEATURES", "tile_statement"]

COLUMNS_ZOOM = 10
ALL_FEATURES_ZOOM = 14
MOST_FEATURES = 10_000
_MARGIN = 64
_AREAS = ("Polygon", "MultiPolygon")
# What a tile cannot hold as it is.
_CASTS = {"decimal": "{}::float8", "date": "{}::text", "timestamp": "{}::text", "time": "{}::text"}

# Names of our own begin with `_`, as no published column's does: `cut` and `shape` are columns of somebody's table.
_TILE = sql.SQL(
    """
WITH _found AS (
    SELECT t._id, t._fid{columns}, t._geom_3857 AS _whole FROM {table} t
    WHERE t._geom_3857 && ST_TileEnvelope({zoom}, {column}, {row}, margin => {margin}) {thinned}
), _cut AS (
    SELECT _id, _fid{names}, ST_AsMVTGeom(_whole, ST_TileEnvelope({zoom}, {column}, {row}), 4096, {steps}, true) AS _shape FROM _found
)
SELECT (SELECT release FROM geo.layers WHERE layer = {layer}) AS release,
    (SELECT ST_AsMVT(_cut, {layer}, 4096, '_shape', '_id') FROM _cut WHERE _shape IS NOT NULL) AS tile
"""
)


def tile_statement(collection: Collection, tile: Tile) -> tuple[sql.Composable, dict[str, Any]]:
    """Return the statement and its values; its one row has ``release`` and ``tile``, bytes, empty where nothing is."""
    values = Values()
    columns = collection.columns if tile.zoom >= COLUMNS_ZOOM else ()
    statement = _TILE.format(
        columns=sql.SQL("").join(sql.SQL(", {} AS {}").format(_value(column), sql.Identifier(column.name)) for column in columns),
        names=sql.SQL("").join(sql.SQL(", {}").format(sql.Identifier(column.name)) for column in columns),
        table=sql.Identifier("geo", collection.id),
        layer=values.bind(collection.id),
        **{name: values.bind(number) for name, number in (("zoom", tile.zoom), ("column", tile.column), ("row", tile.row))},
        margin=sql.Literal(_MARGIN / 4096),
        steps=sql.Literal(_MARGIN),
        thinned=_thinned(collection, tile, values),
    )
    return statement, values.bound


def _value(column: Column) -> sql.Composable:
    return sql.SQL(_CASTS.get(column.type, "{}")).format(sql.Identifier("t", column.name))


def _thinned(collection: Collection, tile: Tile, values: Values) -> sql.Composable:
    if tile.zoom >= ALL_FEATURES_ZOOM:
        return sql.SQL("")
    most = sql.SQL("ORDER BY t._rank DESC LIMIT {}").format(sql.Literal(MOST_FEATURES))
    if collection.row["geometry_type"] not in _AREAS:
        return most
    # `_rank` of an area is at least its square metres.
    return sql.SQL("AND t._rank > {} {}").format(values.bind((2 * tile.unit) ** 2), most)
