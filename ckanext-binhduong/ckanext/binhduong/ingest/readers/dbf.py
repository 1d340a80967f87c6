"""Look through a Shapefile's DBF before GDAL does, which makes 0 of letters in a number field, 12 of "12,5", nothing of "*****"."""

import struct
from pathlib import Path

import numpy as np

_RECORDS = 50_000
_DESCRIPTOR = 32
"""Bytes of the header before the fields, and of each field."""
_OF_NUMBERS = np.isin(np.arange(256), list(b"\0 +-.0123456789Ee"))


def settle(path: Path) -> int:
    """Make text of number fields that hold more than numbers, in place: the whole column decides. Give how many records are deleted.

    A file shorter than its header says is left for GDAL to refuse.
    """
    data = np.memmap(path, np.uint8, "r+")
    count, start, size = struct.unpack_from("<IHH", data[:_DESCRIPTOR].tobytes(), 4)
    if not count or not size or start + count * size > len(data):
        return 0
    records = data[start : start + count * size].reshape(count, size)
    at = 1
    for field in range(_DESCRIPTOR, start - 1, _DESCRIPTOR):
        if data[field] == ord("\r"):
            break
        end = at + int(data[field + 16])
        if data[field + 11] in b"NF" and not all(_OF_NUMBERS[block].all() for block in _blocks(records[:, at:end])):
            data[field + 11], data[field + 17] = ord("C"), 0
            for block in _blocks(records[:, at:end]):
                block[:] = _left(block)
        at = end
    deleted = int((records[:, 0] == ord("*")).sum())
    data.flush()
    return deleted


def _blocks(cells: np.ndarray) -> list[np.ndarray]:
    return [cells[first : first + _RECORDS] for first in range(0, len(cells), _RECORDS)]


def _left(cells: np.ndarray) -> np.ndarray:
    """Move cells to the left edge of their field, as texts stand; numbers stand at the right."""
    width = cells.shape[1]
    words = np.ascontiguousarray(cells).view(f"S{width}").ravel()
    return np.char.ljust(np.char.strip(words), width).view(np.uint8).reshape(len(cells), width)
