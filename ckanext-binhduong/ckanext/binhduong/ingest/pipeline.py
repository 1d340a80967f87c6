"""The two passes over one file: pass 1 spools its cells and gathers evidence; types, roles and places are decided; pass 2 writes the table.

This runs inside the sandboxed child (``child``); tests call it directly.
"""

import hashlib
from collections.abc import Callable
from dataclasses import asdict
from importlib import import_module
from pathlib import Path

from ckanext.binhduong.ingest.detection.file_kinds import detect
from ckanext.binhduong.ingest.detection.zip_archives import list_members
from ckanext.binhduong.ingest.findings.collector import Findings
from ckanext.binhduong.ingest.georeferencing import plausible, unit_columns
from ckanext.binhduong.ingest.georeferencing.batch_location import geometry_summary
from ckanext.binhduong.ingest.georeferencing.location_columns import locate
from ckanext.binhduong.ingest.job import Job, silent
from ckanext.binhduong.ingest.model import Checked, Options, Plan, Progress, Refused, Report
from ckanext.binhduong.ingest.spool import Spool
from ckanext.binhduong.ingest.typing import column_roles, column_titles, column_types, spreadsheet_losses
from ckanext.binhduong.ingest.typing.decisions import measures
from ckanext.binhduong.ingest.typing.declared import roles
from ckanext.binhduong.ingest.typing.declared.schema import Schema, apply, missing_columns
from ckanext.binhduong.ingest.typing.evidence import NUMBER, Evidence
from ckanext.binhduong.ingest.write import Written, write_table

_READERS = {
    "CSV": "delimited_text", "TSV": "delimited_text", "XLSX": "workbooks", "XLS": "workbooks", "ODS": "workbooks",
    "SpreadsheetML": "workbooks",
    "GeoJSON": "vector_layers", "Shapefile": "vector_layers", "GeoPackage": "vector_layers", "KML": "vector_layers", "KMZ": "vector_layers",
    "FlatGeobuf": "vector_layers", "Parquet": "parquet",
}  # fmt: skip
"""Format → module of ``readers``; loaded when needed, since GDAL and calamine are slow to load."""

_BY_SUFFIX = {
    ".csv": ("CSV", "TSV"),
    ".tsv": ("TSV", "CSV"),
    ".xlsx": ("XLSX",),
    ".xls": ("XLS", "SpreadsheetML"),
    ".ods": ("ODS",),
    ".geojson": ("GeoJSON",),
    ".kml": ("KML",),
    ".kmz": ("KMZ",),
    ".gpkg": ("GeoPackage",),
    ".fgb": ("FlatGeobuf",),
    ".parquet": ("Parquet",),
}
"""What a file of that name should hold."""


def run(path: Path, name: str, options: Options, work: Path, progress: Progress = silent) -> Checked:
    """Check one file in this process. ``Checked.table`` is written even when the report is not ok: ``check_file`` withholds it then."""
    job = Job(path, name, detect(path, name), options, work, progress)
    job.source.name, job.source.format = name, job.detected.format
    job.source.sha256 = _sha256(path)
    try:
        spool = _reader(job)(path, job)
    except Refused as refused:
        job.findings.add(refused.code, place=refused.place, **refused.values)
        return Checked(_report(job, None, [], None), None)
    try:
        if not spool.rows:
            raise Refused("table-empty")
        return _second_pass(job, spool)
    except Refused as refused:
        job.findings.add(refused.code, place=refused.place, **refused.values)
        return Checked(_report(job, spool, [], None), None)


def _reader(job: Job) -> Callable[[Path, Job], Spool]:
    found = job.detected.format
    if found == "empty":
        raise Refused("file-empty")
    suffix = Path(job.name).suffix.lower()
    if found == "HTML" and suffix in (".xls", ".xlsx"):
        raise Refused("format-html-named-sheet", value=suffix)
    if found == "ZIP":
        list_members(job.path)  # says what is wrong with a zip that is no known format because it is broken or hostile
    expected = _BY_SUFFIX.get(suffix)
    if expected and found in _READERS and found not in expected:
        job.findings.add("format-mismatch", value=suffix, understood=found)
    if found not in _READERS:
        raise Refused("format-not-supported", value=found)
    return import_module(f"ckanext.binhduong.ingest.readers.{_READERS[found]}").read


def _second_pass(job: Job, spool: Spool) -> Checked:
    plans = _plans(job, spool)
    where = locate(plans, spool, job)
    table = job.work / "table.arrow"
    written = write_table(table, plans, spool, where, job)
    geometry = geometry_summary(where, job.findings)
    if where is None and (pair := plausible.unread_pair(written.columns)):
        column, value = ", ".join(each["title"] for each in pair), f"{pair[0]['min']}, {pair[1]['min']}"
        job.findings.add("position-unread", place={"column": column}, value=value)
    return Checked(_report(job, spool, written.columns, geometry, written), table)


def _plans(job: Job, spool: Spool) -> list[Plan]:
    """Decide every column: untitled empty ones go, the schema's word stands before what the column looks like."""
    schema = Schema(job.options.schema) if job.options.schema is not None else None
    plans: list[Plan] = []
    taken: set[str] = set()
    for index, evidence in enumerate(spool.evidence):
        if not evidence.filled and index in job.untitled | job.optional:
            continue
        if index in job.untitled:
            job.findings.add("title-missing", place={"column": evidence.title}, understood=evidence.title)
        plan = Plan(
            index, evidence.title, column_titles.safe_name(evidence.title, index + 1, taken), unit=column_titles.unit_of(evidence.title)
        )
        plan.constraints["epoch_1904"] = job.epoch_1904
        if index in job.fractions and plan.unit == "%":
            plan.unit = None
            _tell_fraction(evidence, job)
        if index in job.divided:
            plan.unit = None
        _decide(plan, evidence, schema, spool, job)
        if index in job.shown_units and index not in job.divided and plan.type in ("integer", "decimal"):
            _take_shown_unit(plan, *job.shown_units[index], job)
        plans.append(plan)
    if schema:
        missing_columns(schema, plans, job.findings)
        roles.check_single(plans)
    column_roles.assign(plans, job.findings)
    unit_columns.match(plans, spool, job.findings)
    return plans


def _tell_fraction(evidence: Evidence, job: Job) -> None:
    """Add the finding that a workbook's 50% is published as 0.5, though the title says per cent."""
    first = min(evidence.counts(NUMBER).values(), key=lambda seen: seen.row, default=None)
    if first:
        value, place = f"{float(first.example):.10g}", {"column": evidence.title, evidence.place_name: first.row}
        job.findings.add("percent-read", place=place, value=f"{float(first.example):.10%}".rstrip("0%").rstrip(".") + "%", understood=value)


def _take_shown_unit(plan: Plan, unit: str, row: int, value: str, job: Job) -> None:
    """Give a column the unit that only the format of its cells says; a declared one or the title's stands."""
    said = column_titles.unit_of(plan.title)
    if plan.unit != said:
        return
    plan.unit = said or unit
    place, shown = {"column": plan.title, "row": row}, f"{value} {unit}"
    if not said:
        job.findings.add("unit-from-format", place=place, value=shown, understood=unit)
    elif not column_titles.same_unit(said, unit):
        job.findings.add("unit-format-differs", place=place, value=shown, understood=said)


def _decide(plan: Plan, evidence: Evidence, schema: Schema | None, spool: Spool, job: Job) -> None:
    """Decide one column; what it looks like is a finding only where the schema does not settle the matter, what was lost before always."""
    looks = Findings()
    looks.common = job.findings.common
    if schema is not None:
        plan.constraints["missing"] = schema.missing_of(plan)
    column_types.settle(evidence, plan, looks)
    measures.look_for_outline(evidence, plan, spool, looks)
    settled = schema is not None and evidence.native is None and apply(schema, plan, job.findings)
    if field := schema.field_of(plan) if schema is not None else None:
        settled = roles.apply(field, plan, evidence) or settled
    job.findings.take(looks, spreadsheet_losses.CODES if settled else None)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _report(job: Job, spool: Spool | None, columns: list, geometry: dict | None, written: Written | None = None) -> Report:
    read, refused = (spool.rows, spool.refused) if spool else (0, 0)
    out = written.rows if written else 0
    rows = {"in": read + refused, "out": out, "refused": read + refused - out}
    preview = {
        "rows": written.preview if written else [],
        "numbers": written.numbers if written else [],
        "features": {"type": "FeatureCollection", "features": written.features if written else []},
    }
    report = {"ok": not job.findings.refused, "source": asdict(job.source), "rows": rows, "columns": columns, "geometry": geometry}
    return report | {"findings": job.findings.as_list(), "preview": preview}
