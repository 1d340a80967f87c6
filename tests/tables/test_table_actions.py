"""A published table's rows, columns and charts, over tables made by hand in the test DataStore."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import psycopg2
import pytest
import sqlalchemy as sa
from ckan import model, plugins
from ckan.plugins import toolkit as tk
from ckan.tests import factories
from ckan.tests.helpers import call_action

from ckanext.binhduong.core.connections.databases import datastore_database
from ckanext.binhduong.tables import profile
from ckanext.binhduong.tables.charts import bars, series
from ckanext.binhduong.tables.rows import plain

TABLE = "bang-thu-nghiem"
OTHER_TABLES = ("thanh_dieu", "bang_lon", "bang_la")
COLUMNS = "ten text, loai text, so_giuong int8, dien_tich numeric, mo_24h bool, ngay date, luc timestamp, hinh text"
ROWS = [
    ("Đại Nam", "Công lập", 10, "12.5", True, "2024-01-31", "2025-01-01T00:10", "{}"),
    ("Dầu Tiếng", "Tư nhân", 20, "1234.5", False, "2024-02-01", "2025-01-01T00:50", "{}"),
    ("Ân", "Công lập", 30, None, True, "2024-02-29", "2025-01-01T02:00", "{}"),
    ("An", "Công lập", None, "0", None, None, None, "{}"),
    ("Ăn", "", 120, "7", True, "2026-11-22", "2025-01-01T05:00", "{}"),
]
SERIES_WRONG = [({"column": "luc", "series": each}, "series") for each in ("ten", "so_giuong", "gia")] + [
    ({"column": "loai", "series": "loai"}, "series")
]
TONES = ["ma", "mà", "mả", "mã", "má", "mạ"]


@pytest.fixture(scope="module")
def cursor() -> Iterator[Any]:
    """The test DataStore as its owner."""
    if not plugins.plugin_loaded("binhduong_features"):
        plugins.load_all()
    connection = psycopg2.connect(tk.config["ckan.datastore.write_url"])
    connection.autocommit = True
    yield connection.cursor()
    connection.cursor().execute(f'DROP TABLE IF EXISTS public."{TABLE}"')
    connection.close()
    datastore_database().close()


@pytest.fixture(scope="module", autouse=True)
def table(cursor: Any) -> None:
    """Five rows with every kind of column, one with a data dictionary."""
    cursor.execute(f'DROP TABLE IF EXISTS public."{TABLE}"; CREATE TABLE public."{TABLE}" (_id serial, _full_text tsvector, {COLUMNS})')
    marks = ", ".join(["%s"] * 8)
    for row in ROWS:
        cursor.execute(f'INSERT INTO public."{TABLE}" (ten, loai, so_giuong, dien_tich, mo_24h, ngay, luc, hinh) VALUES ({marks})', row)
    cursor.execute(f"UPDATE public.\"{TABLE}\" SET _full_text = to_tsvector('public.vi', ten)")
    for column, info in (
        ("ten", {"label": "Tên", "label_en": "Name", "role": "name", "notes": "Tên đầy đủ"}),
        ("loai", {"label": "Loại", "role": "category"}),
        ("hinh", {"role": "geometry"}),
        ("dien_tich", {"unit": "m²"}),
    ):
        cursor.execute(f'COMMENT ON COLUMN public."{TABLE}".{column} IS %s', (" " + json.dumps({"_info": info}),))


@pytest.fixture(autouse=True)
def resources(table: None) -> None:
    """The resources whose tables are asked about, whatever another test cleared."""
    if model.Session.get(model.Resource, TABLE):
        return
    model.Session.execute(sa.insert(model.Package.__table__).values(id="goi-thu-nghiem", name="goi-thu-nghiem", state="active"))
    rows = [{"id": each, "package_id": "goi-thu-nghiem", "url": "", "state": "active", "position": 0} for each in (TABLE, *OTHER_TABLES)]
    model.Session.execute(sa.insert(model.Resource.__table__), rows)
    model.Session.commit()


def search(**question: Any) -> dict[str, Any]:
    return call_action("table_search", resource_id=TABLE, **question)


def names(**question: Any) -> list[str]:
    return [row["ten"] for row in search(**question)["records"]]


def test_rows_are_as_published() -> None:
    """In the order of the file, values as JSON has them, the text of a geometry left out, all rows counted."""
    found = search(limit=1)
    assert found["total"] == 5
    assert found["records"] == [
        {"_id": 1, "ten": "Đại Nam", "loai": "Công lập", "so_giuong": 10, "dien_tich": 12.5, "mo_24h": True, "ngay": "2024-01-31"}
        | {"luc": "2025-01-01T00:10:00"}
    ]
    assert found["fields"][0] == {
        **{"id": "ten", "type": "text", "kind": "text", "title": "Tên", "title_en": "Name", "role": "name", "unit": ""}
    }


def test_texts_sort_as_in_a_vietnamese_dictionary() -> None:
    """A before Ă before Â, and Đ after D, whatever the code points."""
    assert names(sort="ten") == ["An", "Ăn", "Ân", "Dầu Tiếng", "Đại Nam"]
    assert names(sort="-ten") == ["Đại Nam", "Dầu Tiếng", "Ân", "Ăn", "An"]


def test_tones_sort_in_the_order_of_dictionaries(cursor: Any) -> None:
    """Ngang, huyền, hỏi, ngã, sắc, nặng."""
    cursor.execute("DROP TABLE IF EXISTS public.thanh_dieu; CREATE TABLE public.thanh_dieu (_id serial, ten text)")
    for word in reversed(TONES):
        cursor.execute("INSERT INTO public.thanh_dieu (ten) VALUES (%s)", (word,))
    found = call_action("table_search", resource_id="thanh_dieu", sort="ten")["records"]
    cursor.execute("DROP TABLE public.thanh_dieu")
    assert [row["ten"] for row in found] == TONES


@pytest.mark.parametrize(("sort", "beds"), [("so_giuong", [10, 20, 30, 120, None]), ("-so_giuong", [120, 30, 20, 10, None])])
def test_empty_cells_come_last(sort: str, beds: list[int | None]) -> None:
    """Numbers sort as numbers, and nobody sees the empty ones first."""
    assert [row["so_giuong"] for row in search(sort=sort)["records"]] == beds


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ("ten:contains:dai n", ["Đại Nam"]),
        ("ten:contains:AN", ["Ân", "An", "Ăn"]),
        ("ten:contains:%", []),
        ("ten:is:An", ["An"]),
        ("so_giuong:from:30", ["Ân", "Ăn"]),
        ("dien_tich:to:12.5", ["Đại Nam", "An", "Ăn"]),
        ("dien_tich:is:1234.5", ["Dầu Tiếng"]),
        (["ngay:from:2024-02-01", "ngay:to:2024-02-29"], ["Dầu Tiếng", "Ân"]),
        ('["mo_24h:is:true", "so_giuong:to:30"]', ["Đại Nam", "Ân"]),
        ("luc:from:2025-01-01T02:00", ["Ân", "Ăn"]),
        ("loai:empty", ["Ăn"]),
        ("so_giuong:filled", ["Đại Nam", "Dầu Tiếng", "Ân", "Ăn"]),
    ],
)
def test_filters(filters: Any, found: list[str]) -> None:
    """Each condition keeps its rows only, several keep those that answer all, and the total counts them."""
    answer = search(filters=filters)
    assert (sorted(row["ten"] for row in answer["records"]), answer["total"]) == (sorted(found), len(found))


def test_words_are_found_without_marks() -> None:
    """`q` asks the words of the row."""
    assert names(q="dau tieng") == ["Dầu Tiếng"]


def test_pages_follow_each_other() -> None:
    """Two pages of two and one of one are all rows, each once."""
    assert [names(sort="ten", limit=2, offset=offset) for offset in (0, 2, 4)] == [["An", "Ăn"], ["Ân", "Dầu Tiếng"], ["Đại Nam"]]


@pytest.mark.parametrize(
    ("question", "argument", "said"),
    [
        ({"sort": "gia"}, "sort", "gia"),
        ({"filters": "gia:is:1"}, "filters", "gia"),
        ({"filters": "ten"}, "filters", "ten:contains:an"),
        ({"filters": "[1"}, "filters", "ten:contains:an"),
        ({"filters": "ten:from:a"}, "filters", "contains, is, empty, filled"),
        ({"filters": "so_giuong:is:1.234,5"}, "filters", "1.234,5"),
        ({"filters": "ngay:from:31/01/2024"}, "filters", "2025-07-01"),
        ({"filters": "mo_24h:is:có"}, "filters", "true"),
        ({"filters": "ten:contains:"}, "filters", "ten"),
        ({"filters": ["ten:filled"] * 21}, "filters", "1–20"),
        ({"limit": "1001"}, "limit", "0–1000"),
        ({"offset": "-1"}, "offset", "số nguyên"),
        ({"order": "ten"}, "order", "resource_id"),
    ],
)
def test_a_wrong_argument_is_named(question: dict[str, Any], argument: str, said: str) -> None:
    """The message names the argument and says what to send."""
    with pytest.raises(tk.ValidationError) as error:
        search(**question)
    assert list(error.value.error_dict) == [argument]
    assert said in error.value.error_dict[argument][0]


def test_a_resource_without_a_table_is_not_found() -> None:
    """As an unknown layer is."""
    with pytest.raises(tk.ObjectNotFound):
        call_action("table_search", resource_id="khong-co")


@pytest.mark.usefixtures("clean_db", "clean_index")
@pytest.mark.parametrize("name", [TABLE, "_table_metadata"])
def test_a_resources_name_opens_no_table(app: Any, name: str) -> None:
    """A resource that is named like a table gives nobody that table's rows."""
    fields = {"theme": "y-te", "data_kind": "sample", "license_id": "CC-BY-4.0", "contact_name": "A", "contact_email": "a@b.example"}
    dataset = factories.Dataset(owner_org=factories.Organization()["id"], notes="Mô tả", **fields)
    factories.Resource(package_id=dataset["id"], name=name, url="https://example.org/a.csv")
    for action in ("table_search", "table_profile", "table_chart"):
        app.get(f"/api/3/action/{action}?resource_id={name}", status=404)


def test_the_profile_says_what_the_columns_hold() -> None:
    """How full, how many values, the least and the greatest, and what is frequent."""
    answer = call_action("table_profile", resource_id=TABLE)
    columns = {column["id"]: column for column in answer["columns"]}
    assert (answer["rows"], answer["sampled"]) == (5, False)
    assert (columns["so_giuong"]["filled"], columns["so_giuong"]["distinct"]) == (0.8, 4)
    assert (columns["dien_tich"]["min"], columns["dien_tich"]["max"], columns["dien_tich"]["unit"]) == (0, 1234.5, "m²")
    assert (columns["ngay"]["min"], columns["ngay"]["max"]) == ("2024-01-31", "2026-11-22")
    assert columns["loai"]["frequent"] == [{"value": "Công lập", "rows": 3}]
    assert (columns["ten"]["notes"], columns["ten"]["frequent"]) == ("Tên đầy đủ", [])


def test_a_large_table_is_sampled(cursor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Above the limit a part of the rows is read, and the answer says so."""
    monkeypatch.setattr(profile, "EXACT_ROWS", 3000)
    cursor.execute("DROP TABLE IF EXISTS public.bang_lon")
    cursor.execute("CREATE TABLE public.bang_lon AS SELECT n AS _id, n % 7 AS so FROM generate_series(1, 90000) n")
    cursor.execute("ANALYZE public.bang_lon")
    answer = call_action("table_profile", resource_id="bang_lon")
    cursor.execute("DROP TABLE public.bang_lon")
    assert answer["sampled"]
    assert 1000 < answer["rows"] < 6000
    assert (answer["columns"][0]["filled"], answer["columns"][0]["distinct"], answer["columns"][0]["max"]) == (1.0, None, 6)


def draw(**question: Any) -> dict[str, Any]:
    return call_action("table_chart", resource_id=TABLE, **question)


def test_categories_are_counted() -> None:
    """The most frequent first."""
    answer = draw(column="loai")
    assert answer["kind"] == "categories"
    assert answer["bars"] == [{"from": "Công lập", "rows": 3}, {"from": "", "rows": 1}, {"from": "Tư nhân", "rows": 1}]


def test_categories_beyond_the_last_bar_are_summed(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is not drawn is said."""
    monkeypatch.setattr(bars, "MOST_BARS", 1)
    assert draw(column="loai")["more"] == {"values": 2, "rows": 2}


def test_numbers_make_a_histogram() -> None:
    """Bars of a round width, gaps included, empty cells told apart."""
    answer = draw(column="so_giuong")
    assert (answer["kind"], answer["step"], answer["empty"]) == ("histogram", 10, 1)
    assert [bar["rows"] for bar in answer["bars"]] == [1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1]
    assert (answer["bars"][0]["from"], answer["bars"][0]["to"], answer["bars"][-1]["to"]) == (10, 20, 130)


def test_a_measure_over_time() -> None:
    """The mean of a column by the hour, hours without rows too; the filters hold."""
    answer = draw(column="luc", measure="so_giuong", filters="so_giuong:to:30")
    assert (answer["kind"], answer["step"]) == ("time", "hour")
    assert answer["bars"] == [
        {"from": "2025-01-01T00:00:00", "rows": 2, "measured": 2, "mean": 15},
        {"from": "2025-01-01T01:00:00", "rows": 0, "measured": 0, "mean": None},
        {"from": "2025-01-01T02:00:00", "rows": 1, "measured": 1, "mean": 30},
    ]


def test_a_bar_says_how_many_of_its_rows_have_the_measure() -> None:
    """A row without it is counted, and is in no mean: so in the whole chart and in each series."""
    answer = draw(column="loai", measure="so_giuong", series="mo_24h")
    assert answer["bars"][0] == {"from": "Công lập", "rows": 3, "measured": 2, "mean": 20}
    closed, opened = answer["series"]
    assert [bar for bar in opened["bars"] if bar["rows"]] == [
        {"rows": 2, "measured": 2, "mean": 20},
        {"rows": 1, "measured": 1, "mean": 120},
    ]
    assert [bar["measured"] for bar in closed["bars"]] == [0, 0, 1]
    answer = draw(column="luc", measure="dien_tich", series="loai", filters="loai:is:Công lập")
    assert [(bar["rows"], bar["measured"]) for bar in answer["series"][0]["bars"]] == [(1, 1), (0, 0), (1, 0)]


def test_dates_make_a_series_by_month() -> None:
    """Three years are drawn by the month."""
    answer = draw(column="ngay")
    assert [(bar["from"][:7], bar["rows"]) for bar in answer["bars"] if bar["rows"]] == [("2024-01", 1), ("2024-02", 2), ("2026-11", 1)]
    assert len(answer["bars"]) == 35


@pytest.mark.parametrize(
    ("column", "step", "drawn", "bars"),
    [
        ("luc", "day", "day", 1),
        ("luc", "hour", "hour", 6),
        ("ngay", "day", "month", 35),
        ("ngay", "hour", "month", 35),
        ("loai", "year", None, 3),
    ],
    ids=["longer", "the same", "shorter", "an hour of days", "no times"],
)
def test_times_are_drawn_by_no_shorter_step(column: str, step: str, drawn: str | None, bars: int) -> None:
    """A longer step than the chart's own is taken, a shorter one is not: there are never more bars for it."""
    answer = draw(column=column, measure="so_giuong", step=step)
    assert (answer["step"], len(answer["bars"])) == (drawn, bars)


def test_without_a_column_the_portal_chooses() -> None:
    """Readings over time first: the mean of the first column of numbers."""
    answer = draw()
    assert (answer["column"], answer["measure"]) == ("luc", "so_giuong")
    assert [column["id"] for column in answer["columns"]] == ["loai", "so_giuong", "dien_tich", "mo_24h", "ngay", "luc"]


@pytest.mark.parametrize(
    ("question", "argument"),
    [
        *(({"column": "gia"}, "column"), ({"column": "ten"}, "column"), ({"column": "loai", "measure": "ten"}, "measure")),
        *(({"column": "luc", "step": step}, "step") for step in ("week", ["day"])),
        *SERIES_WRONG,
    ],
)
def test_what_cannot_be_drawn_is_said(question: dict[str, Any], argument: str) -> None:
    """A column that is not there or says nothing as a chart is named."""
    with pytest.raises(tk.ValidationError) as error:
        draw(**question)
    assert list(error.value.error_dict) == [argument]


def test_each_kind_is_a_series_of_its_own() -> None:
    """The bars again for each value, by value, as many as the chart has; rows without a value to draw make none."""
    answer = draw(column="luc", measure="so_giuong", series="loai")
    assert answer["series_column"] == "loai"
    assert [(each["value"], each["rows"]) for each in answer["series"]] == [("", 1), ("Công lập", 2), ("Tư nhân", 1)]
    assert [bar["mean"] for bar in answer["series"][1]["bars"]] == [10, None, 30, None, None, None]
    assert [bar["mean"] for bar in answer["bars"]] == [15, None, 30, None, None, 120]
    assert answer["more_series"] is None


def test_a_histogram_in_series_counts_rows() -> None:
    """Empty bins of one series are bins of the chart; yes and no are values too."""
    answer = draw(column="dien_tich", series="mo_24h", filters="dien_tich:to:100")
    assert {each["value"]: [bar["rows"] for bar in each["bars"]] for each in answer["series"]} == {True: [0, 0, 0, 1, 0, 0, 1]}
    assert [bar["rows"] for bar in answer["bars"]] == [1, 0, 0, 1, 0, 0, 1]


def test_series_beyond_the_last_are_summed(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is not drawn is said."""
    monkeypatch.setattr(series, "MOST_SERIES", 1)
    answer = draw(column="luc", series="loai")
    assert ([each["value"] for each in answer["series"]], answer["more_series"]) == (["Công lập"], {"values": 2, "rows": 2})


def test_a_question_without_rows_has_no_series() -> None:
    """As it has no bars."""
    answer = draw(column="luc", series="loai", filters="so_giuong:from:1000")
    assert (answer["bars"], answer["series"], answer["more_series"]) == ([], [], None)


def test_a_question_without_rows_has_no_bars() -> None:
    """Nothing to draw is no error."""
    assert draw(column="so_giuong", filters="so_giuong:from:1000")["bars"] == []


@pytest.mark.parametrize(
    ("low", "high", "whole", "step"),
    [(0, 100, True, 10), (0, 5, True, 1), (0, 1, False, 0.1), (7, 7, True, 1), (0, 1_000_000, True, 100_000)],
)
def test_the_width_of_bars_is_round(low: float, high: float, whole: bool, step: float) -> None:
    """One, two or five times a power of ten."""
    assert bars.step_of(low, high, whole) == step


@pytest.fixture
def odd_table(cursor: Any) -> Iterator[str]:
    """A table with a percent sign in a column's name, and values that PostgreSQL keeps as numbers but that are none."""
    cursor.execute("DROP TABLE IF EXISTS public.bang_la")
    cursor.execute('CREATE TABLE public.bang_la (_id serial, "tỷ lệ %s" float8, "%" numeric, loai text)')
    for row in ((1.5, "2", "a"), ("NaN", "NaN", "a"), ("Infinity", "4", "b"), ("-Infinity", "Infinity", "b"), (4, None, "b")):
        cursor.execute('INSERT INTO public.bang_la ("tỷ lệ %%s", "%%", loai) VALUES (%s, %s, %s)', row)
    yield "bang_la"
    cursor.execute("DROP TABLE public.bang_la")


def test_a_column_may_have_a_percent_sign(odd_table: str) -> None:
    """It is filtered, sorted and drawn as any other, with and without values beside it."""
    found = call_action("table_search", resource_id=odd_table, filters="%:from:3", sort="-tỷ lệ %s", limit=1)
    assert (found["total"], found["records"]) == (3, [{"_id": 2, "tỷ lệ %s": None, "%": None, "loai": "a"}])
    drawn = call_action("table_chart", resource_id=odd_table, column="loai", measure="%", filters="tỷ lệ %s:filled")
    assert drawn["bars"] == [{"from": "b", "rows": 3, "measured": 1, "mean": 4}, {"from": "a", "rows": 2, "measured": 1, "mean": 2}]


def test_what_is_no_number_is_an_empty_cell(odd_table: str) -> None:
    """NaN and the infinities are nothing in JSON, in no bar and in no mean; the least and the greatest are numbers."""
    rows = call_action("table_search", resource_id=odd_table)["records"]
    assert [(row["tỷ lệ %s"], row["%"]) for row in rows] == [(1.5, 2), (None, None), (None, 4), (None, None), (4, None)]
    drawn = call_action("table_chart", resource_id=odd_table, column="tỷ lệ %s")
    assert (drawn["empty"], sum(bar["rows"] for bar in drawn["bars"]), drawn["bars"][0]["from"]) == (3, 2, 1.5)
    columns = call_action("table_profile", resource_id=odd_table)["columns"]
    assert [(column["min"], column["max"]) for column in columns[:2]] == [(1.5, 4), (2, 4)]


@pytest.mark.parametrize("value", [float("nan"), float("inf"), Decimal("NaN"), Decimal("-Infinity")])
def test_what_json_cannot_say_is_none(value: float | Decimal) -> None:
    """A finite number stays."""
    assert plain(value) is None
    assert (plain(Decimal("2.5")), plain(Decimal(2)), plain(0.5)) == (2.5, 2, 0.5)


@pytest.mark.usefixtures("clean_db", "clean_index")
def test_a_private_table_is_for_its_agency(app: Any) -> None:
    """Who may not see the resource gets neither rows nor columns nor charts."""
    fields = {"theme": "y-te", "data_kind": "sample", "license_id": "CC-BY-4.0", "contact_name": "A", "contact_email": "a@b.example"}
    agency = factories.Organization()
    dataset = factories.Dataset(owner_org=agency["id"], private=True, notes="Mô tả", **fields)
    resource = factories.Resource(package_id=dataset["id"], name="Bảng", url="https://example.org/a.csv")
    for action in ("table_search", "table_profile", "table_chart"):
        app.get(f"/api/3/action/{action}?resource_id={resource['id']}", status=403)


def test_filters_may_be_repeated_in_an_address(app: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Over HTTP a wrong argument is 400."""
    monkeypatch.setattr(tk, "check_access", lambda *_: True)
    question = f"/api/3/action/table_search?resource_id={TABLE}&filters=so_giuong:from:20&filters=so_giuong:to:30"
    assert app.get(question, status=200).json["result"]["total"] == 2
    app.get(f"/api/3/action/table_search?resource_id={TABLE}&filters=so_giuong:from:x", status=400)
