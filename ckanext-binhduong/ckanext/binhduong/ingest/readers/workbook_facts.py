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
_ZERO_FORMAT = re.compile(r"0{2,20}")


@dataclass
class Facts:
    """``hidden_rows`` (numbers from 1), ``hidden_columns`` (letters), cells by (row from 1, column from 0).

    ``zero_widths``: column with padded numbers → (row, digits shown from that row on), in order.

    ``merges``: areas as (first, last) cell, each (row, column) from 0, where calamine does not give them.
    """

    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[str] = field(default_factory=list)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    uncalculated: dict[tuple[int, int], str] = field(default_factory=dict)
    zero_widths: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    merges: list[tuple[tuple[int, int], tuple[int, int]]] = field(default_factory=list)
    epoch_1904: bool = False
    links: int = 0
    macros: bool = False

    def show(self, row: int, column: int, digits: int) -> None:
        """Note that a number is shown with at least so many digits; cells come in the order of their rows."""
        widths = self.zero_widths.get(column)
        if digits if widths is None else widths[-1][1] != digits:
            self.zero_widths.setdefault(column, []).append((row, digits))

    def digits(self, row: int, column: int) -> int:
        """Give how many digits a number in that cell is shown with at least."""
        widths = self.zero_widths.get(column, [])
        before = bisect_right(widths, row, key=lambda width: width[0])
        return widths[before - 1][1] if before else 0


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
        zero_styles = _zero_styles(path) if "xl/styles.xml" in names else {}
        for chunk in _chunks(path, part):
            _scan(chunk, facts, zero_styles)
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


def _zero_styles(path: Path) -> dict[bytes, int]:
    """Give the styles whose number format shows leading zeros ("00000"), with how many digits."""
    styles = _xml(path, "xl/styles.xml")
    formats = {each.get("numFmtId"): each.get("formatCode") or "" for each in styles.iterfind("{*}numFmts/{*}numFmt")}
    used = [zero_width(formats.get(entry.get("numFmtId"), "")) for entry in styles.iterfind("{*}cellXfs/{*}xf")]
    return {str(at).encode(): width for at, width in enumerate(used) if width}


def zero_width(number_format: str) -> int:
    """Give how many digits a number format shows at least ("00000" → 5), 0 when it adds no zeros."""
    return len(number_format) if _ZERO_FORMAT.fullmatch(number_format) else 0


def _chunks(path: Path, part: str) -> Iterator[bytes]:
    """Give the sheet's XML in pieces that end between rows."""
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


def _scan(chunk: bytes, facts: Facts, zero_styles: dict[bytes, int]) -> None:
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
    if zero_styles:
        for style, column, row in _STYLED.findall(chunk):
            facts.show(int(row), number_of(column.decode()) - 1, zero_styles.get(style, 0))


def letters(number: int) -> str:
    """Give a column's letters from its number (1 → "A", 27 → "AA")."""
    text = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


def number_of(column: str) -> int:
    """Give a column's number from its letters ("A" → 1)."""
    number = 0
    for letter in column:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
