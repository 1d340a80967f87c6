"""The block under a table that is signed: place and date, "Người lập biểu", "Giám đốc", the names. None of its rows is a record."""

import re
from collections.abc import Sequence

from ckanext.binhduong.vn import fold

MAX_CELLS = 3
"""Filled cells of such a row: as many people sign at most."""
MAX_ROWS = 40
"""Rows of a block."""
DATED = r"(?i)ng\S{1,3}y.{1,16}th\S{1,4}ng.{1,16}n\S{1,3}m"
"""What a row with a date in words has for certain, in RE2."""
_DIGIT = re.compile(r"\d")
_OPENS = re.compile(
    r"(?:[a-z .]{2,40}, ?)?ngay\b.{1,12}thang\b.{1,12}nam\b.{0,8}"
    r"|(nguoi|can bo) (lap|tong hop|thong ke)( bieu| bang| bao cao)?[:.]?"
    r"|(don vi|phong) (lap|tong hop|thong ke) (bieu|bang|bao cao)[:.]?"
)
_SIGNS = re.compile(
    r"(tm\.|kt\.|tl\.|tuq\.)?\s*((pho )?(giam doc|chu tich|thu truong|truong phong|hieu truong|truong ban)|ke toan|noi nhan)\b.{0,40}"
    r"|xac nhan.{0,40}|\(.{0,40}\)|(dt|sdt|dien thoai|email)\b.{0,40}"
)


def may_hold(row: Sequence[str], width: int) -> bool:
    """Return whether a row of ``width`` columns is as empty as those of the block and holds no figure but a date or a telephone number."""
    filled = _filled(row)
    return 0 < len(filled) <= min(MAX_CELLS, width - 1) and not any(_DIGIT.search(text) and not _belongs(text) for text in filled)


def opens(row: Sequence[str], width: int) -> bool:
    """Return whether a row can be the first of the block: it says nothing but who signs where and when."""
    filled = _filled(row)
    return may_hold(row, width) and any(map(_OPENS.fullmatch, filled)) and all(map(_belongs, filled))


def _filled(row: Sequence[str]) -> list[str]:
    return [text for text in map(fold, row) if text]


def _belongs(text: str) -> bool:
    return bool(_OPENS.fullmatch(text) or _SIGNS.fullmatch(text))
