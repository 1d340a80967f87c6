"""Read GeoParquet (and Parquet without geometry) by row groups with pyarrow; GDAL's wheel has no Parquet driver, and none is needed."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from ckanext.binhduong.ingest.job import Job
from ckanext.binhduong.ingest.model import BATCH_BYTES, BATCH_ROWS, Refused
from ckanext.binhduong.ingest.readers.vector_layers import MAX_COLUMNS, column, new_spool, tell_nested
from ckanext.binhduong.ingest.spool import Spool, cut


def read(path: Path, job: Job) -> Spool:
    """Read the Parquet file at ``path`` into a spool."""
    try:
        with pq.ParquetFile(path) as file:
            return _read_groups(file, job)
    except (pa.ArrowException, OSError, ValueError, KeyError) as error:
        raise Refused("layer-broken", value="Parquet") from error


def _read_groups(file: pq.ParquetFile, job: Job) -> Spool:
    schema = file.schema_arrow
    shape_name, crs = _geometry((schema.metadata or {}).get(b"geo"))
    job.layer_crs = crs
    fields = [field for field in schema if field.name != shape_name]
    if len(fields) > MAX_COLUMNS:
        raise Refused("columns-too-many", value=len(fields), limit=MAX_COLUMNS)
    tell_nested(fields, job)
    spool = new_spool(fields, job.titles([field.name for field in fields]), job, shapes=bool(shape_name))
    done = 0
    for batch in file.iter_batches(batch_size=_batch_rows(file)):
        for part in cut(batch, shape_name):
            columns = [column(part.column(field.name), each.native) for field, each in zip(fields, spool.evidence, strict=True)]
            wkb = part.column(shape_name).cast(pa.binary()) if shape_name else None
            spool.add(np.arange(done + 1, done + len(part) + 1, dtype=np.int64), columns, None, wkb)
            done += len(part)
        job.progress(done, file.metadata.num_rows)
    spool.close()
    return spool


def _batch_rows(file: pq.ParquetFile) -> int:
    """Return how many rows to decode at once: as many as hold ``BATCH_BYTES`` on the average of the file, unpacked."""
    groups = [file.metadata.row_group(at) for at in range(file.metadata.num_row_groups)]
    average = sum(group.total_byte_size for group in groups) // max(file.metadata.num_rows, 1)
    return max(1, min(BATCH_ROWS, BATCH_BYTES // max(average, 1)))


def _geometry(metadata: bytes | None) -> tuple[str | None, str | None]:
    """Return the geometry column and its CRS from GeoParquet's metadata; the default CRS is OGC:CRS84, null is an unknown one."""
    if metadata is None:
        return None, None
    geo: dict[str, Any] = json.loads(metadata)
    name = geo["primary_column"]
    about = geo["columns"][name]
    if about.get("encoding") != "WKB":
        raise Refused("layer-broken", value=f"GeoParquet {about.get('encoding')}")
    crs = about.get("crs", "OGC:CRS84")
    if isinstance(crs, dict):
        code = crs.get("id", {})
        crs = f"{code['authority']}:{code['code']}" if {"authority", "code"} <= set(code) else json.dumps(crs)
    return name, crs
