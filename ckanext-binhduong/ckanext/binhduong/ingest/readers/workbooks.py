"""Read XLSX, XLS and ODS with calamine; every cell keeps its kind, so that a number is never taken for a text that looks like one.

calamine because it is an order of magnitude faster than openpyxl in a fraction of the memory, and reads the three formats alike. What it
does not tell (hidden rows, number formats) ``workbook_facts`` reads from the XML.
"""

import datetime
import itertools
import re
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import numpy as np
import pyarrow as pa
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from ckanext.binhduong.ingest.detection import zip_archives
from ckanext.binhduong.ingest.job import Job
from ckanext.binhduong.ingest.layout import headers, table_choice
from ckanext.binhduong.ingest.layout.row_filters import Sieve
from ckanext.binhduong.ingest.layout.sheet_areas import SEARCHED_ROWS
from ckanext.binhduong.ingest.model import Refused
from ckanext.binhduong.ingest.readers import legacy_text
from ckanext.binhduong.ingest.readers.spreadsheets import format_notes, ods_facts, spreadsheet_xml, workbook_facts, xls_facts
from ckanext.binhduong.ingest.readers.spreadsheets.workbook_repair import Cell, Mender
from ckanext.binhduong.ingest.spool import Spool
from ckanext.binhduong.ingest.typing.evidence import BOOLEAN, DATE, DATETIME, DURATION, ERROR, NUMBER, TEXT, TIME
from ckanext.binhduong.vn import LegacyEncoding

CHUNK_ROWS = 10_000
MAX_COLUMNS = 1_600
_LONG_TIME = re.compile(r"PT(\d{2,6})H(\d{2})M(\d{2})(?:[.,]\d+)?S")


def read(path: Path, job: Job) -> Spool:
    """Read one sheet of the workbook at ``path`` into a spool."""
    if job.detected.format == "SpreadsheetML":
        name, rows, total = spreadsheet_xml.read(path, job.options.sheet)
        job.source.sheet = job.findings.common["sheet"] = name
        sample = list(itertools.islice(rows, SEARCHED_ROWS))
        part = table_choice.choose([cells for _, cells in sample], job)
        cut = ((number, cells[part.columns]) for number, cells in itertools.chain(sample[part.rows], () if part.rows.stop else rows))
        return _read_rows(cut, job, total, Mender(workbook_facts.Facts(), 0, []))
    if job.detected.format == "XLSX" and not zipfile.is_zipfile(path) and _is_encrypted(path):
        raise Refused("workbook-password")
    if job.detected.format in ("XLSX", "ODS"):
        _refuse_doctype(path, members := zip_archives.list_members(path))
        if job.detected.format == "ODS" and ods_facts.is_encrypted(path, [member.filename for member in members]):
            raise Refused("workbook-password")
    try:
        with CalamineWorkbook.from_path(path) as book:
            sheet = _choose_sheet(book, job)
            return _read_sheet(sheet, job)
    except PasswordError as error:
        raise Refused("workbook-password") from error
    except (CalamineError, OSError, ValueError) as error:
        raise Refused("workbook-broken") from error


def _is_encrypted(path: Path) -> bool:
    """Return whether a file is the old container that Excel puts around a workbook with a password."""
    with path.open("rb") as file:
        return file.read(8) == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def _refuse_doctype(path: Path, members: list[zipfile.ZipInfo]) -> None:
    """Refuse a workbook with a DOCTYPE in any part: no program writes one."""
    for member in members:
        if member.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in zip_archives.beginning(path, member.filename):
            raise Refused("doctype-refused", value=member.filename)


def _choose_sheet(book: CalamineWorkbook, job: Job) -> CalamineSheet:
    """Take the sheet asked for, else the first visible one with a table; name the others that have one."""
    visible = [
        meta.name for meta in book.sheets_metadata if meta.visible == SheetVisibleEnum.Visible and meta.typ == SheetTypeEnum.WorkSheet
    ]
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
    tell = {"XLSX": workbook_facts.read, "XLS": xls_facts.read, "ODS": ods_facts.read}.get(job.detected.format)
    facts = tell(job.path, sheet.name) if tell else workbook_facts.Facts()
    job.epoch_1904 = facts.epoch_1904
    left = sheet.start[1]
    sample = [[_cell(value) for value in row] for row in itertools.islice(sheet.iter_rows(), SEARCHED_ROWS)]
    part = table_choice.choose(sample, job, left=left)
    wanted = itertools.islice(enumerate(sheet.iter_rows(), start=1), part.top, part.rows.stop)
    rows = ((number, [_cell(value) for value in row[part.columns]]) for number, row in wanted)
    mender = Mender(facts, left + part.left, sheet.merged_cell_ranges or facts.merges)
    spool = _read_rows((mender.mend(number, cells) for number, cells in rows), job, sheet.height, mender)
    _tell(facts, job, part, left)
    return spool


def _tell(facts: workbook_facts.Facts, job: Job, part: table_choice.Part, left: int) -> None:
    """Tell what the workbook hides in the part that was read, whose columns count from ``left``, and what else it has."""
    rows = [row for row in facts.hidden_rows if row > (job.source.header_row or 0) and part.has_row(row - 1)]
    if rows:
        job.findings.add("rows-hidden", place={"row": rows[0]}, count=len(rows))
    columns = [name for name in facts.hidden_columns if part.has_column(workbook_facts.number_of(name) - 1 - left)]
    if columns:
        job.findings.add("columns-hidden", value=", ".join(columns[:20]), count=len(columns))
    if facts.links:
        job.findings.add("workbook-links", count=facts.links)
    if facts.macros:
        job.findings.add("workbook-macros")


def _read_rows(rows: Iterator[tuple[int, list[Cell]]], job: Job, total: int, mender: Mender) -> Spool:
    sample = list(itertools.islice(rows, headers.SAMPLE_ROWS))
    legacy = _legacy_columns([cells for _, cells in sample], job)
    sample = [(number, _decoded(cells, legacy)) for number, cells in sample]
    header = headers.find_header([cells for _, cells in sample], numbered="numbering-row" not in job.options.kept_rows)
    job.header_found(header, sample[header.first][0], [cells for _, cells in sample[: header.first]])
    titles = job.titles(header.titles)
    spool = Spool(job.work / "cells.arrow", titles, job.findings, kinds=True)
    sieve = Sieve(spool, titles, job.options.kept_rows)
    job.leave_numbering(header, sample[header.data - 1], spool)
    data = itertools.chain(sample[header.data :], ((number, _decoded(cells, legacy)) for number, cells in rows))
    while chunk := list(itertools.islice(data, CHUNK_ROWS)):
        _add_chunk(chunk, len(titles), sieve)
        job.progress(spool.rows, total)
    spool.close()
    filled = [row for row in mender.filled if header.data < len(sample) and row >= sample[header.data][0]]
    if filled:
        job.findings.add("merged-filled", place={"row": filled[0]}, count=len(filled))
    _tell_dropped(mender, spool, titles, sample[min(header.data, len(sample) - 1)][0], job)
    if header.data < len(sample):
        format_notes.report(mender.notes, sample[header.data][0], spool.left_out, titles, job)
    for column, (count, example) in mender.padded.items():
        job.findings.add("zeros-from-format", place={"column": titles[column]}, understood=example, count=count)
    return spool


def _tell_dropped(mender: Mender, spool: Spool, titles: list[str], data: int, job: Job) -> None:
    """Tell of what cells of records (from row ``data`` on) show and the table does not have: values in several columns, links."""
    for row, first, last, value in mender.across:
        titled = any(at not in job.untitled for at in range(first + 1, min(last + 1, len(titles))))
        if row >= data and row not in spool.left_out and titled and 0 <= first < len(titles):
            job.findings.add("merged-across", place={"column": titles[first], "row": row}, value=value)
    for column, (row, text, count) in mender.linked.items():
        if column < len(titles) and row >= data:
            job.findings.add("link-dropped", place={"column": titles[column], "row": row}, value=text, count=count)


def _legacy_columns(rows: list[list[Cell]], job: Job) -> dict[int, LegacyEncoding]:
    """Find the columns typed in .VnTime or VNI-Times fonts; their titles may be in the same font or in Unicode."""
    found: dict[int, LegacyEncoding] = {}
    for column in range(max(map(len, rows), default=0)):
        texts = [row[column][0] for row in rows if len(row) > column and row[column][1] == TEXT]
        if encoding := legacy_text.legacy_of(texts):
            found[column] = encoding
            example = next(text for text in reversed(texts) if not text.isascii())
            job.findings.add("encoding-converted", value=encoding.value.upper(), understood=legacy_text.decode(example, encoding))
    return found


def _decoded(cells: list[Cell], legacy: dict[int, LegacyEncoding]) -> list[Cell]:
    for column, encoding in legacy.items():
        if column < len(cells) and cells[column][1] == TEXT:
            cells[column] = (legacy_text.decode(cells[column][0], encoding), TEXT)
    return cells


def _add_chunk(chunk: list[tuple[int, list[Cell]]], width: int, sieve: Sieve) -> None:
    numbers = np.array([number for number, _ in chunk], dtype=np.int64)
    blank = ("", TEXT)
    by_column = list(zip(*((cells + [blank] * (width - len(cells)))[:width] for _, cells in chunk), strict=True))
    columns = [pa.array([text for text, _ in column], pa.string()) for column in by_column]
    kinds = [np.array([kind for _, kind in column], dtype=np.uint8) for column in by_column]
    sieve.add(numbers, columns, kinds)


def _cell(value: object) -> Cell:
    """Return a cell as text in one canonical spelling, with its kind."""
    if isinstance(value, str):
        if long := _LONG_TIME.fullmatch(value):  # calamine gives an OpenDocument's time of more than a day as its text
            return f"{int(long[1])}:{long[2]}:{long[3]}", DURATION
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
    """Write a number without exponent: 3.0 → "3", 0.1 → "0.1"; an account of 16 digits stays one, though Excel kept only 15 of them."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, int):
        return str(value)
    return format(Decimal(repr(value)), "f")


def _duration_text(value: datetime.timedelta) -> Cell:
    if datetime.timedelta() <= value < datetime.timedelta(days=1):
        clock = (datetime.datetime(2000, 1, 1) + value).time().isoformat()  # noqa: DTZ001 - a time of day has no zone
        return clock, TIME
    minutes, seconds = divmod(round(abs(value.total_seconds())), 60)
    sign = "-" if value < datetime.timedelta() else ""
    return f"{sign}{minutes // 60}:{minutes % 60:02d}:{seconds:02d}", DURATION
