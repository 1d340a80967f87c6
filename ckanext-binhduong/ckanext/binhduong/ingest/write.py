"""Pass 2: convert, place and write the table batch by batch; a cell that cannot be read refuses its row, with a finding of its own."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from ckanext.binhduong.ingest.georeferencing.batch_location import Placer
from ckanext.binhduong.ingest.georeferencing.location_columns import SHAPED, Where, preview_geometry
from ckanext.binhduong.ingest.job import Job
from ckanext.binhduong.ingest.model import WKB, Plan
from ckanext.binhduong.ingest.spool import ROW, Spool
from ckanext.binhduong.ingest.typing import almost_keys, column_roles, conversion
from ckanext.binhduong.ingest.typing.cells import Cells
from ckanext.binhduong.ingest.typing.column_statistics import Rows, Stats, plain
from ckanext.binhduong.ingest.typing.declared.constraints import Checks
from ckanext.binhduong.ingest.typing.declared.schema import Schema

PREVIEW_ROWS = 10


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
        self.schema = pa.schema([pa.field(plan.name, conversion.arrow_type(plan)) for plan in self.all_plans])
        if where and where.kind in SHAPED:
            self.schema = self.schema.append(pa.field(WKB, pa.binary()))
        self.stats = {plan.name: Stats(plan.type) for plan in self.all_plans}
        self.row_stats = Rows()
        self.cells = Cells(plans, spool, job.findings)
        self.written = Written()
        self.checks = Checks(plans, Schema(job.options.schema) if job.options.schema is not None else None, job.findings, spool.place_name)

    def take(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Convert one spooled batch into rows of the table."""
        rows = batch.column(ROW).to_numpy()
        refused = np.zeros(len(rows), dtype=bool)
        arrays: dict[str, pa.Array] = {}
        for plan in self.plans:
            arrays[plan.name] = self.cells.column(plan, batch, rows, refused)
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
            if column_roles.category(plan, *counts[plan.name]):
                plan.role = "category"
        key = self.checks.key or column_roles.key(self.plans, counts, self.written.rows)
        if key and key.role in (None, "category"):
            key.role = "key"
        almost_keys.tell(
            [plan for plan in self.plans if self.spool.evidence[plan.index].native is None],
            counts,
            self.written.rows,
            self.spool,
            self.job.findings,
        )
        for plan in self.all_plans:
            column = {"name": plan.name, "title": plan.title, "type": plan.type, "role": plan.role, "unit": plan.unit}
            column |= {"computed": True} if plan.form == "added" else {}
            self.written.columns.append(column | figures[plan.name])
        return self.written
