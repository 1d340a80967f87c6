"""Read the coordinates that a table's cells hold: two columns of numbers, columns of degrees, minutes and seconds, both in one cell."""

import numpy as np
import pyarrow as pa

from ckanext.binhduong.ingest.georeferencing import shapes
from ckanext.binhduong.ingest.georeferencing.coordinate_systems import Floats
from ckanext.binhduong.ingest.model import Plan
from ckanext.binhduong.ingest.spool import Spool
from ckanext.binhduong.ingest.typing import conversion
from ckanext.binhduong.ingest.typing.positions import pair_of
from ckanext.binhduong.ingest.typing.titles.axes import axis_of, part_of

_SAMPLE_A_BATCH = 5_000


def sample(kind: str, columns: tuple[Plan, ...], spool: Spool) -> tuple[Floats, Floats]:
    """Return some coordinates of every batch: the frame is chosen from the whole file, not from its beginning."""
    points = []
    for batch in spool.batches():
        if len(batch) > _SAMPLE_A_BATCH:
            batch = batch.take(pa.array(np.linspace(0, len(batch) - 1, _SAMPLE_A_BATCH).astype(np.int64)))
        x, y = coordinates(kind, columns, batch)
        known = np.isfinite(x) & np.isfinite(y)
        points.append((x[known], y[known]))
    if not points:
        return np.empty(0), np.empty(0)
    return np.concatenate([x for x, _ in points]), np.concatenate([y for _, y in points])


def parts(plans: list[Plan]) -> tuple[Plan, ...]:
    """Return the columns of degrees, minutes and seconds of the longitude, then those of the latitude; none when some are missing.

    A column titled only "Phút" belongs to the axis that was named before it.
    """
    found: dict[tuple[str, str], Plan] = {}
    axis: str | None = None
    for plan in plans:
        named = part_of(plan.title)
        if named and plan.type in ("integer", "decimal"):
            axis = named[0] or axis
            found.setdefault((axis or "", named[1]), plan)
        elif (whole := axis_of(plan.title)) and whole.role in ("longitude", "latitude"):
            axis = whole.role
            if plan.type == "integer":
                found.setdefault((axis, "degrees"), plan)
    wanted = [(role, part) for role in ("longitude", "latitude") for part in ("degrees", "minutes", "seconds")]
    needed = [each for each in wanted if each[1] != "seconds" or ("longitude", "seconds") in found or ("latitude", "seconds") in found]
    if not all(each in found for each in needed):
        return ()
    for each in needed:
        found[each].role = None
    return tuple(found[each] for each in needed)


def cells(plan: Plan, batch: pa.RecordBatch) -> tuple[pa.Array, np.ndarray | None]:
    """Return a plan's column of a spooled batch, with its kinds where the format has them."""
    kinds = f"k{plan.index}"
    return batch.column(f"c{plan.index}"), batch.column(kinds).to_numpy() if kinds in batch.schema.names else None


def numbers(plan: Plan, batch: pa.RecordBatch) -> Floats:
    """Return a number column as float64, NaN where empty or unreadable."""
    text, kinds = cells(plan, batch)
    values = text if not pa.types.is_string(text.type) else conversion.convert(plan, text, kinds)
    return values.cast(pa.float64()).to_numpy(zero_copy_only=False)


def coordinates(kind: str, columns: tuple[Plan, ...], batch: pa.RecordBatch) -> tuple[Floats, Floats]:
    if kind in ("lonlat", "xy"):
        return numbers(columns[0], batch), numbers(columns[1], batch)
    if kind == "parts":
        return read_parts(columns, batch)
    if kind == "pair":
        return read_pairs(batch.column(f"c{columns[0].index}"))
    return shapes.middles(shapes.read(kind, columns, batch))


def read_parts(columns: tuple[Plan, ...], batch: pa.RecordBatch) -> tuple[Floats, Floats]:
    """Read columns of degrees, minutes and perhaps seconds as longitude and latitude."""
    half = len(columns) // 2
    longitude, latitude = (
        sum(numbers(plan, batch) / 60**power for power, plan in enumerate(axis)) for axis in (columns[:half], columns[half:])
    )
    return np.round(longitude, 10), np.round(latitude, 10)


def read_pairs(text: pa.Array) -> tuple[Floats, Floats]:
    """Read cells like "10.9804, 106.6512" as x, y (``positions``; ``coordinate_systems`` proves the order)."""
    read = [(pair_of(value) if value else None) or (np.nan, np.nan) for value in text.to_pylist()]
    return np.array([each[0] for each in read], dtype=np.float64), np.array([each[1] for each in read], dtype=np.float64)
