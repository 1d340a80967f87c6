"""Pass 2: convert, place and write the table batch by batch; a cell that cannot be read refuses its row, with a finding of its own."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from ckanext.binhduong.ingest import convert, roles
from ckanext.binhduong.ingest.compute import pc
from ckanext.binhduong.ingest.evidence import ERROR, NUMBER, UNCALCULATED, Evidence
from ckanext.binhduong.ingest.forms import form_of, is_null_word
from ckanext.binhduong.ingest.job import Job
from ckanext.binhduong.ingest.model import WKB, Plan
from ckanext.binhduong.ingest.place import Placer
from ckanext.binhduong.ingest.schema import Checks, Schema
from ckanext.binhduong.ingest.spool import ROW, Spool
from ckanext.binhduong.ingest.stats import Rows, Stats, plain
from ckanext.binhduong.ingest.where import SHAPED, Where, cells, preview_geometry
from ckanext.binhduong.vn import looks_like_date

PREVIEW_ROWS = 10

_UNREADABLE = {"integer": "number-unreadable", "decimal": "number-unreadable", "time": "time-unreadable", "boolean": "boolean-unreadable"}


@dataclass
class Written:
    """What pass 2 gives: rows published, the report's columns, preview rows with their numbers in the file, and features."""

    rows: int = 0
    columns: list[dict[str, Any]] = field(default_factory=list)
    preview: list[dict[str, Any]] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    features: list[dict[str, Any]] = field(default_factory=list)


def write_table(path: Path, plans: list[Plan], spool: Spool, where: Where | None, job: Job) -> Written:
    """Write the checked table to ``path`` (Arrow IPC) and give what the report says about it."""
    pass_two = _PassTwo(plans, spool, where, job)
    with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, pass_two.schema) as writer:
        for batch in spool.batches():
            table = pass_two.take(batch)
            if len(table):
                writer.write_batch(table)
            job.progress(pass_two.written.rows, spool.rows)
    return pass_two.finish()


class _PassTwo:
    def __init__(self, plans: list[Plan], spool: Spool, where: Where | None, job: Job) -> None:
        self.plans, self.spool, self.where, self.job = plans, spool, where, job
        self.all_plans = [*plans, *(where.added if where else ())]
        self.placer = Placer(where, job.findings) if where else None
        self.schema = pa.schema([pa.field(plan.name, convert.arrow_type(plan)) for plan in self.all_plans])
        if where and where.kind in SHAPED:
            self.schema = self.schema.append(pa.field(WKB, pa.binary()))
        self.stats = {plan.name: Stats(plan.type) for plan in self.all_plans}
        self.row_stats = Rows()
        self.wordy = {plan.index for plan in plans if _may_hold_null_words(spool.evidence[plan.index])}
        self.written = Written()
        self.checks = Checks(plans, Schema(job.options.schema) if job.options.schema is not None else None, job.findings, spool.place_name)

    def take(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Convert one spooled batch into rows of the table."""
        rows = batch.column(ROW).to_numpy()
        refused = np.zeros(len(rows), dtype=bool)
        arrays: dict[str, pa.Array] = {}
        for plan in self.plans:
            arrays[plan.name] = self._column(plan, batch, rows, refused)
        if self.placer:
            placed = self.placer.place(batch, rows)
            arrays |= placed.arrays | ({} if placed.wkb is None else {WKB: placed.wkb})
            refused |= placed.refused
        self.checks.take(arrays, rows, refused)
        table = pa.record_batch([arrays[field.name].cast(field.type) for field in self.schema], schema=self.schema)
        if refused.any():
            table = table.filter(pa.array(~refused))
        self._count(table.select([plan.name for plan in self.all_plans]), rows[~refused])
        return table

    def _column(self, plan: Plan, batch: pa.RecordBatch, rows: np.ndarray, refused: np.ndarray) -> pa.Array:
        text, kinds = cells(plan, batch)
        evidence = self.spool.evidence[plan.index]
        kinds = np.full(len(text), NUMBER, dtype=np.uint8) if evidence.numbers else kinds
        if evidence.native is not None:
            return self._finite(plan, text.cast(convert.arrow_type(plan)), rows, refused)
        text = self._without_null_words(plan, self._without_errors(plan, text, kinds, rows, refused), rows)
        text = self._without_nul(plan, text, rows, refused)
        values = convert.convert(plan, text, kinds)
        if plan.form == "phone":
            self._tell_phones(plan, text, values, rows)
        lost = values.null_count != text.null_count
        if lost:
            for at in np.flatnonzero(pc.and_(text.is_valid(), values.is_null()).to_numpy(zero_copy_only=False)):
                value = text[int(at)].as_py()
                self._refuse(_unreadable(plan, value), plan, at, value, rows, refused)
        return values

    def _refuse(self, code: str, plan: Plan, at: Any, value: object, rows: np.ndarray, refused: np.ndarray) -> None:
        self.job.findings.add(code, place={self.spool.place_name: int(rows[at]), "column": plan.title}, value=value)
        refused[at] = True

    def _finite(self, plan: Plan, values: pa.Array, rows: np.ndarray, refused: np.ndarray) -> pa.Array:
        """Refuse the rows whose number is infinite: JSON cannot hold it, and no sum survives it."""
        if not pa.types.is_floating(values.type):
            return values
        for at in np.flatnonzero(np.isinf(values.to_numpy(zero_copy_only=False))):
            self._refuse("number-unreadable", plan, at, values[int(at)].as_py(), rows, refused)
        return values

    def _without_nul(self, plan: Plan, text: pa.StringArray, rows: np.ndarray, refused: np.ndarray) -> pa.StringArray:
        """Refuse the rows whose cell holds NUL: PostgreSQL cannot store it, and no person typed it."""
        has = pc.fill_null(pc.match_substring(text, "\0"), False)
        if not pc.any(has).as_py():
            return text
        for at in np.flatnonzero(has.to_numpy(zero_copy_only=False)):
            value = text[int(at)].as_py().replace("\0", "␀")
            self._refuse("nul-character", plan, at, value, rows, refused)
        return pc.if_else(has, None, text)

    def _without_errors(
        self, plan: Plan, text: pa.StringArray, kinds: np.ndarray | None, rows: np.ndarray, refused: np.ndarray
    ) -> pa.StringArray:
        """Refuse the rows whose cell is one of Excel's errors."""
        wrong = np.flatnonzero(kinds == ERROR) if kinds is not None else np.empty(0, dtype=int)
        for at in wrong:
            value = text[int(at)].as_py()
            self._refuse("formula-uncalculated" if value == UNCALCULATED else "cell-error", plan, at, value, rows, refused)
        return text if not len(wrong) else pc.if_else(pa.array(kinds == ERROR), None, text)

    def _tell_repeated(self, figures: dict[str, dict[str, Any]]) -> None:
        """Tell of rows that are wholly equal, and of shapes drawn twice."""
        if len(self.all_plans) >= 3 and (repeated := self.row_stats.repeated):
            self.job.findings.add("row-duplicate", count=repeated)
        shape = next((plan for plan in self.all_plans if plan.role == "geometry"), None)
        if (
            shape
            and figures[shape.name]["distinct"] is not None
            and (repeated := figures[shape.name]["filled"] - figures[shape.name]["distinct"])
        ):
            self.job.findings.add("geometry-repeated", count=repeated)

    def _without_null_words(self, plan: Plan, text: pa.StringArray, rows: np.ndarray) -> pa.StringArray:
        if missing := plan.constraints.get("missing"):
            text = pc.if_else(pc.is_in(text, pa.array(missing)), None, text)
        if plan.index not in self.wordy:
            return text
        short = pc.and_(pc.less_equal(pc.binary_length(text), 40), pc.match_substring_regex(text, _NULL_START))
        at = np.flatnonzero(pc.fill_null(short, False).to_numpy(zero_copy_only=False))
        if not len(at):
            return text
        said = [(int(place), value) for place in at if is_null_word(value := text[int(place)].as_py(), plan.type)]
        for place, value in said:
            self.job.findings.add("null-words", place={self.spool.place_name: int(rows[place]), "column": plan.title}, value=value)
        mask = np.zeros(len(text), dtype=bool)
        mask[[place for place, _ in said]] = True
        return pc.if_else(pa.array(mask), None, text) if said else text

    def _tell_phones(self, plan: Plan, before: pa.StringArray, after: pa.StringArray, rows: np.ndarray) -> None:
        changed = np.flatnonzero(pc.fill_null(pc.not_equal(before, after), False).to_numpy(zero_copy_only=False))
        if len(changed):
            at = int(changed[0])
            place = {self.spool.place_name: int(rows[at]), "column": plan.title}
            self.job.findings.add(
                "phone-zero-restored", place=place, value=before[at].as_py(), understood=after[at].as_py(), count=len(changed)
            )

    def _count(self, table: pa.RecordBatch, rows: np.ndarray) -> None:
        self.written.rows += len(table)
        whole = np.zeros(len(table), dtype=np.uint64)
        for weight, (plan, column) in enumerate(zip(self.all_plans, table.columns, strict=True)):
            numbers = self.stats[plan.name].add(column)
            with np.errstate(over="ignore"):
                whole += numbers * np.uint64(2 * weight + 0x9E3779B97F4A7C15)
        self.row_stats.add(whole)
        room = PREVIEW_ROWS - len(self.written.preview)
        if room > 0:
            self.written.numbers.extend(int(row) for row in rows[:room])
            for row in table.slice(0, room).to_pylist():
                self._preview(row)

    def _preview(self, row: dict[str, Any]) -> None:
        shown = {name: plain(value) for name, value in row.items()}
        self.written.preview.append(shown)
        if self.where:
            by_role = {plan.role: plan.name for plan in self.all_plans if plan.role in ("longitude", "latitude", "geometry")}
            lon, lat, text = (row.get(by_role.get(role, "")) for role in ("longitude", "latitude", "geometry"))
            properties = {name: value for name, value in shown.items() if name not in by_role.values()}
            self.written.features.append({"type": "Feature", "geometry": preview_geometry(lon, lat, text), "properties": properties})

    def finish(self) -> Written:
        """Close the books: categories and the key need the whole column's figures."""
        figures = {name: stats.as_dict() for name, stats in self.stats.items()}
        counts = {name: (each["filled"], each["distinct"]) for name, each in figures.items()}
        self._tell_repeated(figures)
        for plan in self.all_plans:
            if roles.category(plan, *counts[plan.name]):
                plan.role = "category"
        key = self.checks.key or roles.key(self.plans, counts, self.written.rows)
        if key and key.role in (None, "category"):
            key.role = "key"
        for plan in self.all_plans:
            column = {"name": plan.name, "title": plan.title, "type": plan.type, "role": plan.role, "unit": plan.unit}
            self.written.columns.append(column | figures[plan.name])
        return self.written


def _may_hold_null_words(evidence: Evidence) -> bool:
    """Say whether a column has words for nothing: its shapes tell, unless there are too many of them to be kept."""
    return bool(evidence.other.count) or any(form_of(kind, shape) in ("null", "stars") for kind, shape in evidence.shapes)


_NULL_START = r"(?i)^(?:[-–—.…?#<*]|n/?a|nul|non|kh[oô]ng |ch[uư]a |[dđ]ang |no )"
"""How every word of ``forms.NULL_WORDS`` begins: only such cells are looked up."""


def _unreadable(plan: Plan, value: str) -> str:
    if plan.type in ("date", "timestamp"):
        return "date-impossible" if looks_like_date(value.split(" ")[0]) or looks_like_date(value) else "date-unreadable"
    return "position-unreadable" if plan.form == "dms" else _UNREADABLE[plan.type]
