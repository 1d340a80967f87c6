"""Make of a workbook's rows, as calamine gives them, what the officer sees: errors, zeros of a format, merged cells."""

from ckanext.binhduong.ingest.readers.workbook_facts import Facts
from ckanext.binhduong.ingest.typing.evidence import ERROR, NUMBER, TEXT, UNCALCULATED

MAX_SPAN = 10_000
"""Rows of one merged area; a longer one is a formatted blank."""
Cell = tuple[str, int]
"""A cell as text in one canonical spelling, and its kind."""


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
        self.kept: dict[tuple[int, int], Cell] = {}
        self.starts = {(row, column) for spans in self.spans.values() for column, row in spans}
        self.filled: list[int] = []
        self.padded: dict[int, tuple[int, str]] = {}

    def mend(self, number: int, cells: list[Cell]) -> tuple[int, list[Cell]]:
        """Give row ``number`` as Excel shows it."""
        for column, text in self.marked.get(number, ()):
            if 0 <= column < len(cells):
                cells[column] = (text, ERROR)
        for column in self.facts.zero_widths:
            at = column - self.left
            shown = self.facts.digits(number, column)
            if 0 <= at < len(cells) and cells[at][1] == NUMBER and cells[at][0].isdigit() and len(cells[at][0]) < shown:
                cells[at] = (cells[at][0].zfill(shown), TEXT)
                count, example = self.padded.get(at, (0, cells[at][0]))
                self.padded[at] = (count + 1, example)
        self._fill(number, cells)
        return number, cells

    def _fill(self, number: int, cells: list[Cell]) -> None:
        for column, cell in enumerate(cells):
            if (number, column) in self.starts:
                self.kept[number, column] = cell
        for column, top in self.spans.get(number, ()):
            if 0 <= column < len(cells) and not cells[column][0] and (top, column) in self.kept:
                cells[column] = self.kept[top, column]
                self.filled.append(number)
