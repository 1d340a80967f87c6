"""The file of differences is read page by page."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from ckanext.binhduong.comparisons.diff.artefact import read_page, read_rows, read_summary
from ckanext.binhduong.comparisons.diff.compare import compare
from tests.comparisons.diff.conftest import canonical


@pytest.fixture(scope="module")
def artefact(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """12,000 rows of which 6,000 changed, and 6,000 added ones."""
    folder = tmp_path_factory.mktemp("artefact")
    old = canonical(folder / "old", "n", n=list(range(12_000)), x=[0] * 12_000)
    new = canonical(folder / "new", "n", n=list(range(18_000)), x=[number % 2 for number in range(18_000)])
    with tempfile.TemporaryDirectory() as work:
        compare(old, new, folder / "artefact", Path(work))
    return folder / "artefact"


def test_pages_join_without_gap_or_overlap(artefact: Path) -> None:
    """Pages of 999 give all rows in order, across row groups and kinds."""
    keys = [row.key for offset in range(0, 12_999, 999) for row in read_page(artefact, None, offset, 999)]
    assert keys == [str(number) for number in (*range(1, 12_000, 2), *range(12_000, 18_000))]
    assert pq.ParquetFile(artefact).num_row_groups >= 4


def test_a_kind_is_a_list_of_its_own(artefact: Path) -> None:
    """Added rows begin at 0; beyond the end there is nothing; a kind without rows is empty."""
    assert [row.key for row in read_page(artefact, "added", 5_999, 10)] == ["17999"]
    assert read_page(artefact, "added", 6_000, 10) == []
    assert list(read_rows(artefact, "removed")) == []
    assert sum(1 for _ in read_rows(artefact, "changed")) == read_summary(artefact)["changed"] == 6_000
