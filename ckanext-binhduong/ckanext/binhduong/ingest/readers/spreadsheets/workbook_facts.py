"""What an XLSX says beyond values: hidden rows and columns, error cells, formulas never calculated, formats with leading zeros.

The sheet's XML is read as a stream of bytes through a few patterns: no tree is built, so a million rows cost seconds and no memory.
The small parts (workbook, styles) go through defusedxml.
"""

import re
import zipfile
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from defusedxml import DefusedXmlException, ElementTree

from ckanext.binhduong.ingest.detection.zip_archives import read_member
from ckanext.binhduong.ingest.model import Refused
from ckanext.binhduong.ingest.readers.spreadsheets.number_formats import PLAIN, Shown, shown_by

MAX_PART = 32 * 2**20
MAX_CELLS = 50_000
"""Error cells remembered; a sheet with more of them is not worth a finding each."""
_CHUNK = 2**20

_HIDDEN_ROW = re.compile(rb'<(?:\w+:)?row\b(?=[^>]*\bhidden="(?:1|true)")[^>]*\br="(\d+)"')
_HIDDEN_COLUMNS = re.compile(rb'<(?:\w+:)?col\b(?=[^>]*\bhidden="(?:1|true)")[^>]*>')
_ERROR_CELL = re.compile(
    rb'<(?:\w+:)?c\b(?=[^>]*\bt="e")[^>]*\br="([A-Z]+)(\d+)"[^>]*>(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v>([^<]*)<', re.DOTALL
)
_UNCALCULATED = re.compile(
    rb'<(?:\w+:)?c\b[^>]*\br="([A-Z]+)(\d+)"[^>]*><(?:\w+:)?f\b[^>]*(?:/>|>[^<]*</(?:\w+:)?f>)'
    rb"(?:<(?:\w+:)?v ?/>|<(?:\w+:)?v></(?:\w+:)?v>)?</(?:\w+:)?c>"
)
_STYLED = re.compile(rb'<(?:\w+:)?c\b(?=[^>]*\bs="(\d+)"|)[^>]*\br="([A-Z]+)(\d+)"')
_LINK = re.compile(rb'<(?:\w+:)?hyperlink\b(?=[^>]*\b\w+:id=")[^>]*\bref="([A-Z]+)(\d+)"')
_LINKED = re.compile(rb'<(?:\w+:)?c\b[^>]*\br="([A-Z]+)(\d+)"[^>]*><(?:\w+:)?f\b[^>]*>HYPERLINK\(')
_OWN = {
    "9": "0%",
    "10": "0%",
    "16": "d-mmm",
    "17": "mmm-yy",
    **dict.fromkeys(("18", "19", "20", "21", "45", "47"), "h:mm"),
    "46": "[h]:mm:ss",
}
"""Excel's own formats of per cent, of incomplete dates and of times, by number."""


@dataclass
class Facts:
    """``hidden_rows`` (numbers from 1), ``hidden_columns`` (letters), cells by (row from 1, column from 0).

    ``formats``: column → (row, how its numbers are shown from that row on), in order.

    ``hyperlinks``: row → columns (from 0) of the cells that lead to an address outside.

    ``merges``: areas as (first, last) cell, each (row, column) from 0, where calamine does not give them.
    """

    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[str] = field(default_factory=list)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    uncalculated: dict[tuple[int, int], str] = field(default_factory=dict)
    formats: dict[int, list[tuple[int, Shown]]] = field(default_factory=dict)
    merges: list[tuple[tuple[int, int], tuple[int, int]]] = field(default_factory=list)
    epoch_1904: bool = False
    links: int = 0
    macros: bool = False
    hyperlinks: dict[int, list[int]] = field(default_factory=dict)

    def show(self, row: int, column: int, shown: Shown) -> None:
        """Note how a number is shown; cells come in the order of their rows."""
        formats = self.formats.get(column)
        if shown != PLAIN if formats is None else formats[-1][1] != shown:
            self.formats.setdefault(column, []).append((row, shown))

    def shown(self, row: int, column: int) -> Shown:
        """Return how a number in that cell is shown."""
        formats = self.formats.get(column, [])
        before = bisect_right(formats, row, key=lambda each: each[0])
        return formats[before - 1][1] if before else PLAIN


def read(path: Path, sheet: str) -> Facts:
    """Read the facts of one sheet of the XLSX at ``path``; a workbook whose parts are not where they belong has none."""
    facts = Facts()
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
    facts.links = sum(name.startswith("xl/externalLinks/externalLink") for name in names)
    facts.macros = "xl/vbaProject.bin" in names
    book = _xml(path, "xl/workbook.xml") if "xl/workbook.xml" in names else None
    if book is None:
        return facts
    properties = book.find("{*}workbookPr")
    facts.epoch_1904 = properties is not None and properties.get("date1904") in ("1", "true")
    part = _sheet_part(path, book, sheet, names)
    if part:
        styles = _styles(path) if "xl/styles.xml" in names else {}
        for chunk in _chunks(path, part):
            _scan(chunk, facts, styles)
    return facts


def _xml(path: Path, name: str) -> Any:
    try:
        return ElementTree.fromstring(read_member(path, name, MAX_PART), forbid_dtd=True)
    except DefusedXmlException as error:
        raise Refused("doctype-refused") from error
    except ElementTree.ParseError as error:
        raise Refused("workbook-broken") from error


def _sheet_part(path: Path, book: Any, sheet: str, names: set[str]) -> str | None:
    relation = next((entry for entry in book.iterfind("{*}sheets/{*}sheet") if entry.get("name") == sheet), None)
    if relation is None or "xl/_rels/workbook.xml.rels" not in names:
        return None
    number = next((value for key, value in relation.attrib.items() if key.endswith("}id")), None)
    target = next((each.get("Target") for each in _xml(path, "xl/_rels/workbook.xml.rels") if each.get("Id") == number), None)
    part = None if target is None else target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return part if part in names else None


def _styles(path: Path) -> dict[bytes, Shown]:
    """Return the styles whose number format shows more than the number ("00000", "BV-"000, 0%)."""
    styles = _xml(path, "xl/styles.xml")
    formats = {each.get("numFmtId"): each.get("formatCode") or "" for each in styles.iterfind("{*}numFmts/{*}numFmt")}
    used = [entry.get("numFmtId") for entry in styles.iterfind("{*}cellXfs/{*}xf")]
    shown = [shown_by(_OWN.get(number or "") or formats.get(number, "")) for number in used]
    return {str(at).encode(): each for at, each in enumerate(shown) if each != PLAIN}


def _chunks(path: Path, part: str) -> Iterator[bytes]:
    """Yield the sheet's XML in pieces that end between rows."""
    rest = b""
    with zipfile.ZipFile(path) as archive, archive.open(part) as file:
        while block := file.read(_CHUNK):
            if b"<!DOCTYPE" in block[:4096]:
                raise Refused("doctype-refused")
            rest += block
            end = rest.rfind(b"</row>") + 6
            if end > 5 or len(rest) > 8 * _CHUNK:
                end = end if end > 5 else len(rest)
                yield rest[:end]
                rest = rest[end:]
    yield rest


def _scan(chunk: bytes, facts: Facts, styles: dict[bytes, Shown]) -> None:
    if b"hidden=" in chunk:
        facts.hidden_rows += [int(number) for number in _HIDDEN_ROW.findall(chunk)]
        for tag in _HIDDEN_COLUMNS.findall(chunk):
            first, last = (int(match[1]) for name in (b"min", b"max") if (match := re.search(rb"\b%s=\"(\d+)\"" % name, tag)))
            facts.hidden_columns += [letters(number) for number in range(first, min(last, first + 50) + 1)]
    if b't="e"' in chunk:
        for column, row, value in _ERROR_CELL.findall(chunk)[: MAX_CELLS - len(facts.errors)]:
            facts.errors[int(row), number_of(column.decode()) - 1] = value.decode("utf-8", "replace")
    if b"<f" in chunk or b":f" in chunk:
        for column, row in _UNCALCULATED.findall(chunk)[: MAX_CELLS - len(facts.uncalculated)]:
            facts.uncalculated[int(row), number_of(column.decode()) - 1] = f"{column.decode()}{row.decode()}"
    _scan_links(chunk, facts)
    if styles:
        for style, column, row in _STYLED.findall(chunk):
            facts.show(int(row), number_of(column.decode()) - 1, styles.get(style, PLAIN))


def _scan_links(chunk: bytes, facts: Facts) -> None:
    if b"hyperlink" in chunk or b"HYPERLINK" in chunk:
        for column, row in [*_LINK.findall(chunk), *_LINKED.findall(chunk)][:MAX_CELLS]:
            facts.hyperlinks.setdefault(int(row), []).append(number_of(column.decode()) - 1)


def letters(number: int) -> str:
    """Return a column's letters from its number (1 → "A", 27 → "AA")."""
    text = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


def number_of(column: str) -> int:
    """Return a column's number from its letters ("A" → 1)."""
    number = 0
    for letter in column:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
