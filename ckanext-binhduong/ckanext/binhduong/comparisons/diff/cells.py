"""Rows as they stand in an artefact: values ready for JSON, and how far a row moved."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from pyproj import Geod

from ckanext.binhduong.comparisons.diff.load import PLACE, ROW
from ckanext.binhduong.releases.canonical.parquet_table import Canonical

__all__ = ["Cells", "Row", "plain"]

_GEOD = Geod(ellps="WGS84")
_CENTIMETRE = 2


class Row(NamedTuple):
    """One difference.

    Attributes:
        kind: added, removed or changed.
        row: its number (``_id``) in the new release, of a removed one in the old.
        key: the key column's value as text; None when rows are compared by content.
        values: {column: value}; of a changed row {column: [old, new]} for the changed columns only.
        moved: metres between the old and the new place; None when it has not changed or one of them is unknown.
    """

    kind: str
    row: int
    key: str | None
    values: dict[str, Any]
    moved: float | None


class Cells:
    """Turns the batches of one comparison into rows. A shape is shown as {type, vertices, at: [longitude, latitude]}.

    Args:
        drawn: the shape column that both releases have, if they have one.
    """

    def __init__(self, old: Canonical, new: Canonical, key: str | None, drawn: str | None) -> None:
        self.old, self.new, self.key, self.drawn = old, new, key, drawn

    def rows(self, kind: str, batch: pa.RecordBatch) -> Iterator[Row]:
        """Return the rows of one batch of one kind."""
        if kind == "changed":
            return self._changed(batch)
        return self._whole(kind, self.new if kind == "added" else self.old, batch)

    def _whole(self, kind: str, release: Canonical, batch: pa.RecordBatch) -> Iterator[Row]:
        names = [column["name"] for column in release.columns]
        for found in batch.to_pylist():
            values = {name: _shape(found, "") if name == release.geometry_column else plain(found[name]) for name in names}
            yield Row(kind, found[ROW], str(values[self.key]) if self.key else None, values, None)

    def _changed(self, batch: pa.RecordBatch) -> Iterator[Row]:
        marks = [(name[2:], name) for name in batch.schema.names if name.startswith("d:")]
        for found, metres in zip(batch.to_pylist(), _distances(batch), strict=True):
            values = {name: self._pair(name, found) for name, mark in marks if found[mark]}
            stays = self.drawn not in values if self.drawn else _same_place(found)
            moved = None if stays or math.isnan(metres) else round(float(metres), _CENTIMETRE)
            yield Row("changed", found[ROW], str(plain(found[f"n:{self.key}"])), values, moved)

    def _pair(self, name: str, found: dict[str, Any]) -> list[Any]:
        if name == self.drawn:
            return [_shape(found, "o:"), _shape(found, "n:")]
        return [plain(found[f"o:{name}"]), plain(found[f"n:{name}"])]


def _same_place(found: dict[str, Any]) -> bool:
    return all(found[f"o:{name}"] == found[f"n:{name}"] for name in PLACE[:2])


def _distances(batch: pa.RecordBatch) -> np.ndarray:
    """Metres on the ellipsoid between the old and the new place of each row; NaN where one is unknown.

    Of a line or polygon it is the centroid that has a place: it costs the same for ten vertices and for ten thousand, and it does not jump
    when a border is drawn in more detail, as the Hausdorff distance does.
    """
    x0, y0, x1, y1 = (batch.column(f"{side}:{name}").to_numpy(zero_copy_only=False) for side in "on" for name in PLACE[:2])
    known = ~np.isnan(np.array([x0, y0, x1, y1], dtype=float)).any(axis=0)
    distances = np.full(len(batch), np.nan)
    if known.any():
        distances[known] = _GEOD.inv(x0[known], y0[known], x1[known], y1[known])[2]
    return distances


def _shape(found: dict[str, Any], prefix: str) -> dict[str, Any] | None:
    x, y, type_, vertices = (found[prefix + name] for name in PLACE)
    if type_ is None:
        return None
    return {"type": type_, "vertices": vertices, "at": None if x is None else [round(x, 7), round(y, 7)]}


def plain(value: Any) -> Any:
    """Return a value as JSON can say it: dates and times as ISO 8601, what JSON has no number for as text."""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value) if Decimal(repr(float(value))) == value else str(value)
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value
