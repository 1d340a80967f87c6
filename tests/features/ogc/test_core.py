"""OGC API - Features Part 1, classes core, geojson and html: a test a requirement."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.features.ogc.conftest import BASE, CRS84

JSON, HTML, GEOJSON = "application/json", "text/html", "application/geo+json"
ITEMS = "/collections/nha-thuoc/items"
PATHS = ["", "/conformance", "/api", "/collections", "/collections/nha-thuoc", "/collections/nha-thuoc/queryables", ITEMS, f"{ITEMS}/NT01"]
OWN_TYPES = dict(
    zip(
        PATHS,
        [JSON, JSON, "application/vnd.oai.openapi+json;version=3.0", JSON, JSON, "application/schema+json", GEOJSON, GEOJSON],
        strict=True,
    )
)


def test_req_core_root_op(get):
    """The landing page answers with and without a stroke at its end."""
    assert (get("").status, get("/").status) == (200, 200)
    assert get("").json["links"] == get("/").json["links"]


def test_req_core_root_success(get):
    """It leads to the description, the conformance classes and the collections."""
    links = {(each["rel"], each["type"], each["href"]) for each in get("").json["links"]}
    assert links >= {
        ("service-desc", "application/vnd.oai.openapi+json;version=3.0", f"{BASE}/api"),
        ("service-doc", HTML, f"{BASE}/api?f=html"),
        ("conformance", JSON, f"{BASE}/conformance"),
        ("data", JSON, f"{BASE}/collections"),
    }


def test_req_core_api_definition(get):
    """The description answers with exactly the type that its link names."""
    answer = get("/api", accept="application/vnd.oai.openapi+json;version=3.0")
    assert (answer.status, answer.headers["Content-Type"]) == (200, "application/vnd.oai.openapi+json;version=3.0")


def test_req_core_conformance_success(get):
    """The classes of the three parts are named by their URIs."""
    classes = get("/conformance").json["conformsTo"]
    assert {f"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/{name}" for name in ("core", "geojson", "html", "oas30")} <= set(
        classes
    )
    assert "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs" in classes
    assert "http://www.opengis.net/spec/cql2/1.0/conf/cql2-text" in classes


@pytest.mark.parametrize("path", [*PATHS, "/nothing"])
def test_req_core_http(app, layers, path):
    """HEAD has the headers of GET and no body; what writes is 405 and says what is answered."""
    head, get = app.test_client().head(f"/geo{path}"), app.get(f"/geo{path}")
    assert (head.status_code, head.headers["Content-Type"], head.get_data()) == (get.status_code, get.headers["Content-Type"], b"")
    refused = app.post(f"/geo{path}")
    assert (refused.status_code, refused.headers["Allow"]) == (405, "GET, HEAD, OPTIONS")


@pytest.mark.parametrize("path", PATHS)
def test_req_core_query_param_unknown(get, path):
    """A parameter that the description does not have is 400, in both languages, and names those there are."""
    answer = get(path, khong__co="1")
    assert (answer.status, answer.json["code"], answer.json["parameter"]) == (400, "InvalidParameterValue", "khong-co")
    vi, en = answer.json["description"].split(" / ")
    assert ("không phải là tham số" in vi, en.startswith("khong-co is not a recognised parameter; use one of f")) == (True, True)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *[("limit", value) for value in ("0", "-1", "1.5", "unlimited", "", "1e3", "٣")],
        *[("bbox", value) for value in ("1,2,3", "a,b,c,d", "1,2,3,4,5", "nan,1,2,3", "0,0,inf,1", "0,5,1,4", "10.9,106.6,11,106.7", "")],
        *[("datetime", value) for value in ("hôm qua", "2024-13-01", "2024-02-30", "../..", "2025-01-01/2024-01-01", "/", "", "2024")],
        *[("crs", value) for value in ("EPSG:4326", "http://www.opengis.net/def/crs/0/unsupported", "")],
        *[("bbox-crs", value) for value in ("4326", "http://www.opengis.net/def/crs/EPSG/0/32648")],
        *[("f", value) for value in ("xml", "JSON", "")],
        *[("sortby", value) for value in ("khong_co", "", "ten,ten", "a,b,c,d,e,f")],
        *[("cursor", value) for value in ("abc", "", "WyJ4Il0.abc")],
        *[("filter-lang", value) for value in ("cql-text", "")],
        *[("ngay", value) for value in ("5/1/2024", "")],
        *[("so_giuong", value) for value in ("nhiều", "nan", "1e999999", "")],
    ],
)
def test_req_core_query_param_invalid(get, name, value):
    """A value that cannot be read is 400 and named."""
    answer = get(ITEMS, **{name: value})
    assert (answer.status, answer.json["parameter"]) == (400, name)


def test_a_parameter_with_two_values_is_refused(app, layers):
    """Which of them counts would be a guess; the same twice, as clients that follow links send it, is one."""
    assert app.get(f"/geo{ITEMS}?ngay=2024-01-05&ngay=2024-01-06").status_code == 400
    assert app.get(f"/geo{ITEMS}?ngay=2024-01-05&ngay=2024-01-05").json["numberMatched"] == 1
    assert app.get(f"/geo{ITEMS}?limit=1&limit=3").json["numberReturned"] == 3


def test_req_core_fc_md_success(get):
    """All collections, each with its items, its extent and its dataset."""
    document = get("/collections").json
    assert [each["id"] for each in document["collections"]] == ["nha-thuoc", "phan-khu"]
    first = document["collections"][0]
    # A tenth of a metre wider than the features, so that clients that transform it lose none.
    assert first["extent"] == {"spatial": {"bbox": [[106.299999, 10.799999, 107.000001, 11.500001]], "crs": CRS84}}
    links = {(each["rel"], each["type"]): each["href"] for each in first["links"]}
    assert links["items", GEOJSON] == f"{BASE}{ITEMS}"
    assert links["describedby", HTML] == "http://test.ckan.net/dataset/nha-thuoc"


def test_req_core_sfc_md_success(get):
    """A collection alone says the same as in the list."""
    listed = get("/collections").json["collections"][0]
    alone = get("/collections/nha-thuoc").json
    assert {name: alone[name] for name in listed if name not in ("links", "crs")} == {
        name: listed[name] for name in listed if name not in ("links", "crs")
    }


# The schemas of the other two have no place for links.
@pytest.mark.parametrize("path", [path for path in PATHS if not path.endswith(("/api", "/queryables"))])
@pytest.mark.parametrize("form", ["json", "html"])
def test_req_core_links_self_and_alternate(get, path, form):
    """Each answer leads to itself and to its other form, with their types."""
    links = {(each["rel"], each["type"]): each["href"] for each in get(path, f="json").json["links"]}
    own, other = OWN_TYPES[path], HTML
    assert (links["self", own], links["alternate", other]) == (f"{BASE}{path}?f=json", f"{BASE}{path}?f=html")
    assert (
        get(links["self", own] if form == "json" else links["alternate", other])
        .headers["Content-Type"]
        .startswith(own if form == "json" else other)
    )


@pytest.mark.parametrize("path", PATHS)
def test_req_html_definition(get, path):
    """Everything is a page too, asked by Accept or by ``f``; a browser's header gets one, a program's does not."""
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    assert get(path, accept=browser).headers["Content-Type"] == "text/html; charset=utf-8"
    assert get(path, f="html").text.startswith("<!doctype html>")
    assert get(path, accept="*/*").headers["Content-Type"] == OWN_TYPES[path]
    assert get(path, accept=browser, f="json").headers["Content-Type"] == OWN_TYPES[path]


@pytest.mark.parametrize("path", [path for path in PATHS if not path.endswith("/api")])
def test_req_html_content(get, path):
    """A page holds what the document holds: its links as links, its texts as text."""
    page = get(path, f="html").text
    for each in get(path).json.get("links", []):
        address = each["href"].replace("&", "&amp;")
        assert address in page or "f=json" in address or "f=html" in address


def test_req_html_content_of_features(get):
    """Each feature stands in the table with its values, escaped."""
    page = get(ITEMS, f="html", filter="ma = 'NT03'").text
    assert "Quầy thuốc O&#39;Hara" in page
    assert f'href="{BASE}{ITEMS}/NT03?f=html"' in page


def test_req_geojson_content(get):
    """A FeatureCollection of Features whose properties are the published columns, typed."""
    document = get(ITEMS, limit=1).json
    assert document["type"] == "FeatureCollection"
    assert document["features"] == [
        {
            "type": "Feature",
            "id": "NT01",
            "geometry": {"type": "Point", "coordinates": [106.65, 10.98]},
            "properties": {
                "ma": "NT01",
                "ten": "Nhà thuốc Đức An",
                "ngay": "2024-01-05",
                "so_giuong": 3,
                "kinh_do": 106.65,
                "vi_do": 10.98,
            },
        }
    ]


def test_req_core_fc_limit_response(get):
    """Ten without a limit; never more than asked; more than the most is the most, and no error."""
    assert len(get(ITEMS, limit=2).ids) == 2
    assert get(ITEMS, limit=10**12).status == 200


def test_req_core_fc_bbox_response(items):
    """What intersects the box, and what has no place."""
    assert items(bbox="106.645,10.975,106.665,10.995") == ["NT01", "NT02", "NT05"]
    assert items(bbox="106.645,10.975,0,106.665,10.995,100") == ["NT01", "NT02", "NT05"]
    assert items(bbox="106.65,10.98,106.65,10.98") == ["NT01", "NT05"]
    assert items(bbox="1,2,3,4") == ["NT05"]


def test_req_core_fc_bbox_antimeridian(items):
    """A box from east to west goes over the antimeridian."""
    assert items(bbox="106.665,10,-170,12") == ["NT03", "NT04", "NT05"]
    assert items(bbox="170,10,106.655,12") == ["NT01", "NT05", "NT06"]


def test_req_core_fc_bbox_of_shapes(get):
    """Touching is intersecting; a box inside a shape too."""
    assert get("/collections/phan-khu/items", bbox="106.62,10.92,106.63,10.93").ids == ["1"]
    assert get("/collections/phan-khu/items", bbox="106.65,10.95,106.7,10.96").ids == ["1", "2"]


@pytest.mark.parametrize(
    ("datetime_", "found"),
    [
        ("2024-01-05", "14"),
        ("2024-01-05T10:00:00Z", "14"),
        ("2024-01-04T17:00:00Z", "14"),
        ("2024-01-04T16:59:59Z", "4"),
        ("2024-02-01/2024-03-15", "234"),
        ("2025-07-01/..", "456"),
        ("../2024-02-10", "124"),
        ("/2024-02-10", "124"),
        ("2024-02-10T00:00:00+07:00/2024-02-10T01:00:00+07:00", "24"),
    ],
)
def test_req_core_fc_time_response(items, datetime_, found):
    """What intersects the time, and what has none; a date is its whole Vietnamese day."""
    assert "".join(each[-1] for each in items(datetime=datetime_)) == found


def test_req_core_fc_time_without_a_temporal_column(get):
    """A collection without dates matches any time."""
    assert get("/collections/phan-khu/items", datetime="2024-01-01").json["numberMatched"] == 3


def test_req_core_fc_timestamp(get):
    """The answer's time lies within the request's."""
    before = datetime.now(UTC)
    stamp = datetime.fromisoformat(get(ITEMS).json["timeStamp"])
    assert abs((stamp - before).total_seconds()) < 5


def test_req_core_fc_number_matched_and_returned(get):
    """How many answer in all, on every page the same, and how many this page holds."""
    first = get(ITEMS, limit=4, bbox="106,10,107,12").json
    assert (first["numberMatched"], first["numberReturned"], len(first["features"])) == (6, 4, 4)
    second = get(next(each["href"] for each in first["links"] if each["rel"] == "next")).json
    assert (second["numberMatched"], second["numberReturned"]) == (6, 2)
    assert get(ITEMS).json["numberMatched"] == 6


def test_req_core_f_success(get):
    """One feature by its id, the same as in its page, with its links."""
    feature = get(f"{ITEMS}/NT02").json
    links = {each["rel"]: each["href"] for each in feature.pop("links")}
    assert feature == get(ITEMS, filter="ma = 'NT02'").json["features"][0]
    assert links == {
        "self": f"{BASE}{ITEMS}/NT02?f=json",
        "alternate": f"{BASE}{ITEMS}/NT02?f=html",
        "collection": f"{BASE}/collections/nha-thuoc",
    }


@pytest.mark.parametrize(
    "path",
    [
        "/nha",
        "/collections/khong-co",
        "/collections/khong-co/items",
        f"{ITEMS}/khong-co",
        "/collections/phan-khu/items/99",
        "/collections/phan-khu/items/x",
    ],
)
@pytest.mark.parametrize("accept", ["", "text/html"])
def test_what_is_not_there_is_404(get, path, accept):
    """As JSON or as a page, in both languages."""
    answer = get(path, accept=accept)
    assert answer.status == 404
    assert ("Không có" in answer.text, "There is no" in answer.text) == (True, True)


def test_ids_with_strokes_and_marks(store, app, layers):
    """An id is whatever the key column holds."""
    store.points("ma-la", [("a/b c?é%", "Lạ", None, None, 106.6, 11.0)])
    found = app.get("/geo/collections/ma-la/items").json["features"][0]["id"]
    assert found == "a/b c?é%"
    assert app.get("/geo/collections/ma-la/items/a/b%20c%3F%C3%A9%25").json["id"] == "a/b c?é%"
    store.withdraw("ma-la")


def test_languages(app, layers):
    """Vietnamese without a prefix, English below ``/en``; links stay in their language."""
    assert app.get("/geo").json["title"] == "Dữ liệu mở Bình Dương: đối tượng địa lý"
    english = app.get("/en/geo").json
    assert english["title"] == "Bình Dương open data: features"
    assert {each["href"].startswith("http://test.ckan.net/en/geo") for each in english["links"]} == {True}


def test_headers(app, layers):
    """No cookie; every origin may read; nothing runs; no cache answers without asking."""
    headers = app.get(f"/geo{ITEMS}").headers
    assert "Set-Cookie" not in headers
    assert (headers["Access-Control-Allow-Origin"], headers["Cache-Control"], headers["Vary"]) == ("*", "no-cache", "Accept")
    assert headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'; sandbox"
    assert (headers["X-Content-Type-Options"], headers["X-Frame-Options"]) == ("nosniff", "DENY")
    preflight = app.options(f"/geo{ITEMS}", headers={"Access-Control-Request-Method": "GET", "Origin": "https://a.example"})
    assert (preflight.status_code, preflight.headers["Access-Control-Allow-Methods"]) == (204, "GET, HEAD, OPTIONS")
