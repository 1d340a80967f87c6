"""Read shapes through GDAL (pyogrio) in Arrow batches; the driver is the one for the content found, and only it is there to be used.

Properties keep the types their format declares; text properties are typed from the whole column like everyone else's.
"""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ckanext.binhduong.ingest.gdal import pyogrio
from ckanext.binhduong.ingest.job import Job
from ckanext.binhduong.ingest.model import BATCH_ROWS, Refused
from ckanext.binhduong.ingest.spool import Spool

MAX_COLUMNS = 1_600


def read(path: Path, job: Job) -> Spool:
    """Read one layer of the file at ``path`` into a spool with geometry."""
    gdal = pyogrio()
    try:
        layer = _choose_layer(gdal, path, job)
        with gdal.open_arrow(path, layer=layer, batch_size=BATCH_ROWS, use_pyarrow=True, force_2d=True) as (meta, reader):
            return _read_batches(meta, reader, job)
    except (gdal.errors.DataSourceError, gdal.errors.DataLayerError, gdal.errors.FieldError, pa.ArrowInvalid, RuntimeError) as error:
        raise Refused("layer-broken", value=job.detected.format) from error


def _choose_layer(gdal: "pyogrio", path: Path, job: Job) -> str:  # pyright: ignore[reportGeneralTypeIssues]
    names = [str(name) for name, _ in gdal.list_layers(path)]
    if not names:
        raise Refused("table-empty")
    if job.options.layer is not None and job.options.layer not in names:
        raise Refused("layer-unknown", value=job.options.layer, understood=", ".join(names))
    layer = job.options.layer or names[0]
    if len(names) > 1:
        job.source.layer = job.findings.common["layer"] = layer
        if job.options.layer is None:
            job.findings.add("layers-several", value=", ".join(names), understood=layer, count=len(names))
    job.source.layer = layer
    return layer


def _read_batches(meta: dict, reader: pa.RecordBatchReader, job: Job) -> Spool:
    shape_name = meta["geometry_name"] or "wkb_geometry"
    fields = [field for field in reader.schema if field.name != shape_name]
    if len(fields) > MAX_COLUMNS:
        raise Refused("columns-too-many", value=len(fields), limit=MAX_COLUMNS)
    job.layer_crs = meta["crs"]
    spool = Spool(job.work / "cells.arrow", job.titles([field.name for field in fields]), job.findings,
                  natives=[_native(field.type) for field in fields], shapes=True)  # fmt: skip
    done = 0
    for batch in reader:
        for start in range(0, len(batch), BATCH_ROWS):
            part = batch.slice(start, BATCH_ROWS)
            rows = np.arange(done + 1, done + len(part) + 1, dtype=np.int64)
            columns = [_column(part.column(field.name), _native(field.type)) for field in fields]
            shapes = part.column(shape_name).cast(pa.binary()) if shape_name in part.schema.names else pa.nulls(len(part), pa.binary())
            spool.add(rows, columns, None, shapes)
            done += len(part)
            job.progress(done)
    spool.close()
    if not done:
        raise Refused("table-empty")
    return spool


def _native(kind: pa.DataType) -> pa.DataType | None:
    """Give the type a column is spooled as, or None for text cells."""
    if pa.types.is_boolean(kind):
        return pa.bool_()
    if pa.types.is_integer(kind):
        return pa.int64()
    if pa.types.is_floating(kind):
        return pa.float64()
    if pa.types.is_date(kind):
        return pa.date32()
    if pa.types.is_timestamp(kind):
        return pa.timestamp("us")
    return None


def _column(column: pa.Array, native: pa.DataType | None) -> pa.Array:
    if native is not None:
        if pa.types.is_timestamp(column.type) and column.type.tz:
            column = pc.local_timestamp(column.cast(pa.timestamp("us", "Asia/Ho_Chi_Minh")))
        return column.cast(native)
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        return column.cast(pa.string())
    return pa.array([None if value is None else str(value) for value in column.to_pylist()], pa.string())
