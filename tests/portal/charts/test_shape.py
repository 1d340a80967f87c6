"""The shape of a chart."""

from itertools import pairwise
from typing import Any

import pytest

from ckanext.binhduong.portal.charts.frames import LARGE, SMALL, ticks_to
from ckanext.binhduong.portal.charts.labels import axis_labels, bar_label, short_label
from ckanext.binhduong.portal.charts.lines import runs_of
from ckanext.binhduong.portal.charts.shape import shape_of

COUNTS: dict[str, Any] = {
    "kind": "categories",
    "step": None,
    "measure": None,
    "bars": [{"from": "A", "rows": 40}, {"from": "", "rows": 10}],
}
BINS: dict[str, Any] = {
    **{"kind": "histogram", "step": 0.5, "measure": None},
    "bars": [{"from": 0, "to": 0.5, "rows": 1200}, {"from": 0.5, "to": 1, "rows": 0}, {"from": 1, "to": 1.5, "rows": 600}],
}
SERIES: dict[str, Any] = {
    **{"kind": "time", "step": "hour", "measure": "pm25"},
    "bars": [{"from": f"2025-01-01T{hour:02}:00:00", "rows": 1, "mean": mean} for hour, mean in ((0, 10.5), (1, None), (2, 20))],
}


def test_categories_have_a_share_of_the_largest() -> None:
    """Their bars stand in the table itself."""
    shape = shape_of(COUNTS, "vi")
    assert [(row["label"], row["value"], row["text"], row["share"]) for row in shape["rows"]] == [
        ("A", 40, "40", 100.0),
        ("", 10, "10", 25.0),
    ]
    assert shape["panels"] == []


def test_a_histogram_has_bars_between_axes() -> None:
    """A bar's height is its share of the axis; an empty bin has none; the numbers are written as readers write them."""
    (shape,) = shape_of(BINS, "vi")["panels"]
    tall, empty, half = shape["bars"]
    assert (tall["height"], empty["height"]) == (2 * half["height"], 0)
    assert tall["title"] == "0 – 0,5: 1.200"
    assert [tick["text"] for tick in shape["ticks"]] == ["0", "250", "500", "750", "1.000", "1.250"]
    assert shape["ticks"][0]["y"] == LARGE.height - 34


def test_a_measure_over_time_is_a_line() -> None:
    """Hours without a value stand empty in the table."""
    shape = shape_of(SERIES, "vi")
    assert shape["panels"][0]["bars"] == []
    assert shape["span"] == "01/01/2025 00:00 – 01/01/2025 02:00"
    assert [(row["label"], row["text"]) for row in shape["rows"][:2]] == [("01/01/2025 00:00", "10,50"), ("01/01/2025 01:00", "")]


@pytest.mark.parametrize(("top", "last", "count"), [(0, 0, 1), (1, 1, 6), (104, 125, 6), (7, 8, 5), (999, 1000, 6), (0.3, 0.3, 4)])
def test_ticks_are_round_and_reach_the_top(top: float, last: float, count: int) -> None:
    """The axis ends just above the largest value."""
    ticks = ticks_to(top)
    assert (ticks[-1], len(ticks)) == (last, count)


@pytest.mark.parametrize(
    ("start", "step", "lang", "label"),
    [
        ("2025-03-01T00:00:00", "month", "vi", "03/2025"),
        ("2025-03-01T00:00:00", "year", "vi", "2025"),
        ("2025-03-09", "day", "en", "9 Mar 2025"),
    ],
)
def test_times_are_labelled_by_their_step(start: str, step: str, lang: str, label: str) -> None:
    """A month is no day."""
    assert bar_label({"from": start}, {"kind": "time", "step": step}, lang) == label


def test_yes_and_no_are_words() -> None:
    """A category may be true or false."""
    assert bar_label({"from": True}, {"kind": "categories"}, "vi") == "có"


def test_values_below_zero_are_drawn_below_it() -> None:
    """The axis reaches them, and bars stand on the zero line or hang from it."""
    bars = [{"from": edge, "to": edge + 1, "rows": 1, "mean": mean} for edge, mean in ((0, 20), (1, -10), (2, None))]
    (shape,) = shape_of({"kind": "histogram", "measure": "x", "bars": bars}, "vi")["panels"]
    assert [tick["text"] for tick in shape["ticks"]] == ["-10", "0", "10", "20"]
    up, down, nothing = shape["bars"]
    zero = shape["ticks"][1]["y"]
    assert (round(up["y"] + up["height"], 1), down["y"], nothing["height"]) == (zero, zero, 0)
    assert round(down["y"] + down["height"], 1) == shape["ticks"][0]["y"] == LARGE.height - 34


def test_nothing_but_zeros_lies_at_the_bottom() -> None:
    """One tick, at the foot of the axis."""
    (shape,) = shape_of({"kind": "time", "step": "year", "measure": None, "bars": [{"from": "2025-01-01", "rows": 0}]}, "vi")["panels"]
    assert [(tick["y"], tick["text"]) for tick in shape["ticks"]] == [(LARGE.height - 34, "0")]


def test_small_numbers_are_told_apart() -> None:
    """Bins of thousandths are not all "0,00"; a mean keeps two digits that say something."""
    assert bar_label({"from": 0.001, "to": 0.0015}, {"kind": "histogram"}, "vi") == "0,001 – 0,0015"
    chart = {"kind": "categories", "measure": "x", "bars": [{"from": "a", "mean": mean} for mean in (0.00123456, 0.5, 123.456, 3)]}
    assert [row["text"] for row in shape_of(chart, "vi")["rows"]] == ["0,0012", "0,50", "123,5", "3"]


def test_years_are_not_grouped() -> None:
    """As in the table: four digits stay together."""
    assert bar_label({"from": 2020, "to": 2025}, {"kind": "histogram"}, "vi") == "2020 – 2025"
    assert bar_label({"from": 0, "to": 20000}, {"kind": "histogram"}, "vi") == "0 – 20.000"


@pytest.mark.parametrize(
    ("values", "runs"),
    [
        ([1, 2, 3], [[0, 1, 2]]),
        ([1, None, 3, 4, 5], [[0], [2, 3, 4]]),
        ([1, None, None, 2, None, None, 3], [[0, 3, 6]]),
        ([1, None, 2, None, 3, None, None, None, 4, None, 5], [[0, 2, 4], [8, 10]]),
        ([None, None], []),
        ([None, 7, None], [[1]]),
    ],
)
def test_a_line_breaks_where_values_are_missing(values: list[float | None], runs: list[list[int]]) -> None:
    """A gap is longer than what is usual between two values of the same line: measured every third hour is no gap."""
    assert runs_of(values) == runs


def series(count: int) -> dict[str, Any]:
    """Two hours of so many stations."""
    hours = [{"from": f"2025-01-01T{hour:02}:00:00", "rows": count, "mean": 5.0} for hour in (0, 1)]
    stations = [
        {"value": f"KK{number:02}", "rows": 2, "bars": [{"rows": 1, "mean": number}, {"rows": 1, "mean": number}]}
        for number in range(count)
    ]
    return {"kind": "time", "step": "hour", "measure": "pm25", "bars": hours, "series": stations}


def test_few_series_are_lines_of_one_picture() -> None:
    """Told apart by colour and by dashes, and named in a legend."""
    shape = shape_of(series(6), "vi")
    (panel,) = shape["panels"]
    assert [each["label"] for each in shape["series"]] == ["KK00", "KK01", "KK02", "KK03", "KK04", "KK05"]
    assert len({(line["colour"]) for line in panel["lines"]}) == len({line["dash"] for line in panel["lines"]}) == 6
    assert shape["rows"][0]["cells"] == ["0", "1", "2", "3", "4", "5"]


def test_many_series_have_a_picture_each() -> None:
    """With one axis for all, so that they can be compared."""
    panels = shape_of(series(7), "vi")["panels"]
    assert [panel["title"] for panel in panels] == ["KK00", "KK01", "KK02", "KK03", "KK04", "KK05", "KK06"]
    assert {panel["frame"] for panel in panels} == {SMALL}
    assert len({str(panel["ticks"]) for panel in panels}) == 1


def test_bars_of_series_have_a_picture_each() -> None:
    """Bars of two series would hide each other."""
    chart = BINS | {"series": [{"value": True, "rows": 2, "bars": [{"rows": 1}, {"rows": 0}, {"rows": 1}]}]}
    (panel,) = shape_of(chart, "vi")["panels"]
    assert (panel["title"], len(panel["bars"]), panel["lines"]) == ("có", 3, [])


@pytest.mark.parametrize(
    ("count", "text"), [(5, "01/01 00h"), (90, "31/12"), (24, "12/2024"), (2000, "2024"), (3, "Một loại có tên rất dài, dài hơn cả trục")]
)
@pytest.mark.parametrize("frame", [LARGE, SMALL], ids=["large", "small"])
def test_labels_of_an_axis_never_overlap(count: int, text: str, frame: Any) -> None:
    """Whatever their length and number; the first bar has one."""
    middles = [frame.left + frame.inner_width * (number + 0.5) / count for number in range(count)]
    labels = axis_labels([text] * count, middles, frame)
    width = len(text) * frame.letter
    starts = [label["x"] - {"start": 0, "middle": width / 2, "end": width}[label["anchor"]] for label in labels]
    assert all(after - before > width for before, after in pairwise(starts))
    assert labels[0]["x"] == middles[0]
    assert starts[0] >= 0


@pytest.mark.parametrize(
    ("start", "step", "lang", "label"),
    [
        ("2025-03-01T09:00:00", "hour", "vi", "01/03 09h"),
        ("2025-03-01T09:00:00", "hour", "en", "1 Mar 09h"),
        ("2025-03-09", "day", "vi", "09/03"),
        ("2025-03-09", "month", "vi", "03/2025"),
    ],
)
def test_an_axis_leaves_the_year_to_the_line_below(start: str, step: str, lang: str, label: str) -> None:
    """The same words would not fit twice."""
    assert short_label({"from": start}, {"kind": "time", "step": step}, lang) == label
