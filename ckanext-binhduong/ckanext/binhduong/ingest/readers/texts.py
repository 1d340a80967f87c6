"""Read CSV and TSV: any delimiter, any encoding an office has used, rows counted as Excel counts them.

Python's ``csv`` reads the records, because it alone here says which record is short, long or unterminated; the cells go to Arrow in
columns at once. A record may span lines: Excel shows it as one row, so the record's number is the row's number.
"""

import csv
import itertools
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

import numpy as np
import pyarrow as pa

from ckanext.binhduong.ingest import headers
from ckanext.binhduong.ingest.evidence import TEXT
from ckanext.binhduong.ingest.job import Job
from ckanext.binhduong.ingest.model import Refused
from ckanext.binhduong.ingest.readers import encoded
from ckanext.binhduong.ingest.sift import Sieve
from ckanext.binhduong.ingest.spool import Spool

MAX_COLUMNS = 1_600
"""What a PostgreSQL table holds."""
MAX_CELL = 1_000_000
"""Characters of one cell. A longer one is a quote that was never closed."""
CHUNK_ROWS = 20_000
_DELIMITERS = (";", "\t", ",", "|")


def read(path: Path, job: Job) -> Spool:
    """Read the text table at ``path`` into a spool."""
    csv.field_size_limit(MAX_CELL)
    encoding, text_path = encoded.readable(path, job)
    job.source.encoding = encoding
    with text_path.open(encoding="utf-8", errors="strict", newline="") as file:
        skipped = _separator_line(file)
        delimiter = skipped or _find_delimiter(file, job)
        job.source.delimiter = delimiter
        records = enumerate(_records(file, delimiter), start=2 if skipped else 1)
        return _read_records(records, job)


def _separator_line(file: TextIO) -> str | None:
    """Give the delimiter that Excel's own first line "sep=;" names."""
    line = file.readline(8).rstrip("\r\n")
    if line.lower().startswith("sep=") and len(line) == 5:
        return line[4]
    file.seek(0)
    return None


def _find_delimiter(file: TextIO, job: Job) -> str:
    """Choose the delimiter under which the most records have the same number of cells (more than one)."""
    sample = file.read(256 * 1024)
    file.seek(0)
    cut = sample if len(sample) < 256 * 1024 else sample[: sample.rfind("\n") + 1] or sample
    scores: dict[str, tuple[float, int]] = {}
    for delimiter in _DELIMITERS:
        scores[delimiter] = _consistency(cut, delimiter)
    best = max(_DELIMITERS, key=lambda delimiter: scores[delimiter])
    if scores[best][0] == 0:
        return "\t" if job.detected.format == "TSV" else ","
    return best


def _consistency(sample: str, delimiter: str) -> tuple[float, int]:
    try:
        counts = [len(row) for row in itertools.islice(csv.reader(sample.splitlines(keepends=True), delimiter=delimiter), 500) if row]
    except csv.Error:
        return 0.0, 0
    wide = Counter(count for count in counts if count > 1)
    if not wide:
        return 0.0, 0
    width, times = max(wide.items(), key=lambda item: (item[1], item[0]))
    return round(times / len(counts), 2), width


class _Lines:
    """Give a file's lines and remember those of the record being read."""

    def __init__(self, file: TextIO) -> None:
        self.file, self.pending = file, list[str]()

    def __iter__(self) -> Iterator[str]:
        for line in self.file:
            self.pending.append(line)
            yield line


def _records(file: TextIO, delimiter: str) -> Iterator[list[str]]:
    lines = _Lines(file)
    number = 0
    last: list[str] = []
    try:
        for record in csv.reader(lines, delimiter=delimiter):
            number += 1
            last, lines.pending = lines.pending, []
            yield record
    except csv.Error as error:
        raise Refused("csv-unclosed-quote", place={"row": number + 1}) from error
    except UnicodeDecodeError as error:
        raise Refused("encoding-broken", place={"row": number + 1}) from error
    # The csv module takes the rest of the file into a quote that is never closed, and says nothing.
    if len(last) > 1 and sum(line.count('"') for line in last) % 2:
        raise Refused("csv-unclosed-quote", place={"row": number})


def _read_records(records: Iterator[tuple[int, list[str]]], job: Job) -> Spool:
    numbered = list(itertools.islice(records, headers.SAMPLE_ROWS))
    header = headers.find_header([[(cell, TEXT) for cell in record] for _, record in numbered])
    if len(header.titles) > MAX_COLUMNS:
        raise Refused("columns-too-many", value=len(header.titles), limit=MAX_COLUMNS)
    job.header_found(header, numbered[header.first][0])
    titles = job.titles(header.titles)
    spool = Spool(job.work / "cells.arrow", titles, job.findings)
    sieve = Sieve(spool, titles)
    rows = itertools.chain(numbered[header.data :], records)
    while chunk := list(itertools.islice(rows, CHUNK_ROWS)):
        _add_chunk(chunk, len(titles), sieve)
        job.progress(spool.rows)
    spool.close()
    return spool


def _add_chunk(chunk: list[tuple[int, list[str]]], width: int, sieve: Sieve) -> None:
    """Make the records equally wide, then columns of them."""
    if any(len(record) != width for _, record in chunk):
        chunk = [(number, fitted) for number, record in chunk if (fitted := _fit(number, record, width, sieve)) is not None]
    if not chunk:
        return
    numbers, records = zip(*chunk, strict=True)
    columns = [pa.array(column, pa.string()) for column in zip(*records, strict=True)]
    sieve.add(np.array(numbers, dtype=np.int64), columns)


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
