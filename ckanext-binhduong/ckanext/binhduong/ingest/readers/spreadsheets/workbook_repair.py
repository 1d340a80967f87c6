"""Make of a workbook's rows, as calamine gives them, what the officer sees: errors, zeros of a format, merged cells."""

import datetime
import re

from ckanext.binhduong.ingest.readers.spreadsheets.format_notes import FormatNotes
from ckanext.binhduong.ingest.readers.spreadsheets.number_formats import Shown
from ckanext.binhduong.ingest.readers.spreadsheets.workbook_facts import Facts
from ckanext.binhduong.ingest.typing.evidence import DATE, DATETIME, DURATION, ERROR, NUMBER, TEXT, TIME, UNCALCULATED

_DAY_0 = datetime.datetime(1899, 12, 31)  # noqa: DTZ001 - a workbook has no zone
"""Excel's day 0, before the 29 February 1900 that it invents."""
_FIRST_DAYS = "1900-02-28"
"""Up to here a date under a format without one is a number of hours."""
MAX_SPAN = 10_000
"""Rows of one merged area; a longer one is a formatted blank."""
_ADDRESS = re.compile(r"://|www\.|@")
"""What a text has that is an address itself."""
Cell = tuple[str, int]
"""A cell as text in one canonical spelling, and its kind."""


def _elapsed(cell: Cell, shown: Shown) -> Cell:
    """Return a time whose format counts hours beyond a day as how long something takes, as hours, minutes and seconds."""
    if cell[1] == TIME and shown.elapsed:
        return cell[0], DURATION
    if cell[1] in (DATE, DATETIME) and (shown.elapsed or shown.clock) and cell[0] < _FIRST_DAYS:
        minutes, seconds = divmod(round((datetime.datetime.fromisoformat(cell[0]) - _DAY_0).total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02d}:{seconds:02d}", DURATION
    return cell


def _masked(digits: str, mask: str) -> str:
    """Return digits with the signs of a mask among them; what is too long for it stands in front, as in Excel."""
    groups = re.split("[^0]+", mask) if mask else []
    signs = re.findall("[^0]+", mask)
    shown = ""
    for sign, group in zip(reversed(signs), reversed(groups[1:]), strict=True):
        digits, shown = digits[: -len(group)], f"{sign}{digits[-len(group) :]}{shown}"
    return digits + shown


class Mender:
    """Put into calamine's rows what it leaves out: error cells, zeros that only the format shows, and merged cells' one value in each row.

    Positions are (row from 1, column of the sheet from 0); ``left`` is the sheet's first filled column.
    """

    def __init__(self, facts: Facts, left: int, merges: list[tuple[tuple[int, int], tuple[int, int]]]) -> None:
        self.facts, self.left = facts, left
        self.marked: dict[int, list[tuple[int, str]]] = {}
        for (row, column), text in [*facts.errors.items(), *((at, UNCALCULATED) for at in facts.uncalculated)]:
            self.marked.setdefault(row, []).append((column - left, text))
        self.spans: dict[int, list[tuple[int, int]]] = {}
        for (top, first), (bottom, _) in merges:
            if bottom > top and bottom - top < MAX_SPAN:
                for row in range(top + 1, bottom + 1):
                    self.spans.setdefault(row + 1, []).append((first - left, top + 1))
        self.wide: dict[int, list[tuple[int, int]]] = {}
        for (top, first), (bottom, last) in merges:
            if last > first and bottom - top < MAX_SPAN:
                for row in range(top, bottom + 1):
                    self.wide.setdefault(row + 1, []).append((first - left, last - left))
        self.across: list[tuple[int, int, int, str]] = []
        self.linked: dict[int, tuple[int, str, int]] = {}
        self.kept: dict[tuple[int, int], Cell] = {}
        self.starts = {(row, column) for spans in self.spans.values() for column, row in spans}
        self.filled: list[int] = []
        self.notes = FormatNotes()
        self.padded: dict[int, tuple[int, str]] = {}

    def mend(self, number: int, cells: list[Cell]) -> tuple[int, list[Cell]]:
        """Return row ``number`` as Excel shows it."""
        for column, text in self.marked.get(number, ()):
            if 0 <= column < len(cells):
                cells[column] = (text, ERROR)
        for column in self.facts.formats:
            at = column - self.left
            if 0 <= at < len(cells) and cells[at][0]:
                shown = self.facts.shown(number, column)
                cells[at] = (
                    self._shown(number, at, cells[at], shown) if cells[at][1] == NUMBER else self._dated(number, at, cells[at], shown)
                )
        self._fill(number, cells)
        self._note_across(number, cells)
        self._note_links(number, cells)
        return number, cells

    def _shown(self, number: int, at: int, cell: Cell, shown: Shown) -> Cell:
        """Return a number as its format shows it: with zeros and text around them; per cent beside bare numbers is only noted."""
        if shown.digits and cell[0].isdigit() and (len(cell[0]) < shown.digits or shown.before or shown.after or shown.mask):
            cell = (f"{shown.before}{_masked(cell[0].zfill(shown.digits), shown.mask)}{shown.after}", TEXT)
            count, example = self.padded.get(at, (0, cell[0]))
            self.padded[at] = (count + 1, example)
            return cell
        self.notes.number(at, number, cell[0], shown)
        return cell

    def _dated(self, number: int, at: int, cell: Cell, shown: Shown) -> Cell:
        """Return a date or a time as its format shows it; a date that is shown without its day or year is only noted."""
        if cell[1] in (DATE, DATETIME):
            self.notes.date(at, number, cell[0], shown)
        return _elapsed(cell, shown)

    def _fill(self, number: int, cells: list[Cell]) -> None:
        for column, cell in enumerate(cells):
            if (number, column) in self.starts:
                self.kept[number, column] = cell
        for column, top in self.spans.get(number, ()):
            if 0 <= column < len(cells) and not cells[column][0] and (top, column) in self.kept:
                cells[column] = self.kept[top, column]
                self.filled.append(number)

    def _note_across(self, number: int, cells: list[Cell]) -> None:
        """Note the values that stand in several columns of a row, as (row, first column, last column, value)."""
        for first, last in self.wide.get(number, ()):
            if 0 <= first < len(cells) and cells[first][0] and not any(text for text, _ in cells[first + 1 : last + 1]):
                self.across.append((number, first, last, cells[first][0]))

    def _note_links(self, number: int, cells: list[Cell]) -> None:
        """Note the texts that hide an address, as column → (row, text, count)."""
        for column in self.facts.hyperlinks.get(number, ()):
            at = column - self.left
            if 0 <= at < len(cells) and cells[at][0] and not _ADDRESS.search(cells[at][0]):
                row, text, count = self.linked.get(at, (number, cells[at][0], 0))
                self.linked[at] = row, text, count + 1
