"""``check_file`` as the portal calls it: through the sandboxed child."""

from pathlib import Path

import pyarrow as pa
import pytest

from ckanext.binhduong.ingest import check_file, detect
from ckanext.binhduong.ingest.sandbox.confinement import Limits

PHARMACIES = "Mã;Tên;Kinh độ;Vĩ độ\n001;A;106,6512;10,9804\n002;B;106,70;10,95\n"


def test_a_good_file_gives_a_table(tmp_path: Path) -> None:
    """The table's columns are the report's, in order, and its rows are all there."""
    source = tmp_path / "nha-thuoc.csv"
    source.write_text(PHARMACIES)
    told: list[tuple[int, int | None]] = []
    checked = check_file(source, name="nha-thuoc.csv", work_dir=tmp_path, progress=lambda done, total: told.append((done, total)))
    assert checked.report["ok"] is True
    assert checked.table is not None
    with pa.OSFile(str(checked.table)) as file:
        table = pa.ipc.open_file(file).read_all()
    assert table.column_names == [column["name"] for column in checked.report["columns"]] == ["ma", "ten", "kinh_do", "vi_do"]
    assert table.to_pylist()[0] == {"ma": "001", "ten": "A", "kinh_do": 106.6512, "vi_do": 10.9804}
    assert checked.report["geometry"] == {
        "type": "Point",
        "extent": [106.6512, 10.95, 106.7, 10.9804],
        "invalid": 0,
        "mended": 0,
        "swapped": 0,
    }
    assert told[-1] == (2, 2)


def test_a_refused_file_gives_no_table_and_leaves_nothing(tmp_path: Path) -> None:
    """A file with an error leaves no table behind, not even in the work folder."""
    source, work = tmp_path / "a.csv", tmp_path / "work"
    work.mkdir()
    source.write_text("Tên;Ngày\nA;31/02/2023\n")
    checked = check_file(source, name="a.csv", work_dir=work)
    assert (checked.report["ok"], checked.table, list(work.iterdir())) == (False, None, [])


def test_preview_rows_know_their_place_in_the_file(tmp_path: Path) -> None:
    """Rows above the header and refused rows are counted as the officer's program counts them."""
    source = tmp_path / "a.csv"
    source.write_text("DANH SÁCH;\n;\nTên;Ngày\nA;01/02/2023\nB;31/02/2023\nC;03/02/2023\n")
    preview = check_file(source, name="a.csv", work_dir=tmp_path).report["preview"]
    assert [(number, row["ten"]) for number, row in zip(preview["numbers"], preview["rows"], strict=True)] == [(4, "A"), (6, "C")]


def test_a_file_that_takes_too_long_is_a_finding(tmp_path: Path) -> None:
    """The child is killed at its wall limit and the report says so."""
    source = tmp_path / "a.csv"
    source.write_text(PHARMACIES)
    checked = check_file(source, name="a.csv", work_dir=tmp_path, limits=Limits(wall=0))
    assert [finding["code"] for finding in checked.report["findings"]] == ["needs-more-time"]


def test_a_file_that_needs_too_much_memory_is_a_finding(tmp_path: Path) -> None:
    """The child's memory is bounded and running out is said, not crashed over."""
    source = tmp_path / "a.csv"
    source.write_text(PHARMACIES)
    checked = check_file(source, name="a.csv", work_dir=tmp_path, limits=Limits(memory=20 * 2**20))
    assert [finding["code"] for finding in checked.report["findings"]] == ["needs-more-memory"]


def test_progress_can_stop_the_child(tmp_path: Path) -> None:
    """What ``progress`` raises comes out, and the child is gone."""
    source = tmp_path / "a.csv"
    source.write_text(PHARMACIES)

    def stop(done: int, total: int | None) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        check_file(source, name="a.csv", work_dir=tmp_path, progress=stop)


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("a.csv", b"a;b\n1;2\n", ("table", "CSV")),
        ("a.geojson", b'{"type": "FeatureCollection", "features": []}', ("layer", "GeoJSON")),
        ("a.geojson", b"<OGRVRTDataSource/>", ("other", "XML")),
        ("a.csv", b"%PDF-1.7", ("other", "PDF")),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, ("other", "unknown")),
        ("a.txt", "Xin chào".encode(), ("other", "TXT")),
        ("a.csv", b"", ("other", "empty")),
    ],
)
def test_a_file_is_what_it_holds(tmp_path: Path, name: str, content: bytes, found: tuple[str, str]) -> None:
    """The content decides, not the name."""
    path = tmp_path / name
    path.write_bytes(content)
    detected = detect(path, name)
    assert (detected.kind, detected.format) == found
