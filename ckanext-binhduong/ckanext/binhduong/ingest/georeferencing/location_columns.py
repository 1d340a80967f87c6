"""Give a table's rows their place: find the columns or shapes that hold it, choose the frame, and compute WGS 84 batch by batch."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa

from ckanext.binhduong.ingest.compute import pc
from ckanext.binhduong.ingest.georeferencing import coordinate_systems
from ckanext.binhduong.ingest.georeferencing.coordinate_systems import Floats, Frame
from ckanext.binhduong.ingest.job import Job
from ckanext.binhduong.ingest.model import Plan, Refused
from ckanext.binhduong.ingest.spool import SHAPE, Spool
from ckanext.binhduong.ingest.typing import conversion
from ckanext.binhduong.ingest.typing.column_titles import safe_name

_SAMPLE_A_BATCH = 5_000


SHAPED = ("shapes", "text")
"""The kinds of ``Where`` whose rows have shapes; those of the others have a longitude and a latitude."""


@dataclass
class Where:
    """How rows get their place.

    ``kind``: "lonlat" (two columns, degrees in place), "xy" (two columns, degrees appended), "pair" (one column, degrees appended),
    "points" and "shapes" (the format's own geometry), "text" (WKT or GeoJSON in a column, replaced by GeoJSON). ``added`` are the
    appended columns.
    """

    kind: str
    columns: tuple[Plan, ...]
    frame: Frame
    added: tuple[Plan, ...] = ()
    summary: dict[str, Any] = field(default_factory=lambda: {"extent": None, "types": set(), "invalid": 0, "mended": 0, "swapped": 0})


def locate(plans: list[Plan], spool: Spool, job: Job) -> Where | None:
    """Find what gives the rows their place, or None when nothing does."""
    kind, columns = _candidate(plans, spool)
    if kind is None:
        return None
    x, y = _sample(kind, columns, spool)
    if kind == "shapes" and spool_is_points(spool):
        kind = "points"
    said = job.options.crs or job.layer_crs or (_srid(columns[0], spool) if kind == "text" else None)
    frame = coordinate_systems.choose(x, y, said, "options" if job.options.crs else "file")
    if kind == "lonlat" and not frame.degrees:
        kind = "xy"
    if kind == "xy" and frame.degrees:
        kind = "lonlat"
    _settle_roles(kind, columns, frame, job)
    if job.layer_without_crs:
        job.findings.add("crs-missing", understood=frame.crs)
    where = Where(kind, columns, frame, _added(kind, plans))
    _say(where, job)
    return where


def _srid(plan: Plan, spool: Spool) -> str | None:
    """Give the CRS that a column's EWKT names ("SRID=9210;POINT …"), or None.

    Raises:
        Refused: ``crs-several`` when its cells name more than one.
    """
    found: set[str] = set()
    for batch in spool.batches([plan.index]):
        prefixes = pc.struct_field(pc.extract_regex(batch.column(f"c{plan.index}"), r"^(?i:SRID)=(?P<srid>[0-9]{1,6});"), "srid")
        found |= set(pc.unique(prefixes).drop_null().to_pylist())
    if len(found) > 1:
        raise Refused("crs-several", place={"column": plan.title}, value=", ".join(sorted(found)))
    return f"EPSG:{found.pop()}" if found else None


def _sample(kind: str, columns: tuple[Plan, ...], spool: Spool) -> tuple[Floats, Floats]:
    """Give some coordinates of every batch: the frame is chosen from the whole file, not from its beginning."""
    points = []
    for batch in spool.batches():
        if len(batch) > _SAMPLE_A_BATCH:
            batch = batch.take(pa.array(np.linspace(0, len(batch) - 1, _SAMPLE_A_BATCH).astype(np.int64)))
        x, y = _coordinates(kind, columns, batch)
        known = np.isfinite(x) & np.isfinite(y)
        points.append((x[known], y[known]))
    if not points:
        return np.empty(0), np.empty(0)
    return np.concatenate([x for x, _ in points]), np.concatenate([y for _, y in points])


def _candidate(plans: list[Plan], spool: Spool) -> tuple[str | None, tuple[Plan, ...]]:
    if SHAPE in spool.schema.names:
        return "shapes", ()
    by_role = {plan.role: plan for plan in plans if plan.role}
    for kind, first, second in (("lonlat", "longitude", "latitude"), ("xy", "easting", "northing")):
        if first in by_role and second in by_role:
            return kind, (by_role[first], by_role[second])
    pair = next((plan for plan in plans if plan.form == "pair"), None)
    if pair:
        return "pair", (pair,)
    text = next((plan for plan in plans if plan.form in ("wkt", "geojson")), None)
    return ("text", (text,)) if text else (None, ())


def cells(plan: Plan, batch: pa.RecordBatch) -> tuple[pa.Array, np.ndarray | None]:
    """Give a plan's column of a spooled batch, with its kinds where the format has them."""
    kinds = f"k{plan.index}"
    return batch.column(f"c{plan.index}"), batch.column(kinds).to_numpy() if kinds in batch.schema.names else None


def numbers(plan: Plan, batch: pa.RecordBatch) -> Floats:
    """Give a number column as float64, NaN where empty or unreadable."""
    text, kinds = cells(plan, batch)
    values = text if not pa.types.is_string(text.type) else conversion.convert(plan, text, kinds)
    return values.cast(pa.float64()).to_numpy(zero_copy_only=False)


def _coordinates(kind: str, columns: tuple[Plan, ...], batch: pa.RecordBatch) -> tuple[Floats, Floats]:
    if kind in ("lonlat", "xy"):
        return numbers(columns[0], batch), numbers(columns[1], batch)
    if kind == "pair":
        return read_pairs(batch.column(f"c{columns[0].index}"))
    from ckanext.binhduong.ingest.georeferencing import shapes

    return shapes.middles(shapes.read(kind, columns, batch))


def read_pairs(text: pa.Array) -> tuple[Floats, Floats]:
    """Read "10.9804, 106.6512" (latitude first, as map sites give it; ``frames`` proves the order) as x, y."""
    read = [_pair(value) for value in text.to_pylist()]
    return np.array([each[1] for each in read], dtype=np.float64), np.array([each[0] for each in read], dtype=np.float64)


def _pair(value: str | None) -> tuple[float, float]:
    parts = (value or "").strip("[]() ").replace(";", " ").split()
    if len(parts) == 1 and parts[0].count(",") == 1:
        parts = parts[0].split(",")
    try:
        first, second = (float(part.strip(",").replace(",", ".")) for part in parts)
    except ValueError:
        return np.nan, np.nan
    return first, second


def spool_is_points(spool: Spool) -> bool:
    """Say whether every shape of a layer is a point."""
    from ckanext.binhduong.ingest.georeferencing import shapes

    return all(shapes.only_points(batch.column(SHAPE)) for batch in spool.batches())


def _settle_roles(kind: str, columns: tuple[Plan, ...], frame: Frame, job: Job) -> None:
    """Name the axes for what they hold, and say so when the titles say otherwise."""
    if kind not in ("lonlat", "xy"):
        return
    roles = ("longitude", "latitude") if kind == "lonlat" else ("easting", "northing") if frame.metres else (None, None)
    for plan, role in zip(columns, reversed(roles) if frame.swapped else roles, strict=True):
        plan.role = role


def _added(kind: str, plans: Iterable[Plan]) -> tuple[Plan, ...]:
    if kind in ("lonlat", "text"):
        return ()
    taken = {plan.name for plan in plans}
    wanted = (
        (("Hình học", "text", "geometry"),) if kind == "shapes" else (("Kinh độ", "decimal", "longitude"), ("Vĩ độ", "decimal", "latitude"))
    )
    return tuple(Plan(-1, title, safe_name(title, 0, taken), kind_, role, form="added") for title, kind_, role in wanted)


def _say(where: Where, job: Job) -> None:
    frame = where.frame
    job.source.crs, job.source.crs_understood_from = frame.crs, frame.understood_from
    column = ", ".join(plan.title for plan in where.columns) or None
    if frame.swapped and where.kind != "pair" and not (where.columns and _only_titles_x_y(where)):
        job.findings.add("axes-swapped", place={"column": column}, understood=frame.crs)
    if frame.instead_of and job.detected.format != "GeoJSON":  # which has no other CRS to name, so says nothing by it
        job.findings.add("crs-contradicted", place={"column": column}, value=frame.instead_of, understood=frame.crs)
    elif frame.understood_from == "extent" and not frame.degrees:
        others = ", ".join(f"EPSG:{code}" for code in frame.others)
        job.findings.add("crs-by-extent", place={"column": column}, understood=frame.crs, others=others or "–")


def _only_titles_x_y(where: Where) -> bool:
    """X and Y mean northing and easting to a surveyor, the other way round to a map program: neither is a mistake."""
    return all(len(plan.title.strip()) <= 2 or plan.title.strip().lower().startswith(("x", "y")) for plan in where.columns)


def preview_geometry(lon: float | None, lat: float | None, text: str | None) -> dict[str, Any] | None:
    """Give a row's geometry as GeoJSON, from its degrees or its GeoJSON text."""
    if text:
        return json.loads(text)
    return None if lon is None or lat is None else {"type": "Point", "coordinates": [lon, lat]}
