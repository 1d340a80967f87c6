"""Canonical files made by hand, and their differences."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import pyarrow as pa

from ckanext.binhduong.comparisons.diff.artefact import read_rows
from ckanext.binhduong.comparisons.diff.compare import compare
from ckanext.binhduong.releases.canonical.parquet_table import write_from_batches
from ckanext.binhduong.releases.publish.table_sql import TableSpec

_ROLES = {"kinh_do": "longitude", "vi_do": "latitude", "hinh": "geometry"}
_TYPES = [
    (pa.types.is_integer, "integer"),
    (pa.types.is_floating, "decimal"),
    (pa.types.is_decimal, "decimal"),
    (pa.types.is_boolean, "boolean"),
    (pa.types.is_date, "date"),
    (pa.types.is_timestamp, "timestamp"),
    (pa.types.is_time, "time"),
    (pa.types.is_string, "text"),
]


def canonical(
    path: Path, key: str | None = None, titles: dict[str, dict[str, str]] | None = None, /, shape: str = "Polygon", **columns: Any
) -> Path:
    """Write a canonical file; ``kinh_do`` and ``vi_do`` make it points, ``hinh`` (GeoJSON objects) a layer of type ``shape``."""
    if "hinh" in columns:
        columns["hinh"] = pa.array([each and json.dumps(each) for each in columns["hinh"]], pa.string())
    batch = pa.record_batch(columns)
    told = [{"name": field.name, "title": field.name, "type": _type(field.type), "role": _ROLES.get(field.name)} for field in batch.schema]
    shapes = {"type": shape} if "hinh" in columns else {"type": "Point"} if "kinh_do" in columns else None
    spec = TableSpec.from_report({"columns": told, "geometry": shapes}, key)
    write_from_batches([batch], batch.schema, spec, titles or {}, path)
    return path


def _type(of: pa.DataType) -> str:
    return next(name for test, name in _TYPES if test(of))


def difference(old: Path, new: Path) -> tuple[dict[str, Any], list[tuple[Any, ...]]]:
    """Give the summary and the rows (kind, row, key, values, moved) of two canonical files' difference."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "artefact"
        summary = compare(old, new, target, Path(folder))
        return summary, [tuple(row) for row in read_rows(target)]
