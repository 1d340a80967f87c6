"""Memory grows with the batch, and a batch is bounded in rows and in bytes."""

from pathlib import Path

import geopandas
import numpy as np
import pyarrow as pa
import shapely

from ckanext.binhduong.ingest.model import BATCH_BYTES, BATCH_ROWS
from ckanext.binhduong.ingest.spool import cut, may_be_decomposed
from tests.ingest.helpers import read


def batch(sizes: list[int | None]) -> pa.RecordBatch:
    """Give rows numbered from 0 whose shapes have these sizes."""
    shapes = [None if size is None else bytes(size) for size in sizes]
    return pa.record_batch([pa.array(range(len(sizes))), pa.array(shapes, pa.binary())], names=["at", "shape"])


def test_a_batch_is_cut_by_bytes() -> None:
    """Two shapes of half the bound go together, one above it alone, and every row comes once, in order."""
    half = BATCH_BYTES // 2
    parts = list(cut(batch([half, half, 1, BATCH_BYTES * 2, None, 5]), "shape"))
    assert [part.column("at").to_pylist() for part in parts] == [[0, 1], [2], [3], [4, 5]]


def test_a_batch_is_cut_by_rows() -> None:
    """Small rows are cut by their number."""
    many = pa.record_batch([pa.array(range(BATCH_ROWS + 1))], names=["at"])
    assert [len(part) for part in cut(many, None)] == [BATCH_ROWS, 1]


def test_a_layer_of_large_shapes_is_spooled_in_small_batches(tmp_path: Path) -> None:
    """Twenty lines of a megabyte each make several batches of the checked table, which holds them all."""
    line = shapely.LineString(np.column_stack((np.linspace(106.4, 106.9, 70_000), np.linspace(10.9, 11.4, 70_000))))
    path = tmp_path / "duong.parquet"
    geopandas.GeoDataFrame({"ten": [f"Đường {at}" for at in range(20)]}, geometry=[line] * 20, crs=4326).to_parquet(path)
    found = read(path)
    assert found.report["rows"] == {"in": 20, "out": 20, "refused": 0}
    with pa.OSFile(str(tmp_path / "work-duong.parquet" / "table.arrow"), "rb") as file:
        reader = pa.ipc.open_file(file)
        sizes = [reader.get_batch(at).num_rows for at in range(reader.num_record_batches)]
    assert sum(sizes) == 20
    assert max(sizes) <= BATCH_BYTES // (70_000 * 16)


def test_only_text_that_may_change_is_composed() -> None:
    """Vietnamese letters are as they are; a combining mark, an ohm sign or anything unusual is looked at."""
    for text in ("Thủ Dầu Một", "Đường Ưng", "abc", "", "CRÈME"):
        assert may_be_decomposed(pa.array([text, None])) is False, text
    for text in ("Thu\u0309", "5 \u2126", "“q”"):
        assert may_be_decomposed(pa.array(["abc", text])) is True, text
    assert may_be_decomposed(pa.array(["Thu\u0309", "abc"]).slice(1)) is False
