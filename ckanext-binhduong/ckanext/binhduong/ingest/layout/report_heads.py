"""Which rows above a table are the head of a report: the state's name and motto beside the office's, the document's number and date, whose
form it is. They are filled as widely as a table of few columns, so that their number of cells does not tell them from its header.

Decree 30/2020/NĐ-CP on records (appendix I) has the head of a letter; a statistical form has "Biểu số", "Đơn vị báo cáo", "Kỳ báo cáo".
"""

import re
from collections.abc import Sequence

from ckanext.binhduong.vn import fold

__all__ = ["narrowed"]

_MOST_CELLS = 4
"""Filled cells of such a row."""
_HEAD = re.compile(
    r"cong hoa xa hoi chu nghia\b.*|doc lap\W+tu do\W+hanh phuc\W*"
    r"|(so|so hieu)\s*:\s*\S*/.*|.{0,40}\bngay\b.{1,12}\bthang\b.{1,12}\bnam\b.{0,8}"
    r"|(bieu|mau|phu luc)( bieu)? (so|ban hanh)\b.*|\(?\s*(ban hanh|kem theo)\b.*"
    r"|(don vi|noi|co quan|ngay|ky|nam|thang|nguoi) (bao cao|nhan|gui|lap|cung cap)( bao cao| bieu)?\s*:.*"
)
"""A cell (folded) that only the head of a report has."""


def narrowed(texts: Sequence[Sequence[str]], filled: Sequence[int]) -> list[int]:
    """Return how many cells of each row are filled, where a row of a report's head counts as one cell.

    Only rows above the first one that may be a header are looked at, and a sheet of nothing else has no head.

    Args:
        texts: the cells of a sheet's first rows.
        filled: how many of each row are filled.
    """
    counts = list(filled)
    for at, count in enumerate(filled):
        if count <= 1:
            continue
        if count > _MOST_CELLS or not _is_head([text.strip() for text in texts[at] if text.strip()]):
            return counts
        counts[at] = 1
    return list(filled)


def _is_head(cells: Sequence[str]) -> bool:
    labelled = len(cells) == 2 and cells[0].endswith(":") and not cells[1].endswith(":")
    return labelled or any(_HEAD.fullmatch(fold(cell)) for cell in cells)
