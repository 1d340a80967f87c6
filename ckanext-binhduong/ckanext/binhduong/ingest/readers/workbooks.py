"""Read XLSX, XLS and ODS with calamine; every cell keeps its kind, so that a number is never taken for a text that looks like one.

calamine because it is an order of magnitude faster than openpyxl in a fraction of the memory, and reads the three formats alike. What it
does not tell (hidden rows, number formats) ``workbook_facts`` reads from the XML.
"""

import datetime
import itertools
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import numpy as np
import pyarrow as pa
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from ckanext.binhduong.ingest import headers, zips
from ckanext.binhduong.ingest.evidence import BOOLEAN, DATE, DATETIME, ERROR, NUMBER, TEXT, TIME
from ckanext.binhduong.ingest.job import Job
from ckanext.binhduong.ingest.model import Refused
from ckanext.binhduong.ingest.sift import Sieve
from ckanext.binhduong.ingest.spool import Spool

CHUNK_ROWS = 10_000
MAX_COLUMNS = 1_600
Cell = tuple[str, int]


def read(path: Path, job: Job) -> Spool:
    """Read one sheet of the workbook at ``path`` into a spool."""
    if job.detected.format in ("XLSX", "ODS"):
        zips.list_members(path)
    try:
        with CalamineWorkbook.from_path(path) as book:
            sheet = _choose_sheet(book, job)
            return _read_sheet(sheet, job)
    except PasswordError as error:
        raise Refused("workbook-password") from error
    except (CalamineError, OSError, ValueError) as error:
        raise Refused("workbook-broken") from error


def _choose_sheet(book: CalamineWorkbook, job: Job) -> CalamineSheet:
    """Take the sheet asked for, else the first visible one with a table; name the others that have one."""
    visible = [meta.name for meta in book.sheets_metadata if meta.visible == SheetVisibleEnum.Visible and meta.typ == SheetTypeEnum.WorkSheet]
    hidden = [meta.name for meta in book.sheets_metadata if meta.visible != SheetVisibleEnum.Visible]
    if hidden:
        job.findings.add("sheet-hidden", place={"sheet": hidden[0]}, value=", ".join(hidden), count=len(hidden))
    if job.options.sheet is not None:
        if job.options.sheet not in book.sheet_names:
            raise Refused("sheet-unknown", value=job.options.sheet, understood=", ".join(book.sheet_names))
        return book.get_sheet_by_name(job.options.sheet)
    full = [name for name in visible if book.get_sheet_by_name(name).end]
    if not full:
        raise Refused("table-empty")
    if len(full) > 1:
        job.findings.add("sheets-several", place={"sheet": full[0]}, value=", ".join(full), understood=full[0], count=len(full))
    return book.get_sheet_by_name(full[0])


def _read_sheet(sheet: CalamineSheet, job: Job) -> Spool:
    job.source.sheet = job.findings.common["sheet"] = sheet.name
    if sheet.start is None:
        raise Refused("table-empty")
    if sheet.width > MAX_COLUMNS:
        raise Refused("columns-too-many", value=sheet.width, limit=MAX_COLUMNS)
    rows = ((number, [_cell(value) for value in row]) for number, row in enumerate(sheet.iter_rows(), start=1))
    return _read_rows(rows, job, sheet.height)


def _read_rows(rows: Iterator[tuple[int, list[Cell]]], job: Job, total: int) -> Spool:
    sample = list(itertools.islice(rows, headers.SAMPLE_ROWS))
    header = headers.find_header([cells for _, cells in sample])
    job.header_found(header, sample[header.first][0])
    titles = job.titles(header.titles)
    spool = Spool(job.work / "cells.arrow", titles, job.findings, kinds=True)
    sieve = Sieve(spool, titles)
    data = itertools.chain(sample[header.data :], rows)
    while chunk := list(itertools.islice(data, CHUNK_ROWS)):
        _add_chunk(chunk, len(titles), sieve)
        job.progress(spool.rows, total)
    spool.close()
    return spool


def _add_chunk(chunk: list[tuple[int, list[Cell]]], width: int, sieve: Sieve) -> None:
    numbers = np.array([number for number, _ in chunk], dtype=np.int64)
    blank = ("", TEXT)
    by_column = list(zip(*((cells + [blank] * (width - len(cells)))[:width] for _, cells in chunk), strict=True))
    columns = [pa.array([text for text, _ in column], pa.string()) for column in by_column]
    kinds = [np.array([kind for _, kind in column], dtype=np.uint8) for column in by_column]
    sieve.add(numbers, columns, kinds)


def _cell(value: object) -> Cell:
    """Give a cell as text in one canonical spelling, with its kind."""
    if isinstance(value, str):
        return (value, TEXT) if not (value.startswith("#") and value.endswith(("!", "?", "/A"))) else (value, ERROR)
    if isinstance(value, bool):
        return ("true" if value else "false"), BOOLEAN
    if isinstance(value, int | float):
        return _number_text(value), NUMBER
    if isinstance(value, datetime.datetime):
        whole = value.time() == datetime.time()
        return (value.date().isoformat(), DATE) if whole else (value.isoformat(), DATETIME)
    if isinstance(value, datetime.date):
        return value.isoformat(), DATE
    if isinstance(value, datetime.time):
        return value.isoformat(), TIME
    if isinstance(value, datetime.timedelta):
        return _duration_text(value)
    return "", TEXT


def _number_text(value: int | float) -> str:
    """Write a number without exponent: 3.0 → "3", 0.1 → "0.1"; Excel keeps 15 digits, so that many are shown."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, int):
        return str(value)
    return format(Decimal(repr(value)), "f")


def _duration_text(value: datetime.timedelta) -> Cell:
    if datetime.timedelta() <= value < datetime.timedelta(days=1):
        return (datetime.datetime.min + value).time().isoformat(), TIME
    return str(value), TEXT
