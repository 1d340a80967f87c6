"""Write small files and read them back through the room, in this process (fast) or through the sandboxed child (as the portal does)."""

from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa

from ckanext.binhduong.ingest.model import WKB, Options
from ckanext.binhduong.ingest.pipeline import run


class Read:
    """A checked file: its report, its columns by name, its rows, its findings by code."""

    def __init__(self, report: dict[str, Any], table: Path | None) -> None:
        self.report = report
        self.columns = {column["name"]: column for column in report["columns"]}
        self.codes = [finding["code"] for finding in report["findings"]]
        self.rows: list[dict[str, Any]] = []
        self.schema: pa.Schema | None = None
        self.wkb: list[bytes | None] | None = None
        if table:
            with pa.OSFile(str(table), "rb") as file:
                found = pa.ipc.open_file(file).read_all()
            self.wkb = found[WKB].to_pylist() if WKB in found.column_names else None
            found = found.select([name for name in found.column_names if name != WKB])
            self.rows, self.schema = found.to_pylist(), found.schema

    def types(self) -> dict[str, str]:
        """Column name → type."""
        return {name: column["type"] for name, column in self.columns.items()}

    def roles(self) -> dict[str, str]:
        """Column name → role, of the columns that have one."""
        return {name: column["role"] for name, column in self.columns.items() if column["role"]}

    def values(self, column: str) -> list[Any]:
        """The values of one column."""
        return [row[column] for row in self.rows]

    def finding(self, code: str) -> dict[str, Any]:
        """The first finding of a code."""
        return next(finding for finding in self.report["findings"] if finding["code"] == code)


def read(path: Path, name: str | None = None, **options: Any) -> Read:
    """Read a file in this process."""
    work = path.parent / f"work-{path.name}"
    work.mkdir(exist_ok=True)
    checked = run(path, name or path.name, Options.from_dict(options), work)
    return Read(checked.report, checked.table)


def read_text(folder: Path, text: str | bytes, name: str = "bang.csv", **options: Any) -> Read:
    """Write a text file and read it."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read(path, **options)


def read_sheet(folder: Path, rows: list[list[Any]], name: str = "bang.xlsx", **options: Any) -> Read:
    """Write rows into a workbook's only sheet and read it."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    book.save(folder / name)
    return read(folder / name, **options)
