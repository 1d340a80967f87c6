"""The one idea of age: a dataset's three dates and its badge, the column that says of when rows are, readings that are silent."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from ckanext.binhduong.catalogue import vocabularies
from ckanext.binhduong.core.freshness.age import freshness_of
from ckanext.binhduong.core.freshness.as_of_columns import as_of_column
from ckanext.binhduong.core.freshness.readings import is_stale, rhythm_of_times
from ckanext.binhduong.core.freshness.rhythm import PERIODS, UNPROMISED, grace, later

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
TODAY = date(2026, 11, 29)


def judged(frequency: str, until: str | None, published: str = "2026-11-29T03:00:00") -> tuple[str, int]:
    """The state and the days overdue of a dataset whose publisher says until when its data are."""
    resource = {"last_modified": published, "release_number": 1}
    found = freshness_of({"frequency": frequency, "temporal_end": until, "resources": [resource]}, TODAY, ZONE)
    return found.state, found.overdue_days


@pytest.mark.parametrize(
    ("frequency", "until", "found"),
    [
        ("MONTHLY", "2026-10-29", ("fresh", 0)),
        ("MONTHLY", "2026-10-28", ("due", 0)),
        ("MONTHLY", "2026-10-26", ("due", 0)),
        ("MONTHLY", "2026-10-25", ("overdue", 4)),
        ("ANNUAL", "2018-07-15", ("overdue", 2694)),
        ("DAILY", "2026-11-28", ("fresh", 0)),
        ("DAILY", "2026-11-27", ("due", 0)),
        ("HOURLY", "2026-11-26", ("overdue", 2)),
        ("NEVER", "2018-07-15", ("none", 0)),
        ("", "2018-07-15", ("none", 0)),
        ("MONTHLY", None, ("fresh", 0)),
    ],
)
def test_the_badge_follows_the_promised_frequency(frequency: str, until: str | None, found: tuple[str, int]) -> None:
    """Fresh to the day it is expected, due for a tenth of the period, then overdue by the days since; no promise, no judgement."""
    assert judged(frequency, until) == found


def test_an_old_file_uploaded_today_is_old() -> None:
    """The upload's day is another date than that of the data, and does not make them younger."""
    dataset = {"frequency": "ANNUAL", "temporal_end": "2018-07-15", "resources": [{"last_modified": "2026-11-28T18:30:00"}]}
    assert freshness_of(dataset, TODAY, ZONE).as_dict() == {
        "state": "overdue",
        "data_as_of": "2018-07-15",
        "data_as_of_from": "publisher",
        "published": "2026-11-29",
        "next_expected": "2019-07-15",
        "overdue_days": 2694,
    }


@pytest.mark.parametrize(
    ("fields", "resource", "found"),
    [
        ({"temporal_end": "2025-01-31"}, {"data_until": "2025-02-28"}, (date(2025, 2, 28), "rows")),
        ({"temporal_end": "2025-01-31"}, {"data_until": ""}, (date(2025, 1, 31), "publisher")),
        ({"temporal_end": "2030-12-31", "modified": "2026-01-05"}, {}, (date(2026, 1, 5), "publisher")),
        ({"temporal_end": "2030-12-31"}, {}, (None, "")),
        ({"temporal_end": "năm 2018"}, {}, (None, "")),
    ],
)
def test_the_datas_day_is_of_the_rows_else_of_the_publisher(fields: Any, resource: Any, found: tuple[date | None, str]) -> None:
    """A day after the publication is a plan and says nothing of the data's age."""
    dataset = {**fields, "resources": [{"last_modified": "2026-11-20T00:00:00", "release_number": 1, **resource}]}
    known = freshness_of(dataset, TODAY, ZONE)
    assert (known.data_as_of, known.data_as_of_from) == found


def test_a_file_that_is_not_accepted_is_not_published() -> None:
    """Its day counts from when readers get it."""
    files = [
        {"last_modified": "2026-01-05T00:00:00", "release_number": 1, "release_state": "refused"},
        {"last_modified": "2026-11-20T00:00:00", "release_state": "pending"},
    ]
    assert freshness_of({"resources": files}, TODAY, ZONE).published == date(2026, 1, 5)


@pytest.mark.parametrize(("until", "changes"), [("2026-11-20", "2026-12-21"), ("2026-10-28", "2026-12-02"), ("2026-01-01", None)])
def test_the_day_of_the_next_state_is_known(until: str, changes: str | None) -> None:
    """The search index is told from when on it is wrong."""
    found = freshness_of({"frequency": "MONTHLY", "temporal_end": until, "metadata_created": "2026-11-29T00:00:00"}, TODAY, ZONE)
    assert found.changes == (date.fromisoformat(changes) if changes else None)


def test_every_frequency_is_judged_or_promises_nothing() -> None:
    """No code of the vocabulary is forgotten."""
    assert sorted([*PERIODS, *UNPROMISED]) == sorted(vocabularies.codes("frequency"))


@pytest.mark.parametrize(
    ("day", "period", "found"),
    [
        (date(2026, 1, 31), (1, 0), date(2026, 2, 28)),
        (date(2024, 2, 29), (12, 0), date(2025, 2, 28)),
        (date(2026, 12, 31), (0, 1), date(2027, 1, 1)),
        (date(9999, 12, 31), (12, 0), None),
    ],
)
def test_a_month_later_is_a_calendar_month(day: date, period: tuple[int, int], found: date | None) -> None:
    """The last day of a shorter month; nothing beyond the calendar."""
    assert later(day, period) == found
    assert grace((12, 0)) == timedelta(days=37)


@pytest.mark.parametrize(
    ("columns", "latest_by", "found"),
    [
        ({"ma_tram": "text", "thoi_diem": "timestamp without time zone"}, "ma_tram, thoi_diem", "thoi_diem"),
        ({"gio": "timestamp without time zone", "ngay_cap_nhat": "date"}, "ma, gio", "gio"),
        ({"ngay_cap_nhat": "date", "ngay_ra_soat": "date"}, "", "ngay_cap_nhat"),
        ({"ngay_cap_nhat": "text"}, "", None),
        ({"ngay_cap_phep": "date", "ngay_quyet_dinh": "date"}, "", None),
    ],
)
def test_the_column_of_the_rows_day(columns: dict[str, str], latest_by: str, found: str | None) -> None:
    """The declared one, else one of that name; the date of a licence is no age of the data."""
    assert as_of_column(columns, latest_by) == found


def test_a_station_is_silent_by_its_own_rhythm() -> None:
    """Hourly readings are old after two hours, daily ones after two days; one reading alone counts as daily."""
    start = datetime(2026, 11, 29, tzinfo=UTC)
    hourly = rhythm_of_times([start - timedelta(hours=hour) for hour in range(5)])
    assert hourly == timedelta(hours=1)
    assert not is_stale(start, start + timedelta(hours=2), hourly)
    assert is_stale(start, start + timedelta(hours=2, seconds=1), hourly)
    assert rhythm_of_times([start, start]) == timedelta(days=1)
