"""Titles that are numbers one after the other: a table by months has 1, 2, … 12 or T1, T2, … in its header."""

import re
from collections.abc import Sequence

__all__ = ["counted_titles"]

_NUMBERED = re.compile(r"([^\W\d_]{0,3}[. ]?)(\d{1,2})")
_BEGINS = re.compile(r"[^\W\d_]{0,3}[. ]?0?[01]")
_FEWEST_BARE, _FEWEST_LETTERED = 4, 2
"""Numbers in a row of titles: the quarters of a year; T1 and T2."""
_ROWS_BELOW = 20


def counted_titles(row: Sequence[str], below: Sequence[Sequence[str]]) -> list[int]:
    """Return the cells of a first full row that count something from 0 or 1 on behind a title of words; none when a row below does so too,
    as the records of a list without titles may.

    Args:
        row: its texts.
        below: the texts of the rows below it.
    """
    cells = _run(row)
    begins = bool(cells) and cells[0] > 0 and _BEGINS.fullmatch(row[cells[0]].strip())
    return cells if begins and not any(_run(each) == cells and _differ(row, each, cells) for each in below[:_ROWS_BELOW]) else []


def _differ(row: Sequence[str], other: Sequence[str], cells: Sequence[int]) -> bool:
    """Return whether a row counts from another number than the titles do, unlike the row of column numbers or a repeated header."""
    return any(row[at].strip() != other[at].strip() for at in cells)


def _run(row: Sequence[str]) -> list[int]:
    """Return the cells of the longest run of numbers that grow by one behind the same letters; none when it is too short to tell."""
    best: list[int] = []
    run: list[int] = []
    for at, text in enumerate(row):
        follows = bool(run) and _follows(row[run[-1]], text)
        run = [*run, at] if follows else [at] if _NUMBERED.fullmatch(text.strip()) else []
        best = max(best, run, key=len)
    fewest = _FEWEST_LETTERED if best and not row[best[0]].strip()[:1].isdigit() else _FEWEST_BARE
    return best if len(best) >= fewest else []


def _follows(before: str, text: str) -> bool:
    first, second = _NUMBERED.fullmatch(before.strip()), _NUMBERED.fullmatch(text.strip())
    return bool(first and second and first[1] == second[1] and int(second[2]) == int(first[2]) + 1)
