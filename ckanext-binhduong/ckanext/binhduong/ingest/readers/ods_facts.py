"""What an ODS says beyond values: its hidden rows and columns, read from the XML as a stream, as ``workbook_facts`` does for XLSX."""

import re
import zipfile
from collections.abc import Iterator
from html import unescape
from pathlib import Path

from ckanext.binhduong.ingest.readers.workbook_facts import Facts, letters

_BLOCK = 2**20
_TAG = re.compile(rb"<(/?)table:(table-row|table-column|table)(?![\w-])([^>]*)>")
_NAME = re.compile(rb'\btable:name="([^"]*)"')
_REPEATED = re.compile(rb'-repeated="(\d{1,7})"')
_HIDDEN = re.compile(rb'\btable:visibility="(?:collapse|filter)"')
MAX_HIDDEN = 10_000
"""Hidden rows or columns listed; a longer run is the unused end of the sheet."""


def read(path: Path, sheet: str) -> Facts:
    """Read the hidden rows (numbers from 1) and columns (letters) of one sheet of the ODS at ``path``."""
    facts, inside = Facts(), False
    place = {b"table-row": 0, b"table-column": 0}
    for closing, kind, attributes in _tags(path):
        if kind == b"table":
            name = _NAME.search(attributes)
            inside = not closing and name is not None and unescape(name[1].decode("utf-8", "replace")) == sheet
        elif inside and not closing:
            repeated = _REPEATED.search(attributes)
            first = place[kind] + 1
            place[kind] += int(repeated[1]) if repeated else 1
            if _HIDDEN.search(attributes) and place[kind] - first < MAX_HIDDEN:
                numbers = range(first, place[kind] + 1)
                facts.hidden_rows += numbers if kind == b"table-row" else ()
                facts.hidden_columns += map(letters, numbers) if kind == b"table-column" else ()
    return facts


def _tags(path: Path) -> Iterator[tuple[bytes, bytes, bytes]]:
    """Give the tags of tables, rows and columns as (closing mark, kind, attributes)."""
    rest = b""
    with zipfile.ZipFile(path) as archive, archive.open("content.xml") as file:
        while block := file.read(_BLOCK):
            rest += block
            end = rest.rfind(b">") + 1
            yield from _TAG.findall(rest[:end])
            rest = rest[end:]
