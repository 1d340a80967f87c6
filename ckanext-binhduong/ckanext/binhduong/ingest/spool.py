"""The file's cells on disk between the two passes: an Arrow IPC file of text columns, with the row each came from.

Pass 1 writes it and gathers the evidence; pass 2 converts it. Both hold one batch, so memory grows with the batch and not with the file.
Every reader's cells pass through ``Spool.add``, so trimming, Unicode's composed form and the refusal of NUL are the same for all formats.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from ckanext.binhduong.ingest.cell_text import cleaned
from ckanext.binhduong.ingest.compute import pc
from ckanext.binhduong.ingest.findings.collector import Findings
from ckanext.binhduong.ingest.model import BATCH_BYTES, BATCH_ROWS
from ckanext.binhduong.ingest.typing.evidence import Evidence

MAX_LEFT_OUT = 10_000
"""Rows remembered as left out."""
ROW = "_row"
SHAPE = "_wkb"


class Spool:
    """Write batches of cells and know their evidence.

    Args:
        path: the IPC file to write.
        titles: the columns' titles, in order.
        findings: told of what the clean-up changed.
        natives: per column None (text cells) or the Arrow type the format itself declares.
        kinds: whether cells come with kinds (workbooks).
        shapes: whether rows come with a WKB geometry.
    """

    def __init__(
        self, path: Path, titles: Sequence[str], findings: Findings, *,
        natives: Sequence[pa.DataType | None] | None = None, kinds: bool = False, shapes: bool = False,
    ) -> None:  # fmt: skip
        self.path, self.titles, self.findings, self.kinds = path, list(titles), findings, kinds
        natives = natives or [None] * len(titles)
        self.place_name = "feature" if shapes else "row"
        self.evidence = [Evidence(title, native, place_name=self.place_name) for title, native in zip(titles, natives, strict=True)]
        self.rows = self.refused = 0
        self.left_out: set[int] = set()
        fields = [pa.field(ROW, pa.int64())] + [pa.field(f"c{i}", native or pa.string()) for i, native in enumerate(natives)]
        fields += [pa.field(f"k{i}", pa.uint8()) for i in range(len(titles) if kinds else 0)]
        self.schema = pa.schema(fields + ([pa.field(SHAPE, pa.binary())] if shapes else []))
        self._file = pa.OSFile(str(path), "wb")
        self._writer = pa.ipc.new_file(self._file, self.schema)

    def add(self, rows: np.ndarray, columns: list[pa.Array], kinds: list[np.ndarray] | None = None, wkb: pa.Array | None = None) -> None:
        """Take one batch of at most ``BATCH_ROWS`` rows; ``rows`` are their numbers as the officer sees them."""
        clean = [
            self._clean(index, column, rows) if self.evidence[index].native is None else column for index, column in enumerate(columns)
        ]
        for index, column in enumerate(clean):
            evidence = self.evidence[index]
            if evidence.native is None:
                evidence.add(rows, column, None if kinds is None else kinds[index])
            else:
                evidence.rows, evidence.filled = evidence.rows + len(column), evidence.filled + len(column) - column.null_count
        arrays = [
            pa.array(rows, pa.int64()),
            *clean,
            *(pa.array(each, pa.uint8()) for each in kinds or ()),
            *([wkb] if wkb is not None else ()),
        ]
        self._writer.write_batch(pa.record_batch(arrays, schema=self.schema))
        self.rows += len(rows)

    def refuse(self, code: str, row: int, *, value: object = None, column: str | None = None, **details: Any) -> None:
        """Leave one row out, with its finding."""
        self.refused += 1
        if len(self.left_out) < MAX_LEFT_OUT:
            self.left_out.add(row)
        self.findings.add(code, place={self.place_name: row, "column": column}, value=value, **details)

    def _clean(self, index: int, text: pa.StringArray, rows: np.ndarray) -> pa.StringArray:
        for code, before, after in cleaned(text):
            self._tell(code, index, before, after, rows)
            text = after
        trimmed = pc.utf8_trim_whitespace(text)
        empty = pc.equal(trimmed, "")
        trimmed = pc.if_else(empty, None, trimmed)
        inner = pc.coalesce(trimmed, text)  # a cell of spaces only is an empty cell, not a changed one
        if pc.sum(pc.binary_length(inner)).as_py() != pc.sum(pc.binary_length(text)).as_py():
            self._tell("spaces-trimmed", index, text, inner, rows)
        if may_be_decomposed(trimmed):
            composed = pc.utf8_normalize(trimmed, "NFC")
            self._tell("text-composed", index, trimmed, composed, rows)
            trimmed = composed
        return trimmed

    def _tell(self, code: str, index: int, before: pa.StringArray, after: pa.StringArray, rows: np.ndarray) -> None:
        changed = np.flatnonzero(pc.fill_null(pc.not_equal(before, after), False).to_numpy(zero_copy_only=False))
        if len(changed):
            first = int(changed[0])
            place = {"column": self.titles[index], self.place_name: int(rows[first])}
            self.findings.add(code, place=place, value=before[first].as_py(), understood=after[first].as_py(), count=len(changed))

    def close(self) -> None:
        """Finish the file; batches can be read from now on."""
        self._writer.close()
        self._file.close()

    def batches(self, columns: Sequence[int] | None = None) -> Iterator[pa.RecordBatch]:
        """Yield the batches again, only the given columns (and the row numbers) when asked."""
        names = None if columns is None else {ROW, *(f"c{i}" for i in columns), *(f"k{i}" for i in columns)}
        wanted = [at for at, name in enumerate(self.schema.names) if names is None or name in names]
        with pa.OSFile(str(self.path), "rb") as file:
            reader = pa.ipc.open_file(file, options=pa.ipc.IpcReadOptions(included_fields=wanted))
            for number in range(reader.num_record_batches):
                yield reader.get_batch(number)


def may_be_decomposed(text: pa.StringArray) -> bool:
    """Return whether some text may change when composed; letters of Latin scripts up to Ư and those of Vietnamese never do.

    Composing is the dearest thing done to a cell, and a glance at the bytes tells that almost no file needs it.
    """
    _, offsets, data = text.buffers()
    if data is None or not len(text):
        return False
    ends = np.frombuffer(offsets, dtype=np.int32)[[text.offset, text.offset + len(text)]]
    window = np.frombuffer(data, dtype=np.uint8)[ends[0] : ends[1]]
    leads = np.flatnonzero(window > 0xC6)  # C2–C6 begin U+0080–U+01BF, E1 B8–BB U+1E00–U+1EFF
    if not len(leads):
        return False
    vietnamese = (window[leads] == 0xE1) & np.isin(window[np.minimum(leads + 1, len(window) - 1)], (0xB8, 0xB9, 0xBA, 0xBB))
    return not bool(vietnamese.all())


def cut(batch: pa.RecordBatch, shapes: str | None) -> Iterator[pa.RecordBatch]:
    """Cut a batch into slices of at most ``BATCH_ROWS`` rows and about ``BATCH_BYTES`` of the column ``shapes``."""
    sizes = pc.fill_null(pc.binary_length(batch.column(shapes)), 0).to_numpy() if shapes else np.zeros(len(batch), dtype=np.int64)
    ends = np.cumsum(sizes, dtype=np.int64)
    start = 0
    while start < len(batch):
        before = int(ends[start - 1]) if start else 0
        fits = int(np.searchsorted(ends, before + BATCH_BYTES, side="right"))
        end = min(max(fits, start + 1), start + BATCH_ROWS, len(batch))
        yield batch.slice(start, end - start)
        start = end
