"""OGC API - Features Part 3 and CQL2: a test a requirement class, over the rows."""

from __future__ import annotations

import json

import pytest

from tests.features.ogc.conftest import BASE, EPSG

ITEMS = "/collections/nha-thuoc/items"


def test_req_queryables_get_queryables_response(get):
    """A JSON schema of what a filter may name; the shape has a format and no type."""
    document = get("/collections/nha-thuoc/queryables").json
    assert (document["$schema"], document["$id"]) == (
        "https://json-schema.org/draft/2020-12/schema",
        f"{BASE}/collections/nha-thuoc/queryables",
    )
    assert (document["type"], document["additionalProperties"]) == ("object", False)
    assert document["properties"]["geometry"] == {"title": "geometry", "x-ogc-role": "primary-geometry", "format": "geometry-point"}
    assert document["properties"]["ngay"] == {"title": "ngay", "type": "string", "format": "date"}
    assert document["properties"]["so_giuong"] == {"title": "so_giuong", "type": "number"}


def test_the_text_that_a_shape_is_made_of_is_no_queryable(get):
    """It is the geometry."""
    document = get("/collections/phan-khu/queryables").json
    assert (sorted(document["properties"]), document["properties"]["geometry"]["format"]) == (["geometry", "ten"], "geometry-multipolygon")


def test_req_queryables_queryables_link(get):
    """A collection leads to them."""
    assert (
        get("/collections/nha-thuoc").link("http://www.opengis.net/def/rel/ogc/1.0/queryables")
        == f"{BASE}/collections/nha-thuoc/queryables"
    )


@pytest.mark.parametrize(
    ("name", "value", "found"),
    [
        *(("ma", "NT02", "2"), ("ten", "Nhà thuốc Ánh", "5"), ("ten", "Nhà thuốc A\u0301nh", "5"), ("ten", "nhà thuốc ánh", "")),
        *(("ngay", "2024-01-05", "1"), ("so_giuong", "7.5", "2"), ("so_giuong", "5", "56"), ("so_giuong", "1e2", "")),
        *(("kinh_do", "106.65", "1"), ("ten", "%", "")),
    ],
)
def test_req_queryables_query_parameters_parameters(items, name, value, found):
    """Each column is a parameter: equal values only, typed."""
    assert "".join(each[-1] for each in items(**{name: value})) == found


def test_req_filter_mixing_expressions(items):
    """A filter, a box, a time and a column together mean all of them."""
    asked = {"filter": "ten LIKE 'Nhà%'", "bbox": "106.6,10.9,106.7,11.05", "datetime": "2024-01-01/2024-12-31"}
    assert items(**asked) == ["NT01", "NT02"]
    assert items(**asked, so_giuong="3") == ["NT01"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        *(("ma = 'NT01'", "1"), ("so_giuong = 5", "56"), ("so_giuong <> 5", "124"), ("so_giuong < 5", "1"), ("so_giuong <= 5", "156")),
        *(
            ("so_giuong > 5", "24"),
            ("so_giuong >= 7.5", "24"),
            ("5 = so_giuong", "56"),
            ("so_giuong IS NULL", "3"),
            ("ngay is not null", "12356"),
        ),
        *(
            ("geometry IS NULL", "5"),
            ("NOT so_giuong = 5", "124"),
            ("so_giuong = 5 AND ngay IS NOT NULL", "56"),
            ("ma = 'NT01' OR ma = 'NT03'", "13"),
        ),
        *(
            ("ma='NT01' or ma='NT02' and so_giuong=3", "1"),
            ("(ma='NT01' or ma='NT02') and so_giuong>3", "2"),
            ("TRUE", "123456"),
            ("false", ""),
        ),
        *(("NOT NOT ma='NT01'", "1"), ("ten = 'Quầy thuốc O''Hara'", "3"), ("\"ma\" = 'NT01'", "1"), ("so_giuong > -1", "12456")),
        *(("ngay = DATE('2024-02-10')", "2"), ("ngay > DATE('2024-03-15')", "56"), ("ngay >= '2025-07-01'", "56")),
        *(("ngay < TIMESTAMP('2024-01-05T00:00:00Z')", "1"), ("ngay < TIMESTAMP('2024-01-04T17:00:00Z')", "")),
    ],
)
def test_conf_basic_cql2(filtered, text, found):
    """Comparisons, null, and, or, not; what is null is neither equal nor unequal."""
    assert filtered(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        *(
            ("ten LIKE 'Quầy%'", "34"),
            ("ten NOT LIKE 'Quầy%'", "1256"),
            ("ten LIKE '%100\\%'", "4"),
            ("ma LIKE 'NT_1'", "1"),
            ("ten LIKE 'quầy%'", ""),
        ),
        *(
            ("so_giuong BETWEEN 3 AND 5", "156"),
            ("so_giuong NOT BETWEEN 3 AND 5", "24"),
            ("so_giuong BETWEEN 3 AND 5 AND ma <> 'NT01'", "56"),
        ),
        *(("ngay BETWEEN DATE('2024-01-01') AND DATE('2024-12-31')", "123"), ("ma BETWEEN 'NT02' AND 'NT03'", "23")),
        *(("ma IN ('NT01', 'NT06', 'x')", "16"), ("so_giuong NOT IN (5, 3)", "24"), ("ngay IN (DATE('2024-01-05'))", "1")),
    ],
)
def test_conf_advanced_comparison_operators(filtered, text, found):
    """LIKE, BETWEEN, IN."""
    assert filtered(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        *(
            ("CASEI(ten) LIKE CASEI('NHÀ THUỐC ĐỨC%')", "12"),
            ("CASEI(ten) = CASEI('nhà thuốc ÁNH')", "5"),
            ("casei(ma) in (casei('nt01'))", "1"),
        ),
        *(("ACCENTI(ten) = ACCENTI('Nha thuoc Anh')", "5"), ("ACCENTI(CASEI(ten)) LIKE ACCENTI(CASEI('nha thuoc duc%'))", "12")),
        ("CASEI(ACCENTI(ten)) LIKE CASEI(ACCENTI('%dau tieng'))", "6"),
    ],
)
def test_conf_case_and_accent_insensitive_comparison(filtered, text, found):
    """Vietnamese capitals and marks too, đ as well."""
    assert filtered(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        *(("S_INTERSECTS(geometry, POINT(106.65 10.98))", "1"), ("S_INTERSECTS(geometry, BBOX(106.645,10.975,106.665,10.995))", "12")),
        ("S_INTERSECTS(geometry, POLYGON((106.6 10.9, 106.7 10.9, 106.7 11.05, 106.6 11.05, 106.6 10.9)))", "123"),
        ("S_DISJOINT(geometry, POLYGON((106.6 10.9, 106.7 10.9, 106.7 11.05, 106.6 11.05, 106.6 10.9)))", "46"),
        ("S_WITHIN(geometry, MULTIPOLYGON(((106.6 10.9, 106.7 10.9, 106.7 11.2, 106.6 11.2, 106.6 10.9))))", "1234"),
        ("S_EQUALS(geometry, POINT(106.66 10.99))", "2"),
        ("S_TOUCHES(geometry, POLYGON((106.65 10.9, 106.7 10.9, 106.7 11.05, 106.65 11.05, 106.65 10.9)))", "1"),
        ("S_INTERSECTS(geometry, GEOMETRYCOLLECTION(POINT(106.65 10.98), LINESTRING(106.66 10.99, 106.67 11)))", "123"),
        ("S_INTERSECTS(BBOX(106.645,10.975,106.665,10.995), geometry)", "12"),
        ("NOT S_INTERSECTS(geometry, BBOX(106.645,10.975,106.665,10.995))", "346"),
        ("S_INTERSECTS(geometry, BBOX(106.675,10,-170,12))", "4"),
        ("S_INTERSECTS(geometry, POINT Z(106.65 10.98 5))", "1"),
    ],
)
def test_conf_spatial_functions(filtered, text, found):
    """What has no place is in none of them."""
    assert filtered(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("S_CONTAINS(geometry, POINT(106.65 10.95))", ["1"]),
        ("S_OVERLAPS(geometry, BBOX(106.65,10.92,106.75,10.98))", ["1", "2"]),
        ("S_CROSSES(LINESTRING(106.65 10.95, 106.75 10.95), geometry)", ["1", "2"]),
        ("S_TOUCHES(geometry, BBOX(106.7,10.9,106.8,11.0))", ["1", "3"]),
    ],
)
def test_conf_spatial_functions_of_shapes(get, text, found):
    """Those that need shapes with an inside."""
    assert get("/collections/phan-khu/items", filter=text).ids == found


def test_req_filter_filter_crs_param(get, items):
    """Coordinates of a filter in another system, in its axis order; CRS84 without it."""
    text = "S_INTERSECTS(geometry, BBOX({}))"
    assert items(filter=text.format("10.975,106.645,10.995,106.665"), filter__crs=f"{EPSG}4326") == ["NT01", "NT02"]
    assert items(filter=text.format("597600,1213800,599800,1216100"), filter__crs=f"{EPSG}9210") == ["NT01", "NT02"]
    polygon = "POLYGON((597600 1213800, 599800 1213800, 599800 1216100, 597600 1216100, 597600 1213800))"
    assert items(filter=f"S_WITHIN(geometry, {polygon})", filter__crs=f"{EPSG}9210") == ["NT01", "NT02"]
    assert get(ITEMS, filter=text.format("1,2,3,4"), filter__crs="EPSG:4326").status == 400


@pytest.mark.parametrize(
    ("text", "found"),
    [
        *(
            ("T_AFTER(ngay, DATE('2024-03-15'))", "56"),
            ("T_BEFORE(ngay, DATE('2024-03-15'))", "12"),
            ("T_EQUALS(ngay, DATE('2024-03-15'))", "3"),
        ),
        *(
            ("T_INTERSECTS(ngay, INTERVAL('2024-02-10', '2024-03-15'))", "23"),
            ("T_DISJOINT(ngay, INTERVAL('2024-02-10', '2024-03-15'))", "156"),
        ),
        *(("T_DURING(ngay, INTERVAL('2024-01-05', '2024-03-15'))", "2"), ("T_DURING(ngay, INTERVAL('2024-01-01', '..'))", "12356")),
        *(("T_AFTER(ngay, TIMESTAMP('2024-03-15T03:00:00Z'))", "56"), ("T_INTERSECTS(ngay, TIMESTAMP('2024-03-15T03:00:00Z'))", "3")),
        *(("T_STARTS(ngay, INTERVAL('2024-01-05', '2024-03-15'))", "1"), ("T_FINISHES(ngay, INTERVAL('2024-01-05', '2024-03-15'))", "3")),
        *(
            ("T_CONTAINS(INTERVAL('2024-01-05','2024-03-15'), ngay)", "2"),
            ("T_MEETS(INTERVAL('..','2024-03-15'), INTERVAL(ngay,'..'))", "3"),
        ),
        *(
            ("T_METBY(INTERVAL(ngay,'..'), INTERVAL('..','2024-03-15'))", "3"),
            ("T_STARTEDBY(INTERVAL('2024-01-05','2024-03-15'), ngay)", "1"),
        ),
        *(("T_FINISHEDBY(INTERVAL('2024-01-05','2024-03-15'), ngay)", "3"),),
        *(("T_OVERLAPS(INTERVAL(ngay,'2024-04-01'), INTERVAL('2024-03-01','2024-05-01'))", "12"),),
        *(("T_OVERLAPPEDBY(INTERVAL('2024-03-01','2024-05-01'), INTERVAL(ngay,'2024-04-01'))", "12"),),
    ],
)
def test_conf_temporal_functions(filtered, text, found):
    """Dates count as days among themselves, and as whole Vietnamese days beside a moment."""
    assert filtered(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        *(
            ("so_giuong + 1 = 6", "56"),
            ("so_giuong * 2 > 14", "24"),
            ("-so_giuong = -3", "1"),
            ("so_giuong / 2 = 2.5", "56"),
            ("so_giuong div 2 = 3", "2"),
        ),
        *(
            ("so_giuong % 5 = 0", "56"),
            ("so_giuong ^ 2 = 25", "56"),
            ("so_giuong / 0 = 1", ""),
            ("2 + 3 * 1 = so_giuong", "56"),
            ("(2 + 1) * 1 = so_giuong", "1"),
        ),
        *(("kinh_do > vi_do", "12346"), ("ma = ten", ""), ("so_giuong - 5 = 0", "56")),
    ],
)
def test_conf_arithmetic_and_property_property(filtered, text, found):
    """Numbers are reckoned with, columns compared with one another."""
    assert filtered(text) == found


@pytest.mark.parametrize(
    ("tree", "found"),
    [
        ({"op": "=", "args": [{"property": "ma"}, "NT01"]}, "1"),
        (
            {
                "op": "and",
                "args": [
                    {"op": ">", "args": [{"property": "so_giuong"}, 3]},
                    {"op": "not", "args": [{"op": "isNull", "args": [{"property": "ngay"}]}]},
                ],
            },
            "256",
        ),
        ({"op": "in", "args": [{"property": "ma"}, ["NT02", "NT03"]]}, "23"),
        ({"op": "between", "args": [{"property": "so_giuong"}, 3, 5]}, "156"),
        ({"op": "like", "args": [{"op": "casei", "args": [{"property": "ten"}]}, {"op": "casei", "args": ["QUẦY%"]}]}, "34"),
        ({"op": "s_intersects", "args": [{"property": "geometry"}, {"type": "Point", "coordinates": [106.65, 10.98]}]}, "1"),
        ({"op": "s_intersects", "args": [{"property": "geometry"}, {"bbox": [106.645, 10.975, 106.665, 10.995]}]}, "12"),
        ({"op": "t_after", "args": [{"property": "ngay"}, {"date": "2024-03-15"}]}, "56"),
        ({"op": "t_during", "args": [{"property": "ngay"}, {"interval": ["2024-01-05", ".."]}]}, "2356"),
        ({"op": "t_finishedBy", "args": [{"interval": ["2024-01-05", "2024-03-15"]}, {"property": "ngay"}]}, "3"),
        ({"op": "=", "args": [{"property": "ngay"}, {"date": "2024-02-10"}]}, "2"),
        (True, "123456"),
    ],
)
def test_conf_cql2_json(items, tree, found):
    """The same by JSON."""
    assert "".join(each[-1] for each in items(filter=json.dumps(tree), filter__lang="cql2-json")) == found


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *(
            ("khong_co = 1", "names the column"),
            ("ma = 1", "compare values of the same type"),
            ("so_giuong = 'a'", "compare values of the same type"),
        ),
        *(
            ("ma", "must be a condition"),
            ("1 + 1", "must be a condition"),
            ("pg_sleep(5) = 1", "is not supported"),
            ("ma = 'a' --", "at character"),
        ),
        *(
            ("ma = 'a", "at character 6"),
            ("ma = ", "at character 6"),
            ("ma ! 'a'", "at character 4"),
            ("ma = 'a' garbage", "at character 10"),
        ),
        *(
            ("_id = 1", "names the column"),
            ("_full_text IS NULL", "names the column"),
            ("hinh = 'x'", "names the column"),
            ("t.ma = 'x'", "names the column"),
        ),
        *(
            ("S_INTERSECTS(geometry, POLYGON((0 0, 1 1, 1 0, 0 1, 0 0)))", "is not a valid shape"),
            ("S_INTERSECTS(geometry, POINT EMPTY)", "no readable WKT"),
        ),
        *(("S_INTERSECTS(geometry, POLYGON((0 0, 1 1, 1 0)))", "no readable WKT"), ("S_INTERSECTS(geometry, ma)", "compare values")),
        *(
            ("S_INTERSECTS(geometry, BBOX(1,2,3))", "four or six"),
            ("S_INTERSECTS(geometry, BBOX(ma,2,3,4))", "four or six"),
            ("geometry = geometry", "compare values"),
        ),
        *(
            ("ngay = DATE('hôm qua')", "RFC 3339"),
            ("ngay > 'x'", "RFC 3339"),
            ("T_AFTER(ma, DATE('2024-01-01'))", "compare values"),
            ("CASEI(so_giuong) = 'a'", "compare values"),
        ),
        *(
            ("ma LIKE 5", "compare values"),
            ("ma IN ()", "at character"),
            ("NOT", "at character"),
            ("AND ma = 'a'", "at character"),
            ("so_giuong ^ 999 ^ 9", "at character"),
        ),
        *(
            ("so_giuong ^ 99999 = 1", "cannot be evaluated"),
            ("so_giuong < 1e400", "is not a finite number"),
        ),
    ],
)
def test_req_filter_invalid_is_400(get, text, code):
    """The answer names the place or the word, in both languages."""
    answer = get(ITEMS, filter=text)
    assert (answer.status, code in answer.json["description"]) == (400, True), answer.text


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "{",
            "[]",
            "null",
            "1",
            '"a"',
            "{}",
            '{"op": 5, "args": []}',
            '{"op": "=", "args": 5}',
            '{"op": "=", "args": []}',
            '{"op": "and", "args": []}',
        ),
        *(
            '{"op": "not", "args": [true, true]}',
            '{"op": "in", "args": [{"property": "ma"}, []]}',
            '{"op": "in", "args": [{"property": "ma"}, "x"]}',
        ),
        *(
            '{"property": ["ma"]}',
            '{"op": "=", "args": [{"property": "ma"}, null]}',
            '{"op": "=", "args": [NaN, 1]}',
            '{"op": "=", "args": [1e999, 1]}',
        ),
        *(
            '{"op": "s_intersects", "args": [{"property": "geometry"}, {"type": "Point"}]}',
            '{"op": "s_intersects", "args": [{"property": "geometry"}, {"type": "Point", "coordinates": "x"}]}',
        ),
        *(
            '{"op": "s_intersects", "args": [{"property": "geometry"}, {"type": "Circle", "coordinates": [1, 2]}]}',
            '{"op": "t_after", "args": [{"property": "ngay"}, {"date": 5}]}',
        ),
        *(
            '{"op": "s_intersects", "args": [{"property": "geometry"}, {"type": "Point", "coordinates": [1e300, 2]}]}',
            '{"op": "t_after", "args": [{"property": "ngay"}, {"interval": [1]}]}',
        ),
        *(
            '{"op": "s_intersects", "args": [{"property": "geometry"}, {"bbox": [true, 1, 2, 3]}]}',
            '{"op": "s_intersects", "args": [{"property": "geometry"}, {"type": ["Point"], "coordinates": [1, 2]}]}',
        ),
        *(
            '{"op": "s_intersects", "args": [{"property": "geometry"}, {"type": "Polygon", "coordinates": [[[0, 0], null]]}]}',
            '{"a":' * 30 + "1" + "}" * 30,
        ),
        '{"op": "s_intersects", "args": [{"property": "geometry"}, {"type": "Point", "coordinates": [' + "9" * 400 + ", 2]}]}",
    ],
)
def test_req_filter_invalid_json_is_400(get, text):
    """Whatever is no condition."""
    answer = get(ITEMS, filter=text, filter__lang="cql2-json")
    assert (answer.status, answer.json["parameter"]) == (400, "filter")
