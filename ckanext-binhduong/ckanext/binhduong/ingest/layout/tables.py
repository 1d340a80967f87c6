"""Find the tables of one sheet that has several: side by side, parted by an empty column, or one under the other.

Two parts of a sheet are two tables only when something besides the gap speaks for it, since tables have empty columns and blank rows too:
side by side, columns that name the records of each part, and the same first title, headers in different rows or ends in different rows;
one under the other, a row of titles that shares a title, is wider, stands under a heading, or has titles where figures are above and below.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ckanext.binhduong.ingest.layout.headers import Header, Row, is_data
from ckanext.binhduong.ingest.layout.sheet_areas import Area, Sheet, area_rows
from ckanext.binhduong.vn import fold

__all__ = ["may_be_joined", "tables_of"]

_LOOKED_BELOW = 3
"""Rows below a row of titles of which one must have figures: a second header row and one of column numbers may stand between."""
_MISSING = re.compile(r"(khong|chua|dang|tam|mat|hong)\b")
"""How words (folded) begin that stand for a figure which there is not."""
_ORDINALS = ("stt", "tt", "so tt", "so thu tu", "ma", "ma so", "no", "id")


def tables_of(sheet: Sheet, area: Area | None = None) -> list[Area]:
    """Return the tables of a sheet from above and the left; the whole sheet when it has one or none."""
    area = area or sheet.whole
    for cut in (_side_by_side, _one_under_the_other):
        if len(parts := cut(sheet, area)) > 1:
            return [table for part in parts for table in tables_of(sheet, part)]
    return [area]


def may_be_joined(sheet: Sheet, area: Area) -> list[Area]:
    """Return the blocks of an area that is read as one table though empty columns part it; none where they only make room."""
    blocks = sheet.blocks(area)
    lengths = {sheet.length(block, area) for block in blocks}
    return blocks if len(blocks) > 1 and (len(lengths) > 1 or all(block.right - block.left > 1 for block in blocks)) else []


def _side_by_side(sheet: Sheet, area: Area) -> list[Area]:
    blocks = sheet.blocks(area)
    found = [header for block in blocks if (header := sheet.header(block))]
    if len(blocks) < 2 or len(found) < len(blocks) or not all(_names_records(sheet, *each) for each in zip(blocks, found, strict=True)):
        return []
    same_first = len({fold(header.titles[0]) for header in found}) < len(found)
    elsewhere = len({header.first for header in found}) > 1
    ends = {sheet.last(block) for block in blocks}
    dense = all(_is_dense(sheet, *each) for each in zip(blocks, found, strict=True))
    return blocks if same_first or elsewhere or (len(ends) > 1 and dense) else []


def _names_records(sheet: Sheet, block: Area, header: Header) -> bool:
    """Return whether a block's first column counts or names its records, rather than holding figures of records named elsewhere."""
    if fold(header.titles[0]).strip(" .") in _ORDINALS:
        return True
    cells = [row[0] for row in area_rows(sheet.rows, block)[header.data :] if row and row[0][0].strip()]
    return sum(not _is_figure(*cell) for cell in cells) > len(cells) / 2


def _is_figure(text: str, kind: int) -> bool:
    return is_data(text, kind) and not any(letter.isalpha() for letter in text)


def _is_dense(sheet: Sheet, block: Area, header: Header) -> bool:
    """Return whether no blank row is within a block's records: its end is a table's end, no gap of a column of remarks."""
    return all(sheet.counts(block)[header.first : sheet.last(block) - block.top + 1])


def _one_under_the_other(sheet: Sheet, area: Area) -> list[Area]:
    parts: list[Area] = []
    rest = area
    while header := sheet.header(rest):
        cut = _next_table(sheet, rest, header)
        if cut is None:
            break
        parts.append(Area(rest.top, cut, rest.left, rest.right))
        blank = next(number for number, count in enumerate(sheet.counts(Area(cut, rest.bottom, rest.left, rest.right))) if count)
        rest = Area(cut + blank, rest.bottom, rest.left, rest.right)
    return [*parts, rest] if parts else []


def _next_table(sheet: Sheet, area: Area, header: Header) -> int | None:
    """Return the row of the sheet where the table after that of ``header`` begins; None when there is none."""
    rows, counts = area_rows(sheet.rows, area), sheet.counts(area)
    for at in range(header.data + 1, len(rows) - 1):
        if counts[at] < 2 or counts[at - 1] > 1:
            continue
        gap = next(number for number in range(at - 1, 0, -1) if counts[number - 1] > 1)
        if gap > header.data and _are_titles(rows, counts, header, at) and _begins_a_table(rows, counts, header, gap, at):
            # Remarks right below a table are its own where a blank row ends them.
            cut = area.top + next((number for number in range(gap, at) if not counts[number]), gap)
            if sheet.header(Area(area.top, cut, area.left, area.right)) and sheet.header(Area(cut, area.bottom, area.left, area.right)):
                return cut
    return None


def _are_titles(rows: Sequence[Row], counts: Sequence[int], header: Header, at: int) -> bool:
    """Return whether a row holds different words only, written like titles, and figures stand right below it."""
    texts = [text.strip() for text, _ in rows[at] if text.strip()]
    if any(is_data(*cell) for cell in rows[at]) or len(set(map(fold, texts))) < len(texts):
        return False
    if any(_MISSING.match(fold(text)) for text in texts) or (not _small(header.titles) and _small(texts)):
        return False
    for below in range(at + 1, min(at + 1 + _LOOKED_BELOW, len(rows))):
        if not counts[below]:
            return False
        if _figures(rows[at], rows[below]):
            return True
    return False


def _small(texts: Sequence[str]) -> bool:
    """Return whether some text begins with a small letter, as "hỏng" among records and no title among titles that begin with capitals."""
    return any(text[:1].islower() for text in texts)


def _figures(titles: Row, below: Row) -> list[int]:
    """Return the columns with a title above a figure."""
    return [at for at in range(min(len(titles), len(below))) if titles[at][0].strip() and is_data(*below[at])]


def _begins_a_table(rows: Sequence[Row], counts: Sequence[int], header: Header, gap: int, at: int) -> bool:
    """Return whether something besides the gap says that a row of words is the header of another table."""
    own = {column: fold(text) for column, (text, _) in enumerate(rows[at]) if text.strip()}
    before = [fold(title) for title in header.titles]
    if all(column < len(before) and before[column] == title for column, title in own.items()):
        return False  # the same header once more, as on the next printed page
    records = rows[header.data : gap]
    wider = [column for column in own if column >= len(before) or not before[column]]
    breaks = [column for column in own if _holds_figures(records, column) and column in _figures(rows[at], rows[at + 1])]
    headed = 1 in counts[gap:at] and 0 in counts[gap:at]
    return bool(
        set(own.values()) & {title for title in before if title}
        or any(not any(column < len(row) and row[column][0].strip() for row in records) for column in wider)
        or (headed and breaks)
        or len(breaks) > 1
    )


def _holds_figures(records: Sequence[Row], column: int) -> bool:
    cells = [row[column] for row in records if column < len(row) and row[column][0].strip()]
    return bool(cells) and sum(is_data(*cell) for cell in cells) > len(cells) / 2
