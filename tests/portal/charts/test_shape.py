"""The shape of a chart."""

from typing import Any

import pytest

from ckanext.binhduong.portal.charts.shape import HEIGHT, bar_label, shape_of, ticks_to

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
    assert shape_of(COUNTS, "vi") == {
        "rows": [{"label": "A", "value": 40, "text": "40", "share": 100.0}, {"label": "", "value": 10, "text": "10", "share": 25.0}]
    }


def test_a_histogram_has_bars_between_axes() -> None:
    """A bar's height is its share of the axis; an empty bin has none; the numbers are written as readers write them."""
    shape = shape_of(BINS, "vi")
    tall, empty, half = shape["bars"]
    assert (tall["height"], empty["height"]) == (2 * half["height"], 0)
    assert tall["title"] == "0 – 0,5: 1.200"
    assert [tick["text"] for tick in shape["ticks"]] == ["0", "250", "500", "750", "1.000", "1.250"]
    assert shape["ticks"][0]["y"] == HEIGHT - 34


def test_a_measure_over_time_is_a_line() -> None:
    """Hours without a value are left out of the line and stand empty in the table."""
    shape = shape_of(SERIES, "vi")
    assert (shape["bars"], len(shape["line"].split())) == ([], 2)
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
    shape = shape_of({"kind": "histogram", "measure": "x", "bars": bars}, "vi")
    assert [tick["text"] for tick in shape["ticks"]] == ["-10", "0", "10", "20"]
    up, down, nothing = shape["bars"]
    zero = shape["ticks"][1]["y"]
    assert (round(up["y"] + up["height"], 1), down["y"], nothing["height"]) == (zero, zero, 0)
    assert round(down["y"] + down["height"], 1) == shape["ticks"][0]["y"] == HEIGHT - 34


def test_nothing_but_zeros_lies_at_the_bottom() -> None:
    """One tick, at the foot of the axis."""
    shape = shape_of({"kind": "time", "step": "year", "measure": None, "bars": [{"from": "2025-01-01", "rows": 0}]}, "vi")
    assert [(tick["y"], tick["text"]) for tick in shape["ticks"]] == [(HEIGHT - 34, "0")]


def test_small_numbers_are_told_apart() -> None:
    """Bins of thousandths are not all "0,00"; a mean keeps two digits that say something."""
    assert bar_label({"from": 0.001, "to": 0.0015}, {"kind": "histogram"}, "vi") == "0,001 – 0,0015"
    chart = {"kind": "categories", "measure": "x", "bars": [{"from": "a", "mean": mean} for mean in (0.00123456, 0.5, 123.456, 3)]}
    assert [row["text"] for row in shape_of(chart, "vi")["rows"]] == ["0,0012", "0,50", "123,5", "3"]


def test_years_are_not_grouped() -> None:
    """As in the table: four digits stay together."""
    assert bar_label({"from": 2020, "to": 2025}, {"kind": "histogram"}, "vi") == "2020 – 2025"
    assert bar_label({"from": 0, "to": 20000}, {"kind": "histogram"}, "vi") == "0 – 20.000"
