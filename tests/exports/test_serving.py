"""Addresses of files: what they answer, to whom, and what they refuse."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk
from openpyxl import load_workbook

from ckanext.binhduong.core.problems.request_errors import ArgumentError
from ckanext.binhduong.exports import jobs, make, views
from ckanext.binhduong.exports.filtered import answers, rows
from ckanext.binhduong.exports.filtered import query as questions
from ckanext.binhduong.exports.filtered.query import read_question
from ckanext.binhduong.exports.formats.registry import formats_for
from ckanext.binhduong.exports.model import Export
from ckanext.binhduong.releases.ledger.model import Release
from ckanext.binhduong.storage import settings
from tests.releases.conftest import MORE_POINTS, TABLE, act, add, as_anonymous, geojson, replace

LICENCE = '<https://creativecommons.org/licenses/by/4.0/>; rel="license"'
NUMBERS = "ma,ten,so_luong,ty_le\nA1,Bệnh viện Đa khoa,12,1.5\nA2,Trạm y tế,7,-0.25\nA3,Bệnh viện Nhi,40,\n"


def base(dataset: dict[str, Any], resource: dict[str, Any]) -> str:
    """The address below which a resource's files are."""
    return f"/dataset/{dataset['name']}/resource/{resource['id']}"


@pytest.mark.usefixtures("clean")
def test_the_newest_release_under_one_address(dataset: dict[str, Any], app: Any) -> None:
    """`export.csv` is saved under a name that says dataset, release and day; it may be kept but must be asked about; ranges work."""
    resource = add(dataset)
    jobs.run()
    release = Release.current(resource["id"])
    assert release
    export = Export.find(release.id, "csv", 4326)
    assert export
    response = app.get(f"{base(dataset, resource)}/export.csv")
    day = make._day(release).isoformat()
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    title = f"Nh%C3%A0%20thu%E1%BB%91c%20%28b%E1%BA%A3n%201%2C%20{day}%29.csv"
    assert response.headers["Content-Disposition"] == f"attachment; filename=\"nha-thuoc-ban-1-{day}.csv\"; filename*=UTF-8''{title}"
    columns = f'<{base(dataset, resource)}/csv-metadata.json>; rel="describedby"; type="application/csvm+json"'
    assert (response.headers["Link"], response.headers["ETag"]) == (f"{columns}, {LICENCE}", f'"{export.sha256}"')
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "no-cache" in response.headers["Cache-Control"]
    assert "immutable" not in response.headers["Cache-Control"]
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert app.get(f"{base(dataset, resource)}/export.csv", headers={"If-None-Match": response.headers["ETag"]}).status_code == 304
    part = app.get(f"{base(dataset, resource)}/export.csv", headers={"Range": "bytes=0-1"})
    assert (part.status_code, part.data) == (206, b"ma")
    replace(resource, MORE_POINTS)
    jobs.run()
    assert app.get(f"{base(dataset, resource)}/export.csv").data.decode().count("NT-") == 4
    old = app.get(f"{base(dataset, resource)}/release/1/{export.name}")
    assert (old.status_code, old.data.decode().count("NT-")) == (200, 3)
    assert old.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert app.get(f"{base(dataset, resource)}/release/1/nha-thuoc-ban-2-{day}.csv").status_code == 404


@pytest.mark.usefixtures("clean")
def test_what_is_made_on_request_is_kept(dataset: dict[str, Any], app: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A small file is there at once, a large one after a job: 202 with Retry-After, in JSON or as a page; then the same file for ever."""
    resource = add(dataset)
    jobs.run()
    release = Release.current(resource["id"])
    assert release
    kml = app.get(f"{base(dataset, resource)}/export.kml")
    assert (kml.status_code, kml.data.count(b"<Placemark>")) == (200, 3)
    assert [export.state for export in Export.of(release.id) if export.ext == "kml"] == ["ready"]
    monkeypatch.setattr(views, "_AT_ONCE", (1, 1))
    later = app.get(f"{base(dataset, resource)}/export.gpkg?crs=epsg:9210", headers={"Accept": "application/json"})
    assert (later.status_code, later.headers["Retry-After"], later.json["state"]) == (202, "5", "pending")
    page = app.get(f"{base(dataset, resource)}/export.gpkg?crs=EPSG:9210", headers={"Accept": "text/html"})
    assert (page.status_code, page.headers["Refresh"]) == (202, "5")
    assert "đang được ghi lần đầu" in page.body
    jobs.run()
    made = app.get(f"{base(dataset, resource)}/export.gpkg?crs=EPSG:9210")
    assert (made.status_code, made.data[:15]) == (200, b"SQLite format 3")
    assert "-epsg9210.gpkg" in made.headers["Content-Disposition"]
    name = app.get(f"{base(dataset, resource)}/export.csv").headers["Content-Disposition"].split('"')[1]
    named = app.get(f"{base(dataset, resource)}/release/1/{name.replace('.csv', '.ndjson')}")
    assert named.status_code == 202


@pytest.mark.usefixtures("clean")
def test_what_is_refused(dataset: dict[str, Any], app: Any) -> None:
    """No such format 404; a table is no map 404; unknown argument, system of coordinates or filtered GeoPackage 400, each named."""
    resource = add(dataset)
    plain = add(dataset, TABLE, "bang.csv")
    address = base(dataset, resource)
    assert app.get(f"{address}/export.exe").status_code == 404
    assert app.get(f"{base(dataset, plain)}/export.geojson").status_code == 404
    for query, words in {
        "csv?loc=1": "loc is not a recognised parameter",
        "csv?crs=EPSG:9210": "EPSG:4326",
        "gpkg?crs=EPSG:3405": "EPSG:4326, EPSG:9210",
        "gpkg?limit=1": "Only xlsx, excel.csv, geojson, csv, ",
        "csv?limit=0": "limit is outside 1–100000",
        "csv?limit=200000": "limit is outside 1–100000",
        "csv?filters={": "filters must be a JSON object",
        "csv?filters={%22khong_co%22:1}": "khong_co",
        "csv?sort=khong_co": "khong_co",
        "csv?bbox=1,2": "bbox must be west,south,east,north",
        "csv?within=0@2024": "within is in no list",
        "csv?near=106.6,11": "near needs radius",
        "csv?radius=5": "radius needs near",
        "csv?crs=EPSG:4326&limit=1": "crs is not a recognised parameter",
    }.items():
        response = app.get(f"/en{address}/export.{query}")
        assert response.status_code == 400, query
        assert words in response.body, query
    assert "bbox cần một lớp bản đồ" in app.get(f"{base(dataset, plain)}/export.csv?bbox=106,10,107,12").body


def lines(app: Any, address: str) -> list[dict[str, str]]:
    """The rows of a CSV answer."""
    response = app.get(address)
    assert response.status_code == 200, response.body[:500]
    return list(csv.DictReader(io.StringIO(response.data.decode("utf-8"), newline="")))


@pytest.mark.usefixtures("clean")
def test_a_filter_means_what_it_means_in_datastore_search(dataset: dict[str, Any], app: Any) -> None:
    """The same rows in the same order, for filters, words without marks, order and limit; numbers and missing values as in the file."""
    resource = add(dataset, NUMBERS, "so.csv")
    address = f"{base(dataset, resource)}/export.csv"
    for query, asked in {
        'filters={"ma": ["A1", "A3"]}': {"filters": {"ma": ["A1", "A3"]}},
        'filters={"so_luong": {"gte": 10}}&sort=so_luong desc': {"filters": {"so_luong": {"gte": 10}}, "sort": "so_luong desc"},
        "q=benh vien": {"q": "benh vien"},
        'q={"ten": "nhi"}': {"q": {"ten": "nhi"}},
        "sort=ten desc&limit=2": {"sort": "ten desc", "limit": 2},
    }.items():
        expected = [row["ma"] for row in as_anonymous("datastore_search", resource_id=resource["id"], **asked)["records"]]
        assert expected
        assert [row["ma"] for row in lines(app, f"{address}?{query}")] == expected, query
    assert lines(app, f"{address}?sort=ma&limit=3") == [
        {"ma": "A1", "ten": "Bệnh viện Đa khoa", "so_luong": "12", "ty_le": "1.5"},
        {"ma": "A2", "ten": "Trạm y tế", "so_luong": "7", "ty_le": "-0.25"},
        {"ma": "A3", "ten": "Bệnh viện Nhi", "so_luong": "40", "ty_le": ""},
    ]
    response = app.get(f"{base(dataset, resource)}/export.json?limit=1")
    assert (response.json, response.headers["Link"]) == ([{"ma": "A1", "ten": "Bệnh viện Đa khoa", "so_luong": 12, "ty_le": 1.5}], LICENCE)
    assert "trich-ban-1" in response.headers["Content-Disposition"]
    assert app.get(f"{address}?filters={{%22so_luong%22:%22x%22}}").status_code == 400


@pytest.mark.usefixtures("clean")
def test_places_mean_what_they_mean_in_feature_search(dataset: dict[str, Any], app: Any) -> None:
    """Box, unit and nearness give the features that `feature_search` gives, nearest first; shapes too."""
    resource = add(dataset, MORE_POINTS, key_column="ma")
    address = f"{base(dataset, resource)}/export.geojson"
    for query in ("bbox=106.6,10.9,106.68,11.06", "within=718@2024", "near=106.66,10.98&radius=9000", "near=106.66,10.98&radius=9000&q=an"):
        asked = dict(part.split("=") for part in query.split("&"))
        expected = [feature["id"] for feature in as_anonymous("feature_search", layer="nha-thuoc", **asked)["features"]]
        assert expected
        found = app.get(f"{address}?{query}").json
        assert [feature["id"] for feature in found["features"]] == expected, query
    (point,) = lines(app, f"{base(dataset, resource)}/export.csv?limit=1")
    assert (point["kinh_do"], point["vi_do"]) == ("106.6512", "10.9804")
    square = [[106.60, 11.00], [106.70, 11.00], [106.70, 11.10], [106.60, 11.10], [106.60, 11.00]]
    shapes = add(dataset, geojson(square, ten=["Khu A"]), "khu.geojson")
    assert len(app.get(f"{base(dataset, shapes)}/export.geojson?bbox=106.65,11.05,106.66,11.06").json["features"]) == 1
    assert app.get(f"{base(dataset, shapes)}/export.geojson?bbox=106.75,11.05,106.76,11.06").json["features"] == []
    (row,) = lines(app, f"{base(dataset, shapes)}/export.csv?limit=1")
    assert row["ten"] == "Khu A"
    assert any(value.startswith("MULTIPOLYGON (((") for value in row.values())


@pytest.mark.usefixtures("clean")
def test_a_workbook_of_a_part_of_the_rows(dataset: dict[str, Any], app: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Excel opens the rows that answer, under the same name as other parts; more than are written at once are refused with their number."""
    resource = add(dataset, MORE_POINTS, key_column="ma")
    address = f"{base(dataset, resource)}/export.xlsx"
    response = app.get(f"{address}?within=718@2024")
    expected = [feature["id"] for feature in as_anonymous("feature_search", layer="nha-thuoc", within="718@2024")["features"]]
    sheet: Any = load_workbook(io.BytesIO(response.data)).worksheets[0]
    assert [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)] == expected
    assert "trich-ban-1" in response.headers["Content-Disposition"]
    assert response.content_type == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    monkeypatch.setattr(answers, "MAX_WRITTEN", 1)
    for query in ("sort=ma", "limit=2"):
        refused = app.get(f"/en{address}?{query}")
        assert (refused.status_code, "More than 1 rows answer" in refused.text) == (400, True)
    assert app.test_client().head(f"{address}?limit=1").status_code == 200
    assert list(settings.work_path().iterdir()) == []


@pytest.mark.usefixtures("clean")
def test_more_rows_than_a_filtered_answer_gives(dataset: dict[str, Any], app: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Refused rather than cut in silence; with `limit` the reader says that a part is enough. Every reader's place is given back."""
    resource = add(dataset, NUMBERS, "so.csv")
    for module in (questions, answers):
        monkeypatch.setattr(module, "MAX_ROWS", 2)
    address = f"{base(dataset, resource)}/export.csv"
    for _ in range(5):
        assert app.get(f"/en{address}?sort=ma").status_code == 400
        assert app.test_client().head(f"{address}?limit=1").status_code == 200
    assert len(lines(app, f"{address}?sort=ma&limit=2")) == 2


@pytest.mark.usefixtures("clean")
def test_a_database_that_does_not_answer(dataset: dict[str, Any], app: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """503 while nobody can connect; each place is given back, so that readers are served when the database answers again."""
    resource = add(dataset, NUMBERS, "so.csv")
    address = f"{base(dataset, resource)}/export.csv?limit=1"
    nobody = sa.create_engine("postgresql://nobody@127.0.0.1:1/none")
    with monkeypatch.context() as broken:
        broken.setattr(rows, "get_read_engine", lambda: nobody)
        assert [app.get(address).status_code for _ in range(4)] == [503] * 4
    assert len(lines(app, address)) == 1


@pytest.mark.usefixtures("clean")
@pytest.mark.parametrize(
    ("code", "status", "said"),
    [
        ("22P02", 400, "Một giá trị trong filters không hợp kiểu của cột."),
        ("57014", 503, "Câu hỏi mất quá nhiều thời gian."),
        ("57P01", 503, "Lúc này chưa đọc được bảng. Xin thử lại sau giây lát."),
        (None, 503, "Lúc này chưa đọc được bảng. Xin thử lại sau giây lát."),
    ],
)
def test_what_the_database_refuses_is_said_as_it_is(
    dataset: dict[str, Any], app: Any, monkeypatch: pytest.MonkeyPatch, code: str | None, status: int, said: str
) -> None:
    """A value that does not fit, a question that took too long, and a server that goes away are three things."""
    resource = add(dataset, NUMBERS, "so.csv")

    class Fault(Exception):
        pgcode = code

    def refuse(*_arguments: Any) -> None:
        raise sa.exc.OperationalError("SELECT", {}, Fault())

    monkeypatch.setattr(rows.Rows, "_ask", refuse)
    answer = app.get(f"{base(dataset, resource)}/export.csv?limit=1")
    assert (answer.status_code, said in answer.body) == (status, True)


@pytest.mark.usefixtures("clean")
def test_a_file_that_the_store_lost_is_made_again(dataset: dict[str, Any], app: Any) -> None:
    """The same bytes under the address it had, also after its dataset got another name."""
    resource = add(dataset)
    jobs.run()
    export = Export.find(Release.current(resource["id"]).id, "csv", 4326)  # type: ignore[union-attr]
    assert export
    name, content = export.name, app.get(f"{base(dataset, resource)}/export.csv").data
    settings.store().delete(export.sha256 or "")
    renamed = act("package_patch", id=dataset["id"], name="nha-thuoc-moi")
    for path in ("export.csv", f"release/1/{name}"):
        response = app.get(f"{base(renamed, resource)}/{path}")
        assert (response.status_code, response.data == content) == (200, True), path


@pytest.mark.usefixtures("clean")
def test_a_private_dataset_keeps_its_files(dataset: dict[str, Any], app: Any) -> None:
    """Strangers get nothing under any address; nothing that is private is for a public cache."""
    resource = add(dataset)
    jobs.run()
    name = Export.of(Release.current(resource["id"]).id)[0].name  # type: ignore[union-attr]
    act("package_patch", id=dataset["id"], private=True)
    for path in ("export.csv", "export.csv?limit=1", "export.kml", f"release/1/{name}"):
        response = app.get(f"{base(dataset, resource)}/{path}")
        assert response.status_code in (403, 404), path
        assert "immutable" not in response.headers.get("Cache-Control", "")
    with pytest.raises(tk.NotAuthorized):
        as_anonymous("release_files", id=resource["id"])


@pytest.mark.usefixtures("clean")
def test_release_files(dataset: dict[str, Any], app: Any) -> None:
    """Every format with its state, size and address; those of an old release under addresses that name it; the page lists them."""
    resource = add(dataset)
    pending = {(file["ext"], file["crs"]): file for file in as_anonymous("release_files", id=resource["id"])}
    assert (pending["csv", None]["state"], pending["kml", None]["state"], pending["csv", None]["size"]) == ("pending", "on-request", None)
    jobs.run()
    listed = {(file["ext"], file["crs"]): file for file in as_anonymous("release_files", id=resource["id"])}
    assert list(listed) == [
        (format.ext, f"EPSG:{epsg}" if epsg else None) for format in formats_for("Point") for epsg in format.epsg or (None,)
    ]
    assert {crs for ext, crs in listed if ext == "gpkg"} == {"EPSG:4326", "EPSG:9210"}
    csv_file = listed["csv", None]
    assert csv_file["url"].endswith(f"{base(dataset, resource)}/export.csv")
    assert (csv_file["state"], csv_file["size"]) == ("ready", len(app.get(csv_file["url"]).data))
    assert listed["gpkg", "EPSG:9210"]["url"].endswith("export.gpkg?crs=EPSG:9210")
    replace(resource, MORE_POINTS)
    jobs.run()
    old = {(file["ext"], file["crs"]): file for file in as_anonymous("release_files", id=resource["id"], number=1)}
    assert app.get(old["csv", None]["url"]).data.count(b"NT-") == 3
    assert app.get(old["ndjson", None]["url"]).data.count(b"NT-") == 3
    model.Session.query(Export).filter_by(ext="geojson").update({"state": "failed", "incident": "0000abcd"})
    model.Session.commit()
    page = app.get(base(dataset, resource)).body
    assert "Mở bằng Excel" in page
    assert "chưa tạo được; cổng sẽ thử lại trong đêm" in page
    assert app.get(f"{base(dataset, resource)}/export.geojson").status_code == 503
    assert "Open in Excel" in app.get(f"/en{base(dataset, resource)}").body


@pytest.mark.usefixtures("clean")
def test_the_newest_files_are_listed_without_the_dataset(dataset: dict[str, Any], statements: list[tuple[str, Any]]) -> None:
    """Their addresses need its name alone; a dataset's page lists the files of each table, and no list reads its tags and agency again."""
    resource = add(dataset)
    statements.clear()
    assert as_anonymous("release_files", id=resource["id"])
    assert [text for text, _ in statements if "package_tag" in text] == []


@pytest.mark.parametrize("text", ["106.6", "106.6,nan", "200,11", "106.6,11,5", "a,b", "", " ,"])
def test_positions_that_are_none(text: str) -> None:
    """Not two finite numbers of degrees; an empty argument is one not given."""
    if not text:
        assert read_question({"near": text}, has_places=True).near is None
        return
    with pytest.raises(ArgumentError) as error:
        read_question({"near": text, "radius": "5"}, has_places=True)
    assert (error.value.place, error.value.code) == ("near", "position")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("0", "out-of-range"),
        ("100001", "out-of-range"),
        ("00000000019999999", "out-of-range"),
        ("1.5", "not-a-whole-number"),
        ("²", "not-a-whole-number"),
    ],
)
def test_limits_that_are_none(text: str, code: str) -> None:
    """Not a whole number of rows from 1 to the most that are given, whatever it begins with."""
    assert read_question({"limit": "100000"}, has_places=False).limit == 100_000
    with pytest.raises(ArgumentError) as error:
        read_question({"limit": text}, has_places=False)
    assert (error.value.place, error.value.code) == ("limit", code)


def test_json_arguments() -> None:
    """`q` is words, or a JSON object of words by column."""
    assert read_question({"q": "nhà {thuốc"}, has_places=False).q == "nhà {thuốc"
    assert read_question({"q": json.dumps({"ten": "an"})}, has_places=False).q == {"ten": "an"}


@pytest.mark.usefixtures("clean")
def test_words_are_no_parameters_of_the_statement(dataset: dict[str, Any], app: Any) -> None:
    """`q=:value_0` names no filter's value (CKAN's literal goes through `sa.text`): its quotes end nothing, and a time of day is found."""
    resource = add(dataset, "ma,ten\nA1,mở lúc 7:30\nA2,đóng\n", "gio.csv")
    address = f"{base(dataset, resource)}/export.csv"
    value = json.dumps({"ten": "') \"query\" WHERE false UNION ALL SELECT 'x', rolname FROM pg_roles --"})
    answer = app.get(address, query_string={"q": ":value_0", "filters": value, "limit": 5})
    assert (answer.status_code, answer.body.split()) == (200, ["ma,ten"])
    assert app.get(address, query_string={"q": "7:30"}).body.splitlines() == ["ma,ten", "A1,mở lúc 7:30"]
