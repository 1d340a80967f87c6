"""Between a reader and the spool: leave out blank rows, totals, repeated headers, section rows and signatures, each with its finding."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from ckanext.binhduong.ingest.compute import pc
from ckanext.binhduong.ingest.headers import odd_row
from ckanext.binhduong.ingest.signatures import MAX_CELLS, Signatures
from ckanext.binhduong.ingest.spool import Spool

SIGNED_ROWS = 40
"""Sparse rows of a batch that may be its signed block."""
_TOTAL_START = r"(?i)^\s*(?:t[ổo]ng|c[ộo]ng|to[àa]n t|total|grand)"


class Sieve:
    """Pass batches of string cells on to a spool, without the rows that are no records."""

    def __init__(self, spool: Spool, titles: Sequence[str]) -> None:
        self.spool, self.titles = spool, list(titles)
        self.signatures = Signatures()

    def add(self, rows: np.ndarray, columns: list[pa.Array], kinds: list[np.ndarray] | None = None) -> None:
        """Take one batch: rows' numbers, cells as strings ("" or null for empty), kinds where the format has them."""
        filled = np.zeros(len(rows), dtype=np.int32)
        for column in columns:
            filled += pc.fill_null(pc.greater(pc.binary_length(pc.utf8_trim_whitespace(column)), 0), False).to_numpy(zero_copy_only=False)
        keep = filled > 0
        self._note_blank(rows, filled)
        for at in np.flatnonzero(keep & self._suspects(columns, filled)):
            cells = [column[int(at)].as_py() or "" for column in columns]
            if code := odd_row(cells, self.titles):
                keep[at] = False
                self.spool.refuse(code, int(rows[at]), value=" | ".join(cell for cell in cells if cell))
        self._leave_signatures(rows, columns, filled, keep)
        self._pass_on(rows, columns, kinds, keep)

    def _leave_signatures(self, rows: np.ndarray, columns: list[pa.Array], filled: np.ndarray, keep: np.ndarray) -> None:
        """Leave out the signed block; it ends a table, so a batch's last rows are enough to look at."""
        few = np.flatnonzero(keep & (filled <= MAX_CELLS) & (filled < len(columns)))[-SIGNED_ROWS:]
        for at in few:
            cells = [column[int(at)].as_py() or "" for column in columns]
            if self.signatures.holds(cells, len(columns)):
                keep[at] = False
                self.spool.refuse("signature-row", int(rows[at]), value=" | ".join(cell for cell in cells if cell))

    def _suspects(self, columns: list[pa.Array], filled: np.ndarray) -> np.ndarray:
        suspects = filled == 1
        for column in columns[:3]:
            suspects |= pc.fill_null(pc.match_substring_regex(column, _TOTAL_START), False).to_numpy(zero_copy_only=False)
        return suspects | pc.fill_null(pc.equal(columns[0], self.titles[0]), False).to_numpy(zero_copy_only=False)

    def _note_blank(self, rows: np.ndarray, filled: np.ndarray) -> None:
        blank = np.flatnonzero(filled == 0)
        if len(blank):
            self.spool.findings.add("blank-rows", place={"row": int(rows[blank[0]])}, count=len(blank))

    def _pass_on(self, rows: np.ndarray, columns: list[pa.Array], kinds: list[np.ndarray] | None, keep: np.ndarray) -> None:
        if not keep.all():
            chosen = pa.array(keep)
            rows, columns = rows[keep], [column.filter(chosen) for column in columns]
            kinds = None if kinds is None else [each[keep] for each in kinds]
        if len(rows):
            self.spool.add(rows, columns, kinds)
