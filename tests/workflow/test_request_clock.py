# ruff: noqa: DTZ001  CKAN's times have no zone.
"""The rules of requests for data, without a database: last days, how answers stand, figures, and what is alike."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from ckanext.binhduong.workflow.data_requests.clock import Clock, clock_of, due_day, figures_of, standing
from ckanext.binhduong.workflow.data_requests.matching import closest


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (datetime(2026, 11, 30, 3, 0), date(2026, 12, 15)),
        (datetime(2026, 11, 30, 16, 59), date(2026, 12, 15)),
        (datetime(2026, 11, 30, 17, 0), date(2026, 12, 16)),  # midnight in Vietnam
        (datetime(2026, 11, 27, 3, 0), date(2026, 12, 14)),  # a Saturday becomes Monday
        (datetime(2027, 1, 22, 3, 0), date(2027, 2, 11)),  # in the days of Tết
    ],
)
def test_the_last_day_is_a_working_day_in_vietnam(received: datetime, due: date) -> None:
    """The day of the sending is not counted; a day of rest is the next working day."""
    assert due_day(received, 15) == due


@pytest.mark.parametrize(
    ("closed", "today", "expected"),
    [
        (None, date(2026, 12, 15), Clock(15, 0, open=True)),
        (None, date(2026, 12, 16), Clock(16, 1, open=True)),
        (datetime(2026, 12, 15, 16, 59), date(2027, 1, 1), Clock(15, 0, open=False)),
        (datetime(2026, 12, 15, 17, 0), date(2027, 1, 1), Clock(16, 1, open=False)),
    ],
)
def test_the_clock_runs_from_the_sending_to_the_answer(closed: datetime | None, today: date, expected: Clock) -> None:
    """The last day itself is in time, the next is late."""
    clock = clock_of(datetime(2026, 11, 30, 3, 0), date(2026, 12, 15), closed, today)
    assert clock == expected
    assert clock.as_dict()["overdue"] == (expected.open and expected.late > 0)


@pytest.mark.parametrize(
    ("state", "facts", "stands"),
    [
        ("accepted", {}, "accepted"),
        ("listed", {}, "listed"),
        ("listed", {"item_published": True}, "published"),
        ("listed", {"item_refused": True}, "refused"),
        ("listed", {"item_refused": True, "item_published": True}, "refused"),
        ("published", {"dataset_public": True}, "published"),
        ("published", {}, "lost"),
        ("refused", {"dataset_public": True}, "refused"),
    ],
)
def test_an_answer_stands_as_what_it_names_stands(state: str, facts: dict[str, bool], stands: str) -> None:
    """An item that is published, or not opened any more, and a dataset that is taken away change the answer."""
    assert standing(state, **facts) == stands


def test_who_does_not_answer_is_in_the_share() -> None:
    """One in time, one late, one overdue, one that still has time: one of three."""
    found = figures_of([Clock(3, 0, open=False), Clock(20, 5, open=False), Clock(40, 25, open=True), Clock(2, 0, open=True)])
    assert found.as_dict() == {
        **{"requests": 4, "open": 2, "overdue": 1, "answered": 2, "on_time": 1},
        **{"share_on_time": pytest.approx(1 / 3), "median_days": 11.5, "oldest_days": 40},
    }


def test_nothing_has_no_share() -> None:
    """No division by nothing."""
    found = figures_of([])
    assert (found.requests, found.share_on_time, found.median_days, found.oldest_days) == (0, None, None, 0)


TITLES = ("Nhà thuốc", "Trường mầm non", "Bảng giá đất tỉnh Bình Dương năm 2025", "Quan trắc không khí tự động", "Giấy phép xây dựng")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("Danh sách nhà thuốc năm 2026", ["Nhà thuốc"]),
        ("danh sach nha thuoc", ["Nhà thuốc"]),
        ("học phí các trường mầm non", ["Trường mầm non"]),
        ("giá đất ở các phường", ["Bảng giá đất tỉnh Bình Dương năm 2025"]),
        ("chất lượng không khí theo giờ", ["Quan trắc không khí tự động"]),
        ("cấp phép xây dựng", ["Giấy phép xây dựng"]),
        ("nhà trẻ tư thục", []),
        ("số liệu năm 2026 của tỉnh Bình Dương", []),
        ("thủy lợi nội đồng", []),
        ("!!! ???", []),
        ("", []),
    ],
)
def test_titles_about_the_same_are_found(asked: str, found: list[str]) -> None:
    """By pairs of syllables, with or without marks; words that every title has, and single syllables, find nothing."""
    assert closest(asked, [(title, title) for title in TITLES]) == found


def test_the_closest_come_first() -> None:
    """And no more than wanted."""
    titles = [(number, title) for number, title in enumerate(("Nhà thuốc quốc doanh", "Nhà thuốc", "Nhà thuốc GPP", "Cầu đường"))]
    assert closest("nhà thuốc gpp", titles, most=2) == [2, 1]
