"""Find where a sheet's table begins: below titles and blank rows, under one or two header rows, above a row of column numbers.

Vietnamese reports open with the agency's name, a title, "Đơn vị tính: …", a blank row; then the header, often in two rows with
merged cells; then "(1) (2) (3)" or "A B 1 2". Only what stands below all that is data.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import pyarrow as pa

from ckanext.binhduong.ingest.model import Refused
from ckanext.binhduong.ingest.typing.cell_forms import form_of
from ckanext.binhduong.ingest.typing.evidence import TEXT, shapes_of
from ckanext.binhduong.vn import fold

SAMPLE_ROWS = 200
"""Rows looked at to find the header."""

Row = Sequence[tuple[str, int]]
"""A row's cells as (text, kind); "" is an empty cell."""

_YEAR = re.compile(r"(19|20)[0-9]{2}")
_NUMBERING = re.compile(r"\(?\s*(\d{1,2}|[A-Za-zĐđ])\s*(=.*)?\)?")
_TOTAL = re.compile(r"((tong|cong)( (cong|so|tong|chung|cac loai|toan tinh|toan huyen))*|toan tinh|total|grand total)\s*[:.]?")

_REMARK = re.compile(r"\(?\*?\)?\s*(ghi chu|chu thich|nguon( so lieu)?|luu y)\s*:")


@dataclass
class Header:
    """Where the header is (index of its first row and of the first data row), its titles, and what was noticed."""

    first: int
    data: int
    titles: list[str]
    two_rows: bool = False
    numbering: bool = False
    notes: list[tuple[str, str]] = field(default_factory=list)


def is_data(text: str, kind: int) -> bool:
    """Say whether a cell holds a value (number, date, code …) rather than a title. A year may be either, and is taken as a title."""
    if not text:
        return False
    if kind != TEXT:
        return not _YEAR.fullmatch(text)
    shape = shapes_of(pa.array([text.strip()])).to_pylist()[0]
    return form_of(TEXT, shape) in ("number", "code", "date", "timestamp", "time", "dms", "pair") and not _YEAR.fullmatch(text.strip())


def find_header(rows: Sequence[Row]) -> Header:
    """Find the header among a sheet's first rows.

    Raises:
        Refused: ``table-empty`` when nothing is filled, ``header-missing`` when the first full row already is data.
    """
    filled = [sum(bool(text.strip()) for text, _ in row) for row in rows]
    if not any(filled):
        raise Refused("table-empty")
    first = _first_full_row(filled)
    if _looks_like_data(rows[first]):
        raise Refused("header-missing", place={"row": first + 1}, value=" | ".join(text for text, _ in rows[first] if text)[:80])
    width = _width(rows[first], rows[first + 1 :])
    titles = _padded(rows[first], width)
    data, two_rows = first + 1, False
    if data < len(rows) and _is_second_header(titles, _padded(rows[data], width), rows[data], rows[data + 1 :]):
        titles, data, two_rows = _joined(titles, _padded(rows[data], width)), data + 1, True
    numbering = data < len(rows) and _is_numbering(rows[data])
    return Header(first, data + numbering, titles, two_rows, numbering)


def _width(header: Row, below: Sequence[Row]) -> int:
    """Give the table's width: the header's own, unless most rows below are wider (titles missing at the end)."""
    lengths = Counter(len(row) for row in below)
    width, times = lengths.most_common(1)[0] if lengths else (0, 0)
    return max(len(header), width) if times > len(below) / 2 else len(header)


def _first_full_row(filled: list[int]) -> int:
    """Give the first row that is filled about as widely as the table: a title row fills one or two cells."""
    wide = Counter(count for count in filled if count > 1)
    usual = max(wide.items(), key=lambda item: (item[0] * item[1], item[0]))[0] if wide else 1  # most cells, not most rows
    needed = max(min(2, usual), round(0.6 * usual))
    return next(index for index, count in enumerate(filled) if count >= needed)


def _looks_like_data(row: Row) -> bool:
    cells = [(text, kind) for text, kind in row if text.strip()]
    values = sum(is_data(text, kind) for text, kind in cells)
    return values >= max(1, len(cells) / 2) and not _is_numbering(row)


def _padded(row: Row, width: int) -> list[str]:
    texts = [" ".join(text.split()) for text, _ in row]
    return (texts + [""] * (width - len(texts)))[:width]


def _is_second_header(upper: list[str], lower: list[str], row: Row, below: Sequence[Row]) -> bool:
    """Say whether a row completes the header above it: it names what the upper row left blank, holds no value, and data follows."""
    under_blank = [at for at, text in enumerate(upper) if not text and at < len(lower) and lower[at]]
    complete = all(up or low for up, low in zip(upper, lower, strict=True))
    no_values = not any(is_data(text, kind) for text, kind in row) and not _is_numbering(row)
    gaps = any(up and low in ("", up) for up, low in zip(upper, lower, strict=True))  # merged cells repeat their title
    data_below = any(is_data(text, kind) for each in below[:20] for text, kind in each)
    return bool(under_blank) and complete and no_values and (gaps or len(under_blank) >= 2) and data_below


def _joined(upper: list[str], lower: list[str]) -> list[str]:
    titles, group = [], ""
    for up, low in zip(upper, lower, strict=True):
        group = up or group
        titles.append(f"{group} – {low}" if low and group and low != up else low or up)
    return titles


def _is_numbering(row: Row) -> bool:
    """Say whether a row only counts the columns: (1) (2) (3), 1 2 3, A B 1 2."""
    texts = [text.strip() for text, _ in row if text.strip()]
    if len(texts) < 3 or not all(_NUMBERING.fullmatch(text) for text in texts):
        return False
    numbers = [int(match[1]) for text in texts if (match := _NUMBERING.fullmatch(text)) and match[1].isdigit()]
    return numbers == list(range(numbers[0], numbers[0] + len(numbers))) and numbers[0] in (0, 1, 2) if numbers else False


def odd_row(row: Sequence[str], titles: Sequence[str]) -> str | None:
    """Name what a row below the header is when it is no record: "totals-row", "repeated-header", "section-row"; else None."""
    texts = [text.strip() for text in row]
    filled = [text for text in texts if text]
    if filled and _TOTAL.fullmatch(fold(filled[0])) and len(titles) > 1:
        return "totals-row"
    if len(filled) > 1 and all(not text or fold(text) == fold(title) for text, title in zip(texts, titles, strict=False)):
        return "repeated-header"
    if len(filled) == 1 and len(titles) > 1 and _REMARK.match(fold(filled[0])):
        return "section-row"
    if len(filled) == 1 and len(titles) >= 4 and re.search(r"[^\W\d_]", filled[0]) and not texts[-1]:
        return "section-row"
    return None
