"""GeoPackage and FlatGeobuf by GDAL, fed batch by batch through Arrow so that it never holds the whole layer. Knows no CKAN.

What these formats lack becomes text: times of day, and decimals with more digits than a binary number has.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyogrio

from ckanext.binhduong.exports.formats.column_texts import iso_texts
from ckanext.binhduong.exports.formats.export_table import Facts, Table, labels, pieces, without_shapes
from ckanext.binhduong.exports.formats.shapes import project

__all__ = ["WGS84", "write_flatgeobuf", "write_geopackage", "write_layer"]

WGS84 = 4326

_SHAPES = "_geom"
"""The shapes' name on the way to GDAL; no published column has it."""

_NOW = "OGR_CURRENT_DATE"


def write_geopackage(table: Table, target: Path, facts: Facts, epsg: int = WGS84) -> None:
    """Write a GeoPackage with a spatial index; its ``_id`` counts the rows from 1, and its fields have titles and notes."""
    taken = "geom" in table.schema.names
    options = {"FID": "_id", "GEOMETRY_NAME": _SHAPES if taken else "geom", "IDENTIFIER": facts.title, "DESCRIPTION": facts.line}
    # The day of the release rather than now: the same release gives the same bytes.
    with _as_of(facts.published):
        # 1.2 is what QGIS and GDAL of the last eight years read without a warning.
        write_layer(table, target, "GPKG", facts.dataset, epsg, layer_options=options, dataset_options={"VERSION": "1.2"})


def write_flatgeobuf(table: Table, target: Path, facts: Facts, epsg: int = WGS84) -> None:
    """Write a FlatGeobuf; with its spatial index, which reorders the rows, when every row has a shape (the format wants that)."""
    whole = all(batch.column(table.geometry_column).null_count == 0 for batch in table.batches())
    options = {"SPATIAL_INDEX": "YES" if whole else "NO", "TITLE": facts.title, "DESCRIPTION": facts.line}
    write_layer(table, target, "FlatGeobuf", facts.dataset, epsg, layer_options=options)


def write_layer(
    table: Table, target: Path, driver: str, layer: str, epsg: int, names: dict[str, str] | None = None, **options: Any
) -> None:
    """Write one layer by a driver of GDAL.

    Args:
        epsg: WGS 84 or a VN-2000 system (``vn.ZONES``).
        names: column → field, for drivers that restrict names.

    Raises:
        pyogrio.errors.DataSourceError: the driver cannot hold it.
    """
    schema = _schema(table, names or {})
    reader = pa.RecordBatchReader.from_batches(schema, _batches(table, schema, epsg))
    kind = "Unknown" if table.geometry_type == "Geometry" else table.geometry_type
    pyogrio.write_arrow(
        reader,
        target,
        layer=layer,
        driver=driver,
        geometry_name=_SHAPES,
        geometry_type=kind,
        crs=f"EPSG:{epsg}",
        encoding="UTF-8",
        **options,
    )


def _schema(table: Table, names: dict[str, str]) -> pa.Schema:
    said = {column["name"]: entry for column, entry in zip(table.columns, labels(table), strict=True)}
    times = Counter(entry["label"] for entry in said.values())
    fields = [
        pa.field(names.get(name, name), _type(table, name), metadata=_dictionary(said[name], times[said[name]["label"]] == 1))
        for name in (column["name"] for column in without_shapes(table))
    ]
    return pa.schema([*fields, pa.field(_SHAPES, pa.binary())])


def _dictionary(entry: dict[str, str], alone: bool) -> dict[str, str]:
    """Say a column's title and notes as GDAL takes them; a GeoPackage wants titles to be unique."""
    said = {"GDAL:OGR:alternative_name": entry["label"] if alone else "", "GDAL:OGR:comment": entry.get("notes", "")}
    return {name: text for name, text in said.items() if text}


def _type(table: Table, name: str) -> pa.DataType:
    kind = table.schema.field(name).type
    return pa.string() if pa.types.is_time(kind) or pa.types.is_decimal(kind) else kind


def _batches(table: Table, schema: pa.Schema, epsg: int) -> Iterator[pa.RecordBatch]:
    names = [column["name"] for column in without_shapes(table)]
    for batch in pieces(table):
        columns = [batch.column(name) for name in names]
        plain = [column if column.type == field.type else iso_texts(column) for column, field in zip(columns, schema, strict=False)]
        shapes = batch.column(table.geometry_column)
        yield pa.record_batch([*plain, shapes if epsg == WGS84 else project(shapes, epsg)], schema=schema)


@contextmanager
def _as_of(day: date) -> Iterator[None]:
    """Have GDAL write this day, at midnight, where it would write the time."""
    pyogrio.set_gdal_config_options({_NOW: f"{day.isoformat()}T00:00:00.000Z"})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({_NOW: None})
