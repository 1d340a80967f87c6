"""The address of a table's rows, over a table made by hand whose columns have every type and awkward names."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any
from unicodedata import normalize
from urllib.parse import quote, urlencode

import pytest
from ckan.tests import factories
from ckan.tests.helpers import call_action
from openapi_spec_validator import validate

from ckanext.binhduong.core.connections import datastore_connection
from ckanext.binhduong.core.connections.databases import datastore_database
from ckanext.binhduong.tables.columns import read_table
from ckanext.binhduong.tables.row_api import page as pages
from ckanext.binhduong.tables.row_api.asked import read_asked
from ckanext.binhduong.tables.row_api.limits import LIMITS

FIELDS = {"theme": "y-te", "data_kind": "sample", "license_id": "CC-BY-4.0", "contact_name": "A", "contact_email": "a@b.example"}
COLUMNS = (
    'ten text, "Loại hình" text, so int8, "dien__tich" numeric, luong float8, mo bool, ngay date, luc timestamp, gio time, "50%" int4, '
    "them json, hinh text, _geom postgis.geometry(Point, 4326)"
)
ROWS = [
    ("Đại Nam", "Công lập", 10, "12.5", 1.5, True, "2024-01-31", "2025-01-01T00:10", "08:00", 50, '{"a": 1}', "{}", (106.65, 10.98)),
    ("Dầu Tiếng", "Tư nhân", 20, "1234.5", 0.1, False, "2024-02-01", "2025-01-01T00:50", "07:30", 1, "[1]", "{}", (106.7, 11.05)),
    ("Ân", "Công lập", 30, None, "NaN", True, "2024-02-29", "2025-01-01T02:00", None, 2, None, "{}", None),
    ("An", "Công lập", None, "0", None, None, None, None, None, 3, None, "{}", None),
    ('Ăn, "uống"', "", 9007199254740993, "7", "Infinity", True, "2026-11-22", "2025-01-01T05:00", "17:00", 4, None, "{}", None),
    ("=1+1", None, 10, "7", 1.5, False, "2024-01-31", None, None, 5, None, "{}", None),
]
VISIBLE = ["ten", "Loại hình", "so", "dien__tich", "luong", "mo", "ngay", "luc", "gio", "50%", "them"]


@pytest.fixture(scope="module")
def address(request: pytest.FixtureRequest) -> Iterator[str]:
    """The rows of a public dataset's table."""
    from ckan import plugins

    if not plugins.plugin_loaded("binhduong_tables"):
        plugins.load_all()
    request.getfixturevalue("reset_db")()
    factories.Sysadmin(name="quan-tri", password="mot cau du dai")
    dataset = factories.Dataset(name="bang-mau", owner_org=factories.Organization()["id"], notes="Mô tả", **FIELDS)
    resource = factories.Resource(package_id=dataset["id"], name="Bảng", name_en="Table", url="https://example.org/a.csv")
    made = f'"{resource["id"]}"'
    marks = ", ".join(["%s"] * 12)
    with datastore_connection.transaction() as cursor:
        cursor.execute(f"CREATE TABLE public.{made} (_id serial PRIMARY KEY, _full_text tsvector, {COLUMNS})")
        for *row, point in ROWS:
            cursor.execute(f"INSERT INTO public.{made} VALUES (DEFAULT, NULL, {marks}, NULL)", row)
            if point:
                put = f"UPDATE public.{made} SET _geom = postgis.ST_SetSRID(postgis.ST_MakePoint(%s, %s), 4326) WHERE ten = %s"
                cursor.execute(put, (*point, row[0]))
        cursor.execute(f"UPDATE public.{made} SET _full_text = to_tsvector('public.vi', ten)")
        for column, info in (("ten", {"label": "Tên", "role": "name"}), ("hinh", {"role": "geometry"}), ("so", {"unit": "giường"})):
            cursor.execute(f"COMMENT ON COLUMN public.{made}.{column} IS %s", (" " + json.dumps({"_info": info}),))
        cursor.execute(f"GRANT SELECT ON public.{made} TO PUBLIC")
    yield f"/dataset/bang-mau/resource/{resource['id']}/rows"
    with datastore_connection.transaction() as cursor:
        cursor.execute(f"DROP TABLE public.{made}")


@pytest.fixture
def ask(app: Any, address: str) -> Any:
    """Ask with parameters (a mapping or pairs); the JSON of the answer."""
    return lambda asked=(), **more: app.get(f"{address}?{urlencode([*dict(asked).items(), *more.items()])}", status=200).json


def names(answer: dict[str, Any]) -> list[str]:
    return [row["ten"] for row in answer["records"]]


def test_all_rows_as_published(ask: Any) -> None:
    """In the order of the file, each type as JSON has it, neither hidden columns nor the geometry's text."""
    answer = ask(limit=1)
    assert list(answer["records"][0]) == VISIBLE
    assert answer["records"][0] == {
        **{"ten": "Đại Nam", "Loại hình": "Công lập", "so": 10, "dien__tich": 12.5, "luong": 1.5, "mo": True, "ngay": "2024-01-31"},
        **{"luc": "2025-01-01T00:10:00", "gio": "08:00:00", "50%": 50, "them": {"a": 1}},
    }
    assert [field["id"] for field in answer["fields"]] == VISIBLE
    assert (answer["total"], answer["limits"]) == (6, LIMITS)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"ten__contains": "dai n"}, ["Đại Nam"]),
        ({"ten__contains": "%"}, []),
        ({"ten__eq": "An"}, ["An"]),
        ({"ten__in": "An,Ân"}, ["Ân", "An"]),
        ({"ten__in": '["Ăn, \\"uống\\""]'}, ['Ăn, "uống"']),
        ({"ten__eq": "'; DROP TABLE x; --"}, []),
        ({"Loại hình__eq": "Tư nhân"}, ["Dầu Tiếng"]),
        ({"Loại hình__ne": "Công lập"}, ["Dầu Tiếng", 'Ăn, "uống"', "=1+1"]),
        ({"Loại hình__empty": "true"}, ['Ăn, "uống"', "=1+1"]),
        ({"so__empty": ""}, ["An"]),
        ({"mo__empty": "false", "so__gte": "20"}, ["Dầu Tiếng", "Ân", 'Ăn, "uống"']),
        ({"so__gt": "20"}, ["Ân", 'Ăn, "uống"']),
        ({"so__lt": "20"}, ["Đại Nam", "=1+1"]),
        ({"so__eq": "9007199254740993"}, ['Ăn, "uống"']),
        ({"so__eq": "9007199254740992"}, []),
        ({"dien__tich__lte": "7"}, ["An", 'Ăn, "uống"', "=1+1"]),
        ({"dien__tich__in": "7,12.5"}, ["Đại Nam", 'Ăn, "uống"', "=1+1"]),
        ({"luong__eq": "0.1"}, ["Dầu Tiếng"]),
        ({"50%__eq": "50"}, ["Đại Nam"]),
        ({"mo__eq": "false"}, ["Dầu Tiếng", "=1+1"]),
        ({"mo__ne": "false"}, ["Đại Nam", "Ân", "An", 'Ăn, "uống"']),
        ({"ngay__gte": "2024-02-01", "ngay__lt": "2024-02-29"}, ["Dầu Tiếng"]),
        ({"luc__eq": "2025-01-01T02:00"}, ["Ân"]),
        ({"gio__contains": "08:"}, ["Đại Nam"]),
        ({"q": "dau tieng"}, ["Dầu Tiếng"]),
    ],
)
def test_filters(ask: Any, asked: dict[str, str], found: list[str]) -> None:
    """Each operator on each type; empty cells answer only `ne` and `empty`; nothing in a value is SQL or a pattern."""
    answer = ask(asked)
    assert (names(answer), answer["total"]) == (found, len(found))


def test_a_name_is_found_in_either_form_of_its_marks(app: Any, address: str) -> None:
    """A client that decomposes letters asks for the same column."""
    asked = urlencode({normalize("NFD", "Loại hình__eq"): "Tư nhân"})
    answer = app.get(f"{address}?{asked}", status=200).json
    assert names(answer) == ["Dầu Tiếng"]


def test_repeated_filters_all_hold(app: Any, address: str) -> None:
    """Of one column too."""
    assert names(app.get(f"{address}?so__ne=10&so__ne=20", status=200).json) == ["Ân", "An", 'Ăn, "uống"']


@pytest.mark.parametrize(
    ("sort", "found"),
    [
        ("ten", ["=1+1", "An", 'Ăn, "uống"', "Ân", "Dầu Tiếng", "Đại Nam"]),
        ("so,-ten", ["Đại Nam", "=1+1", "Dầu Tiếng", "Ân", 'Ăn, "uống"', "An"]),
        ("-so,ten", ['Ăn, "uống"', "Ân", "Dầu Tiếng", "=1+1", "Đại Nam", "An"]),
        ("-Loại hình,-50%", ["Dầu Tiếng", "Đại Nam", "An", "Ân", 'Ăn, "uống"', "=1+1"]),
        ("luong,ten", ["Dầu Tiếng", "=1+1", "Đại Nam", 'Ăn, "uống"', "Ân", "An"]),
        ("gio", ["Dầu Tiếng", "Đại Nam", 'Ăn, "uống"', "Ân", "An", "=1+1"]),
    ],
)
@pytest.mark.parametrize("limit", [1, 2, 6])
def test_pages_follow_each_other(app: Any, address: str, sort: str, found: list[str], limit: int) -> None:
    """By `next` to the end every row comes once and in order: equal keys, empty cells and NaN included."""
    seen: list[str] = []
    following: str | None = f"{address}?{urlencode({'sort': sort, 'limit': limit})}"
    while following:
        answer = app.get(following.removeprefix("http://test.ckan.net"), status=200).json
        seen += names(answer)
        following = answer["next"]
    assert seen == found


def test_only_the_first_page_is_counted(app: Any, address: str, ask: Any) -> None:
    """Unless it is asked for, either way."""
    first = ask(limit=2)
    later = app.get(first["next"].removeprefix("http://test.ckan.net"), status=200).json
    assert ("total" in first, "total" in later) == (True, False)
    assert app.get(f"{first['next'].removeprefix('http://test.ckan.net')}&total=true").json["total"] == 6
    assert "total" not in ask(total="false")


def test_a_page_is_bounded_in_bytes(ask: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """What does not fit comes with the next page; one row always does."""
    monkeypatch.setattr(pages, "MAX_BYTES", 600)
    first = ask(sort="ten")
    assert (len(first["records"]), first["next"] is not None, first["total"]) == (1, True, 6)


def test_columns_are_chosen(ask: Any) -> None:
    """In the order of the question, also one whose name has blanks."""
    answer = ask(columns="so,Loại hình", limit=1)
    assert (answer["records"], [field["id"] for field in answer["fields"]]) == ([{"so": 10, "Loại hình": "Công lập"}], ["so", "Loại hình"])


def test_groups(ask: Any) -> None:
    """By a column: empty cells are groups too, NaN and infinity are no numbers."""
    answer = ask({"group_by": "Loại hình", "sum": "so,luong", "mean": "dien__tich", "max": "ngay", "count": "so"})
    head = {"Loại hình": "Công lập", "count": 3, "so__count": 2, "so__sum": 40, "luong__sum": 1.5, "dien__tich__mean": 6.25}
    assert answer["records"][1] == {**head, "ngay__max": "2024-02-29"}
    assert [(row["Loại hình"], row["count"], row["luong__sum"]) for row in answer["records"]] == [
        ("", 1, None),
        ("Công lập", 3, 1.5),
        ("Tư nhân", 1, 0.1),
        (None, 1, 1.5),
    ]
    assert answer["total"] == 4
    assert [field["kind"] for field in answer["fields"]] == ["text", "number", "number", "number", "number", "number", "date"]


def test_groups_of_three_columns_page_by_page(app: Any, ask: Any) -> None:
    """The most frequent first; `next` leads through them all, each once."""
    whole = ask({"group_by": "Loại hình,mo,so", "sort": "-count"})["records"]
    seen: list[Any] = []
    answer = ask({"group_by": "Loại hình,mo,so", "sort": "-count", "limit": 2})
    while True:
        seen += answer["records"]
        if not answer["next"]:
            break
        answer = app.get(answer["next"].removeprefix("http://test.ckan.net"), status=200).json
    assert (len(whole), seen) == (6, whole)


def test_one_group_of_all_rows(ask: Any) -> None:
    """Without columns to group by; of no rows the number is 0 and the sum is nothing."""
    assert ask(sum="so", so__lte="30")["records"] == [{"count": 4, "so__sum": 70}]
    assert ask(sum="so", ten__eq="không có")["records"] == [{"count": 0, "so__sum": None}]


def test_nothing_answers(app: Any, address: str, ask: Any) -> None:
    """An empty answer in each form is well formed."""
    answer = ask(ten__eq="không có")
    assert (answer["records"], answer["total"], answer["next"]) == ([], 0, None)
    none = f"?ten__eq={quote('không có')}"
    assert app.get(f"{address}.ndjson{none}").data == b""
    assert app.get(f"{address}.csv{none}&columns=ten,so").data == b"ten,so\r\n"
    assert app.get(f"{address}.geojson{none}").json["features"] == []


@pytest.mark.parametrize(
    ("asked", "place", "said"),
    [
        ("nope=1", "nope", "group_by"),
        ("nope__gte=1", "nope__gte", "nope"),
        ("ten=An", "ten", "ten__eq"),
        ("ten__like=An", "ten__like", "contains"),
        ("ten__gte=An", "ten__gte", "eq, ne, in, contains, empty"),
        ("them__eq=1", "them__eq", "contains, empty"),
        ("so__gte=x", "so__gte", "1234.5"),
        ("so__gte=NaN", "so__gte", "NaN"),
        ("so__gte=", "so__gte", "so"),
        ("ngay__gte=31/01/2024", "ngay__gte", "2025-07-01"),
        ("mo__eq=co", "mo__eq", "true"),
        ("so__empty=maybe", "so__empty", "true"),
        ("ten__in=[1]", "ten__in", "JSON"),
        ("ten__in=" + ",".join("a" * 101), "ten__in", "100"),
        ("&".join(["so__gte=1"] * 21), "so__gte", "20"),
        ("sort=nope", "sort", "nope"),
        ("sort=them", "sort", "them"),
        ("sort=ten,so,ngay,luc", "sort", "3"),
        ("group_by=ten,so,ngay,luc", "group_by", "3"),
        ("group_by=them", "group_by", "them"),
        ("group_by=hinh", "group_by", "hinh"),
        ("sum=ten", "sum", "dien__tich"),
        ("min=mo", "min", "ngay"),
        ("group_by=ten&columns=ten", "columns", "group_by"),
        ("group_by=ten&sort=so", "sort", "count"),
        ("columns=nope", "columns", "nope"),
        ("limit=0", "limit", "1–1000"),
        ("limit=1001", "limit", "1–1000"),
        ("limit=1e2", "limit", "limit"),
        ("limit=1&limit=2", "limit", "limit"),
        ("next=abc", "next", "next"),
        ("total=2", "total", "true"),
        ("offset=10", "offset", "next"),
        ("ten__eq=%00", "", ""),
    ],
)
@pytest.mark.parametrize("form", ["", ".csv"])
def test_a_wrong_parameter_is_named(app: Any, address: str, asked: str, place: str, said: str, form: str) -> None:
    """400 in both languages with the parameter and what to send instead, in every form."""
    answer = app.get(f"{address}{form}?{asked}", status=400)
    message = answer.json["error"]["message"]
    vi, _, en = message.partition(" / ")
    assert (place in vi, place in en, said in vi, vi != en) == (True, True, True, True)


def test_a_token_belongs_to_its_question(app: Any, address: str, ask: Any) -> None:
    """With other filters or another order it is refused; with another size or other columns it leads on."""
    token = ask(limit=2, sort="ten")["next"].partition("next=")[2]
    assert names(app.get(f"{address}?sort=ten&limit=1&next={token}", status=200).json) == ['Ăn, "uống"']
    for other in ("sort=-ten", "sort=ten&so__gte=1", "sort=ten&q=a", "group_by=ten"):
        assert "next" in app.get(f"{address}?{other}&next={token}", status=400).json["error"]["message"]


def test_csv_is_that_of_the_exports(app: Any, address: str) -> None:
    """Names, quotes, empty cells and the empty text; the next page is in the header Link."""
    answer = app.get(f"{address}.csv?columns=ten,Lo%E1%BA%A1i%20h%C3%ACnh,mo,so,dien__tich&limit=5", status=200)
    lines = answer.data.decode().split("\r\n")
    assert lines[0] == "ten,Loại hình,mo,so,dien__tich"
    assert lines[4:] == ["An,Công lập,,,0", '"Ăn, ""uống""","",true,9007199254740993,7', ""]
    assert len(list(csv.DictReader(io.StringIO(answer.data.decode())))) == 5
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert '>; rel="next"' in answer.headers["Link"]


def test_every_form_has_the_same_rows(app: Any, address: str, ask: Any) -> None:
    """JSON, NDJSON and GeoJSON, whose features have a geometry or none."""
    rows = ask()["records"]
    assert app.get(f"{address}.json").json["records"] == rows
    lines = app.get(f"{address}.ndjson").data.decode().splitlines()
    assert [json.loads(line) for line in lines] == rows
    found = app.get(f"{address}.geojson").json
    assert [feature["properties"] for feature in found["features"]] == rows
    assert [feature["geometry"] and feature["geometry"]["coordinates"] for feature in found["features"]][:3] == [
        [106.65, 10.98],
        [106.7, 11.05],
        None,
    ]
    assert (found["numberMatched"], found["numberReturned"], found["features"][1]["id"]) == (6, 6, 2)


def test_the_pages_of_geojson_are_linked(app: Any, address: str) -> None:
    """As OGC API has them."""
    found = app.get(f"{address}.geojson?limit=4").json
    following = found["links"][0]["href"].removeprefix("http://test.ckan.net")
    assert [feature["id"] for feature in app.get(following).json["features"]] == [5, 6]


@pytest.mark.parametrize("path", [".xlsx", ".html", ".geojson?group_by=ten", "/nope"])
def test_other_forms_are_not_there(app: Any, address: str, path: str) -> None:
    """Groups have no shapes."""
    app.get(f"{address}{path}", status=404)


def test_who_has_the_page_gets_304(app: Any, address: str) -> None:
    """The mark is the answer's; another page has another; any origin may read it, without a cookie."""
    first = app.get(f"{address}?limit=1", headers={"Origin": "https://example.org"})
    mark = first.headers["ETag"]
    assert app.get(f"{address}?limit=1", headers={"If-None-Match": mark}).status_code == 304
    assert app.get(f"{address}?limit=2", headers={"If-None-Match": mark}).status_code == 200
    assert first.headers["Access-Control-Allow-Origin"] == "*"
    assert "Set-Cookie" not in first.headers
    for path in ("", ".csv", ".ndjson", ".geojson", "/openapi.json"):
        answer = app.options(f"{address}{path}", headers={"Origin": "https://a.example", "Access-Control-Request-Method": "GET"})
        assert answer.status_code == 204


def test_the_document_is_valid_and_its_examples_answer(app: Any, address: str) -> None:
    """OpenAPI 3.1 in both languages; each parameter's example is a question that answers rows."""
    for start in ("", "/en"):
        document = app.get(f"{start}{address}/openapi.json", status=200).json
        validate(document)
    assert document["info"]["title"] == "Table – rows"
    assert document["x-limits"] == LIMITS
    parameters = list(document["components"]["parameters"].values())
    assert {"Loại hình__contains", "dien__tich__gte", "50%__in", "group_by"} <= {each["name"] for each in parameters}
    for each in parameters:
        if "example" in each:
            answer = app.get(f"{address}?{urlencode({each['name']: each['example']})}", status=200).json
            assert answer["records"] or each["name"].endswith(("__gt", "__lt", "__ne")), each


@pytest.mark.parametrize("state", ["private", "draft", "deleted"])
def test_rows_are_seen_by_those_who_see_the_dataset(app: Any, address: str, state: str) -> None:
    """A private dataset, a draft and a deleted one have no rows for the public; nor has the resource under another dataset's name."""
    change = {"private": True} if state == "private" else {"state": state}
    call_action("package_patch", {"user": "quan-tri"}, id="bang-mau", **change)
    try:
        for path in ("", ".csv", "/openapi.json"):
            app.get(f"{address}{path}", status=404)
    finally:
        call_action("package_patch", {"user": "quan-tri"}, id="bang-mau", private=False, state="active")
    app.get(address, status=200)
    app.get(address.replace("bang-mau", "khac"), status=404)


def test_rows_are_only_read(app: Any, address: str) -> None:
    """By GET."""
    assert app.post(address).status_code in (403, 405)


def test_deep_pages_of_equal_keys(address: str) -> None:
    """5,000 rows with seven values and empty cells, a page of 999 after another, are those of one statement, in its order."""
    with datastore_connection.transaction() as cursor:
        cursor.execute(
            "CREATE TABLE public.bang_sau AS "
            "SELECT n::int AS _id, nullif(n % 8, 7) AS so, 'x' || n % 3 AS chu FROM generate_series(1, 5000) n"
        )
        cursor.execute("GRANT SELECT ON public.bang_sau TO PUBLIC")
        cursor.execute('SELECT so, chu FROM public.bang_sau ORDER BY so DESC NULLS LAST, chu COLLATE "vi-x-icu", _id DESC')
        wanted = [list(row) for row in cursor.fetchall()]
    try:
        table = read_table(datastore_database(), "bang_sau")
        found, following = [], ""
        for _ in range(6):
            asked = read_asked([("sort", "-so,chu"), ("limit", "999"), ("next", following)], table)
            page = pages.find_page(datastore_database(), table, asked, "khoa")
            found += page.rows
            following = page.next or ""
    finally:
        with datastore_connection.transaction() as cursor:
            cursor.execute("DROP TABLE public.bang_sau")
    assert (found, following) == (wanted, "")


def test_groups_of_long_texts_are_told_apart(address: str) -> None:
    """Texts that begin with the same 300 letters are groups of their own, each met once."""
    with datastore_connection.transaction() as cursor:
        cursor.execute("CREATE TABLE public.bang_dai AS SELECT n AS _id, repeat('ơ', 300) || n % 5 AS chu FROM generate_series(1, 20) n")
        cursor.execute("GRANT SELECT ON public.bang_dai TO PUBLIC")
    try:
        table = read_table(datastore_database(), "bang_dai")
        found, following = [], ""
        for _ in range(3):
            asked = read_asked([("group_by", "chu"), ("limit", "2"), ("next", following)], table)
            page = pages.find_page(datastore_database(), table, asked, "khoa")
            found += [(text[-1], count) for text, count in page.rows]
            following = page.next or ""
    finally:
        with datastore_connection.transaction() as cursor:
            cursor.execute("DROP TABLE public.bang_dai")
    assert sorted(found) == [(str(number), 4) for number in range(5)]
