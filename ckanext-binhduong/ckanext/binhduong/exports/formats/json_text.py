"""JSON, NDJSON and GeoJSON, row by row as readers can stream them. Knows no CKAN."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

import numpy as np
import pyarrow as pa
import shapely

from ckanext.binhduong.exports.formats.column_texts import compute, joined, json_texts
from ckanext.binhduong.exports.formats.export_table import Facts, Table, pieces, without_shapes
from ckanext.binhduong.exports.formats.shapes import DECIMALS, geojson_texts, read_shapes

__all__ = ["stream_geojson", "stream_json", "stream_ndjson"]


def stream_ndjson(table: Table, facts: Facts) -> Iterator[bytes]:
    """Yield one JSON object a line and row; shapes are GeoJSON geometries."""
    for batch in pieces(table):
        yield "".join(f"{row}\n" for row in _rows(table, batch).to_pylist()).encode()


def stream_json(table: Table, facts: Facts) -> Iterator[bytes]:
    """Yield one JSON array with an object a row; shapes are GeoJSON geometries."""
    yield from _listed("[", (_rows(table, batch) for batch in pieces(table)))
    yield b"\n]\n"


def stream_geojson(table: Table, facts: Facts) -> Iterator[bytes]:
    """Yield a FeatureCollection (RFC 7946) with its ``bbox`` last, when it is known; a feature's ``id`` is its key column's value, if any.

    Raises:
        ValueError: the table has no shapes.
    """
    if table.geometry_column is None:
        raise ValueError("a table without shapes is no layer")
    box = np.array([np.inf, np.inf, -np.inf, -np.inf])

    def features() -> Iterator[pa.Array]:
        for batch in pieces(table):
            shapes = read_shapes(batch.column(table.geometry_column))
            box[:] = _wider(box, shapes)
            yield _features(table, batch, shapes)

    yield from _listed(f'{{"type":"FeatureCollection","name":{json.dumps(facts.dataset)},"features":[', features())
    end = f',"bbox":{json.dumps(np.round(box, DECIMALS).tolist())}' if np.isfinite(box).all() else ""
    yield f"\n]{end}}}\n".encode()


def _listed(head: str, batches: Iterable[pa.Array]) -> Iterator[bytes]:
    """Yield the head and the rows, with commas between them."""
    before = head + "\n"
    for rows in batches:
        if len(rows):
            yield (before + ",\n".join(rows.to_pylist())).encode()
            before = ",\n"
    if before != ",\n":
        yield head.encode()


def _rows(table: Table, batch: pa.RecordBatch) -> pa.Array:
    columns = {column["name"]: batch.column(column["name"]) for column in table.columns}
    return _objects({name: _value(column, name == table.geometry_column) for name, column in columns.items()}, len(batch))


def _value(column: pa.Array, shapes: bool) -> pa.Array:
    return compute.fill_null(geojson_texts(read_shapes(column)), "null") if shapes else json_texts(column)


def _objects(values: dict[str, pa.Array], length: int) -> pa.Array:
    if not values:
        return pa.array(["{}"] * length, pa.string())
    before = [f"{',' if position else '{'}{json.dumps(name)}:" for position, name in enumerate(values)]
    return joined(list(values.values()), before, "}")


def _features(table: Table, batch: pa.RecordBatch, shapes: np.ndarray) -> pa.Array:
    properties = {column["name"]: json_texts(batch.column(column["name"])) for column in without_shapes(table)}
    parts = {
        ',"geometry":': compute.fill_null(geojson_texts(shapes), "null"),
        ',"properties":': _objects(properties, len(batch)),
    }
    if table.key:
        # The text that `_fid` is everywhere else.
        parts = {',"id":': json_texts(batch.column(table.key).cast(pa.string())), **parts}
    before = list(parts)
    before[0] = '{"type":"Feature"' + before[0]
    return joined(list(parts.values()), before, "}")


def _wider(box: np.ndarray, shapes: np.ndarray) -> np.ndarray:
    bounds = shapely.bounds(shapes)
    known = bounds[~np.isnan(bounds).any(axis=1)]
    if not len(known):
        return box
    return np.concatenate([np.minimum(box[:2], known[:, :2].min(axis=0)), np.maximum(box[2:], known[:, 2:].max(axis=0))])
