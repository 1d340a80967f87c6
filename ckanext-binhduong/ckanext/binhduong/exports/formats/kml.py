"""KML for Google Earth (OGC 2.2), row by row. Knows no CKAN.

Written here because GDAL's writer drops empty texts and renames columns, and its other one holds the whole document in memory.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import pyarrow as pa

from ckanext.binhduong.exports.formats.column_texts import compute, iso_texts, joined
from ckanext.binhduong.exports.formats.export_table import Facts, Table, labels, pieces, without_shapes
from ckanext.binhduong.exports.formats.shapes import geojson_texts, read_shapes

__all__ = ["stream_kml"]

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2">\n<Document>\n'
# KML's own whole numbers have 32 bits, ours 64: they are texts.
_UNWRITABLE = r"[\x00-\x08\x0b\x0c\x0e-\x1f" + "\ufffe\uffff]"
_TYPES = {"decimal": "double", "boolean": "bool"}


def stream_kml(table: Table, facts: Facts) -> Iterator[bytes]:
    """Yield a placemark a row, called by the column that holds names, else by the key column; every value is in its ``ExtendedData``."""
    yield (_HEAD + _about(facts) + _schema(table)).encode()
    for batch in pieces(table):
        yield "".join(_placemarks(table, batch).to_pylist()).encode()
    yield b"</Document>\n</kml>\n"


def _about(facts: Facts) -> str:
    return f"<name>{_escaped(facts.title)}</name>\n<description>{_escaped(facts.line)}</description>\n"


def _schema(table: Table) -> str:
    fields = [
        f"<SimpleField type={quoteattr(_TYPES.get(column['type'], 'string'))} name={quoteattr(column['name'])}>"
        f"<displayName>{_escaped(entry['label'])}</displayName></SimpleField>\n"
        for column, entry in zip(table.columns, labels(table), strict=True)
        if column["name"] != table.geometry_column
    ]
    return f'<Schema name="lop" id="lop">\n{"".join(fields)}</Schema>\n'


def _placemarks(table: Table, batch: pa.RecordBatch) -> pa.Array:
    names = [column["name"] for column in without_shapes(table)]
    texts = {name: _xml_texts(batch.column(name)) for name in names}
    roles = {column.get("role"): column["name"] for column in table.columns}
    called = roles.get("name") or table.key
    head = _element(texts[called], "<name>", "</name>") if called else _nothing(batch)
    data = [_element(text, f"<SimpleData name={quoteattr(name)}>", "</SimpleData>") for name, text in texts.items()] or [_nothing(batch)]
    shapes = compute.fill_null(pa.array([_shape(text) for text in _geojson(table, batch)], pa.string()), "")
    before = ["<Placemark>", '<ExtendedData><SchemaData schemaUrl="#lop">', *[""] * (len(data) - 1), "</SchemaData></ExtendedData>"]
    return joined([head, *data, shapes], before, "</Placemark>\n")


def _nothing(batch: pa.RecordBatch) -> pa.Array:
    return pa.array([""] * len(batch), pa.string())


def _element(text: pa.Array, before: str, after: str) -> pa.Array:
    """Put values between tags; without a value there is no element."""
    return compute.fill_null(compute.binary_join_element_wise(before, text, after, ""), "")


def _xml_texts(column: pa.Array) -> pa.Array:
    text = iso_texts(column)
    if pa.types.is_string(column.type):
        for plain, written in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
            text = compute.replace_substring(text, plain, written)
        # XML has no way to write them.
        text = compute.replace_substring_regex(text, _UNWRITABLE, "")
    return text


def _escaped(text: str) -> str:
    return escape(re.sub(_UNWRITABLE, "", text))


def _geojson(table: Table, batch: pa.RecordBatch) -> list[str | None]:
    return geojson_texts(read_shapes(batch.column(table.geometry_column))).to_pylist()


def _shape(text: str | None) -> str | None:
    return None if text is None else _geometry(json.loads(text))


def _geometry(shape: dict[str, Any]) -> str:
    kind = shape["type"]
    if kind == "GeometryCollection":
        return f"<MultiGeometry>{''.join(_geometry(part) for part in shape['geometries'])}</MultiGeometry>"
    if kind.startswith("Multi"):
        parts = ({"type": kind.removeprefix("Multi"), "coordinates": part} for part in shape["coordinates"])
        return f"<MultiGeometry>{''.join(_geometry(part) for part in parts)}</MultiGeometry>"
    if kind == "Polygon":
        outer, *inner = (f"<LinearRing>{_coordinates(ring)}</LinearRing>" for ring in shape["coordinates"])
        holes = "".join(f"<innerBoundaryIs>{ring}</innerBoundaryIs>" for ring in inner)
        return f"<Polygon><outerBoundaryIs>{outer}</outerBoundaryIs>{holes}</Polygon>"
    return f"<{kind}>{_coordinates([shape['coordinates']] if kind == 'Point' else shape['coordinates'])}</{kind}>"


def _coordinates(points: list[list[float]]) -> str:
    return f"<coordinates>{' '.join(f'{point[0]!r},{point[1]!r}' for point in points)}</coordinates>"
