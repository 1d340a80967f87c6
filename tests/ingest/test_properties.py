"""Whatever table is written, its rows come out or are refused, and no cell changes without a finding."""

import csv
import io
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.ingest.helpers import Read, read_text

CELL = st.one_of(
    st.sampled_from(
        ["", "-", "05/03/2023", "31/02/2023", "1.234", "1.234,5", "12,5%", "0274", "có", "x", "Tổng cộng", "Thủ Dầu Một", "106,65", "7h30"]
    ),
    st.integers(-(10**6), 10**6).map(str),
    st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=12),
)
ROWS = st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=1, max_size=30)
TITLES = ["Tên gọi", "Giá trị", "Loại"]


def _read(rows: list[list[str]]) -> Read:
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows([TITLES, *rows])
    with tempfile.TemporaryDirectory() as folder:
        return read_text(Path(folder), out.getvalue())


CLEANED = ("formula-text", "invisible-removed", "letters-lookalike")
"""Findings of the clean-up of cells."""


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ROWS)
def test_rows_in_are_rows_out_and_rows_refused(rows: list[list[str]]) -> None:
    """Blank rows apart, every row is published or refused, and a refused row has a finding."""
    found = _read(rows)
    counts = found.report["rows"]
    filled = sum(any(cell.strip() for cell in row) for row in rows)
    if "table-empty" not in found.codes and "header-missing" not in found.codes:
        assert counts["in"] == filled
        assert len(found.rows) == counts["out"]
    assert counts["in"] == counts["out"] + counts["refused"]
    assert not counts["refused"] or found.codes


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ROWS)
def test_no_text_changes_without_a_finding(rows: list[list[str]]) -> None:
    """In a column published as text, every cell is the one written, unless a finding tells of the change."""
    found = _read(rows)
    told = {"spaces-trimmed", "text-composed", "null-words", "encoding-mojibake", *CLEANED} & set(found.codes)
    written = [row for row in rows if any(cell.strip() for cell in row)]
    if told or len(found.rows) != len(written) or found.report["source"]["header_row"] != 1:
        return
    for at, name in enumerate(("ten_goi", "gia_tri", "loai")):
        if found.columns.get(name, {}).get("type") == "text":
            assert [value or "" for value in found.values(name)] == [row[at] if row[at].strip() else "" for row in written]
