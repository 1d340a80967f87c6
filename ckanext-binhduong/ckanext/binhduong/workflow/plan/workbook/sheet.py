"""Read the list that an agency already has as a workbook or CSV, and write lists as both. The reading is ``ingest``'s, in its sandbox."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import xlsxwriter

from ckanext.binhduong import ingest
from ckanext.binhduong.workflow.plan.workbook.columns import columns_of, read_item, required_columns

__all__ = ["MOST_ROWS", "Read", "as_csv", "as_workbook", "read_sheet"]

#: A province's list has some two thousand; more in one file is another file.
MOST_ROWS = 5000
_NO_WHOLE_DAY = ("date-without-day", "date-without-year")
"""What ingest says of dates that a workbook shows as periods. It makes 1 December of a typed "12/2026", which nobody promised."""


@dataclass
class Read:
    """What a sheet holds: items with the number of their row, and what is wrong, each with its place.

    ``problems`` are ``{row, column, code, allowed}``; ``row`` is None for what is about the whole sheet, ``code`` is a key of
    :data:`~ckanext.binhduong.workflow.plan.workbook.problems.MESSAGES` or carries ingest's own ``message`` in both languages.
    """

    rows: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    problems: list[dict[str, Any]] = field(default_factory=list)


def read_sheet(path: Path, name: str, folder: Path) -> Read:
    """Read a file; nothing in it raises.

    Args:
        path: the file.
        name: what its sender called it.
        folder: an empty folder for the work.
    """
    checked = ingest.check_file(path, name=name, work_dir=folder)
    if checked.table is None:
        return Read(problems=[_of_finding(found) for found in checked.report["findings"] if found["severity"] == "error"])
    columns = checked.report["columns"]
    where = columns_of([str(column.get("title") or column["name"]) for column in columns])
    absent = [column for column in required_columns() if column.name not in where]
    if absent:
        return Read(problems=[{"row": None, "column": column.title, "code": "no-column", "allowed": ""} for column in absent])
    names = {field_name: columns[index]["name"] for field_name, index in where.items()}
    first = next(iter(checked.report["preview"]["numbers"]), 2)
    read = _read_rows(checked.table, names, first)
    read.problems += _shown_as_periods(checked.report["findings"], str(columns[where["due"]].get("title") or names["due"]))
    return read


def _read_rows(table: Path, names: dict[str, str], first: int) -> Read:
    read = Read()
    with pa.OSFile(str(table)) as file, pa.ipc.open_file(file) as reader:
        if sum(reader.get_batch(number).num_rows for number in range(reader.num_record_batches)) > MOST_ROWS:
            return Read(problems=[{"row": None, "column": "", "code": "too-many-rows", "allowed": str(MOST_ROWS)}])
        records = (row for number in range(reader.num_record_batches) for row in reader.get_batch(number).to_pylist())
        for number, record in enumerate(records, first):
            fields, wrong = read_item({field_name: record[column] for field_name, column in names.items()})
            read.rows.append((number, fields))
            read.problems += [
                {"row": number, "column": column, "code": error.code, "allowed": error.allowed} for column, error in wrong.items()
            ]
    read.problems += _repeated(read.rows)
    return read


def _shown_as_periods(findings: Iterable[dict[str, Any]], due: str) -> list[dict[str, Any]]:
    rows = (found["place"]["row"] for found in findings if found["code"] in _NO_WHOLE_DAY and found["place"]["column"] == due)
    return [{"row": row, "column": "due", "code": "no-whole-day", "allowed": ""} for row in rows]


def _repeated(rows: Sequence[tuple[int, dict[str, Any]]]) -> list[dict[str, Any]]:
    seen: dict[str, int] = {}
    found = []
    for number, fields in rows:
        before = seen.setdefault(fields.get("code", f"\n{number}"), number)
        if before != number:
            found.append({"row": number, "column": "code", "code": "repeated", "allowed": str(before)})
    return found


def _of_finding(found: dict[str, Any]) -> dict[str, Any]:
    place = found.get("place") or {}
    return {"row": place.get("row"), "column": place.get("column") or "", "code": found["code"], "message": found["message"]}


def as_csv(titles: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """Write a table as CSV with a byte order mark, by which Excel knows it for UTF-8."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(titles)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def as_workbook(titles: Sequence[str], rows: Iterable[Sequence[Any]], sheet: str) -> bytes:
    """Write a table as XLSX: texts stay texts, days are days."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        page = book.add_worksheet(sheet)
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        day = book.add_format({"num_format": "dd/mm/yyyy", "valign": "top"})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        page.freeze_panes(1, 0)
        page.set_column(0, len(titles) - 1, 22)
        page.write_row(0, 0, titles, head)
        for number, row in enumerate(rows, 1):
            for index, value in enumerate(row):
                if hasattr(value, "isoformat"):
                    page.write_datetime(number, index, value, day)
                elif isinstance(value, int | float):
                    page.write_number(number, index, value, wrapped)
                elif value not in (None, ""):
                    page.write_string(number, index, str(value), wrapped)
    return target.getvalue()


def _cell(value: Any) -> Any:
    return "" if value is None else value.isoformat() if hasattr(value, "isoformat") else value
