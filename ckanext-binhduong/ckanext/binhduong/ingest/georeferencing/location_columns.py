"""Give a table's rows their place: find the columns or shapes that hold it, choose the frame, and compute WGS 84 batch by batch."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from ckanext.binhduong.ingest.compute import pc
from ckanext.binhduong.ingest.georeferencing import coordinate_systems, plausible, shapes
from ckanext.binhduong.ingest.georeferencing.coordinate_cells import parts, sample
from ckanext.binhduong.ingest.georeferencing.coordinate_systems import Floats, Frame
from ckanext.binhduong.ingest.job import Job
from ckanext.binhduong.ingest.model import Plan, Refused
from ckanext.binhduong.ingest.spool import SHAPE, Spool
from ckanext.binhduong.ingest.typing.column_titles import safe_name
from ckanext.binhduong.ingest.typing.declared.roles import AXES
from ckanext.binhduong.ingest.typing.evidence import TEXT
from ckanext.binhduong.ingest.typing.titles import promises
from ckanext.binhduong.ingest.typing.titles.axes import axis_of
from ckanext.binhduong.vn import fold

BY_TITLE = ("lonlat", "xy", "pair", "parts")
"""The kinds of ``Where`` that rest on titles or the form of cells: they need a range and a partner besides."""


TEXT_FORMS = ("wkt", "geojson", "wkb")
SHAPED = ("shapes", "text")
"""The kinds of ``Where`` whose rows have shapes; those of the others have a longitude and a latitude."""


@dataclass
class Where:
    """How rows get their place.

    ``kind``: "lonlat" (two columns, degrees in place), "xy" (two columns, degrees appended), "pair" (one column, degrees appended),
    "parts" (columns of degrees, minutes, seconds, degrees appended),
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
        return _tell_unread(plans, spool, job)
    x, y = sample(kind, columns, spool)
    if kind == "shapes" and spool_is_points(spool):
        kind = "points"
    if kind in BY_TITLE and not job.options.crs and not _are_declared(columns) and not plausible.are_places(x, y, columns):
        return _without_map(columns, x, y, job)
    said = job.options.crs or job.layer_crs or (_srid(columns[0], spool) if kind == "text" else None) or named_crs(kind, columns, job)
    try:
        frame = coordinate_systems.choose(x, y, said, "options" if job.options.crs else "file")
    except Refused as refused:
        if refused.code != "crs-unknown" or kind not in (*BY_TITLE, "text"):
            raise
        return _without_map(columns, x, y, job, None if plausible.are_words(columns) else refused)
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


def _are_declared(columns: tuple[Plan, ...]) -> bool:
    """Return whether a person said that these columns are coordinates: then cells out of range are errors, and no title is doubted."""
    return all(plan.said_role not in (None, "none") for plan in columns)


def _without_map(columns: tuple[Plan, ...], x: Floats, y: Floats, job: Job, refused: Refused | None = None) -> None:
    """Leave a table without a map where its columns prove to be no coordinates, or of no known system (``refused``), and say so."""
    for plan in columns:
        plan.role, plan.form = None, None if plan.form in TEXT_FORMS else plan.form
    title = ", ".join(plan.title for plan in columns)
    if columns[0].form == "pair" and not promises.promises_degrees(title):
        return
    if refused:
        job.findings.add("crs-unsettled", place={"column": title}, **refused.values)
        return
    value = f"{x[0]:.10g}, {y[0]:.10g}" if len(x) else None
    job.findings.add("position-implausible", place={"column": title}, value=value)


def _tell_unread(plans: list[Plan], spool: Spool, job: Job) -> None:
    """Tell of columns that are titled as a place (longitude and latitude, or both in one) and hold text with figures."""
    axes = {axis.role: plan for plan in plans if plan.type == "text" and (axis := axis_of(plan.title)) and axis.sure}
    pairs = [[axes[role] for role in roles if role in axes] for roles in (("longitude", "latitude"), ("easting", "northing"))]
    both = [
        [plan]
        for plan in plans
        if plan.type == "text" and not plan.role and promises.promises_degrees(plan.title) and not axis_of(plan.title)
    ]
    for found in [*(pair for pair in pairs if len(pair) == 2), *both]:
        examples = [min(spool.evidence[plan.index].counts(TEXT).values(), key=lambda seen: seen.row, default=None) for plan in found]
        if (len(found) == 2 and any(examples)) or any(seen and len(re.findall(r"\d{2,}", seen.example)) > 1 for seen in examples):
            value = ", ".join(seen.example for seen in examples if seen)
            job.findings.add("position-implausible", place={"column": ", ".join(plan.title for plan in found)}, value=value or None)


def named_crs(kind: str, columns: tuple[Plan, ...], job: Job) -> str | None:
    """Return the CRS that the titles of the coordinates or the lines above the header name ("UTM 48N", "VN-2000, 105°45'")."""
    if kind not in ("xy", "pair"):
        return None
    return next((crs for text in (*(plan.title for plan in columns), *job.heading) if (crs := coordinate_systems.named(text))), None)


def _srid(plan: Plan, spool: Spool) -> str | None:
    """Return the CRS that a column's EWKT names ("SRID=9210;POINT …"), or None.

    Raises:
        Refused: ``crs-several`` when its cells name more than one.
    """
    found: set[str] = set()
    for batch in spool.batches([plan.index]):
        if plan.form == "wkb":
            found |= {str(number) for number in shapes.srids(shapes.read("text", (plan,), batch))}
            continue
        prefixes = pc.struct_field(pc.extract_regex(batch.column(f"c{plan.index}"), r"^(?i:SRID)=(?P<srid>[0-9]{1,6});"), "srid")
        found |= set(pc.unique(prefixes).drop_null().to_pylist())
    if len(found) > 1:
        raise Refused("crs-several", place={"column": plan.title}, value=", ".join(sorted(found)))
    return f"EPSG:{found.pop()}" if found else None


def _candidate(plans: list[Plan], spool: Spool) -> tuple[str | None, tuple[Plan, ...]]:
    if SHAPE in spool.schema.names:
        return "shapes", ()
    if not any(plan.said_role in AXES for plan in plans) and (columns := parts(plans)):
        return "parts", columns
    by_role = {plan.role: plan for plan in plans if plan.role}
    for kind, first, second in (("lonlat", "longitude", "latitude"), ("xy", "easting", "northing")):
        if first in by_role and second in by_role:
            return kind, (by_role[first], by_role[second])
    pair = next((plan for plan in plans if plan.form == "pair"), None)
    if pair:
        return "pair", (pair,)
    text = next((plan for plan in plans if plan.form in TEXT_FORMS), None)
    return ("text", (text,)) if text else (None, ())


def spool_is_points(spool: Spool) -> bool:
    """Return whether every shape of a layer is a point."""
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
    return all(
        re.search(r"(^|[^a-z])[xy]([^a-z]|\d|$)|(toado|coord|point)[xy]|[xy](coord|toado|point)", fold(plan.title))
        for plan in where.columns
    )


def preview_geometry(lon: float | None, lat: float | None, text: str | None) -> dict[str, Any] | None:
    """Return a row's geometry as GeoJSON, from its degrees or its GeoJSON text."""
    if text:
        return json.loads(text)
    return None if lon is None or lat is None else {"type": "Point", "coordinates": [lon, lat]}
