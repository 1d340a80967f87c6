"""What an ODS says beyond values: hidden rows and columns, error cells, merged cells, formats with leading zeros.

The XML is read as a stream, as ``workbook_facts`` does for XLSX. calamine gives nothing for an error and the bare number for "00007".
"""

import itertools
import re
import zipfile
from collections.abc import Iterator
from html import unescape
from pathlib import Path

from ckanext.binhduong.ingest.detection.zip_archives import read_member
from ckanext.binhduong.ingest.readers.spreadsheets.ods_formats import shown_as
from ckanext.binhduong.ingest.readers.spreadsheets.workbook_facts import MAX_CELLS, Facts, letters

_BLOCK = 2**20
_TAG = re.compile(
    rb"<(/?)table:(table-row|table-column|table-cell|covered-table-cell|table)(?![\w-])([^>]*)>"
    rb"(?:(?:<office:annotation.{0,4000}?</office:annotation>)?<text:p(?:\s[^>]*)?>(?:<text:span[^>]*>)?([^<]*)<)?",
    re.DOTALL,
)
_NAME = re.compile(rb'\btable:name="([^"]*)"')
_REPEATED = re.compile(rb'-repeated="(\d{1,7})"')
_HIDDEN = re.compile(rb'\btable:visibility="(?:collapse|filter)"')
_ERROR = b'calcext:value-type="error"'
_KIND = re.compile(rb'office:value-type="(float|percentage|currency|date)"(?:[^>]*?office:(?:date-)?value="([^"]*)")?')
_SPANNED = re.compile(rb'\bnumber-(rows|columns)-spanned="(\d{1,7})"')
MAX_HIDDEN = 10_000
"""Hidden rows or columns listed; a longer run is the unused end of the sheet."""


def read(path: Path, sheet: str) -> Facts:
    """Read the facts of one sheet of the ODS at ``path``: rows are counted from 1, columns are letters or counted from 0."""
    facts, inside = Facts(), False
    place, row = {b"table-row": 0, b"table-column": 0, b"table-cell": 0}, range(1)
    for closing, kind, attributes, text in _tags(path):
        if kind == b"table":
            name = _NAME.search(attributes)
            inside = not closing and name is not None and unescape(name[1].decode("utf-8", "replace")) == sheet
        elif inside and not closing:
            counted = b"table-cell" if kind == b"covered-table-cell" else kind
            first = place[counted] + 1
            place[counted] += _times(attributes)
            if kind == b"table-cell":
                _cell(facts, row, range(first - 1, place[counted]), attributes, text)
            elif _HIDDEN.search(attributes) and place[counted] - first < MAX_HIDDEN:
                numbers = range(first, place[counted] + 1)
                facts.hidden_rows += numbers if kind == b"table-row" else ()
                facts.hidden_columns += map(letters, numbers) if kind == b"table-column" else ()
            if kind == b"table-row":
                place[b"table-cell"], row = 0, range(first, place[counted] + 1)
    return facts


def is_encrypted(path: Path, members: list[str]) -> bool:
    """Return whether an ODS has a password: its manifest names how a part is encrypted, or all parts lie in one encrypted package."""
    if "encrypted-package" in members:
        return True
    manifest = "META-INF/manifest.xml"
    return manifest in members and b"encryption-data" in read_member(path, manifest, _BLOCK)


def _times(attributes: bytes) -> int:
    repeated = _REPEATED.search(attributes)
    return max(int(repeated[1]), 1) if repeated else 1


def _cell(facts: Facts, rows: range, columns: range, attributes: bytes, text: bytes) -> None:
    if spanned := dict(_SPANNED.findall(attributes)):
        down, across = (int(spanned.get(name, 1)) for name in (b"rows", b"columns"))
        facts.merges.append(((rows[0] - 1, columns[0]), (rows[0] + down - 2, columns[0] + across - 1)))
    if _ERROR in attributes and len(facts.errors) < MAX_CELLS:
        cells = itertools.product(rows[:MAX_HIDDEN], columns[:MAX_HIDDEN])
        facts.errors |= dict.fromkeys(itertools.islice(cells, MAX_CELLS), unescape(text.decode("utf-8", "replace")))
    elif kind := _KIND.search(attributes):
        shown = shown_as(unescape(text.decode("utf-8", "replace")), kind[1].decode(), (kind[2] or b"").decode("utf-8", "replace"))
        for column in columns[:MAX_HIDDEN]:
            facts.show(rows[0], column, shown)


def _tags(path: Path) -> Iterator[tuple[bytes, bytes, bytes, bytes]]:
    """Yield the tags of tables, columns, rows and cells as (closing mark, kind, attributes, a cell's first paragraph)."""
    rest = b""
    with zipfile.ZipFile(path) as archive, archive.open("content.xml") as file:
        while block := file.read(_BLOCK):
            rest += block
            end = max(rest.rfind(b"<table:"), 0)
            yield from _TAG.findall(rest[:end])
            rest = rest[end:]
    yield from _TAG.findall(rest)
