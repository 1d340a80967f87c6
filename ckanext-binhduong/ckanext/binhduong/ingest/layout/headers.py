"""Find where a sheet's table begins: below titles and blank rows, under one or two header rows, above a row of column numbers.

Vietnamese reports open with the agency's name, a title, "Đơn vị tính: …", a blank row; then the header, often in two rows with
merged cells; then "(1) (2) (3)" or "A B 1 2". Only what stands below all that is data.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from ckanext.binhduong.ingest.layout.cell_contents import DATE, EMPTY, FIGURE, Row, contents_of
from ckanext.binhduong.ingest.layout.counted_titles import counted_titles
from ckanext.binhduong.ingest.layout.report_heads import narrowed
from ckanext.binhduong.ingest.layout.totals import is_average, is_total
from ckanext.binhduong.ingest.model import Refused
from ckanext.binhduong.ingest.typing.evidence import TEXT
from ckanext.binhduong.vn import fold

SAMPLE_ROWS = 200
"""Rows looked at to find the header."""

_NUMBERING = re.compile(r"[(\[]?\s*(\d{1,2}|[A-Za-zĐđ])\s*[)\]]?\s*(=[^=]+)?")
"""The number of a column, and how it is calculated from others: "(5)=(4)/(3)"."""
_PART = re.compile(r"[-+*•\s]*(trong do|trong so do|chia ra|bao gom)\b")
"""How a row begins that is counted in the one above it."""
_GROUP = re.compile(r"(?:[ivx]{1,5}|[a-z]|\d{1,2})[.)]\s.+|(khu vuc|nhom|phan|muc|chuong|cum|dot|khoi)\b.*")
"""A group's title (folded): numbered, or named so."""
_REMARK = re.compile(
    r"\(?\*?\)?\s*(ghi chu|chu thich|nguon( so lieu)?|luu y)\s*:|\(?\*{1,3}\)?[\s:.]*\w"
    r"|\(?(so lieu|du lieu)( (duoc )?(tinh|cap nhat|thong ke|tong hop|so bo|uoc tinh))*( den| tu| ngay| thang| so bo| uoc tinh)\b"
    r"|\(?cap nhat (den|ngay|luc|lan cuoi)\b"
)


@dataclass
class Header:
    """Where the header is (index of its first row and of the first data row), its titles, and what was noticed; ``dated``: titles that are
    dates, ``counted``: numbers one after the other."""

    first: int
    data: int
    titles: list[str]
    two_rows: bool = False
    numbering: bool = False
    dated: list[str] = field(default_factory=list)
    counted: list[str] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)


def find_header(rows: Sequence[Row], numbered: bool = True, contents: np.ndarray | None = None) -> Header:
    """Find the header among a sheet's first rows.

    Args:
        numbered: whether a row of column numbers below the header belongs to it; no where a person says that it is a record.
        contents: what the cells hold (``contents_of``), where that is known.

    Raises:
        Refused: ``table-empty`` when nothing is filled, ``header-missing`` when the first full row already is data.
    """
    held = contents_of(rows) if contents is None else contents
    filled = narrowed(_texts(rows), (held > EMPTY).sum(axis=1).tolist())
    if not any(filled):
        raise Refused("table-empty")
    first = first_full_row(filled)
    counted = counted_titles(_texts(rows[first : first + 1])[0], _texts(rows[first + 1 :]))
    if _looks_like_data(rows[first], held[first:], counted):
        raise Refused("header-missing", place={"row": first + 1}, value=" | ".join(text for text, _ in rows[first] if text)[:80])
    width = _width(rows[first], rows[first + 1 :])
    titles = _padded(rows[first], width)
    data, two_rows = first + 1, False
    if data < len(rows) and _is_second_header(titles, _padded(rows[data], width), rows[data], held[data:]):
        titles, data, two_rows = _joined(titles, _padded(rows[data], width)), data + 1, True
    numbering = numbered and data < len(rows) and _is_numbering(rows[data]) and _counts_columns(rows[data], rows[data + 1 : data + 21])
    dated, shown = _dated(rows[first], held[first:]), [rows[first][at][0] for at in counted]
    return Header(first, data + numbering, titles, two_rows, numbering, dated, shown)


def _width(header: Row, below: Sequence[Row]) -> int:
    """Return the table's width: the header's own, unless most rows below are wider (titles missing at the end)."""
    lengths = Counter(len(row) for row in below)
    width, times = lengths.most_common(1)[0] if lengths else (0, 0)
    return max(len(header), width) if times > len(below) / 2 else len(header)


def first_full_row(filled: list[int]) -> int:
    """Return the first row that is filled about as widely as the table: a title row fills one or two cells."""
    wide = Counter(count for count in filled if count > 1)
    usual = max(wide.items(), key=lambda item: (item[0] * item[1], item[0]))[0] if wide else 1  # most cells, not most rows
    needed = max(min(2, usual), round(0.6 * usual))
    return next(index for index, count in enumerate(filled) if count >= needed)


def _dated(row: Row, held: np.ndarray) -> list[str]:
    """Return the cells of a header row that are dates over a column of something else, as a table by months has them.

    Args:
        held: what the cells of this row and of those below it hold.
    """
    found = np.flatnonzero(held[0] == DATE)
    texts, below = [row[at][0] for at in found.tolist()], held[1:21, found]
    if len(set(texts)) != len(texts) or (below == DATE).any():
        return []
    return texts if (below > EMPTY).any() else []


def _texts(rows: Sequence[Row]) -> list[list[str]]:
    return [[text for text, _ in row] for row in rows]


def _looks_like_data(row: Row, held: np.ndarray, counted: Sequence[int]) -> bool:
    dated = frozenset(_dated(row, held))
    cells = [at for at, (text, _) in enumerate(row) if text.strip() and text not in dated and at not in counted]
    if dated and not cells:
        return True
    values = int((held[0, cells] >= FIGURE).sum())
    return values >= max(1, len(cells) / 2)


def _padded(row: Row, width: int) -> list[str]:
    texts = [" ".join(text.split()) for text, _ in row]
    return (texts + [""] * (width - len(texts)))[:width]


def _is_second_header(upper: list[str], lower: list[str], row: Row, held: np.ndarray) -> bool:
    """Return whether a row completes the header above it: it names what the upper row left blank, holds no value, and data follows."""
    under_blank = [at for at, text in enumerate(upper) if not text and at < len(lower) and lower[at]]
    complete = all(up or low for up, low in zip(upper, lower, strict=True))
    no_values = not (held[0] >= FIGURE).any()
    gaps = any(up and low in ("", up) for up, low in zip(upper, lower, strict=True))  # merged cells repeat their title
    data_below = bool((held[1:21] >= FIGURE).any())
    return bool(under_blank) and complete and no_values and (gaps or len(under_blank) >= 2) and data_below


def _joined(upper: list[str], lower: list[str]) -> list[str]:
    titles, group = [], ""
    for up, low in zip(upper, lower, strict=True):
        group = up or group
        titles.append(f"{group} – {low}" if low and group and low != up else low or up)
    return titles


def _is_numbering(row: Row) -> bool:
    """Return whether a row can count the columns: (1) (2) (3), 1 2 3, A B 1 2, letters before numbers."""
    texts = [text.strip() for text, _ in row if text.strip()]
    found = [match for text in texts if (match := _NUMBERING.fullmatch(text))]
    if len(texts) < 3 or len(found) < len(texts):
        return False
    letters = [match[1].upper() for match in found if not match[1].isdigit()]
    numbers = [int(match[1]) for match in found if match[1].isdigit()]
    ordered = [match[1].isdigit() for match in found] == [False] * len(letters) + [True] * len(numbers)
    counted = letters == list("ABCDEFGH"[: len(letters)])
    run = not numbers or (numbers[0] in (0, 1, 2) and numbers == list(range(numbers[0], numbers[0] + len(numbers))))
    return run and ordered and counted


def _counts_columns(row: Row, below: Sequence[Row]) -> bool:
    """Return whether such a row is no record: it is all in brackets, or says how a column is calculated ("3=2/1"), or what stands below it
    is of another kind, or begins at 1 again."""
    texts = [text.strip() for text, _ in row if text.strip()]
    if all(text.startswith(("(", "[")) for text in texts) or any("=" in text for text in texts):
        return True
    following = next((each for each in below if any(text.strip() for text, _ in each)), None)
    if following is None:
        return False
    first = next(at for at, (text, _) in enumerate(row) if text.strip())
    again = first < len(following) and following[first][0].strip() == row[first][0].strip()
    return again or any(_is_word(*each) for at, each in enumerate(following) if at < len(row) and row[at][0].strip())


def _is_word(text: str, kind: int) -> bool:
    return kind == TEXT and len(text.strip()) > 1 and not re.search(r"\d", text)


def odd_row(
    row: Sequence[str], titles: Sequence[str], above: Sequence[Sequence[str]] | None = None, last: bool = False, apart: bool = False
) -> str | None:
    """Name what a row below the header is when it is no record: "totals-row", "repeated-header", "section-row"; else None.

    A row that may be counted twice ("part-row") or may be a group's title ("section-kept") is named too, and stays a record.

    "total-kept" is a record that begins like a total (``totals``, which needs the rows above and whether it is the last one),
    "average-kept" the average of those above; ``apart``: whether a blank row is right above it.
    """
    texts = [text.strip() for text in row]
    filled = [text for text in texts if text]
    if len(titles) > 1 and (total := is_total(texts, above, last)) is not False:
        return "totals-row" if total else "total-kept"
    if len(titles) > 1 and is_average(texts, above):
        return "average-kept"
    if len(filled) > 1 and all(not text or fold(text) == fold(title) for text, title in zip(texts, titles, strict=False)):
        return "repeated-header"
    if len(filled) == 1 and len(titles) > 1 and _REMARK.match(fold(filled[0])):
        return "section-row"
    if len(filled) == 1 and len(titles) >= 4 and re.search(r"[^\W\d_]", filled[0]) and not texts[-1]:
        return "section-row"
    if len(titles) > 1 and any(_PART.match(fold(text)) for text in texts[:3] if text):
        return "part-row"
    if len(filled) == 1 and len(titles) > 1 and texts[0] and (_may_be_group(filled[0]) or (last and (len(titles) > 2 or apart))):
        return "section-kept"
    return None


def _may_be_group(text: str) -> bool:
    return (text.isupper() and " " in text) or bool(_GROUP.fullmatch(fold(text)))
