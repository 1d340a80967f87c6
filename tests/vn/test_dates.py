"""Dates and times, day first unless the column proves otherwise."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.binhduong.vn.dates import (
    DateStyle,
    decide_date_style,
    from_excel_serial,
    full_year,
    has_two_digit_year,
    looks_like_date,
    parse_date,
    parse_datetime,
    parse_time,
)

moment = datetime.fromisoformat
"""Moments are naive: Vietnamese local time."""


@pytest.mark.parametrize(
    ("values", "style"),
    [
        (["1/7/2025", "5/3/2023"], DateStyle.DAY_FIRST),
        (["1/7/2025", "31/12/2023"], DateStyle.DAY_FIRST),
        (["1/7/2025", "12/31/2023"], DateStyle.MONTH_FIRST),
        (["12/31/2023", "31/12/2023"], DateStyle.DAY_FIRST),
        (["12/31/2023 14:00"], DateStyle.MONTH_FIRST),
        (["14:00 12/31/2023"], DateStyle.MONTH_FIRST),
        (["112/31/2023"], DateStyle.DAY_FIRST),
        ([], DateStyle.DAY_FIRST),
    ],
)
def test_the_column_decides_which_number_is_the_day(values: list[str], style: DateStyle) -> None:
    """Only a column that fits no other way is read month first."""
    assert decide_date_style(values) is style


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1/7/2025", date(2025, 7, 1)),
        ("05/03/2023", date(2023, 3, 5)),
        ("5-3-2023", date(2023, 3, 5)),
        ("05.03.2023", date(2023, 3, 5)),
        ("05 / 03 / 2023", date(2023, 3, 5)),
        ("2023-03-05", date(2023, 3, 5)),
        ("2023/3/5", date(2023, 3, 5)),
        ("ngày 5 tháng 3 năm 2023", date(2023, 3, 5)),
        ("Nga\u0300y 05 tha\u0301ng 03 na\u0306m 2023", date(2023, 3, 5)),
        ("5 tháng 3, 2023", date(2023, 3, 5)),
        ("05/03/23", date(2023, 3, 5)),
        ("05/03/75", date(1975, 3, 5)),
        ("29/02/2024", date(2024, 2, 29)),
    ],
)
def test_dates_day_first(text: str, expected: date) -> None:
    """All the ways Vietnamese files write a date."""
    assert parse_date(text) == expected


def test_month_first_changes_only_the_numeric_form() -> None:
    """ISO dates and dates in words mean the same in every column."""
    assert parse_date("03/05/2023", DateStyle.MONTH_FIRST) == date(2023, 3, 5)
    assert parse_date("2023-03-05", DateStyle.MONTH_FIRST) == date(2023, 3, 5)
    assert parse_date("ngày 5 tháng 3 năm 2023", DateStyle.MONTH_FIRST) == date(2023, 3, 5)


@pytest.mark.parametrize("text", ["31/02/2023", "12/31/2023", "29/02/2023", "00/01/2023", "2023-13-01", "ngày 31 tháng 4 năm 2023"])
def test_impossible_dates_are_refused_not_guessed(text: str) -> None:
    """A date that never was gives None although it looks like one, so a report can name it."""
    assert looks_like_date(text)
    assert parse_date(text) is None


@pytest.mark.parametrize("text", ["", "2023", "20230305", "1/2", "5/3-2023", "1.2.3", "12/2023", "0274.3822.111", "abc"])
def test_what_is_no_date(text: str) -> None:
    """Years, codes, versions and phone numbers are not taken for dates."""
    assert not looks_like_date(text)
    assert parse_date(text) is None


def test_two_digit_years_follow_excel_and_can_be_reported() -> None:
    """The officer saw Excel's century on screen; the report can say that one was supplied."""
    assert [full_year(year) for year in (0, 29, 30, 99, 2023)] == [2000, 2029, 1930, 1999, 2023]
    assert [has_two_digit_year(text) for text in ("05/03/23", "7:30 05/03/23", "05/03/2023", "05/03/0023")] == [True, True, False, False]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("14:30", time(14, 30)),
        ("14:30:05", time(14, 30, 5)),
        ("14:30:05.250", time(14, 30, 5, 250_000)),
        ("7h30", time(7, 30)),
        ("7 giờ 30 phút", time(7, 30)),
        ("7g30", time(7, 30)),
        ("17h", time(17)),
        ("2:30 PM", time(14, 30)),
        ("2:30 CH", time(14, 30)),
        ("12:05 SA", time(0, 5)),
    ],
)
def test_times(text: str, expected: time) -> None:
    """Times with colons, with giờ and its short forms, and with the halves of the day in both languages."""
    assert parse_time(text) == expected


@pytest.mark.parametrize("text", ["24:00", "7:60", "14:30 PM", "7", "0:30 am", "07:00-17:00"])
def test_what_is_no_time(text: str) -> None:
    """Impossible times, bare numbers and opening hours are refused."""
    assert parse_time(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("05/03/2023 14:30", moment("2023-03-05T14:30")),
        ("14:30 05/03/2023", moment("2023-03-05T14:30")),
        ("14:30, ngày 5 tháng 3 năm 2023", moment("2023-03-05T14:30")),
        ("14 giờ 30 ngày 5 tháng 3 năm 2023", moment("2023-03-05T14:30")),
        ("2023-03-05T14:30:05", moment("2023-03-05T14:30:05")),
        ("2023-03-05T14:30:05.123456", moment("2023-03-05T14:30:05.123456")),
        ("2023-03-05T20:00:00Z", moment("2023-03-06T03:00")),
        ("2023-03-05T14:30:00+07:00", moment("2023-03-05T14:30")),
        ("05/03/2023", moment("2023-03-05")),
        ("31/02/2023 14:30", None),
        ("05/03/2023 25:30", None),
        ("xin chào", None),
    ],
)
def test_moments(text: str, expected: datetime | None) -> None:
    """Date and time in either order, in Vietnamese local time."""
    assert parse_datetime(text) == expected


@pytest.mark.parametrize(
    ("serial", "epoch_1904", "expected"),
    [
        (1, False, moment("1900-01-01")),
        (59, False, moment("1900-02-28")),
        (60, False, None),
        (61, False, moment("1900-03-01")),
        (44990, False, moment("2023-03-05")),
        (44990.604166666664, False, moment("2023-03-05T14:30")),
        (43528, True, moment("2023-03-05")),
        (0, True, moment("1904-01-01")),
        (2_958_465, False, moment("9999-12-31")),
        (2_958_466, False, None),
        (0.5, False, None),
        (-1, False, None),
    ],
)
def test_excel_serials(serial: float, epoch_1904: bool, expected: datetime | None) -> None:
    """Both of Excel's calendars, with the leap day of 1900 that never was."""
    assert from_excel_serial(serial, epoch_1904=epoch_1904) == expected


@given(st.dates(min_value=date(1000, 1, 1)))
def test_every_day_is_read_back(day: date) -> None:
    """Whatever day is written in one of the usual ways is the day read."""
    for text in (f"{day.day}/{day.month}/{day.year}", day.isoformat(), f"ngày {day.day} tháng {day.month} năm {day.year}"):
        assert parse_date(text) == day
