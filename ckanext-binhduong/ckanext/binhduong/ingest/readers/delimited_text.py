"""Read CSV and TSV: any delimiter, any encoding an office has used, rows counted as Excel counts them.

Python's ``csv`` reads the records, because it alone here says which record is short, long or unterminated; the cells go to Arrow in
columns at once. A record may span lines: Excel shows it as one row, so the record's number is the row's number.
"""

import csv
import itertools
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TextIO

import numpy as np
import pyarrow as pa

from ckanext.binhduong.ingest.compute import pc
from ckanext.binhduong.ingest.job import Job
from ckanext.binhduong.ingest.layout import headers, table_choice
from ckanext.binhduong.ingest.layout.row_filters import Sieve
from ckanext.binhduong.ingest.layout.sheet_areas import SEARCHED_ROWS
from ckanext.binhduong.ingest.model import Refused
from ckanext.binhduong.ingest.readers import text_encoding
from ckanext.binhduong.ingest.spool import Spool
from ckanext.binhduong.ingest.typing.evidence import TEXT

MAX_COLUMNS = 1_600
"""What a PostgreSQL table holds."""
MAX_CELL = 1_000_000
"""Characters of one cell. A longer one is a quote that was never closed."""
CHUNK_ROWS = 20_000
_SAMPLE = 256 * 1024
_BLOCK = 4 * 2**20
_DELIMITERS = (";", "\t", ",", "|", "^", "~")


def read(path: Path, job: Job) -> Spool:
    """Read the text table at ``path`` into a spool."""
    csv.field_size_limit(MAX_CELL)
    encoding, text_path = text_encoding.readable(path, job)
    job.source.encoding = encoding
    with text_path.open(encoding="utf-8", errors="strict", newline="") as file:
        skipped = _separator_line(file)
        delimiter = skipped or _find_delimiter(file, job)
        job.source.delimiter = delimiter
        return _read_records(_Records(file, delimiter, 2 if skipped else 1, _sample(file)), job)


def _separator_line(file: TextIO) -> str | None:
    """Return the delimiter that Excel's own first line "sep=;" names."""
    line = file.readline(8).rstrip("\r\n")
    if line.lower().startswith("sep=") and len(line) == 5:
        return line[4]
    file.seek(0)
    return None


def _find_delimiter(file: TextIO, job: Job) -> str:
    """Choose the delimiter under which the most records have the same number of cells (more than one)."""
    cut = _sample(file)
    scores: dict[str, tuple[float, int]] = {}
    for delimiter in _DELIMITERS:
        scores[delimiter] = _consistency(cut, delimiter)
    best = max(_DELIMITERS, key=lambda delimiter: scores[delimiter])
    if scores[best][0] == 0:
        return "\t" if job.detected.format == "TSV" else ","
    return best


def _sample(file: TextIO) -> str:
    """Return the whole lines at the beginning of what is left of a file, which stays where it was."""
    start = file.tell()
    sample = file.read(_SAMPLE)
    file.seek(start)
    return sample if len(sample) < _SAMPLE else sample[: sample.rfind("\n") + 1] or sample


def _spaced(sample: str, delimiter: str) -> bool:
    """Return whether spaces stand between a delimiter and the quote that opens a cell."""
    return re.search(rf'{re.escape(delimiter)}[ \u00a0]+"[^"\n]*"[ ]*(?:{re.escape(delimiter)}|\r?$)', sample, re.MULTILINE) is not None


def _consistency(sample: str, delimiter: str) -> tuple[float, int]:
    try:
        counts = [
            len(row)
            for row in itertools.islice(_reader(sample.splitlines(keepends=True), delimiter, _spaced(sample, delimiter)), 500)
            if row
        ]
    except csv.Error:
        return 0.0, 0
    wide = Counter(count for count in counts if count > 1)
    if not wide:
        return 0.0, 0
    width, times = max(wide.items(), key=lambda item: (item[1], item[0]))
    return round(times / len(counts), 2), width


def _escaped(sample: str, delimiter: str) -> bool:
    """Return whether quotes within a cell are written \\" as programs of databases do, and never doubled."""
    return re.search(rf'(?:^|{re.escape(delimiter)})"[^"\n]*[^\\"\n]?\\"[^"{re.escape(delimiter)}\r\n]', sample, re.MULTILINE) is not None


def _has_own_quotes(path: str, delimiter: str) -> bool:
    """Return whether a cell of a file goes on behind the quote that closes it, as ``"Chợ" Gò``: it is no quoted cell, and no well-formed
    file has one."""
    other = re.escape(delimiter)
    pattern = rf'(?:^|\n|{other})"[^"{other}\r\n]+"[ ]*[^"{other}\s]'
    rest = b""
    with open(path, "rb") as file:
        while block := file.read(_BLOCK):
            whole, sign, rest = (rest + block).rpartition(b"\n")
            if b'"' in whole and pc.match_substring_regex(pa.array([whole + sign], pa.large_binary()), pattern)[0].as_py():
                return True
    return b'"' in rest and re.search(pattern.encode(), rest) is not None


def _kept_quotes(lines: Iterable[str], delimiter: str) -> Iterator[str]:
    """Yield lines in which the quotes of such cells are written so that the csv module keeps them."""
    other = re.escape(delimiter)
    begun = re.compile(rf'(^|{other})("[^"{other}\r\n]+"[ \u00a0]*[^"{other}\s][^{other}\r\n]*)(?={other}|\r?\n?$)')
    for line in lines:
        yield begun.sub(lambda cell: f'{cell[1]}"{cell[2].replace(chr(34), chr(34) * 2)}"', line) if '"' in line else line


def _reader(lines: Iterable[str], delimiter: str, spaced: bool, escaped: bool = False) -> Any:
    lines = (line.replace('\\"', '""') for line in lines) if escaped else lines
    return csv.reader(lines, delimiter=delimiter, skipinitialspace=spaced)


class _Records:
    """A text file's records in lists of many at once; a loop in Python a record would cost more than the reading."""

    def __init__(self, file: TextIO, delimiter: str, first: int, sample: str) -> None:
        self.file, self.next = file, first
        spaced, escaped = _spaced(sample, delimiter), _escaped(sample, delimiter)
        lines = _kept_quotes(file, delimiter) if not spaced and not escaped and _has_own_quotes(file.name, delimiter) else file
        self.reader = _reader(lines, delimiter, spaced, escaped)

    def take(self, count: int) -> list[list[str]]:
        """Return the next records, at most ``count``; none at the end of the file."""
        line = self.reader.line_num
        try:
            found = list(itertools.islice(self.reader, count))
        except csv.Error as error:
            raise Refused("csv-unclosed-quote", place={"row": self.next + self.reader.line_num - line - 1}) from error
        except UnicodeDecodeError as error:
            raise Refused("encoding-broken", place={"row": self.next + self.reader.line_num - line}) from error
        self.next += len(found)
        if found and len(found) < count:
            self._check_end(found[-1])
        return found

    def _check_end(self, last: list[str]) -> None:
        """Refuse a file whose last quote is never closed: the csv module takes the rest of the file into it, and says nothing."""
        tail = last[-1] if last else ""
        if "\n" not in tail and "\r" not in tail:
            return
        with open(self.file.name, "rb") as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - 64))
            closed = file.read().rstrip().endswith(b'"')
        if not closed:
            raise Refused("csv-unclosed-quote", place={"row": self.next - 1})


def _read_records(records: _Records, job: Job) -> Spool:
    first = records.next
    sample = records.take(SEARCHED_ROWS)
    if (wide := max(map(len, sample), default=0)) > 2 * MAX_COLUMNS:  # before anyone looks at each of a hundred thousand titles
        raise Refused("columns-too-many", value=wide, limit=MAX_COLUMNS)
    rows = [[(cell, TEXT) for cell in record] for record in sample]
    part = table_choice.choose(rows, job, first=first)
    first, rows, sample = first + part.top, list(part.cut(rows[part.rows])), list(part.cut(sample[part.rows]))
    header = headers.find_header(rows[: headers.SAMPLE_ROWS], numbered="numbering-row" not in job.options.kept_rows)
    if len(header.titles) > MAX_COLUMNS:
        raise Refused("columns-too-many", value=len(header.titles), limit=MAX_COLUMNS)
    job.header_found(header, first + header.first, rows[: header.first])
    titles = job.titles(header.titles)
    spool = Spool(job.work / "cells.arrow", titles, job.findings)
    sieve = Sieve(spool, titles, job.options.kept_rows)
    job.leave_numbering(header, (first + header.data - 1, rows[header.data - 1]), spool)
    number, chunk = first + header.data, sample[header.data :]
    while chunk or (part.rows.stop is None and (chunk := list(part.cut(records.take(CHUNK_ROWS))))):
        _add_chunk(number, chunk, len(titles), sieve)
        job.progress(spool.rows)
        number, chunk = number + len(chunk), []
    spool.close()
    return spool


def _add_chunk(first: int, records: list[list[str]], width: int, sieve: Sieve) -> None:
    """Make the records equally wide, then columns of them; ``first`` is the first one's row."""
    numbers = np.arange(first, first + len(records), dtype=np.int64)
    if set(map(len, records)) != {width}:
        fitted = [_fit(int(number), record, width, sieve) for number, record in zip(numbers, records, strict=True)]
        numbers = numbers[[record is not None for record in fitted]]
        records = [record for record in fitted if record is not None]
    if records:
        sieve.add(numbers, [pa.array(column, pa.string()) for column in zip(*records, strict=True)])


def _fit(number: int, record: list[str], width: int, sieve: Sieve) -> list[str] | None:
    if len(record) == width:
        return record
    if not any(cell.strip() for cell in record):
        return [""] * width
    if any(cell.strip() for cell in record[width:]):
        sieve.spool.refuse("row-long", number, value=len(record), understood=None, expected=width)
        return None
    if len(record) < width and headers.odd_row(record + [""] * (width - len(record)), sieve.titles) is None:
        sieve.spool.findings.add("row-short", place={"row": number}, value=len(record), expected=width)
    return (record + [""] * (width - len(record)))[:width]
