"""``ckan binhduong import osm``: an OpenStreetMap extract becomes a dataset folder with our columns and its licence."""

import csv
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from ckanext.binhduong.catalogue.imports.osm_import import OsmImportError, import_osm, osm_import_command
from ckanext.binhduong.catalogue.imports.osm_themes import KINDS, THEMES, opening_hours, phone
from ckanext.binhduong.catalogue.seed.files import read_datasets
from tests.datasets.osm_file import Node, Way, write_pbf, write_xml
from tests.datasets.seed import AGENCIES, DATASETS, ROOT, rows

TAKEN = date(2026, 11, 20)
PHARMACY = {
    "amenity": "pharmacy",
    "name": "Pharmacy A",
    "name:vi": "Nhà thuốc A",
    "addr:housenumber": "12",
    "addr:street": "Đường B",
    "phone": "+84 274 3822 222",
    "opening_hours": "Mo-Sa 07:00-21:00; PH off",
}
NODES = [
    Node(1, 106.6512, 10.9804, PHARMACY),
    Node(2, 106.7700, 10.9070, {"amenity": "pharmacy", "opening_hours": "24/7", "contact:phone": "0274.000.0001; 0084 274 000 0002"}),
    Node(3, 105.8000, 21.0000, {"amenity": "pharmacy", "name": "Ở Hà Nội"}),
    Node(4, 106.6520, 10.9810, {"amenity": "cafe", "name": "Quán"}),
    Node(11, 106.6600, 10.9900),
    Node(12, 106.6610, 10.9900),
    Node(13, 106.6610, 10.9910),
    Node(14, 106.6600, 10.9910),
    Node(21, 106.6700, 10.9700, {"highway": "bus_stop", "name": "Trạm C", "shelter": "yes", "route_ref": "1;2"}),
    Node(22, 106.6710, 10.9700, {"surveillance": "traffic", "man_made": "surveillance", "camera:direction": "90"}),
]
WAYS = [
    Way(31, [11, 12, 13, 14, 11], {"healthcare": "pharmacy", "name": "Nhà thuốc D"}),
    Way(32, [11, 12, 13, 14, 11], {"amenity": "hospital", "name": "Bệnh viện E", "beds": "250", "emergency": "yes"}),
]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A seed folder with the agencies only."""
    folder = tmp_path / "datasets"
    folder.mkdir()
    shutil.copy(ROOT / "datasets" / "agencies.yaml", folder)
    return folder


@pytest.fixture(params=[(write_pbf, "bd.osm.pbf"), (write_xml, "bd.osm")], ids=["pbf", "xml"])
def extract(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The same small extract in either form."""
    write: Callable[[Path, list[Node], list[Way]], Path]
    write, name = request.param
    return write(tmp_path / name, NODES, WAYS)


def _rows(folder: Path) -> list[dict[str, str]]:
    with next(folder.glob("*.csv")).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_pharmacies_become_rows_with_our_columns(extract: Path, out: Path) -> None:
    """Points and areas in the province, tags rewritten, the commune of 2024 by position; what is elsewhere or no pharmacy stays out."""
    folder, count = import_osm(extract, "nha-thuoc", out, TAKEN)
    assert (folder.name, count) == ("nha-thuoc-osm", 3)
    assert _rows(folder) == [
        {
            "ma": "node/1",
            "ten": "Nhà thuốc A",
            "loai_hinh": "Nhà thuốc",
            "dia_chi": "12 Đường B, Phường Phú Cường, Thành phố Thủ Dầu Một",
            "xa_phuong": "Phường Phú Cường",
            "quan_huyen": "Thành phố Thủ Dầu Một",
            "ma_xa": "25747",
            "danh_sach": "2024",
            "dien_thoai": "02743822222",
            "mo_24h": "không",
            "gio_mo_cua": "T2-T7 07:00-21:00; ngày lễ nghỉ",
            "kinh_do": "106.651200",
            "vi_do": "10.980400",
        },
        {
            "ma": "node/2",
            "ten": "",
            "loai_hinh": "Nhà thuốc",
            "dia_chi": "",
            "xa_phuong": "Phường Dĩ An",
            "quan_huyen": "Thành phố Dĩ An",
            "ma_xa": "25942",
            "danh_sach": "2024",
            "dien_thoai": "02740000001; 02740000002",
            "mo_24h": "có",
            "gio_mo_cua": "00:00-24:00",
            "kinh_do": "106.770000",
            "vi_do": "10.907000",
        },
        {
            "ma": "way/31",
            "ten": "Nhà thuốc D",
            "loai_hinh": "Nhà thuốc",
            "dia_chi": "",
            "xa_phuong": "Phường Hiệp Thành",
            "quan_huyen": "Thành phố Thủ Dầu Một",
            "ma_xa": "25741",
            "danh_sach": "2024",
            "dien_thoai": "",
            "mo_24h": "",
            "gio_mo_cua": "",
            "kinh_do": "106.660500",
            "vi_do": "10.990500",
        },
    ]


@pytest.mark.parametrize(
    ("theme", "expected"),
    [
        ("y-te", {"ma": "way/32", "loai_hinh": "Bệnh viện", "so_giuong": "250", "cap_cuu": "có"}),
        ("giao-thong-cong-cong", {"ma": "node/21", "loai_hinh": "Trạm dừng xe buýt", "tuyen": "1;2", "mai_che": "có"}),
        ("camera-giao-thong", {"ma": "node/22", "loai_hinh": "Camera giao thông", "huong": "90"}),
    ],
)
def test_each_theme_has_its_own_objects_and_columns(theme: str, expected: dict[str, str], out: Path, tmp_path: Path) -> None:
    """Other themes of the same extract."""
    folder, count = import_osm(write_pbf(tmp_path / "bd.osm.pbf", NODES, WAYS), theme, out, TAKEN)
    assert count == 1
    row = _rows(folder)[0]
    assert {name: row[name] for name in expected} == expected


def test_the_folder_is_a_dataset_of_the_seed(extract: Path, out: Path) -> None:
    """The seed's own reader takes it: ODbL, attribution in every text, the agency's contact, a dictionary of every column."""
    folder, _ = import_osm(extract, "nha-thuoc", out, TAKEN)
    description = yaml.safe_load((folder / "dataset.yaml").read_text(encoding="utf-8"))
    assert [dataset.name for dataset in read_datasets(out)] == ["nha-thuoc-osm"]
    assert (description["license_id"], description["data_kind"], description["agency"]) == ("ODbL-1.0", "real", "so-y-te")
    assert description["contact_email"] == "so-y-te@binhduong.example"
    assert (description["issued"], description["temporal_end"]) == ("2026-11-20", "2026-11-20")
    for text in (
        description["notes_en"],
        description["resources"][0]["description_en"],
        (folder / "SOURCE.md").read_text(encoding="utf-8"),
    ):
        assert "© OpenStreetMap contributors, ODbL 1.0" in text
    assert list(description["resources"][0]["columns"]) == list(_rows(folder)[0])


def test_twice_the_same_extract_writes_the_same_folder(extract: Path, out: Path) -> None:
    """A second import changes nothing, so the seed changes nothing."""
    folder, _ = import_osm(extract, "nha-thuoc", out, TAKEN)
    first = {path.name: path.read_bytes() for path in folder.iterdir()}
    import_osm(extract, "nha-thuoc", out, TAKEN)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == first


def test_an_extract_of_elsewhere_is_refused(out: Path, tmp_path: Path) -> None:
    """Nothing of the theme in the province: a message, and no folder."""
    extract = write_pbf(tmp_path / "ha-noi.osm.pbf", [NODES[2]], [])
    with pytest.raises(OsmImportError, match=r"“ha-noi\.osm\.pbf” has no object of theme “nha-thuoc” in the province"):
        import_osm(extract, "nha-thuoc", out, TAKEN)
    assert [path.name for path in out.iterdir()] == ["agencies.yaml"]


@pytest.mark.parametrize("cut", [0, 30, 200, -5])
def test_an_extract_cut_short_is_refused(cut: int, out: Path, tmp_path: Path) -> None:
    """A download that broke off gives a message, never half of the rows."""
    extract = write_pbf(tmp_path / "bd.osm.pbf", NODES, WAYS)
    extract.write_bytes(extract.read_bytes()[:cut])
    with pytest.raises(OsmImportError, match="cannot be read as an OpenStreetMap file"):
        import_osm(extract, "nha-thuoc", out, TAKEN)
    assert [path.name for path in out.iterdir()] == ["agencies.yaml"]


def test_a_file_that_is_no_extract_is_refused(out: Path, tmp_path: Path) -> None:
    """The message is in both languages and names the file."""
    extract = tmp_path / "bd.osm.pbf"
    extract.write_text("không phải bản đồ", encoding="utf-8")
    with pytest.raises(OsmImportError, match=r"không đọc được như tệp OpenStreetMap.*cannot be read as an OpenStreetMap file"):
        import_osm(extract, "nha-thuoc", out, TAKEN)


def test_an_unknown_agency_is_named(extract: Path, tmp_path: Path) -> None:
    """A target folder without the agency is told which one to add."""
    with pytest.raises(OsmImportError, match=r"There is no agency “so-y-te” in agencies\.yaml"):
        import_osm(extract, "nha-thuoc", tmp_path, TAKEN)


def test_the_command_writes_the_folder_and_says_so(extract: Path, out: Path) -> None:
    """With a date, and with the file's own."""
    done = CliRunner().invoke(osm_import_command, [str(extract), "--theme", "nha-thuoc", "--out", str(out), "--date", "2026-11-20"])
    assert (done.exit_code, done.output) == (0, f"3 dòng / rows: {out / 'nha-thuoc-osm'}\n")
    assert CliRunner().invoke(osm_import_command, [str(extract), "--theme", "y-te", "--out", str(out)]).exit_code == 0


def test_the_command_tells_mistakes_without_a_stack(extract: Path, tmp_path: Path) -> None:
    """An unknown theme lists those there are; other mistakes are one line."""
    unknown = CliRunner().invoke(osm_import_command, [str(extract), "--theme", "quy-hoach"])
    assert unknown.exit_code == 2
    assert "nha-thuoc" in unknown.output
    failed = CliRunner().invoke(osm_import_command, [str(extract), "--theme", "y-te", "--out", str(tmp_path)])
    assert failed.exit_code == 1
    assert failed.output.startswith("Error: Không có cơ quan “so-y-te”")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("24/7", "00:00-24:00"),
        ("Mo-Su 06:00-22:00", "T2-CN 06:00-22:00"),
        ("Mo,We,Fr 17:00-20:00; Sa 08:00-11:00; Su off", "T2,T4,T6 17:00-20:00; T7 08:00-11:00; CN nghỉ"),
    ],
)
def test_opening_hours_speak_vietnamese(value: str, expected: str) -> None:
    """Days as on a Vietnamese shop's door."""
    assert opening_hours(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [("+84 274 3822222", "02743822222"), ("(0274) 3822-222", "02743822222"), ("+84-908-000-001;1900 0001", "0908000001; 19000001")],
)
def test_phones_are_as_dialled_at_home(value: str, expected: str) -> None:
    """The country code gives way to the leading 0."""
    assert phone(value) == expected


def test_every_selecting_value_has_a_kind() -> None:
    """No object can be chosen for which the column loai_hinh has no word."""
    chosen = {value for theme in THEMES.values() for values in theme.objects.values() for value in values}
    assert chosen == set(KINDS)


def test_themes_and_agencies_exist_and_share_the_samples_columns() -> None:
    """Each theme is one of the catalogue's with an agency of the seed; pharmacies use the sample's column names."""
    assert {theme.agency for theme in THEMES.values()} <= set(AGENCIES)
    assert set(THEMES) <= {dataset["theme"] for dataset in DATASETS.values()}
    ours = {"ma", "ten", "loai_hinh", "dia_chi", "xa_phuong", "quan_huyen", "ma_xa", "danh_sach", "dien_thoai", "mo_24h", "gio_mo_cua"}
    assert ours <= set(rows("nha-thuoc", "nha-thuoc.csv")[0])
