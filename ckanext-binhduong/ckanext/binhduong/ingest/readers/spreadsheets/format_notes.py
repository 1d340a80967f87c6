"""What the formats of a sheet's cells show and their values do not say: noted of all rows while they are read, reported of the records."""

from collections.abc import Collection, Sequence

from ckanext.binhduong.ingest.job import Job
from ckanext.binhduong.ingest.readers.spreadsheets.number_formats import Shown
from ckanext.binhduong.ingest.typing.column_titles import is_unit, same_unit, unit_of
from ckanext.binhduong.vn import fold

__all__ = ["FormatNotes", "report"]

MAX_ROWS = 300
"""Rows noted for each way in which a column is shown: more than the rows in which a header is looked for."""
MAX_WAYS = 20
"""Different ways of a column that are told apart."""
PERCENT, UNIT, DIVIDED, LACKS = "percent", "unit", "divided", "lacks"
_INCOMPLETE = {"day": "date-without-day", "year": "date-without-year"}
Way = tuple[str, str]
"""Kind and word: ("unit", "ha"), ("percent", ""), ("lacks", "day"); ("unit", "") is a bare number."""
Seen = tuple[int, str]
"""Row and value of a cell."""


class FormatNotes:
    """The rows in which a column is shown in each way."""

    def __init__(self) -> None:
        self._seen: dict[int, dict[Way, list[Seen]]] = {}

    def number(self, column: int, row: int, value: str, shown: Shown) -> None:
        """Note how a number is shown, where that is known."""
        if not shown.is_known:
            return
        self._note(column, (PERCENT, "") if shown.percent else (UNIT, shown.unit), row, value)
        if shown.thousands:
            self._note(column, (DIVIDED, str(1000**shown.thousands)), row, value)

    def date(self, column: int, row: int, value: str, shown: Shown) -> None:
        """Note how a date is shown."""
        if shown.lacks:
            self._note(column, (LACKS, shown.lacks), row, value)

    def _note(self, column: int, way: Way, row: int, value: str) -> None:
        ways = self._seen.setdefault(column, {})
        if way in ways or len(ways) < MAX_WAYS:
            rows = ways.setdefault(way, [])
            rows[MAX_ROWS - 1 :] = [(row, value)]  # the last one too: the first may all be totals

    def of_records(self, data: int, left_out: Collection[int]) -> dict[int, dict[Way, list[Seen]]]:
        """Return column → way → cells, of the rows from ``data`` on that were not left out (totals, remarks, signatures)."""
        found = {
            column: {way: [each for each in rows if each[0] >= data and each[0] not in left_out] for way, rows in ways.items()}
            for column, ways in self._seen.items()
        }
        return {column: {way: rows for way, rows in ways.items() if rows} for column, ways in found.items()}


def report(notes: FormatNotes, data: int, left_out: Collection[int], titles: Sequence[str], job: Job) -> None:
    """Report what formats show of the records, and note for the columns what their numbers are of.

    Args:
        notes: of the sheet.
        data: the first row of records.
        left_out: rows that are none.
        titles: of the columns.
        job: takes ``fractions``, ``divided`` and ``shown_units``.
    """
    for column, ways in notes.of_records(data, left_out).items():
        title = titles[column]
        for (kind, word), rows in ways.items():
            if kind == LACKS:
                _add(job, _INCOMPLETE[word], title, rows[0])
            elif kind == DIVIDED:
                job.divided.add(column)
                _add(job, "divided-by-format", title, rows[0], int(word))
        numbers = {way: rows for way, rows in ways.items() if way[0] in (PERCENT, UNIT)}
        if len(numbers) == 1:
            _one_way(column, title, *next(iter(numbers.items())), job)
        elif numbers:
            _several_ways(title, numbers, job)


def _one_way(column: int, title: str, way: Way, rows: list[Seen], job: Job) -> None:
    kind, word = way
    if kind == PERCENT:
        job.fractions.add(column)
    elif word and is_unit(word):
        job.shown_units[column] = (word, *rows[0])
    elif word and not same_unit(unit_of(title) or "", word) and fold(word) not in fold(title):
        _add(job, "format-text-dropped", title, rows[0], word)


def _several_ways(title: str, numbers: dict[Way, list[Seen]], job: Job) -> None:
    """Report a column of which cells are shown with several units, or some without; not where the title says the one there is."""
    odd = numbers.get((UNIT, "")) or min(numbers.values(), key=len)
    words = [word for _, word in numbers if word]
    if (PERCENT, "") in numbers:
        others = [rows for (kind, _), rows in numbers.items() if kind != PERCENT]
        _add(job, "percent-formats-mixed", title, min(rows[0] for rows in others))
    elif len(words) > 1 or not same_unit(unit_of(title) or "", words[0]):
        _add(job, "unit-formats-mixed", title, odd[0], ", ".join(words))


def _add(job: Job, code: str, title: str, cell: Seen, understood: object = None) -> None:
    job.findings.add(code, place={"column": title, "row": cell[0]}, value=cell[1], understood=understood)
