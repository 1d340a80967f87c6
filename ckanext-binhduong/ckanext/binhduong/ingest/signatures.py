"""The block under a table that is signed: place and date, "Người lập biểu", "Giám đốc", the names. None of its rows is a record."""

import re
from collections.abc import Sequence

from ckanext.binhduong.vn import fold

MAX_CELLS = 3
"""Filled cells of such a row: as many people sign at most."""
_OPENS = re.compile(
    r"[a-z .]{2,40}, ?ngay\b.{1,12}thang\b.{1,12}nam\b.{0,8}"
    r"|(nguoi|can bo|don vi|phong) (lap|tong hop|thong ke)( bieu| bang| bao cao)?[:.]?"
)
_SIGNS = re.compile(
    r"(tm\.|kt\.|tl\.|tuq\.)?\s*((pho )?(giam doc|chu tich|thu truong|truong phong|hieu truong|truong ban)|ke toan|noi nhan)\b.{0,40}"
    r"|xac nhan.{0,40}|\(.{0,40}\)"
)


class Signatures:
    """Know the rows of the signed block from its first one on."""

    def __init__(self) -> None:
        self.open = False

    def holds(self, row: Sequence[str], width: int) -> bool:
        """Say whether a row of ``width`` columns belongs to the block; the row that opens it says nothing but who signs where and when."""
        filled = [text for text in (fold(cell) for cell in row) if text]
        if not 0 < len(filled) <= MAX_CELLS or len(filled) >= width:
            return False
        if not self.open:
            self.open = any(map(_OPENS.fullmatch, filled)) and all(_OPENS.fullmatch(text) or _SIGNS.fullmatch(text) for text in filled)
            return self.open
        return not any(text.isdigit() for text in filled)
