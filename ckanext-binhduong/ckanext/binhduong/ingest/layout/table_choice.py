"""Which table of a sheet is read: the one a person names, else the first; and what the others are called.

A table is named by its titles, which stay the same from one file to the next when rows are added above it; where two have the same ones,
with its heading, or else with its number among them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from ckanext.binhduong.ingest.cell_text import clean_title
from ckanext.binhduong.ingest.job import Job
from ckanext.binhduong.ingest.layout.cell_contents import Row
from ckanext.binhduong.ingest.layout.headers import Header
from ckanext.binhduong.ingest.layout.headings import table_heading
from ckanext.binhduong.ingest.layout.sheet_areas import Area, Sheet, area_rows
from ckanext.binhduong.ingest.layout.tables import MOST_TABLES, may_be_joined, tables_of
from ckanext.binhduong.ingest.model import Refused
from ckanext.binhduong.ingest.readers.spreadsheets.workbook_facts import letters
from ckanext.binhduong.vn import nfc

__all__ = ["WHOLE", "Part", "Table", "choose", "named"]

T = TypeVar("T")
WHOLE = "all"
"""What a person says to have a sheet read as one table. No table has this name: a name has two titles at least."""
_LONGEST = 300
"""Characters of a table's name."""


class Part(NamedTuple):
    """What is read of a sheet: its rows and columns, both open at the end where the table reaches the end of what was looked at."""

    rows: slice = slice(None)
    columns: slice = slice(None)

    @property
    def top(self) -> int:
        """The first row, from 0."""
        return self.rows.start or 0

    @property
    def left(self) -> int:
        """The first column, from 0."""
        return self.columns.start or 0

    def has_row(self, row: int) -> bool:
        """Return whether a row, from 0, is in it."""
        return row >= self.top and (self.rows.stop is None or row < self.rows.stop)

    def has_column(self, column: int) -> bool:
        """Return whether a column, from 0, is in it."""
        return column >= self.left and (self.columns.stop is None or column < self.columns.stop)

    def cut(self, rows: Iterable[list[T]]) -> Iterator[list[T]]:
        """Yield the cells of rows that are in the part's columns."""
        return (row[self.columns] for row in rows) if self.columns != slice(None) else iter(rows)


@dataclass(frozen=True)
class Table:
    """A table of a sheet: where it is, what it is called, its range as a spreadsheet names it ("A1:F40"), the title above it;
    ``numbered``: whether only its number tells it from others, so that the name may stand for another one in the next file."""

    area: Area
    name: str
    range: str
    heading: str | None
    numbered: bool


def choose(rows: Sequence[Row], job: Job, *, first: int = 1, left: int = 0) -> Part:
    """Return the part to read; the tables are noted in the job's source when the sheet has several or may have.

    Args:
        rows: the sheet's first rows, ``SEARCHED_ROWS`` of them at most.
        first: the number of the first row; left: the number of the first column, from 0.

    Raises:
        Refused: ``table-unknown``, when no table has the name asked for.
    """
    sheet, asked = Sheet.of(rows), job.options.table
    areas = tables_of(sheet)
    if not areas:
        return _as_one(job)
    beside = may_be_joined(sheet) if len(areas) == 1 else []
    if len(beside) > MOST_TABLES:
        return _as_one(job)
    areas = beside or areas
    if asked is None and len(areas) == 1:
        return Part()
    tables = named(sheet, areas, first, left)
    job.source.tables = _noted(tables)
    if asked == WHOLE or (asked is None and beside):
        if asked is None and len(tables) > 1:
            job.findings.add("tables-joined", value=letters(left + beside[1].left + 1), count=len(tables))
        return Part()
    chosen = _chosen(tables, asked)
    if asked is None or chosen.numbered:
        job.findings.add("tables-several", value=_listed(tables), understood=_said(chosen), count=len(tables))
    if len(areas) == 1:
        return Part()
    job.source.table, job.top = chosen.name, first + chosen.area.top
    return _part(chosen.area, sheet.whole)


def _chosen(tables: Sequence[Table], asked: str | None) -> Table:
    if asked is None:
        return tables[0]
    for table in tables:
        if table.name == asked:
            return table
    raise Refused("table-unknown", value=asked, understood=_listed(tables) or None)


def _as_one(job: Job) -> Part:
    """Read a sheet of too many tables as one, where nobody asks for one of them."""
    asked = job.options.table
    if asked not in (None, WHOLE):
        raise Refused("table-unknown", value=asked)
    if asked is None:
        job.findings.add("tables-too-many", count=MOST_TABLES)
    return Part()


def _part(area: Area, whole: Area) -> Part:
    rows = slice(area.top or None, area.bottom if area.bottom < whole.bottom else None)
    return Part(rows, slice(area.left or None, area.right if area.right < whole.right else None))


def _noted(tables: Sequence[Table]) -> list[dict[str, str | None]] | None:
    return [{"name": table.name, "range": table.range, "heading": table.heading} for table in tables] if len(tables) > 1 else None


def named(sheet: Sheet, areas: Sequence[Area], first: int = 1, left: int = 0) -> list[Table]:
    """Return the tables among areas of a sheet."""
    found = [(area, header) for area in areas if (header := sheet.header(area))]
    titles = [_titles(header) for _, header in found]
    headings = [_heading(sheet, area, header) for area, header in found]
    names = _names(titles, headings)
    return [
        Table(area, name, _range(sheet, area, header, first, left), heading, numbered)
        for (area, header), heading, (name, numbered) in zip(found, headings, names, strict=True)
    ]


def _titles(header: Header) -> str:
    titles = (" ".join(nfc(clean_title(title)).split()) for title in header.titles)
    return _on_one_line(" | ".join(title for title in titles if title))


def _on_one_line(text: str) -> str:
    """Return a text as a form gives it back: of bounded length, printable, without spaces at its ends."""
    return "".join(letter for letter in text if letter.isprintable())[:_LONGEST].strip()


def _heading(sheet: Sheet, area: Area, header: Header) -> str | None:
    above = area_rows(sheet.rows, area.to_row(area.top + header.first))
    return table_heading([text for row in above for text, _ in row if text]).strip() or None


def _names(titles: Sequence[str], headings: Sequence[str | None]) -> list[tuple[str, bool]]:
    """Return each table's name, and whether its number is in it."""
    alike, headed, met = Counter(titles), Counter(zip(titles, headings, strict=True)), Counter[str]()
    names: list[tuple[str, bool]] = []
    for title, heading in zip(titles, headings, strict=True):
        met[title] += 1
        if alike[title] == 1:
            names.append((title, False))
        elif heading and headed[title, heading] == 1:
            names.append((f"{title} – {heading}", False))
        else:
            names.append((f"{title} ({met[title]}/{alike[title]})", True))
    return names


def _range(sheet: Sheet, area: Area, header: Header, first: int, left: int) -> str:
    columns = [area.left + at for at, title in enumerate(header.titles) if title]
    top, bottom = area.top + header.first, sheet.last(area)
    return f"{letters(left + columns[0] + 1)}{first + top}:{letters(left + columns[-1] + 1)}{first + bottom}"


def _listed(tables: Sequence[Table]) -> str:
    return "; ".join(map(_said, tables))


def _said(table: Table) -> str:
    return f"{table.range} {table.heading or table.name}"
