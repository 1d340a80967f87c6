"""Between a reader and the spool: leave out blank rows, totals, repeated headers, section rows and signatures, each with its finding."""

import re
from collections.abc import Collection, Iterator, Sequence

import numpy as np
import pyarrow as pa

from ckanext.binhduong.ingest.compute import pc
from ckanext.binhduong.ingest.layout.headers import odd_row
from ckanext.binhduong.ingest.layout.sheet_areas import SEARCHED_ROWS
from ckanext.binhduong.ingest.layout.signature_blocks import DATED, MAX_CELLS, MAX_ROWS, may_hold, opens
from ckanext.binhduong.ingest.spool import Spool

_TOTAL_START = r"(?i)^\s*(?:t[ổo]ng|c[ộo]ng|to[àa]n t|total|grand|trong|chia ra|bao g|(?:m[ứu]c )?b[ìi]nh qu|(?:m[ứu]c )?trung b|tb\b)"

_ONE = re.compile(r"\s*((t[ổo]ng|c[ộo]ng|total)\s*[:.]?\s*$|(m[ứu]c )?(b[ìi]nh qu|trung b)|tb\b)", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
KEPT = ("total-kept", "average-kept", "part-row", "section-kept")
"""What a row is that looks like no record and is published all the same, with a finding."""
MAX_LOOKS = 50
"""Rows for which those above are added up; a table with more of them is a list of totals."""


class Sieve:
    """Pass batches of string cells on to a spool, without the rows that are no records."""

    def __init__(self, spool: Spool, titles: Sequence[str], records: Collection[str] = ()) -> None:
        self.spool, self.titles, self.records = spool, list(titles), records
        self.signing = False
        self.since = self.looked = 0
        self.above_filled, self.followed = len(self.titles), False

    def add(self, rows: np.ndarray, columns: list[pa.Array], kinds: list[np.ndarray] | None = None) -> None:
        """Take one batch: rows' numbers, cells as strings ("" or null for empty), kinds where the format has them."""
        filled = np.zeros(len(rows), dtype=np.int32)
        for column in columns:
            filled += pc.fill_null(pc.greater(pc.binary_length(pc.utf8_trim_whitespace(column)), 0), False).to_numpy(zero_copy_only=False)
        keep = filled > 0
        self._note_blank(rows, filled)
        self._note_following(rows, columns, filled)
        for at in np.flatnonzero(keep & self._suspects(columns, filled)):
            cells = _cells(columns, at)
            if opens(cells, len(columns)):
                continue
            last, apart = not keep[at + 1 :].any(), at > 0 and not filled[at - 1]
            code = odd_row(cells, self.titles, self._above(columns, keep, int(at), cells), last, bool(apart))
            value = " | ".join(cell for cell in cells if cell)
            if code in self.records:
                continue
            if code in KEPT:
                self.spool.findings.add(code, place={"row": int(rows[at])}, value=value)
            elif code:
                keep[at], self.since = False, at + 1 if code == "totals-row" else self.since
                self.spool.refuse(code, int(rows[at]), value=value)
        if "signature-row" not in self.records:
            self._leave_signatures(rows, columns, filled, keep)
        self._pass_on(rows, columns, kinds, keep)

    def _above(self, columns: list[pa.Array], keep: np.ndarray, at: int, cells: list[str]) -> list[list[str]] | None:
        """Return the rows between the last total and a row that may be one; None when not in this batch, or too many were asked for."""
        if self.spool.rows or self.looked >= MAX_LOOKS or not any(_ONE.match(cell) for cell in cells[:3]):
            return None
        self.looked += 1
        return [_cells(columns, number) for number in np.flatnonzero(keep[self.since : at]) + self.since]

    def _leave_signatures(self, rows: np.ndarray, columns: list[pa.Array], filled: np.ndarray, keep: np.ndarray) -> None:
        """Leave out the signed block, looked for where a row has a date in words and below a batch's last record."""
        kept, last, width = np.flatnonzero(keep), -1, len(columns)
        dated = np.searchsorted(kept, self._dated(columns, np.flatnonzero(keep & (filled <= MAX_CELLS) & (filled < width)))).tolist()
        after = {at for first in dated for at in range(first, min(first + MAX_ROWS, len(kept)))}
        for number in sorted(after | set(self._tail(columns, kept))):
            cells = _cells(columns, kept[number])
            goes_on = self.signing and number == last + 1
            self.signing = may_hold(cells, width) and (goes_on or opens(cells, width))
            if self.signing:
                keep[kept[number]] = False
                self.spool.refuse("signature-row", int(rows[kept[number]]), value=" | ".join(cell for cell in cells if cell))
            last = number
        self.signing = self.signing and last == len(kept) - 1

    def _dated(self, columns: list[pa.Array], few: np.ndarray) -> np.ndarray:
        """Return which of the rows ``few`` have a date in words; none when there are so many that they are records."""
        found = np.zeros(len(few), dtype=bool)
        for column in columns:
            found |= pc.fill_null(pc.match_substring_regex(column.take(pa.array(few)), DATED), False).to_numpy(zero_copy_only=False)
        return few[found] if found.sum() <= MAX_ROWS else few[:0]

    def _tail(self, columns: list[pa.Array], kept: np.ndarray) -> Iterator[int]:
        """Yield the rows after a batch's last record, the last one first, by their number among those kept."""
        for number in range(len(kept) - 1, max(len(kept) - 1 - MAX_ROWS, -1), -1):
            if not may_hold(_cells(columns, kept[number]), len(columns)):
                return
            yield number

    def _suspects(self, columns: list[pa.Array], filled: np.ndarray) -> np.ndarray:
        suspects = filled == 1
        for column in columns[:3]:
            suspects |= pc.fill_null(pc.match_substring_regex(column, _TOTAL_START), False).to_numpy(zero_copy_only=False)
        return suspects | pc.fill_null(pc.equal(columns[0], self.titles[0]), False).to_numpy(zero_copy_only=False)

    def _note_blank(self, rows: np.ndarray, filled: np.ndarray) -> None:
        blank = np.flatnonzero(filled == 0)
        if len(blank):
            self.spool.findings.add("blank-rows", place={"row": int(rows[blank[0]])}, count=len(blank))

    def _note_following(self, rows: np.ndarray, columns: list[pa.Array], filled: np.ndarray) -> None:
        """Tell once of a row below those in which tables are looked for that may be another table's header: words above figures, after a
        gap."""
        before = np.concatenate(([self.above_filled], filled[:-1]))
        self.above_filled = int(filled[-1])
        begins = np.flatnonzero((filled > 1) & (before <= 1) & (rows > SEARCHED_ROWS))
        for at in begins[:MAX_LOOKS] if not self.followed else ():
            titles, below = ([cell for cell in _cells(columns, row) if cell.strip()] for row in (at, min(at + 1, len(rows) - 1)))
            worded = not any(map(_DIGIT.search, titles)) and any(map(_DIGIT.search, below))
            if worded and odd_row(_cells(columns, at), self.titles) is None:
                self.followed = True
                self.spool.findings.add("table-may-follow", place={"row": int(rows[at])}, value=" | ".join(titles))
                return

    def _pass_on(self, rows: np.ndarray, columns: list[pa.Array], kinds: list[np.ndarray] | None, keep: np.ndarray) -> None:
        if not keep.all():
            chosen = pa.array(keep)
            rows, columns = rows[keep], [column.filter(chosen) for column in columns]
            kinds = None if kinds is None else [each[keep] for each in kinds]
        if len(rows):
            self.spool.add(rows, columns, kinds)


def _cells(columns: list[pa.Array], at: int | np.integer) -> list[str]:
    return [column[int(at)].as_py() or "" for column in columns]
