"""Files of a whole answer: the same rows and values as on its pages, bounded, and of nothing that is not public."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import tracemalloc

import pytest

from tests.features.conftest import box
from tests.features.ogc.conftest import BASE, CRS84, EPSG

ITEMS = "/collections/nha-thuoc/items"
FORMS = {
    "csv": "text/csv; charset=utf-8",
    "geojson": "application/geo+json",
    "ndjson": "application/x-ndjson",
    "fgb": "application/flatgeobuf",
}
QUESTIONS = [
    {},
    {"bbox": "106.645,10.975,106.665,10.995"},
    {"datetime": "2024-02-01/.."},
    {"so_giuong": "5"},
    {"filter": "CASEI(ACCENTI(ten)) LIKE CASEI(ACCENTI('nha thuoc%'))"},
    {"filter": '{"op":"=","args":[{"property":"ma"},"NT03"]}', "filter__lang": "cql2-json"},
    {"sortby": "-ten"},
    {"sortby": "so_giuong,-ma", "limit": "4"},
    {"limit": "2"},
    {"ten": "không có"},
]

# GDAL reads in a process of its own.
_READ = """
import json, sys, pyogrio, shapely
for path in sys.argv[1:]:
    meta, _, shapes, columns = pyogrio.raw.read(path, datetime_as_string=True)
    shapes = [json.loads(shapely.to_geojson(shapely.from_wkb(shape))) if shape else None for shape in shapes]
    rows = [dict(zip(meta["fields"], row)) for row in zip(*columns)]
    features = [{"geometry": shape, "properties": row} for shape, row in zip(shapes, rows)]
    print(json.dumps([meta["crs"], features], default=lambda value: value.item()))
"""


def gdal(*paths):
    """The coordinate reference system and the features of each file as GDAL reads them."""
    done = subprocess.run([sys.executable, "-c", _READ, *map(str, paths)], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def paged(get, path, **question):
    """The features of all pages; with ``limit`` of the first one."""
    answer = get(path, **question)
    features = answer.json["features"]
    while "limit" not in question and (following := answer.link("next")):
        answer = get(following)
        features += answer.json["features"]
    return features


def plain(value):
    """A value of JSON as CSV has it."""
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: ",".join(question) or "all")
def test_a_file_has_the_features_of_the_pages(get, question):
    """The same, in the same order, byte for byte the same GeoJSON, and in CSV the same values."""
    features = paged(get, ITEMS, **question)
    lines = get(ITEMS, f="ndjson", **question).text.splitlines()
    assert [json.loads(line) for line in lines] == features
    assert get(ITEMS, f="geojson", **question).json == {"type": "FeatureCollection", "features": features}
    rows = list(csv.DictReader(io.StringIO(get(ITEMS, f="csv", **question).text)))
    assert [{name: row[name] for name in row if not name.startswith("_")} for row in rows] == [
        {name: plain(value) for name, value in feature["properties"].items()} for feature in features
    ]
    assert [row["_fid"] for row in rows] == [feature["id"] for feature in features]
    assert [row["_wkt"] for row in rows] == [
        (feature["geometry"] and "POINT({} {})".format(*feature["geometry"]["coordinates"])) or "" for feature in features
    ]


@pytest.mark.parametrize("path", [ITEMS, "/collections/phan-khu/items"])
def test_gdal_opens_each_file(get, tmp_path, path):
    """With all rows, their values and their shapes."""
    files = [tmp_path / f"{form}.{'geojsonl' if form == 'ndjson' else form}" for form in FORMS]
    for form, file in zip(FORMS, files, strict=True):
        file.write_bytes(get(path, f=form).data)
    expected = shown(paged(get, path))
    assert [shown(features) for _, features in gdal(*files)] == [expected] * 4


def shown(features):
    """Names and shapes, sorted."""
    return sorted((each["properties"]["ten"], json.dumps(_floats(each["geometry"]))) for each in features)


def _floats(value):
    if isinstance(value, dict):
        return {name: _floats(each) for name, each in value.items()}
    return [_floats(each) for each in value] if isinstance(value, list) else float(value) if isinstance(value, int) else value


def test_flatgeobuf_keeps_types_and_ids(get, tmp_path):
    """Dates (at midnight: it has no days), numbers, empty values; the feature's id stands in ``_fid``. Sorted rows keep their order, others
    get an index when each has a shape."""
    files = {"sorted": {"sortby": "ma"}, "indexed": {"filter": "ma <> 'NT05'"}, "in order": {"filter": "ma <> 'NT05'", "sortby": "ma"}}
    for name, question in files.items():
        (tmp_path / f"{name}.fgb").write_bytes(get(ITEMS, f="fgb", **question).data)
    ((crs, found),) = gdal(tmp_path / "sorted.fgb")
    rows = [tuple(each["properties"][name] for name in ("_fid", "ngay", "so_giuong")) for each in found]
    assert crs == "EPSG:4326"
    assert [(each, day and day[:19], None if number != number else number) for each, day, number in rows] == [
        ("NT01", "2024-01-05T00:00:00", 3.0), ("NT02", "2024-02-10T00:00:00", 7.5), ("NT03", "2024-03-15T00:00:00", None),
        ("NT04", None, 12.0), ("NT05", "2025-07-01T00:00:00", 5.0), ("NT06", "2025-08-20T00:00:00", 5.0),
    ]  # fmt: skip
    assert (tmp_path / "indexed.fgb").stat().st_size > (tmp_path / "in order.fgb").stat().st_size


@pytest.mark.parametrize("form", ["csv", "ndjson", "geojson"])
@pytest.mark.parametrize("code", ["4326", "3857", "9210"])
def test_coordinates_are_those_of_the_pages(get, form, code):
    """In each system, its axes in its own order, named in the answer."""
    question = {"crs": f"{EPSG}{code}", "filter": "ma = 'NT01'"}
    expected = get(ITEMS, **question).json["features"][0]["geometry"]["coordinates"]
    answer = get(ITEMS, f=form, **question)
    assert answer.headers["Content-Crs"] == f"<{EPSG}{code}>"
    if form == "csv":
        shape = next(csv.DictReader(io.StringIO(answer.text)))["_wkt"]
        assert [float(number) for number in shape.removeprefix("POINT(").removesuffix(")").split()] == expected
    else:
        features = answer.json["features"] if form == "geojson" else [json.loads(answer.text)]
        assert features[0]["geometry"]["coordinates"] == expected


@pytest.mark.parametrize(("crs", "code", "named"), [("4326", 4326, CRS84), ("9210", 9210, f"{EPSG}9210")])
def test_flatgeobuf_says_its_system(get, tmp_path, crs, code, named):
    """In itself, with the easting or longitude first as all such files have it."""
    target = tmp_path / "rows.fgb"
    answer = get(ITEMS, f="fgb", crs=f"{EPSG}{crs}", filter="ma = 'NT01'")
    target.write_bytes(answer.data)
    ((found_crs, found),) = gdal(target)
    expected = get(ITEMS, filter="ma = 'NT01'", crs=named).json["features"][0]["geometry"]["coordinates"]
    assert (found_crs, answer.headers["Content-Crs"]) == (f"EPSG:{code}", f"<{named}>")
    assert found[0]["geometry"]["coordinates"] == pytest.approx(expected, abs=1e-3 if code != 4326 else 1e-7)


@pytest.mark.parametrize("form", FORMS)
def test_headers_of_a_file(app, get, form):
    """Saved under the layer's name and release, of known length, for every origin, with the way to its dataset; HEAD says the same."""
    answer = get(ITEMS, f=form)
    assert answer.headers["Content-Type"] == FORMS[form]
    assert answer.headers["Content-Disposition"] == f'attachment; filename="nha-thuoc-ban-3.{form}"'
    assert int(answer.headers["Content-Length"]) == len(answer.data)
    assert (answer.headers["Access-Control-Allow-Origin"], answer.headers["Cache-Control"]) == ("*", "no-cache")
    assert answer.headers["Link"] == '<http://test.ckan.net/dataset/nha-thuoc>; rel="describedby"; type="text/html"'
    assert "Set-Cookie" not in answer.headers
    head = app.test_client().head(f"/geo{ITEMS}?f={form}")
    assert (head.status_code, head.headers["Content-Length"], head.get_data()) == (200, answer.headers["Content-Length"], b"")
    part = get(ITEMS, f=form, ma="NT01").headers["Content-Disposition"]
    assert part == f'attachment; filename="nha-thuoc-trich-ban-3.{form}"'


def test_pages_and_collections_lead_to_the_files(get):
    """A page to those of its own question, without its limit and its place; a collection to those of all."""
    following = get(ITEMS, limit=2, so_giuong="5", f="json")
    links = {each["type"]: each["href"] for each in following.json["links"] if each["rel"] == "alternate" and each["type"] != "text/html"}
    assert links == {media.partition(";")[0]: f"{BASE}{ITEMS}?so_giuong=5&f={form}" for form, media in FORMS.items()}
    items = {each["type"]: each["href"] for each in get("/collections/nha-thuoc").json["links"] if each["rel"] == "items"}
    assert items["text/csv"] == f"{BASE}{ITEMS}?f=csv"
    assert items["application/flatgeobuf"] == f"{BASE}{ITEMS}?f=fgb"


def test_many_rows_are_written_in_another_process(get, monkeypatch):
    """The same bytes."""
    here = get(ITEMS, f="fgb").data
    monkeypatch.setattr("ckanext.binhduong.features.downloads.flatgeobuf.AT_ONCE", 5)
    monkeypatch.setattr("ckanext.binhduong.features.downloads.files.SECONDS", 120)
    assert get(ITEMS, f="fgb").data == here


def test_another_process_that_takes_too_long(get, monkeypatch):
    """It is ended, and the answer says to come back."""
    monkeypatch.setattr("ckanext.binhduong.features.downloads.flatgeobuf.AT_ONCE", 5)
    monkeypatch.setattr("ckanext.binhduong.features.downloads.flatgeobuf.subprocess.run", _too_long)
    answer = get(ITEMS, f="fgb")
    assert (answer.status, answer.headers["Retry-After"]) == (503, "5")


def _too_long(words, *, timeout, **_):
    raise subprocess.TimeoutExpired(words, timeout)


def test_a_file_from_a_place_on(get):
    """A page's ``cursor`` gives what follows that page, to a program that goes on with a file."""
    following = get(ITEMS, limit=2).link("next")
    assert [json.loads(line)["id"] for line in get(f"{following}&f=ndjson".replace("limit=2&", "")).text.splitlines()] == [
        "NT03", "NT04", "NT05", "NT06",
    ]  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_more_than_a_file_has_is_refused_before_it_begins(get, monkeypatch, form):
    """With what narrows it and where the whole layer is; as many as are allowed are given, also of a larger answer by ``limit``."""
    monkeypatch.setattr("ckanext.binhduong.features.downloads.files.MAX_ROWS", 5)
    answer = get(ITEMS, f=form)
    assert (answer.status, answer.json["parameter"]) == (400, "f")
    vi, en = answer.json["description"].split(" / ")
    assert "bbox, datetime, filter" in vi
    assert en.endswith("or take the whole layer from http://test.ckan.net/dataset/nha-thuoc.")
    assert get(ITEMS, f=form, limit=6).status == 400
    assert get(ITEMS, f=form, limit=5).status == 200
    assert get(ITEMS, f=form, so_giuong="5").status == 200


@pytest.mark.parametrize("form", ["csv", "fgb"])
def test_a_file_has_a_bound_in_bytes(get, monkeypatch, form):
    """About that many: each feature is counted by its shape and its texts."""
    monkeypatch.setattr("ckanext.binhduong.features.downloads.files.MAX_BYTES", 1_500)
    assert (get(ITEMS, f=form).status, get(ITEMS, f=form, limit=2).status) == (400, 200)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "question", [{"limit": "0"}, {"bbox": "1,2"}, {"filter": "("}, {"khong__co": "1"}, {"cursor": "abc"}, {"sortby": "x"}, {"crs": "x"}]
)
def test_a_file_refuses_what_a_page_refuses(get, form, question):
    """With the same words and the same status."""
    file, page = get(ITEMS, f=form, **question), get(ITEMS, **question)
    assert (file.status, page.status) == (400, 400)
    assert (file.json["parameter"], file.json["code"]) == (page.json["parameter"], page.json["code"])


def test_other_answers_have_no_files(get):
    """A feature, a list and a description are JSON or a page."""
    for path in ("", "/collections", "/api", f"{ITEMS}/NT01", "/collections/nha-thuoc/queryables"):
        assert get(path, f="csv").status == 400, path


@pytest.mark.parametrize("form", FORMS)
def test_a_layer_that_is_not_published_has_no_files(store, get, form):
    """It answers as one that never was, also when it is withdrawn between two requests."""
    store.points("kin", [("K1", "Kín", None, None, 106.6, 11.0)])
    assert get("/collections/kin/items", f=form).status == 200
    store.withdraw("kin")
    hidden, unknown = (get(f"/collections/{name}/items", f=form) for name in ("kin", "chua-co"))
    assert (hidden.status, hidden.text, dict(hidden.headers)) == (404, unknown.text, dict(unknown.headers))


def test_values_that_a_format_could_misread(store, get):
    """Commas, quotes, line ends, backslashes, control characters and empty texts come as they are; a line of NDJSON stays one."""
    texts = ['a,b"c', "một\nhai\r\nba", "\\N", "\\.", "", "\x01\x02\x1f", "'=1+1", "  ", "𝕏🙂"]
    store.points("la", [(f"L{number}", text, None, None, 106.6, 11.0) for number, text in enumerate(texts)])
    lines = get("/collections/la/items", f="ndjson").data.decode().removesuffix("\n").split("\n")
    assert [json.loads(line)["properties"]["ten"] for line in lines] == texts
    rows = list(csv.DictReader(io.StringIO(get("/collections/la/items", f="csv").text, newline="")))
    assert [row["ten"] for row in rows] == texts
    assert [each["properties"]["ten"] for each in get("/collections/la/items", f="geojson").json["features"]] == texts
    store.withdraw("la")


def test_shapes_of_many_corners(store, get, tmp_path):
    """A layer without a key, of polygons: ids are row numbers, shapes the same in each form."""
    store.zones("lo", [("Lô 1", box(106.6, 10.9, 106.7, 11.0)), ("Lô 2", box(106.7, 10.9, 106.8, 11.0))])
    rows = list(csv.DictReader(io.StringIO(get("/collections/lo/items", f="csv").text)))
    assert rows[0] == {
        "_fid": "1", "ten": "Lô 1", "_wkt": "MULTIPOLYGON(((106.6 10.9,106.7 10.9,106.7 11,106.6 11,106.6 10.9)))",
    }  # fmt: skip
    target = tmp_path / "lo.fgb"
    target.write_bytes(get("/collections/lo/items", f="fgb").data)
    ((_, found),) = gdal(target)
    assert {each["properties"]["ten"]: each["geometry"]["coordinates"][0] for each in found} == {
        "Lô 1": box(106.6, 10.9, 106.7, 11.0)["coordinates"], "Lô 2": box(106.7, 10.9, 106.8, 11.0)["coordinates"],
    }  # fmt: skip
    store.withdraw("lo")


def test_statements_of_a_file(get, monkeypatch):
    """The layer, how much answers, the rows: three, whatever is asked."""
    from ckanext.binhduong.core.connections.connection_pool import Database
    from ckanext.binhduong.features.downloads import files

    asked = []
    rows, copy, size = Database.rows, files._copy, files._check_size
    monkeypatch.setattr(Database, "rows", lambda self, *each: asked.append("layer") or rows(self, *each))
    monkeypatch.setattr(files, "_copy", lambda *each: asked.append("rows") or copy(*each))
    monkeypatch.setattr(files, "_check_size", lambda *each: asked.append("size") or size(*each))
    for form in FORMS:
        asked.clear()
        assert get(ITEMS, f=form, filter="ten LIKE 'N%'", sortby="ten").status == 200
        assert asked == ["layer", "size", "rows"], form


def test_memory_does_not_grow_with_the_answer(store, get, monkeypatch):
    """Twenty thousand features of five megabytes pass through in far less."""
    from ckanext.binhduong.features.ogc import service

    store.points("lon", [])
    store.run("INSERT INTO public._t_lon (ma, ten, kinh_do, vi_do) SELECT i, repeat('x', 100), 106.6, 11 FROM generate_series(1, 20000) i")
    find, found = service.find_file, []

    def find_measured(*each):
        tracemalloc.start()
        try:
            file = find(*each)
            found.append((file.length, tracemalloc.get_traced_memory()[1]))
            return file
        finally:
            tracemalloc.stop()

    monkeypatch.setattr(service, "find_file", find_measured)
    assert get("/collections/lon/items", f="geojson").status == 200
    ((length, peak),) = found
    assert (length > 5_000_000, peak < 1_000_000) == (True, True)
    store.withdraw("lon")


def test_a_release_that_comes_between(store, get, monkeypatch):
    """The file is that of the new one."""
    from ckanext.binhduong.features.ogc import service

    store.points("thay-tep", [("T1", "Cũ", None, None, 106.6, 11.0)])
    find, replaced = service.find_collection, []

    def find_then_replace(database, layer):
        found = find(database, layer)
        if not replaced:
            replaced.append(layer)
            store.run("UPDATE public._t_thay_tep SET ten = 'Mới'; UPDATE portal.layer SET release = 9 WHERE layer = 'thay-tep'")
        return found

    monkeypatch.setattr(service, "find_collection", find_then_replace)
    answer = get("/collections/thay-tep/items", f="csv")
    assert ("Mới" in answer.text, answer.headers["Content-Disposition"]) == (True, 'attachment; filename="thay-tep-ban-9.csv"')
    store.withdraw("thay-tep")


def test_a_failure_leaves_nothing_behind(get, monkeypatch, tmp_path):
    """Neither a file nor a transaction: the next one is answered."""
    from ckanext.binhduong.features.downloads import files

    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def fail(*_):
        raise OSError("full")

    with monkeypatch.context() as broken:
        broken.setattr(files, "_copy", fail)
        assert {get(ITEMS, f=form).status for form in FORMS} <= {500, 503, 507}
    assert [get(ITEMS, f=form).status for form in FORMS] == [200] * 4
    assert list(tmp_path.iterdir()) == []
