"""Read XML Spreadsheet 2003, which Excel and many reporting programs write under the name .xls.

The XML is parsed as a stream, a row at a time; entities and a DOCTYPE are refused by defusedxml.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from defusedxml import DefusedXmlException, ElementTree

from ckanext.binhduong.ingest.model import Refused
from ckanext.binhduong.ingest.readers.spreadsheets.workbook_repair import Cell
from ckanext.binhduong.ingest.typing.evidence import BOOLEAN, DATE, DATETIME, ERROR, NUMBER, TEXT

NAMESPACE = "urn:schemas-microsoft-com:office:spreadsheet"
MAX_GAP = 100_000
"""Rows or columns that an index may leap over."""
_S = f"{{{NAMESPACE}}}"
_KINDS = {"Number": NUMBER, "Boolean": BOOLEAN, "Error": ERROR, "DateTime": DATETIME}


def read(path: Path, wanted: str | None) -> tuple[str, Iterator[tuple[int, list[Cell]]], int]:
    """Return the name of a sheet (the one wanted, or the first with rows), its rows with their numbers, and how many there are.

    Raises:
        Refused: ``sheet-unknown``, ``table-empty``, ``workbook-broken``, ``doctype-refused``.
    """
    names = list(_counted(path))
    filled = [name for name, count in names if count]
    if wanted is not None and wanted not in [name for name, _ in names]:
        raise Refused("sheet-unknown", value=wanted, understood=", ".join(name for name, _ in names))
    if not filled:
        raise Refused("table-empty")
    chosen = wanted or filled[0]
    return chosen, _rows(path, chosen), dict(names)[chosen]


def _counted(path: Path) -> Iterator[tuple[str, int]]:
    count = 0
    for event, element in _parsed(path):
        if event == "end" and element.tag == f"{_S}Row":
            count += 1
            element.clear()
        elif event == "end" and element.tag == f"{_S}Worksheet":
            yield element.get(f"{_S}Name") or "", count
            count = 0


def _rows(path: Path, sheet: str) -> Iterator[tuple[int, list[Cell]]]:
    number, inside = 0, False
    for event, element in _parsed(path):
        if element.tag == f"{_S}Worksheet":
            inside = event == "start" and element.get(f"{_S}Name") == sheet
        elif event == "end" and element.tag == f"{_S}Row":
            if inside:
                first = _leap(element, number)
                yield from ((blank, []) for blank in range(number + 1, first))
                number = first
                yield number, _cells(element)
            element.clear()


def _leap(element: Any, before: int) -> int:
    at = int(element.get(f"{_S}Index") or before + 1)
    if not before < at <= before + MAX_GAP:
        raise Refused("workbook-broken")
    return at


def _cells(row: Any) -> list[Cell]:
    cells: list[Cell] = []
    for cell in row.iterfind(f"{_S}Cell"):
        cells += [("", TEXT)] * (_leap(cell, len(cells)) - len(cells) - 1)
        cells.append(_cell(cell.find(f"{_S}Data")))
        cells += [("", TEXT)] * min(int(cell.get(f"{_S}MergeAcross") or 0), MAX_GAP)
    return cells


def _cell(data: Any) -> Cell:
    if data is None:
        return "", TEXT
    text = "".join(data.itertext())
    kind = _KINDS.get(data.get(f"{_S}Type"), TEXT)
    if kind == DATETIME:
        day, _, clock = text.partition("T")
        return (day, DATE) if not clock.strip("0:.") else (text.removesuffix(".000"), DATETIME)
    if kind == BOOLEAN:
        return ("true" if text.strip() in ("1", "true") else "false"), BOOLEAN
    return text, kind


def _parsed(path: Path) -> Iterator[tuple[str, Any]]:
    try:
        yield from ElementTree.iterparse(str(path), events=("start", "end"), forbid_dtd=True)
    except DefusedXmlException as error:
        raise Refused("doctype-refused") from error
    except (ElementTree.ParseError, ValueError) as error:
        raise Refused("workbook-broken") from error
