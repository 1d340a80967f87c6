"""Find the tables of one sheet that has several: side by side, parted by an empty column, or one under the other.

Two parts of a sheet are two tables only when something besides the gap speaks for it, since tables have empty columns and blank rows too:
side by side, columns that name the records of each part, and the same first title, headers in different rows or ends in different rows;
one under the other, a row of titles that shares a title, is wider, stands under a heading, or has titles where figures are above and below.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

import numpy as np

from ckanext.binhduong.ingest.layout.cell_contents import EMPTY, FIGURE, WORDS
from ckanext.binhduong.ingest.layout.headers import SAMPLE_ROWS, Header, first_full_row
from ckanext.binhduong.ingest.layout.sheet_areas import Area, Sheet
from ckanext.binhduong.vn import fold

__all__ = ["MOST_TABLES", "may_be_joined", "tables_of"]

MOST_TABLES = 50
"""Tables of a sheet that are told apart: of more, nobody chooses one from a list."""
_LOOKED_BELOW = 3
"""Rows below a row of titles of which one must have figures: a second header row and one of column numbers may stand between."""
_MISSING = re.compile(r"(khong|chua|dang|tam|mat|hong)\b")
"""How words (folded) begin that stand for a figure which there is not."""
_ORDINALS = ("stt", "tt", "so tt", "so thu tu", "ma", "ma so", "no", "id")


def tables_of(sheet: Sheet) -> list[Area]:
    """Return the tables of a sheet from above and the left: the whole sheet when it has one or none, nothing when it has more than
    ``MOST_TABLES``."""
    tables: list[Area] = []
    waiting = [(sheet.whole, True)]
    while waiting:
        area, uncut = waiting.pop()
        beside = _side_by_side(sheet, area)
        parts = beside or (list(islice(_one_under_the_other(sheet, area), MOST_TABLES + 1)) if uncut else [])
        if len(tables) + len(waiting) + max(1, len(parts)) > MOST_TABLES:
            return []
        if parts:
            waiting += [(part, bool(beside)) for part in reversed(parts)]
        else:
            tables.append(area)
    return tables


def may_be_joined(sheet: Sheet) -> list[Area]:
    """Return the blocks of a sheet that is read as one table though empty columns part it; none where they only leave a gap."""
    blocks, fullest = sheet.blocks(sheet.whole), sheet.filled_in(sheet.table_in(sheet.whole))
    lengths = {int(fullest[block.left : block.right].max()) for block in blocks}
    return blocks if len(blocks) > 1 and (len(lengths) > 1 or all(block.right - block.left > 1 for block in blocks)) else []


def _side_by_side(sheet: Sheet, area: Area) -> list[Area]:
    blocks = sheet.blocks(area)
    found = _headers_of(sheet, blocks) if 1 < len(blocks) <= MOST_TABLES else []
    if not found or not all(_names_records(sheet, *each) for each in zip(blocks, found, strict=True)):
        return []
    same_first = len({fold(header.titles[0]) for header in found}) < len(found)
    elsewhere = len({header.first for header in found}) > 1
    ends = {sheet.last(block) for block in blocks}
    dense = all(_is_dense(sheet, *each) for each in zip(blocks, found, strict=True))
    return blocks if same_first or elsewhere or (len(ends) > 1 and dense) else []


def _headers_of(sheet: Sheet, blocks: Sequence[Area]) -> list[Header]:
    """Return the header of each block; none when one of them is no table."""
    found: list[Header] = []
    for block in blocks:
        header = sheet.header(block)
        if header is None:
            return []
        found.append(header)
    return found


def _names_records(sheet: Sheet, block: Area, header: Header) -> bool:
    """Return whether a block's first column counts or names its records, rather than holding figures of records named elsewhere."""
    if fold(header.titles[0]).strip(" .") in _ORDINALS:
        return True
    column = sheet.contents_in(block.from_row(block.top + header.data))[:, 0]
    figures = np.flatnonzero(column >= FIGURE)
    texts = (sheet.rows[block.top + header.data + at][block.left][0] for at in figures.tolist())
    named = sum(any(map(str.isalpha, text)) for text in texts) + int((column == WORDS).sum())
    return named > int((column > EMPTY).sum()) / 2


def _is_dense(sheet: Sheet, block: Area, header: Header) -> bool:
    """Return whether no blank row is within a block's records: its end is a table's end, no gap of a column of remarks."""
    return all(sheet.counts(block)[header.first : sheet.last(block) - block.top + 1])


def _one_under_the_other(sheet: Sheet, area: Area) -> Iterator[Area]:
    """Yield the tables of an area from above; nothing when it is one."""
    rest = area
    while parts := _first_and_rest(sheet, rest):
        yield parts[0]
        rest = parts[1]
    if rest != area:
        yield rest


def _first_and_rest(sheet: Sheet, area: Area) -> tuple[Area, Area] | None:
    """Return an area's first table and what is below it, both with a header; None when the area is one table."""
    counts = sheet.counts(area)
    first = first_full_row(counts[:SAMPLE_ROWS]) if any(counts[:SAMPLE_ROWS]) else len(counts)
    begins = [at for at in range(first + 2, len(counts) - 1) if counts[at] > 1 >= counts[at - 1]]
    header = sheet.header(area) if begins else None
    if header is None:
        return None
    before = [fold(title) for title in header.titles]
    for at in begins:
        # None above when the two rows of a header are filled by turns.
        gap = next((number for number in range(at - 1, 0, -1) if counts[number - 1] > 1), 0)
        if gap <= header.data or not _are_titles(sheet, area.from_row(area.top + at), header):
            continue
        records = Area(area.top + header.data, area.top + gap, area.left, area.right)
        headed = 1 in counts[gap:at] and 0 in counts[gap:at]
        if _begins_a_table(sheet, records, area.top + at, before, headed):
            # Remarks right below a table are its own where a blank row ends them.
            cut = next((number for number in range(gap, at) if not counts[number]), gap)
            below = next(number for number in range(cut, at + 1) if counts[number])
            parts = area.to_row(area.top + cut), area.from_row(area.top + below)
            if all(map(sheet.header, parts)):
                return parts
    return None


def _are_titles(sheet: Sheet, area: Area, header: Header) -> bool:
    """Return whether an area's first row holds different words only, written like titles, and figures stand right below it."""
    held = sheet.contents_in(area)[: 1 + _LOOKED_BELOW]
    if (held[0] >= FIGURE).any():
        return False
    texts = [text.strip() for text, _ in sheet.rows[area.top][area.left : area.right] if text.strip()]
    if len(set(map(fold, texts))) < len(texts):
        return False
    if any(_MISSING.match(fold(text)) for text in texts) or (not _small(header.titles) and _small(texts)):
        return False
    for below in held[1:]:
        if not below.any():
            return False
        if (below[held[0] > EMPTY] >= FIGURE).any():
            return True
    return False


def _small(texts: Sequence[str]) -> bool:
    """Return whether some text begins with a small letter, as "hỏng" among records and no title among titles that begin with capitals."""
    return any(text[:1].islower() for text in texts)


def _begins_a_table(sheet: Sheet, records: Area, row: int, before: Sequence[str], headed: bool) -> bool:
    """Return whether something besides the gap says that a row of words is the header of another table.

    Args:
        records: of the table before it, whose titles are ``before`` (folded); headed: whether a title stands in the gap.
    """
    cells = sheet.rows[row][records.left : records.right]
    own = {column: fold(text) for column, (text, _) in enumerate(cells) if text.strip()}
    if all(column < len(before) and before[column] == title for column, title in own.items()):
        return False  # the same header once more, as on the next printed page
    filled, figures = sheet.filled_in(records), sheet.figures_in(records)
    below = sheet.contents[row + 1, records.left : records.right]
    wider = [column for column in own if column >= len(before) or not before[column]]
    breaks = [column for column in own if figures[column] > filled[column] / 2 and below[column] >= FIGURE]
    return bool(
        set(own.values()) & {title for title in before if title}
        or any(not filled[column] for column in wider)
        or (headed and breaks)
        or len(breaks) > 1
    )
