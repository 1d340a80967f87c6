"""What a whole column proves about itself, gathered batch by batch in constant memory.

Every cell is reduced to its *shape*: the text with each digit written as 1, a leading zero kept ("05/03/2023" → "01/11/1111",
"1.234,5" → "1.111,1", "0274" → "0111"). A column of numbers or dates has a few dozen shapes in a million rows, so the rules of
``decide`` look at dozens of strings, not at a million cells; and a shape is itself a value that the parsers of the package ``vn``
can be tried on, because their grammar never depends on which digit stands where, leading zeros apart.

Shapes are made on the Arrow buffer with one table look-up a byte. A column of free text overflows ``MAX_SHAPES`` and is text.
"""

import re
from dataclasses import dataclass, field
from decimal import Decimal

import numpy as np
import pyarrow as pa

from ckanext.binhduong.ingest.compute import pc

TEXT, NUMBER, DATE, DATETIME, TIME, BOOLEAN, ERROR, DURATION = range(8)
"""Kinds of a workbook's cell. Cells of text files are all TEXT."""

UNCALCULATED = "#CALC"
"""The error of a formula that was saved without a result."""
MAX_SHAPES = 2_000
"""Distinct shapes kept a column; numbers, dates and coordinates in every spelling stay far below."""
MAX_SHAPE_LENGTH = 64
"""A shape longer than this is text whatever it says (or WKT, which is known by its first word)."""

_DIGITS = np.arange(256, dtype=np.uint8)
_DIGITS[ord("0") : ord("9") + 1] = ord("1")
_EXPONENT = re.compile(r"-?[01]+(?:[.,][01]+)?[eE][+-][01]{1,2}")
_FRACTION = re.compile(r"-?[01]+[.,][01]+")
_CLOCK = re.compile(r"11 ?(?::|[hg]|giờ)", re.IGNORECASE)
_LATE_HOUR = r"(?i)^2[4-9] ?(?::|h|g|giờ) ?(?:[0-5][0-9]\b.*)?$"
"""Hours up to 29, as plans of night buses count them."""
_TRAILING_ZERO = r"^-?[0-9]+[.,][0-9]*0$"
_TWO_NUMBERS = re.compile(r"[01]{1,2} ?([/.-]) ?[01]{1,2} ?\1 ?1{2,4}(?!1)")


@dataclass
class Seen:
    """How often a shape was met, and its first cell: row as the officer sees it, and value."""

    count: int
    row: int
    example: str


@dataclass
class Evidence:
    """One column: its title, its shapes by (kind, shape), the count of cells beyond ``MAX_SHAPES``, the day/month pairs and the years
    of four digits seen in text, the least and greatest of a workbook's own dates; ``numbers``: whether all cells are a layer's own numbers;
    ``place_name``: what a record is called in a finding's place, "row" or "feature"; ``powers``: digits before and after the point and
    significant ones that numbers with an exponent have at most; ``trailing_zeros``: whether a text like "1.10" was seen."""

    title: str
    native: pa.DataType | None = None
    numbers: bool = False
    place_name: str = "row"
    shapes: dict[tuple[int, str], Seen] = field(default_factory=dict)
    other: Seen = field(default_factory=lambda: Seen(0, 0, ""))
    day_months: set[str] = field(default_factory=set)
    years: set[str] = field(default_factory=set)
    latest_day: int = 0
    own_dates: tuple[str, str] | None = None
    powers: tuple[int, int, int] = (0, 0, 0)
    trailing_zeros: bool = False
    late_hour: tuple[int, str] | None = None
    filled: int = 0
    rows: int = 0

    def add(self, rows: np.ndarray, text: pa.StringArray, kinds: np.ndarray | None) -> None:
        """Take one batch: the rows' numbers, the cells as trimmed text (null = empty), and their kinds (None: all text)."""
        self.rows += len(text)
        present = np.flatnonzero(text.is_valid().to_numpy(zero_copy_only=False)) if text.null_count else None
        if present is not None:
            text, rows = text.take(pa.array(present)), rows[present]
            kinds = kinds[present] if kinds is not None else None
        if not len(text):
            return
        self.filled += len(text)
        for kind in (NUMBER if self.numbers else TEXT,) if kinds is None else np.unique(kinds).tolist():
            chosen = None if kinds is None else np.flatnonzero(kinds == kind)
            cells = text if chosen is None else text.take(pa.array(chosen))
            self._add_kind(int(kind), rows if chosen is None else rows[chosen], cells)

    def _add_kind(self, kind: int, rows: np.ndarray, text: pa.StringArray) -> None:
        encoded = shapes_of(text).dictionary_encode()
        codes = encoded.indices.to_numpy(zero_copy_only=False)
        counts = np.bincount(codes, minlength=len(encoded.dictionary))
        names, firsts = encoded.dictionary.to_pylist(), np.unique(codes, return_index=True)[1]
        if kind in (DATE, DATETIME):
            self._note_own_dates(text)
        dated: list[int] = []
        for code, shape in enumerate(names):
            first = int(firsts[code])
            self._count(kind, shape, int(counts[code]), int(rows[first]), text, first)
            if kind == TEXT and _might_be_day_first(shape):
                dated.append(code)
        self._note_digits(names, codes, text)
        if self.late_hour is None and any(map(_CLOCK.match, names)):
            self._note_late_hour(rows, text)
        if dated:
            self._note_day_months(text if len(dated) == len(names) else text.filter(pa.array(np.isin(codes, dated))))

    def _count(self, kind: int, shape: str, count: int, row: int, text: pa.StringArray, at: int) -> None:
        seen = self.shapes.get((kind, shape))
        if seen:
            seen.count += count
        elif len(self.shapes) < MAX_SHAPES and len(shape) <= MAX_SHAPE_LENGTH:
            self.shapes[kind, shape] = Seen(count, row, text[at].as_py())
        elif self.other.count:
            self.other.count += count
        else:
            self.other = Seen(count, row, text[at].as_py())

    def _note_day_months(self, text: pa.StringArray) -> None:
        for value in pc.unique(pc.utf8_slice_codeunits(text, 0, 7)).to_pylist():
            self.day_months.add(value)
        self.years |= set(
            pc.unique(pc.struct_field(pc.extract_regex(text, r"(?P<year>[0-9]{4})(?:\D.*)?$"), "year")).drop_null().to_pylist()
        )

    def _note_late_hour(self, rows: np.ndarray, text: pa.StringArray) -> None:
        """Note the first cell whose hour is of the night after its day: 24:00, 25:10."""
        late = np.flatnonzero(pc.match_substring_regex(text, _LATE_HOUR).to_numpy(zero_copy_only=False))
        if len(late):
            self.late_hour = int(rows[late[0]]), text[int(late[0])].as_py()

    def _note_own_dates(self, text: pa.StringArray) -> None:
        """Note a workbook's dates: the latest day of a month, the least and the greatest."""
        self.latest_day = max(self.latest_day, int(pc.max(pc.utf8_slice_codeunits(text, 8, 10)).as_py()))
        least, greatest = pc.min_max(text).as_py().values()
        low, high = self.own_dates or (least, greatest)
        self.own_dates = min(low, least), max(high, greatest)

    def _note_digits(self, names: list[str], codes: np.ndarray, text: pa.StringArray) -> None:
        """Note what the shapes of numbers hide: the power of an exponent, and zeros at the end of a fraction."""
        powers = [code for code, shape in enumerate(names) if _EXPONENT.fullmatch(shape)]
        for value in pc.unique(text.filter(pa.array(np.isin(codes, powers)))).to_pylist() if powers else ():
            whole, fraction, significant = _digits(Decimal(value.replace(",", ".")))
            self.powers = max(self.powers[0], whole), max(self.powers[1], fraction), max(self.powers[2], significant)
        fractions = {len(shape.replace(",", ".").partition(".")[2]) for shape in names if _FRACTION.fullmatch(shape)}
        if fractions and not self.trailing_zeros:
            self.trailing_zeros = bool(pc.any(pc.match_substring_regex(text, _TRAILING_ZERO)).as_py())

    def counts(self, kind: int | None = None) -> dict[str, Seen]:
        """Return the shapes of one kind of cell (None: of every kind)."""
        return {shape: seen for (each, shape), seen in self.shapes.items() if kind in (None, each)}


def shapes_of(text: pa.StringArray) -> pa.StringArray:
    """Write every digit of every cell as 1, but a cell's leading 0 as 0. ``text`` holds no nulls."""
    _, offsets_buffer, data_buffer = text.buffers()
    offsets = np.frombuffer(offsets_buffer, dtype=np.int32)[text.offset : text.offset + len(text) + 1]
    data = np.frombuffer(data_buffer, dtype=np.uint8) if data_buffer is not None else np.empty(0, np.uint8)
    window = data[offsets[0] : offsets[-1]]
    mapped = _DIGITS[window]
    starts = (offsets[:-1] - offsets[0])[np.diff(offsets) > 0]
    zeros = starts[window[starts] == ord("0")]
    mapped[zeros] = ord("0")
    return pa.StringArray.from_buffers(len(text), pa.py_buffer((offsets - offsets[0]).tobytes()), pa.py_buffer(mapped.tobytes()))


def _digits(number: Decimal) -> tuple[int, int, int]:
    """Return the digits of a number before and after the point, and its significant ones."""
    _, digits, exponent = number.as_tuple()
    power = int(exponent)
    return max(len(digits) + power, 1), max(-power, 0), len(digits)


def _might_be_day_first(shape: str) -> bool:
    return bool(_TWO_NUMBERS.match(shape))
