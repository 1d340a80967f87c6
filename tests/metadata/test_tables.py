"""Published tables as readers of Data Package, CSVW and Croissant find them: the real libraries load every value with its type."""

from __future__ import annotations

import json
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import frictionless
import mlcroissant
import pytest
from csvw import CSVW

from ckanext.binhduong.exports import jobs
from ckanext.binhduong.metadata.tables.column_types import WKT
from tests.releases.conftest import REQUIRED, act, add, geojson, public_dataset

SITE = "http://test.ckan.net"
TABLE = """ma_xa,ten,dan_so,ty_le,co_dien,ngay_lap,do_luc,mo_cua
00025,Phú Lợi,1200,12.5,true,2024-01-31,2024-01-31T08:00:00,07:30:00
00113,"Hiệp Thành, Bắc",,0.1,false,,2024-02-29T23:59:59,
25747,Thủ Dầu Một,90071992547,-3,,1999-12-31,,17:00:00
"""
ROWS = [
    {
        "ma_xa": "00025",
        "ten": "Phú Lợi",
        "dan_so": 1200,
        "ty_le": 12.5,
        "co_dien": True,
        "ngay_lap": date(2024, 1, 31),
        "do_luc": datetime.fromisoformat("2024-01-31T08:00:00"),
        "mo_cua": time(7, 30),
    },
    {
        "ma_xa": "00113",
        "ten": "Hiệp Thành, Bắc",
        "dan_so": None,
        "ty_le": 0.1,
        "co_dien": False,
        "ngay_lap": None,
        "do_luc": datetime.fromisoformat("2024-02-29T23:59:59"),
        "mo_cua": None,
    },
    {
        "ma_xa": "25747",
        "ten": "Thủ Dầu Một",
        "dan_so": 90071992547,
        "ty_le": -3.0,
        "co_dien": None,
        "ngay_lap": date(1999, 12, 31),
        "do_luc": None,
        "mo_cua": time(17),
    },
]
COLUMNS = {"ma_xa": {"vi": "Mã xã", "en": "Commune code", "notes": "Theo danh mục 2024"}}
LINK = {"name": "Trang của sở", "url": "https://so-y-te.example/bang", "format": "HTML"}


@pytest.fixture(scope="module")
def resource(empty_portal: None) -> dict[str, Any]:
    """A published table with a column of each type, its files made; a link beside it has no table."""
    dataset = public_dataset()
    act("resource_create", package_id=dataset["id"], **LINK)
    found = add(dataset, TABLE, "xa.csv", name="Các xã", name_en="Communes", key_column="ma_xa", columns=json.dumps(COLUMNS))
    assert found["release_state"] == "published"
    jobs.run()
    return found


@pytest.fixture
def other(resource: dict[str, Any]) -> dict[str, Any]:
    """Another dataset of the same agency, of this test's own."""
    owner = act("package_show", id="nha-thuoc")["owner_org"]
    return act("package_create", name=f"khac-{len(act('package_list'))}", owner_org=owner, **REQUIRED)


def _page(resource: dict[str, Any]) -> str:
    return f"/dataset/nha-thuoc/resource/{resource['id']}"


def _saved(app: Any, address: str, path: Path) -> Path:
    path.write_bytes(app.get(address.removeprefix(SITE), status=200).data)
    return path


def _local(app: Any, folder: Path, package: dict[str, Any]) -> frictionless.Package:
    """A Data Package whose files lie on disk: the portal under test has no address in the network."""
    for number, each in enumerate(package["resources"]):
        _saved(app, each["path"], folder / f"{number}.csv")
        each["path"] = f"{number}.csv"
    return frictionless.Package.from_descriptor(package, basepath=str(folder))


def _plain(value: Any) -> Any:
    """A value in the type that Python has for it; a reader's own types and numbers hold the same."""
    value = value.decode() if isinstance(value, bytes) else value
    value = value.to_pydatetime() if hasattr(value, "to_pydatetime") else value
    return float(value) if isinstance(value, Decimal) else value


def _days(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows with days as the midnights that some readers make of them."""
    return [{**row, "ngay_lap": row["ngay_lap"] and datetime.combine(row["ngay_lap"], time())} for row in rows]


class TestDataPackage:
    """`datapackage.json`, read by frictionless."""

    def test_frictionless_reads_every_value_with_its_type(self, app: Any, resource: dict[str, Any], tmp_path: Path) -> None:
        """The CSV is valid by its schema; a code with zeros before it is text, an empty cell is None."""
        package = _local(app, tmp_path, app.get("/dataset/nha-thuoc/datapackage.json", status=200).json)
        report = package.validate()
        assert report.valid, report.flatten(["title", "note"])
        (table,) = package.resources
        rows = [{name: _plain(value) for name, value in row.to_dict().items()} for row in table.read_rows()]
        assert rows == ROWS
        assert [type(value) for value in rows[0].values()] == [type(value) for value in ROWS[0].values()]

    def test_it_names_the_file_that_never_changes(self, app: Any, resource: dict[str, Any]) -> None:
        """Address, size and checksum are those of the release's file; licence, maker and the key are named."""
        package = app.get("/dataset/nha-thuoc/datapackage.json", status=200).json
        (table,) = package["resources"]
        assert table["path"].startswith(f"{SITE}{_page(resource)}/release/1/nha-thuoc-")
        assert frictionless.Package.from_descriptor(package).name == "nha-thuoc"
        body = app.get(table["path"].removeprefix(SITE), status=200).data
        assert (table["bytes"], table["hash"].partition(":")[0]) == (len(body), "sha256")
        assert table["schema"]["primaryKey"] == ["ma_xa"]
        assert table["schema"]["fields"][0] == {
            "name": "ma_xa", "type": "string", "title": "Mã xã", "title_en": "Commune code", "description": "Theo danh mục 2024",
        }  # fmt: skip
        assert package["contributors"] == [{"title": "Cổng dữ liệu mở Bình Dương", "roles": ["publisher"]}]
        assert package["licenses"][0]["name"] == "CC-BY-4.0"

    def test_a_resource_has_one_of_its_own(self, app: Any, resource: dict[str, Any], other: dict[str, Any]) -> None:
        """The resource's package is the dataset's with that table only; a link has none."""
        first, _second = (add(other, TABLE, f"{name}.csv", name="Các xã") for name in ("xa", "khac"))
        package = app.get(f"/dataset/{other['name']}/datapackage.json", status=200).json
        assert [each["name"] for each in package["resources"]] == ["cac-xa", "cac-xa-2"]
        own = app.get(f"/dataset/{other['name']}/resource/{first['id']}/datapackage.json", status=200).json
        assert [each["name"] for each in own["resources"]] == ["cac-xa"]
        (link,) = [each for each in act("package_show", id="nha-thuoc")["resources"] if each["name"] == LINK["name"]]
        app.get(f"{_page(link)}/datapackage.json", status=404)
        app.get(f"{_page({'id': 'khong-co'})}/datapackage.json", status=404)

    def test_shapes_are_text_of_a_named_kind(self, app: Any, other: dict[str, Any]) -> None:
        """A column of shapes is WKT in the CSV, and the schema says so."""
        ring = [[106.6, 10.9], [106.7, 10.9], [106.7, 11.0], [106.6, 10.9]]
        found = add(other, geojson(ring, ma=["A1"]), "thua.geojson", name="Thửa")
        jobs.run()
        package = app.get(f"/dataset/{other['name']}/resource/{found['id']}/datapackage.json", status=200).json
        shapes = [field for field in package["resources"][0]["schema"]["fields"] if field.get("rdfType") == WKT]
        assert [field["type"] for field in shapes] == ["string"]

    def test_who_has_it_gets_304(self, app: Any, resource: dict[str, Any]) -> None:
        """The mark is that of the content."""
        mark = app.get("/dataset/nha-thuoc/datapackage.json", status=200).headers["ETag"]
        app.get("/dataset/nha-thuoc/datapackage.json", headers={"If-None-Match": mark}, status=304)
        act("package_patch", id="nha-thuoc", title="Tên mới")
        app.get("/dataset/nha-thuoc/datapackage.json", headers={"If-None-Match": mark}, status=200)


class TestCsvw:
    """The CSV's metadata, read by csvw."""

    def test_csvw_reads_every_value_with_its_type(self, app: Any, resource: dict[str, Any], tmp_path: Path) -> None:
        """The metadata is valid, the file has the columns and the unique key that it names, and the values are equal."""
        described = app.get(f"{_page(resource)}/csv-metadata.json", status=200).json
        assert described["url"] == f"{SITE}{_page(resource)}/export.csv"
        _saved(app, described["url"], tmp_path / "export.csv")
        metadata = tmp_path / "csv-metadata.json"
        metadata.write_text(json.dumps({**described, "url": "export.csv"}), encoding="utf-8")
        read = CSVW(str(metadata), validate=True)
        assert read.is_valid, [str(warning.message) for warning in read.warnings]
        rows = [{name: _plain(value) for name, value in row.items()} for row in read.tables[0]]
        # This reader holds days and times of day as moments.
        short = {"ngay_lap": datetime.date, "mo_cua": datetime.time}
        assert [{name: short[name](value) if value and name in short else value for name, value in row.items()} for row in rows] == ROWS

    def test_a_reader_of_the_csv_finds_it(self, app: Any, resource: dict[str, Any]) -> None:
        """By the first link of the file's header, and at the address that the standard has by default."""
        answer = app.get(f"{_page(resource)}/export.csv", status=200)
        assert answer.headers["Link"].startswith(f'<{_page(resource)}/csv-metadata.json>; rel="describedby"; type="application/csvm+json"')
        found = app.get(f"{_page(resource)}/export.csv-metadata.json", status=200)
        assert found.content_type == "application/csvm+json"
        assert found.json == app.get(f"{_page(resource)}/csv-metadata.json", status=200).json
        assert "describedby" not in app.get(f"{_page(resource)}/export.json", status=200).headers.get("Link", "")

    def test_people_words_are_in_both_languages(self, app: Any, resource: dict[str, Any]) -> None:
        """A column's title stands beside the name that the file has."""
        column = app.get(f"{_page(resource)}/csv-metadata.json", status=200).json["tableSchema"]["columns"][0]
        assert (column["titles"], column["datatype"]) == ("ma_xa", "string")
        assert column["dc:title"] == [{"@value": "Mã xã", "@language": "vi"}, {"@value": "Commune code", "@language": "en"}]


class TestCroissant:
    """`croissant.jsonld`, loaded by mlcroissant."""

    def test_mlcroissant_reads_every_record(self, app: Any, resource: dict[str, Any], tmp_path: Path) -> None:
        """No error and no warning; the records are the table's rows, and the checksum is the file's."""
        described = app.get("/dataset/nha-thuoc/croissant.jsonld", status=200).json
        (file,) = described["distribution"]
        _saved(app, file["contentUrl"], tmp_path / "table.parquet")
        file["contentUrl"] = "table.parquet"
        (tmp_path / "croissant.json").write_text(json.dumps(described), encoding="utf-8")
        read = mlcroissant.Dataset(jsonld=tmp_path / "croissant.json")
        issues = read.metadata.ctx.issues
        assert (set(issues.errors), set(issues.warnings)) == (set(), set())
        records = [{name.partition("/")[2]: _plain(value) for name, value in record.items()} for record in read.records("cac-xa")]
        assert records == _days(ROWS)

    def test_files_that_are_not_made_are_live(self, app: Any, other: dict[str, Any]) -> None:
        """Until the job has made the files there is no checksum, and the dataset says why."""
        add(other, TABLE, "xa.csv")
        described = app.get(f"/dataset/{other['name']}/croissant.jsonld", status=200).json
        (file,) = described["distribution"]
        assert (described["isLiveDataset"], "sha256" in file, file["contentUrl"].rpartition("/")[2]) == (True, False, "export.parquet")


def test_private_datasets_are_not_described(app: Any, resource: dict[str, Any]) -> None:
    """Who may not see a dataset finds none of its descriptions; other origins may read those of a public one."""
    addresses = [
        *(f"/dataset/nha-thuoc/{name}" for name in ("datapackage.json", "croissant.jsonld")),
        *(f"{_page(resource)}/{name}" for name in ("datapackage.json", "csv-metadata.json", "export.csv-metadata.json")),
    ]
    assert {app.get(each, status=200).headers["Access-Control-Allow-Origin"] for each in addresses} == {"*"}
    act("package_patch", id="nha-thuoc", private=True)
    try:
        for each in addresses:
            app.get(each, status=404)
    finally:
        act("package_patch", id="nha-thuoc", private=False)
