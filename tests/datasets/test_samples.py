"""The sample rows: repeatable, inside the right communes, written as agencies write, and never to be taken for facts."""

import csv
import re
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from pyproj import Geod
from shapely.geometry import Point, shape

from tests.datasets.seed import DATASETS, ROOT, SAMPLES, communes, features, resources, rows

SAMPLE_FILES = [(name, resource["file"]) for name, resource in resources() if name in SAMPLES]
POINT_TABLES = [
    ("co-so-y-te", "co-so-y-te.csv"),
    ("diem-hang-thiet-yeu", "diem-hang-thiet-yeu.csv"),
    ("nha-thuoc", "nha-thuoc.csv"),
    ("quan-trac-moi-truong", "tram-quan-trac.csv"),
    ("wifi-cong-cong-thu-dau-mot", "wifi-cong-cong-thu-dau-mot.csv"),
]
GEOD = Geod(ellps="WGS84")


def _zones() -> list[tuple[dict[str, Any], shapely.Geometry]]:
    return [(feature["properties"], shape(feature["geometry"])) for feature in features("quy-hoach", "quy-hoach.geojson")]


def _value(text: str) -> float:
    return float(text.replace(".", "").replace(",", "."))


def test_the_script_writes_the_committed_files_byte_by_byte(tmp_path: Path) -> None:
    """A run on any day gives exactly the files that are published."""
    command = [sys.executable, "-m", "datasets.make_samples", "--out", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True)
    written = {str(path.relative_to(tmp_path)): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    published = {f"{name}/{file}": (ROOT / "datasets" / name / file).read_bytes() for name, file in SAMPLE_FILES}
    assert sorted(written) == sorted(published)
    assert [name for name in published if written[name] != published[name]] == []


@pytest.mark.parametrize(
    ("dataset", "file", "count"),
    [
        ("nha-thuoc", "nha-thuoc.csv", 600),
        ("quy-hoach", "quy-hoach.geojson", 419),
        ("co-so-y-te", "co-so-y-te.csv", 300),
        ("diem-hang-thiet-yeu", "diem-hang-thiet-yeu.csv", 500),
        ("camera-giao-thong", "camera-giao-thong.geojson", 240),
        ("wifi-cong-cong-thu-dau-mot", "wifi-cong-cong-thu-dau-mot.csv", 200),
        ("quan-trac-moi-truong", "tram-quan-trac.csv", 24),
        ("quan-trac-moi-truong", "so-lieu-gio.csv", 51_840),
    ],
)
def test_each_table_has_its_number_of_rows(dataset: str, file: str, count: int) -> None:
    """200 to 3,000 rows each; 24 stations with 2,160 readings each."""
    assert len(rows(dataset, file)) == count


@pytest.mark.parametrize(("dataset", "file"), SAMPLE_FILES)
def test_every_sample_row_says_that_it_is_one(dataset: str, file: str) -> None:
    """The mark is a column, so every export carries it."""
    assert {row["du_lieu_mau"] for row in rows(dataset, file)} == {"có"}


def test_only_sample_rows_are_marked() -> None:
    """Real data has no such column."""
    assert [f"{name}/{r['file']}" for name, r in resources() if name not in SAMPLES and "du_lieu_mau" in rows(name, r["file"])[0]] == []


@pytest.mark.parametrize(("dataset", "file"), POINT_TABLES)
def test_points_lie_inside_the_commune_they_name(dataset: str, file: str) -> None:
    """Neither the position nor the code of any row is wrong."""
    outlines = communes()
    outside = [r for r in rows(dataset, file) if not outlines[r["ma_xa"]].contains(Point(float(r["kinh_do"]), float(r["vi_do"])))]
    assert outside == []


def test_cameras_lie_inside_the_commune_they_name() -> None:
    """The same for the layer that has its positions as geometry."""
    outlines = communes()
    found = features("camera-giao-thong", "camera-giao-thong.geojson")
    assert [f["id"] for f in found if not outlines[f["properties"]["ma_xa"]].contains(shape(f["geometry"]))] == []


def test_points_of_a_commune_lie_in_no_other() -> None:
    """Outlines overlap a little at their edges; rows keep off, so that a place has one answer."""
    outlines = communes()
    for dataset, file in POINT_TABLES:
        for row in rows(dataset, file):
            here = Point(float(row["kinh_do"]), float(row["vi_do"]))
            assert [code for code, outline in outlines.items() if outline.contains(here)] == [row["ma_xa"]]


@pytest.mark.parametrize("dataset", ["nha-thuoc", "co-so-y-te", "diem-hang-thiet-yeu", "camera-giao-thong", "quy-hoach"])
def test_every_commune_has_rows_and_towns_have_more(dataset: str) -> None:
    """All 91 communes are there; a ward of Thủ Dầu Một has more rows than a rural commune."""
    found = rows(dataset, DATASETS[dataset]["resources"][0]["file"])
    assert {row["ma_xa"] for row in found} == set(communes())
    counts = {code: sum(row["ma_xa"] == code for row in found) for code in ("25747", "25908")}
    assert counts["25747"] >= counts["25908"]


def test_five_pharmacies_within_three_kilometres_of_the_town_centre() -> None:
    """The first thing that anybody asks the portal has an answer: 106.6512, 10.9804."""
    distances = sorted(GEOD.inv(106.6512, 10.9804, float(r["kinh_do"]), float(r["vi_do"]))[2] for r in rows("nha-thuoc", "nha-thuoc.csv"))
    assert distances[4] < 3_000


@pytest.mark.parametrize(("dataset", "file"), SAMPLE_FILES)
def test_codes_name_their_list(dataset: str, file: str) -> None:
    """The same five digits mean other communes in the list of 2025."""
    found = rows(dataset, file)
    if "ma_xa" in found[0]:
        assert {row["danh_sach"] for row in found} == {"2024"}


@pytest.mark.parametrize("dataset", ["nha-thuoc", "co-so-y-te", "diem-hang-thiet-yeu"])
def test_phones_begin_with_0_and_reach_nobody(dataset: str) -> None:
    """After the province's area code no number begins with 0; the leading 0 is there for readers to keep."""
    assert [r["dien_thoai"] for r in rows(dataset, f"{dataset}.csv") if not re.fullmatch(r"0274000\d{4}", r["dien_thoai"])] == []


def test_no_two_rows_share_a_phone() -> None:
    """Each row has a number of its own, across the three tables."""
    phones = [row["dien_thoai"] for name in ("nha-thuoc", "co-so-y-te", "diem-hang-thiet-yeu") for row in rows(name, f"{name}.csv")]
    assert len(set(phones)) == 1_400


@pytest.mark.parametrize(("dataset", "file"), [pair for pair in SAMPLE_FILES if pair[1] not in ("so-lieu-gio.csv", "quy-hoach.geojson")])
def test_names_are_recognisably_invented(dataset: str, file: str) -> None:
    """Every name ends in "Mẫu" and a number, and every address is in a street of that name: none can be a real one."""
    for row in rows(dataset, file):
        assert re.fullmatch(r"[\w ()]+ Mẫu \d{2,3}", row["ten"])
        assert re.search(r"đường Mẫu \d+", row.get("dia_chi", row.get("vi_tri")), re.IGNORECASE)


def test_plans_and_decisions_are_recognisably_invented() -> None:
    """No zone names a plan or a decision that could exist."""
    for row in rows("quy-hoach", "quy-hoach.geojson"):
        assert re.match(r"Đồ án quy hoạch phân khu Mẫu \d\d ", row["do_an"])
        assert re.fullmatch(r"\d{4}/QĐ-MẪU", row["quyet_dinh"])


def test_snapshot_addresses_can_never_be_opened() -> None:
    """RFC 2606 keeps .example out of the DNS."""
    addresses = [row["anh_url"] for row in rows("camera-giao-thong", "camera-giao-thong.geojson")]
    assert all(re.fullmatch(r"https://camera\.binhduong\.example/mau/\d{4}\.jpg", address) for address in addresses)


def test_zones_are_valid_and_lie_inside_their_commune() -> None:
    """Simple polygons, each within the outline of the commune it names."""
    outlines = communes()
    assert [row["ma_lo"] for row, zone in _zones() if not (zone.geom_type == "Polygon" and zone.is_valid)] == []
    assert [row["ma_lo"] for row, zone in _zones() if not outlines[row["ma_xa"]].contains(zone)] == []


def test_zones_do_not_overlap() -> None:
    """A point is in one zone at most."""
    shapes = [zone for _, zone in _zones()]
    first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    assert [(shapes[i], shapes[j]) for i, j in zip(first, second, strict=True) if i != j] == []


def test_zones_state_their_area() -> None:
    """The area in hectares is that of the shape on the ellipsoid, to one per cent."""
    for row, zone in _zones():
        assert GEOD.geometry_area_perimeter(zone)[0] / 10_000 == pytest.approx(row["dien_tich_ha"], rel=0.01)


def test_land_use_fits_the_commune() -> None:
    """Urban housing (ODT) is in wards and townships, rural housing (ONT) in rural communes."""
    for row in rows("quy-hoach", "quy-hoach.geojson"):
        rural = row["xa_phuong"].startswith("Xã ")
        assert (row["ma_loai_dat"] == "ODT") <= (not rural)
        assert (row["ma_loai_dat"] == "ONT") <= rural


def test_readings_are_2160_fixed_hours_of_each_station() -> None:
    """90 whole days to 28/02/2025 23:00, the same for all stations, none twice."""
    stations = [row["ma_tram"] for row in rows("quan-trac-moi-truong", "tram-quan-trac.csv")]
    times: dict[str, list[datetime]] = {station: [] for station in stations}
    for row in rows("quan-trac-moi-truong", "so-lieu-gio.csv"):
        times[row["ma_tram"]].append(datetime.strptime(row["thoi_diem"] + " +0700", "%d/%m/%Y %H:%M %z"))
    assert {(len(hours), min(hours).isoformat(), max(hours).isoformat()) for hours in times.values()} == {
        (2_160, "2024-12-01T00:00:00+07:00", "2025-02-28T23:00:00+07:00")
    }
    assert all(len(set(hours)) == 2_160 for hours in times.values())


def test_stations_measure_what_their_kind_does() -> None:
    """Air stations have no pH, water stations no PM2.5; few values are missing."""
    for row in rows("quan-trac-moi-truong", "so-lieu-gio.csv"):
        empty = ("ph", "oxy_hoa_tan", "do_duc") if row["ma_tram"].startswith("KK") else ("pm25", "pm10", "aqi")
        assert [row[name] for name in empty] == ["", "", ""]
    air = [row for row in rows("quan-trac-moi-truong", "so-lieu-gio.csv") if row["ma_tram"].startswith("KK")]
    assert 0 < sum(row["pm25"] == "" for row in air) / len(air) < 0.01


def test_the_air_quality_index_follows_from_the_readings() -> None:
    """The greater of the two indices interpolated between the breakpoints, recomputed here with another tool."""
    index = [0, 50, 100, 150, 200, 300, 400, 500]
    breakpoints = {"pm25": [0, 25, 50, 80, 150, 250, 350, 500], "pm10": [0, 50, 150, 250, 350, 420, 500, 600]}
    for row in rows("quan-trac-moi-truong", "so-lieu-gio.csv")[: 14 * 2_160]:
        if row["aqi"] and row["pm25"] and row["pm10"]:
            expected = max(np.interp(_value(row[name]), steps, index) for name, steps in breakpoints.items())
            assert abs(int(row["aqi"]) - expected) <= 0.5


def test_values_are_plausible() -> None:
    """pH, dissolved oxygen and fine dust stay in the ranges that such instruments report."""
    ranges = {"ph": (5.5, 8.5), "oxy_hoa_tan": (0.5, 10), "pm25": (2, 150), "nhiet_do": (15, 40)}
    for row in rows("quan-trac-moi-truong", "so-lieu-gio.csv"):
        for name, (low, high) in ranges.items():
            assert not row[name] or low <= _value(row[name]) <= high


def test_one_file_is_as_excel_saves_it_in_vietnamese() -> None:
    """Byte order mark, semicolons, 1.234,5 and dd/mm/yyyy: what agencies really send."""
    path = ROOT / "datasets" / "diem-hang-thiet-yeu" / "diem-hang-thiet-yeu.csv"
    assert path.read_bytes().startswith(b"\xef\xbb\xbfma;ten;")
    found = rows("diem-hang-thiet-yeu", "diem-hang-thiet-yeu.csv")
    assert any(re.fullmatch(r"\d{1,2}\.\d{3},\d", row["dien_tich_m2"]) for row in found)
    assert all(re.fullmatch(r"\d\d/\d\d/\d{4}", row["ngay_ra_soat"]) for row in found)


def test_coordinates_have_a_decimal_point() -> None:
    """Positions are written as GIS programs write them."""
    for dataset, file in POINT_TABLES:
        assert all(re.fullmatch(r"10[67]\.\d{6}", r["kinh_do"]) and re.fullmatch(r"1[01]\.\d{6}", r["vi_do"]) for r in rows(dataset, file))


def test_files_are_small() -> None:
    """The seed stays below 15 MB, the readings below 5 MB: `make up` loads it in a moment."""
    sizes = {path.name: path.stat().st_size for path in (ROOT / "datasets").glob("*/*") if path.suffix in (".csv", ".geojson")}
    assert sizes["so-lieu-gio.csv"] < 5_000_000
    assert sum(sizes.values()) < 15_000_000


def test_every_line_of_a_csv_has_as_many_cells_as_its_head() -> None:
    """No cell breaks out of its column."""
    for name, resource in resources():
        path = ROOT / "datasets" / name / resource["file"]
        if path.suffix == ".csv":
            text = path.read_text(encoding="utf-8-sig")
            lines = list(csv.reader(text.splitlines(), delimiter=";" if ";" in text.split("\n", 1)[0] else ","))
            assert {len(line) for line in lines} == {len(lines[0])}
