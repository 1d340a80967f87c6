"""Read shapes through GDAL (pyogrio) in Arrow batches; ``layer_files`` has put the file under a name of ours, so content chose the driver.

Properties keep the types their format declares; text properties are typed from the whole column like everyone else's.
"""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from ckanext.binhduong.ingest.compute import pc
from ckanext.binhduong.ingest.job import Job
from ckanext.binhduong.ingest.model import BATCH_BYTES, BATCH_ROWS, Refused
from ckanext.binhduong.ingest.readers import layer_files
from ckanext.binhduong.ingest.readers.gdal_drivers import pyogrio
from ckanext.binhduong.ingest.readers.layers import curves, geojson_files
from ckanext.binhduong.ingest.readers.legacy_text import decoded
from ckanext.binhduong.ingest.spool import Spool, cut
from ckanext.binhduong.ingest.typing.column_titles import names_code

MAX_COLUMNS = 1_600
MAX_LAYERS = 100
"""Layers looked into for features."""
_KML_DRIVER_FIELDS = frozenset({"tessellate", "extrude", "visibility", "drawOrder", "icon", "altitudeMode", "snippet"})
"""What GDAL adds to every KML layer; no column of the officer's."""
_HOW = {"use_pyarrow": True, "datetime_as_string": True}
"""As times of Arrow, GDAL's moments of a GeoPackage without a zone would be moved by seven hours."""
_DRIVER_OPTIONS = {"GeoJSON": {"DATE_AS_STRING": "YES"}}
"""GDAL reads "05/03/23" in a GeoJSON as 23 March 2005; our own reading of texts knows better."""
_KML_OFTEN_EMPTY = frozenset({"id", "description", "timestamp", "begin", "end"})
"""Columns GDAL makes of every KML layer although the file may say nothing in them."""


def read(path: Path, job: Job) -> Spool:
    """Read one layer of the file at ``path`` into a spool with geometry."""
    gdal = pyogrio()
    opened = layer_files.prepared(path, job)
    try:
        layer = opened.layer or _choose_layer(gdal, opened.path, job)
        job.source.layer = layer
        promised = gdal.read_info(opened.path, layer=layer)["features"]
        how = _HOW | {"batch_size": _batch_rows(opened.path, promised)} | _DRIVER_OPTIONS.get(job.detected.format, {})
        with gdal.open_arrow(opened.path, layer=layer, **how) as (meta, reader):
            spool = _read_batches(meta, reader, opened, job)
        if spool.rows + spool.refused + opened.deleted < promised:  # a file cut short ends early without a word from some drivers
            raise Refused("layer-broken", value=job.detected.format)
        return spool
    except (
        gdal.errors.DataSourceError,
        gdal.errors.DataLayerError,
        gdal.errors.FieldError,
        pa.ArrowInvalid,
        RuntimeError,
        OSError,
    ) as error:
        raise Refused("layer-broken", value=job.detected.format) from error


def _batch_rows(path: Path, features: int) -> int:
    """Return how many features GDAL may put into one batch: as many as hold ``BATCH_BYTES`` on the average of the file."""
    average = path.stat().st_size // max(features, 1)
    return max(1, min(BATCH_ROWS, BATCH_BYTES // max(average, 1)))


def _choose_layer(gdal: Any, path: Path, job: Job) -> str:
    names = [str(name) for name, _ in gdal.list_layers(path)]
    if not names:
        raise Refused("table-empty")
    if job.options.layer is not None and job.options.layer not in names:
        raise Refused("layer-unknown", value=job.options.layer, understood=", ".join(names))
    # A KML's folders and documents are layers too, empty ones among them.
    names = [name for name in names[:MAX_LAYERS] if name == job.options.layer or gdal.read_info(path, layer=name)["features"] != 0] or names
    layer = job.options.layer or names[0]
    if len(names) > 1:
        job.findings.common["layer"] = layer
        if job.options.layer is None:
            job.findings.add("layers-several", value=", ".join(names), understood=layer, count=len(names))
    return layer


def _read_batches(meta: dict[str, Any], reader: pa.RecordBatchReader, opened: layer_files.Opened, job: Job) -> Spool:
    shape_name = meta["geometry_name"] or "wkb_geometry"
    hidden = _KML_DRIVER_FIELDS if job.detected.format in ("KML", "KMZ") else frozenset()
    fields = [field for field in reader.schema if field.name != shape_name and field.name not in hidden]
    if len(fields) > MAX_COLUMNS:
        raise Refused("columns-too-many", value=len(fields), limit=MAX_COLUMNS)
    job.layer_crs = meta["crs"] if not opened.no_crs else None
    titles = job.titles(
        decoded(pa.array([opened.names.get(field.name, field.name) for field in fields], pa.string()), opened.legacy).to_pylist()
    )
    if hidden:
        job.optional |= {at for at, title in enumerate(titles) if title in _KML_OFTEN_EMPTY}
    tell_nested(fields, job)
    for at, (feature, left) in job.cut.items():
        job.findings.add("text-cut", place={"feature": feature, "column": titles[at]}, value=left)
    spool = new_spool(fields, titles, job, shapes=True)
    done = 0
    for batch in reader:
        for part in cut(batch, shape_name if shape_name in batch.schema.names else None):
            columns = [
                _whole(decoded(column(part.column(field.name), each.native), opened.legacy), opened.nul)
                for field, each in zip(fields, spool.evidence, strict=True)
            ]
            shapes = part.column(shape_name).cast(pa.binary()) if shape_name in part.schema.names else pa.nulls(len(part), pa.binary())
            shapes = _linear(shapes, done, job)
            if job.detected.format == "GeoJSON":
                _tell_rounded(spool, columns, done, job)
            _add(spool, np.arange(done + 1, done + len(part) + 1, dtype=np.int64), columns, shapes, opened.no_dates)
            done += len(part)
            job.progress(done)
    spool.close()
    return spool


def _tell_rounded(spool: Spool, columns: list[pa.Array], done: int, job: Job) -> None:
    """Tell of whole numbers that GDAL has read as floats beyond what these hold exactly: JSON writes codes of twenty digits as numbers."""
    for title, cells in zip(spool.titles, columns, strict=True):
        large = pc.greater_equal(pc.abs(cells), 2.0**53) if pa.types.is_floating(cells.type) else None
        if large is not None and pc.any(large).as_py():
            at = pc.index(large, True).as_py()
            count = pc.sum(large).as_py()
            place = {"feature": done + at + 1, "column": title}
            job.findings.add("number-rounded", place=place, value=f"{cells[at].as_py():.17g}", count=count)


def _linear(shapes: pa.Array, done: int, job: Job) -> pa.Array:
    """Return shapes without curves, with a note where there were some."""
    curved = [at for at, head in enumerate(pc.binary_slice(shapes, 0, 5).to_pylist()) if head and curves.is_curved(head)]
    if not curved:
        return shapes
    values = shapes.to_pylist()
    straight = {at: curves.linear(values[at]) for at in curved}
    changed = [at for at, shape in straight.items() if shape != values[at]]
    if changed:
        job.findings.add("geometry-linear", place={"feature": done + changed[0] + 1}, count=len(changed))
    return pa.array([straight.get(at, shape) for at, shape in enumerate(values)], pa.binary())


def _whole(cells: pa.Array, nul: bool) -> pa.Array:
    """Return texts with U+0000 where the copy of the file has a sign for it."""
    return pc.replace_substring(cells, geojson_files.NUL, "\0") if nul and pa.types.is_string(cells.type) else cells


def _add(spool: Spool, rows: np.ndarray, columns: list[pa.Array], shapes: pa.Array, no_dates: dict[int, tuple[int, str]]) -> None:
    """Pass features on to the spool, but refuse those with a date that is none."""
    wrong = np.isin(rows, list(no_dates))
    for row in rows[wrong].tolist():
        at, value = no_dates[row]
        spool.refuse("date-impossible" if value.isdigit() else "date-unreadable", row, value=value, column=spool.titles[at])
    if wrong.any():
        kept = pa.array(~wrong)
        rows, columns, shapes = rows[~wrong], [column.filter(kept) for column in columns], shapes.filter(kept)
    if len(rows):
        spool.add(rows, columns, None, shapes)


def new_spool(fields: list[pa.Field], titles: list[str], job: Job, *, shapes: bool) -> Spool:
    """Return a spool for a layer's columns: each of the type that the format declares, but codes and telephone numbers as text."""
    natives = [
        None if names_code(title) and _is_number(field.type) else native(field.type) for field, title in zip(fields, titles, strict=True)
    ]
    spool = Spool(job.work / "cells.arrow", titles, job.findings, natives=natives, shapes=shapes)
    for evidence, field in zip(spool.evidence, fields, strict=True):
        evidence.numbers = evidence.native is None and _is_number(field.type)
    return spool


def _is_number(kind: pa.DataType) -> bool:
    return pa.types.is_integer(kind) or pa.types.is_floating(kind)


def native(kind: pa.DataType) -> pa.DataType | None:
    """Return the type a column is spooled as, or None for text cells."""
    if pa.types.is_boolean(kind):
        return pa.bool_()
    if pa.types.is_integer(kind) and not pa.types.is_uint64(kind):
        return pa.int64()
    if pa.types.is_floating(kind):
        return pa.float64()
    if pa.types.is_date(kind):
        return pa.date32()
    return pa.timestamp("us") if pa.types.is_timestamp(kind) else None


def column(cells: pa.Array, to: pa.DataType | None) -> pa.Array:
    """Return a format's column as its spooled type; a moment with a zone becomes Vietnamese time."""
    if to is not None:
        if pa.types.is_timestamp(cells.type):
            # Finer than a microsecond is cut: no agency's clock means it.
            zone = "Asia/Ho_Chi_Minh" if cells.type.tz else None
            cells = cells.cast(pa.timestamp("us", zone), safe=False)
            return pc.local_timestamp(cells) if zone else cells
        if pa.types.is_float32(cells.type):
            cells = cells.cast(pa.string())  # its shortest spelling: 12.3 would else become 12.300000190734863
        return pc.if_else(pc.is_nan(cells.cast(to)), None, cells.cast(to)) if pa.types.is_floating(to) else cells.cast(to)
    if pa.types.is_string(cells.type) or pa.types.is_large_string(cells.type) or pa.types.is_integer(cells.type):
        return cells.cast(pa.string())
    if pa.types.is_floating(cells.type):  # ArcGIS keeps codes as 25747.0
        whole = pc.and_(pc.equal(pc.floor(cells), cells), pc.less(pc.abs(cells), 2**53))
        plain = pc.if_else(whole, cells, None).cast(pa.int64()).cast(pa.string())
        return pc.coalesce(plain, pc.if_else(pc.is_nan(cells), None, cells).cast(pa.string()))
    return pa.array([None if value is None else _as_text(value) for value in cells.to_pylist()], pa.string())


def _as_text(value: Any) -> str:
    """Write a value of no type of ours: lists and objects as JSON, bytes as hexadecimal digits, the rest as Python shows it.

    A decimal gets four decimals at least: "1.234" could be taken for a thousand, "1.2340" cannot.
    """
    if isinstance(value, Decimal):
        return f"{value:.4f}" if -4 < int(value.as_tuple().exponent) < 0 else f"{value:f}"
    if isinstance(value, bytes):
        return value.hex()
    return json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, list | dict) else str(value)


def tell_nested(fields: list[pa.Field], job: Job) -> None:
    """Tell of columns whose cells are lists, objects or bytes."""
    for field in fields:
        if pa.types.is_nested(field.type) or pa.types.is_binary(field.type) or pa.types.is_large_binary(field.type):
            kind = "struct" if pa.types.is_struct(field.type) else "list" if pa.types.is_nested(field.type) else "bytes"
            job.findings.add("nested-as-json", place={"column": field.name}, value=kind)
