"""Stations and periods side by side: what an address asks, what stands in the table, and the page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from ckan.plugins import toolkit as tk

from ckanext.binhduong.portal.charts.frames import SMALL
from ckanext.binhduong.portal.stations.comparison import Period, Question, Side, are_times, longest_step, pictures, sides_of
from ckanext.binhduong.portal.stations.views import _compared
from ckanext.binhduong.tables.columns import Column
from ckanext.binhduong.tables.row_query import read_filter
from tests.portal.test_finder_page import ask

PAGE = "/station/compare?layer=quan-trac-moi-truong"


def chart(*series: tuple[str, list[float | None]]) -> dict[str, Any]:
    """The answer of ``table_chart``, a day a value, 24 readings each."""
    days = [f"2025-02-0{number + 1}T00:00:00" for number in range(len(series[0][1]) if series else 0)]
    of = [
        {"value": name, "bars": [{"rows": 24, "measured": 24 * (mean is not None), "mean": mean} for mean in means]}
        for name, means in series
    ]
    bars = [{"from": day, "rows": 24, "measured": 24, "mean": 1.0} for day in days]
    return {"kind": "time", "step": "day", "measure": "pm25", "bars": bars, "series": of}


def test_days_are_read_as_they_are_written() -> None:
    """ISO 8601 and dd/mm/yyyy; one period unless the second has an end; a station named twice is one."""
    question = Question.from_arguments(["KK01", " KK02 ", "KK01", ""], {"measure": "pm25", "from": "01/02/2025", "until": "2025-02-07"})
    assert question == Question(("KK01", "KK02"), "pm25", (Period("2025-02-01", "2025-02-07"),))


@pytest.mark.parametrize(
    ("arguments", "wrong", "reversed_", "too_many"),
    [
        ({"from": "hôm qua"}, (("from", "hôm qua"),), False, False),
        ({"until2": "31/02/2025"}, (("until2", "31/02/2025"),), False, False),
        ({"until": "9999-12-31"}, (("until", "9999-12-31"),), False, False),
        ({"from": "31/01/25"}, (("from", "31/01/25"),), False, False),
        ({"from": "2025-02-07", "until": "2025-02-01"}, (), True, False),
        ({"station": "A B C D E"}, (), False, True),
    ],
    ids=["no day", "no such day", "end of the calendar", "year of two digits", "backwards", "five stations"],
)
def test_what_cannot_be_compared_is_known(arguments: dict[str, str], wrong: Any, reversed_: bool, too_many: bool) -> None:
    """Nothing is guessed: a day that is none or of no such year, a period that ends before it begins, more stations than pictures."""
    question = Question.from_arguments(arguments.pop("station", "").split(), arguments)
    assert (question.wrong, question.reversed, question.too_many) == (wrong, reversed_, too_many)
    assert len(question.stations) <= 4


def test_a_period_has_its_last_day_whole() -> None:
    """Readings have times: until the 7th means before the 8th; an open end has no condition."""
    assert Period("2025-02-01", "2025-02-28").filters("luc") == ["luc:from:2025-02-01", "luc:below:2025-03-01"]
    assert Period().filters("luc") == []


def test_a_mean_counts_every_reading_once() -> None:
    """Of a day with more readings there is more in the mean; rows and steps without a value count for nothing."""
    found = chart(("KK01", [10, None, 50]))
    found["series"][0]["bars"][2]["measured"] = 1
    (side, none) = sides_of(["KK01", "KK02"], Period(), found)
    assert (side.readings, side.mean, side.least, side.greatest) == (25, 11.6, 10, 50)
    assert (none.readings, none.mean, none.least, none.greatest) == (0, None, None, None)
    assert none == Side("KK02", Period(), ())


def test_all_pictures_have_one_axis_and_the_order_asked() -> None:
    """Two periods of two stations: the axis reaches to the largest value of all four; one without readings has no picture."""
    first, second = pictures(["KK02", "KK01"], [chart(("KK01", [10, 20]), ("KK02", [5, 6])), chart(("KK01", [90, 1]))], "vi")
    assert [name for name, _ in first["panels"]] == first["shown"] == ["KK02", "KK01"]
    assert [name for name, _ in second["panels"]] == ["KK01"]
    assert {panel["ticks"][-1]["text"] for period in (first, second) for _, panel in period["panels"]} == {"100"}
    assert {panel["frame"] for _, panel in first["panels"]} == {SMALL}
    assert [row["cells"] for row in first["rows"]] == [["5", "10"], ["6", "20"]]


@pytest.mark.parametrize(
    ("steps", "longest"),
    [(("hour", "month"), "month"), (("year", "day"), "year"), (("hour", None), "hour"), ((None,), None)],
    ids=["hours and months", "years and days", "a period without rows", "no rows"],
)
def test_periods_have_the_longest_step_of_all(steps: tuple[str | None, ...], longest: str | None) -> None:
    """The highest hour of two days is not held against the highest month of a year."""
    assert longest_step({"step": step} for step in steps) == longest


@pytest.mark.parametrize(
    ("kind", "bars", "times"),
    [
        ("time", [{"from": "2025"}], True),
        ("categories", [], True),
        ("categories", [{"from": "a"}], False),
        ("histogram", [{"from": 1}], False),
    ],
    ids=["times", "no rows", "texts", "numbers"],
)
def test_only_times_are_compared(kind: str, bars: list[Any], times: bool) -> None:
    """A column that is named as the time of the readings may hold texts or numbers; without rows nothing is wrong with it."""
    assert are_times([{"kind": "time", "bars": [{"from": "2025"}]}, {"kind": kind, "bars": bars}]) is times


def test_nothing_measured_is_no_picture() -> None:
    """No axis of nothing."""
    assert pictures(["KK01"], [chart(("KK01", [None, None]))], "vi")[0]["panels"] == []


def test_two_stations_in_two_weeks_on_one_page(portal_url: str) -> None:
    """A picture for each station and week, and a line of the table with its mean and how many of its 168 hours have a value."""
    stations = "&station=KK01&station=KK02"
    page = ask(f"{portal_url}{PAGE}{stations}&measure=pm25&from=01/02/2025&until=07/02/2025&from2=2025-02-08&until2=2025-02-14")[2]
    assert [title.get_text() for title in page.select("main h2")][:2] == ["01/02/2025 – 07/02/2025", "08/02/2025 – 14/02/2025"]
    assert len(page.select(".bd-charts figure svg")) == 4
    lines = [[cell.get_text() for cell in line.find_all(["th", "td"])] for line in page.select("#compared tbody tr")]
    assert [(line[0][-2:], line[1][:10], line[2], line[-1]) for line in lines] == [
        ("01", "01/02/2025", "24,8", "167"),
        ("02", "01/02/2025", "34,6", "166"),
        ("01", "08/02/2025", "26,2", "167"),
        ("02", "08/02/2025", "36,8", "166"),
    ]
    means = [float(line[2].replace(",", ".")) for line in lines]
    assert lines[0][3] == "–"
    assert abs(float(lines[1][3].replace(",", ".")) - (means[1] - means[0])) <= 0.11


@pytest.fixture
def compared(app: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[[Any], tuple[dict[str, Any], list[str]]]:
    """Compare stations with one comma in a key, when ``table_chart`` answers so, or refuses so; with the filters it was asked for."""

    def compare(answer: Any) -> tuple[dict[str, Any], list[str]]:
        filters: list[str] = []

        def table_chart(context: dict[str, Any], asked: dict[str, Any]) -> dict[str, Any]:
            filters.extend(asked["filters"])
            if isinstance(answer, Exception):
                raise answer
            return {"step": None, "series": [], **answer}

        actions = {"table_chart": table_chart, "table_search": lambda context, asked: {"fields": [{"id": "pm25", "kind": "number"}]}}
        monkeypatch.setattr(tk, "get_action", actions.__getitem__)
        stations = {code: {"name": code, "latest": {}} for code in ("A,1", "B")}
        with app.flask_app.test_request_context("/"):
            return _compared(Question(tuple(stations), "", (Period(),)), list(stations), ("r", "tram", "luc"), stations), filters

    return compare


def test_a_key_may_have_a_comma(compared: Any) -> None:
    """The stations that the table is asked for are those of the page."""
    _, (among,) = compared({"kind": "time", "bars": []})
    column, condition, value = among.split(":", 2)
    assert read_filter("filters", Column("tram", "text", {}), condition, value).value == ["A,1", "B"]
    assert column == "tram"


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (tk.ObjectNotFound(), {"problem": "không đọc được các dòng", "status": 404}),
        ({"kind": "categories", "bars": [{"from": "sáng"}]}, {"problem": "luc"}),
    ],
    ids=["no table yet", "times that are texts"],
)
def test_readings_that_cannot_be_compared_are_no_error_of_the_portal(compared: Any, answer: Any, said: dict[str, Any]) -> None:
    """The page says what is wrong."""
    found, _ = compared(answer)
    assert set(found) == set(said)
    assert said["problem"] in found["problem"]
    assert found.get("status") == said.get("status")


def test_a_short_period_is_drawn_as_the_long_one(portal_url: str) -> None:
    """Two days beside three months: both by the day, the highest of two days' means, and the page says so."""
    page = ask(f"{portal_url}{PAGE}&station=KK01&measure=pm25&from=2025-01-03&until=2025-01-04&from2=2024-12-01&until2=2025-02-28")[2]
    assert [len(part.select("tbody tr")) for part in page.select("main details table")] == [2, 90]
    line = [cell.get_text() for cell in page.select("#compared tbody tr")[0].find_all("td")]
    assert line[1:] == ["14,2", "–", "13,1", "15,2", "48"]
    assert "trung bình của một ngày" in page.get_text(" ")


@pytest.mark.parametrize(
    ("arguments", "status", "vi", "en"),
    [
        ("&station=KK99", 400, "Ở đây không có trạm “KK99”", "no station “KK99” here"),
        ("&station=KK01&from=abc", 400, "“abc” không phải là ngày dùng được ở đây", "“abc” is no day that is possible"),
        ("&station=KK01&until=31/12/9999", 400, "với năm từ 1900 đến 2200", "with a year from 1900 to 2200"),
        ("&station=KK01&measure=khong_co", 400, "khong_co", "khong_co"),
        ("&station=KK01", 200, "Hãy chọn thêm một trạm", "Choose one more station"),
    ],
)
def test_what_is_wrong_is_told_beside_the_form(portal_url: str, arguments: str, status: int, vi: str, en: str) -> None:
    """With the remedy, in the reader's language; the form stays."""
    for prefix, said in (("", vi), ("/en", en)):
        answered, _, page = ask(f"{portal_url}{prefix}{PAGE}{arguments}")
        assert (answered, said in page.get_text(" "), len(page.select("main form input[name=station]"))) == (status, True, 24)


def test_pharmacies_have_no_readings_to_compare(portal_url: str) -> None:
    """404, with where to begin; the page of a station leads here."""
    assert ask(f"{portal_url}/station/compare?layer=nha-thuoc")[0] == 404
    links = [str(link["href"]) for link in ask(f"{portal_url}/feature/quan-trac-moi-truong/KK01")[2].select("main a[href]")]
    assert "/station/compare?layer=quan-trac-moi-truong&station=KK01" in links
