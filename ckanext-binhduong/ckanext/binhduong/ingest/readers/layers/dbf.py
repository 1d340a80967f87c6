"""Look through a Shapefile's DBF before GDAL does, which makes 0 of letters in a number field, 12 of "12,5", nothing of "*****", 3 March
of 31 February, no of an unknown yes or no, and rounds numbers beyond those of a float64."""

import struct
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import numpy as np

_RECORDS = 50_000
_DESCRIPTOR = 32
"""Bytes of the header before the fields, and of each field."""
_OF_NUMBERS = np.isin(np.arange(256), list(b"\0 +-.0123456789Ee"))
_OF_BOOLEANS = np.isin(np.arange(256), list(b"\0 ?TtYyFfNn"))
_BLANK = np.isin(np.arange(256), list(b"\0 "))
_OF_WHOLES = np.isin(np.arange(256), list(b"\0 +-0123456789"))
_MAX_WIDTH = 18
"""Digits of the widest field of whole numbers that GDAL reads as such; a wider one it reads as a float64, which keeps fifteen."""


def settle(path: Path) -> tuple[int, dict[int, tuple[int, str]]]:
    """Make text, in place, of fields that GDAL would read otherwise than they are written: the whole column decides.

    Gives how many records are deleted, and feature (from 1, as GDAL counts them) → (a date field of its, from 0; what no date is in it).
    A file shorter than its header says is left for GDAL to refuse.
    """
    data = np.memmap(path, np.uint8, "r+")
    count, start, size = struct.unpack_from("<IHH", data[:_DESCRIPTOR].tobytes(), 4)
    if not count or not size or start + count * size > len(data):
        return 0, {}
    records = data[start : start + count * size].reshape(count, size)
    kept = records[:, 0] != ord("*")
    no_dates: dict[int, tuple[int, str]] = {}
    at = 1
    for number, field in enumerate(range(_DESCRIPTOR, start - 1, _DESCRIPTOR)):
        if data[field] == ord("\r"):
            break
        end = at + int(data[field + 16])
        kind, decimals, cells = chr(data[field + 11]), int(data[field + 17]), records[:, at:end]
        at = end
        if kind == "D" and cells.shape[1]:
            no_dates |= {feature: (number, value) for feature, value in _no_dates(cells, kept)}
        elif kind in _FITS and not all(_FITS[kind](block, decimals) for block in _blocks(cells)):
            data[field + 11], data[field + 17] = ord("C"), 0
            for block in _blocks(cells):
                block[:] = _left(block)
        elif kind == "L":  # GDAL reads an empty one as no
            cells[_BLANK[cells]] = ord("?")
    data.flush()
    return int(count - kept.sum()), no_dates


def mend_utf8(path: Path) -> dict[int, tuple[int, str]]:
    """Take out, in place, the bytes of text fields that are no UTF-8: half letters at the end of a full field, and single bad bytes.

    Returns column (from 0) → (feature of the first changed cell, from 1, what is left of it).
    """
    data = np.memmap(path, np.uint8, "r+")
    changed: dict[int, tuple[int, str]] = {}
    for number, cells, kept in _text_fields(data):
        features = np.cumsum(kept)
        for at in np.flatnonzero((cells > 0x7F).any(axis=1)):
            raw = cells[at].tobytes()
            left = raw.decode("utf-8", "ignore")
            if left.encode() != raw:
                cells[at] = np.frombuffer(left.encode().ljust(len(raw)), np.uint8)
                changed.setdefault(number, (int(features[at]), left.strip()))
    data.flush()
    return changed


def is_mostly_utf8(path: Path) -> bool:
    """Return whether the text fields of a DBF are UTF-8 but for half letters at the end of full fields and a bad byte here and there."""
    data = np.memmap(path, np.uint8, "r")
    good = bad = 0
    for _, cells, _ in _text_fields(data):
        for at in np.flatnonzero((cells > 0x7F).any(axis=1))[:_RECORDS]:
            raw = cells[at].tobytes()
            left = raw.decode("utf-8", "ignore")
            good, bad = good + sum(ord(letter) > 0x7F for letter in left), bad + len(raw) - len(left.encode())
    return good > 0 and bad <= good


def _text_fields(data: np.ndarray) -> Iterator[tuple[int, np.ndarray, np.ndarray]]:
    """Yield number, cells and kept records of each text field of a DBF; none of one shorter than its header says."""
    count, start, size = struct.unpack_from("<IHH", data[:_DESCRIPTOR].tobytes(), 4)
    if not count or not size or start + count * size > len(data):
        return
    records = data[start : start + count * size].reshape(count, size)
    at = 1
    for number, field in enumerate(range(_DESCRIPTOR, start - 1, _DESCRIPTOR)):
        if data[field] == ord("\r"):
            return
        end = at + int(data[field + 16])
        if chr(data[field + 11]) == "C":
            yield number, records[:, at:end], records[:, 0] != ord("*")
        at = end


def _blocks(cells: np.ndarray) -> list[np.ndarray]:
    return [cells[first : first + _RECORDS] for first in range(0, len(cells), _RECORDS)]


def _words(cells: np.ndarray) -> np.ndarray:
    """Return the cells of a field as bytes without the spaces around them."""
    return np.char.strip(np.ascontiguousarray(cells).view(f"S{cells.shape[1]}").ravel())


def _left(cells: np.ndarray) -> np.ndarray:
    """Move cells to the left edge of their field, as texts stand; numbers stand at the right."""
    width = cells.shape[1]
    return np.char.ljust(_words(cells), width).view(np.uint8).reshape(len(cells), width)


def _are_numbers(cells: np.ndarray, decimals: int) -> bool:
    """Return whether cells hold only numbers, and no whole ones that GDAL would take for others."""
    beyond = decimals == 0 and cells.shape[1] > _MAX_WIDTH and bool(_OF_WHOLES[cells].all())
    return bool(_OF_NUMBERS[cells].all()) and not beyond


def _are_booleans(cells: np.ndarray, decimals: int) -> bool:
    """Return whether cells hold only letters for yes, no and unknown, or nothing."""
    return bool(_OF_BOOLEANS[cells].all())


_FITS: dict[str, Callable[[np.ndarray, int], bool]] = {"N": _are_numbers, "F": _are_numbers, "L": _are_booleans}
"""A field's type → whether GDAL reads such cells as they are written."""


def _no_dates(cells: np.ndarray, kept: np.ndarray) -> list[tuple[int, str]]:
    """Return feature and content of the cells of a date field, blank ones apart, that hold no date of the calendar."""
    features, found = np.cumsum(kept), []
    for first, block in zip(range(0, len(cells), _RECORDS), _blocks(cells), strict=True):
        words = _words(block)
        wrong = [word for word in np.unique(words).tolist() if word.strip(b"0") and not _is_date(word)]
        for at in np.flatnonzero(np.isin(words, wrong) & kept[first : first + len(block)]):
            found.append((int(features[first + at]), words[at].decode("latin-1")))
    return found


def _is_date(word: bytes) -> bool:
    try:
        datetime.strptime(word.decode("latin-1"), "%Y%m%d")  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return False
    return len(word) == 8
