"""Which times of publication are taken."""

from __future__ import annotations

import math
from datetime import datetime, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import pytz

from ckanext.binhduong.workflow.schedule.moments import FARTHEST, BadMoment, as_form, from_form, read_moment, retry_after

NOW = datetime(2026, 11, 30, 2, 0)  # noqa: DTZ001  UTC without a zone, as CKAN's times.
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-12-31T08:00:00+07:00", datetime(2026, 12, 31, 1, 0)),  # noqa: DTZ001
        ("2026-12-31 08:00+07:00", datetime(2026, 12, 31, 1, 0)),  # noqa: DTZ001
        ("2026-11-30T02:00:01Z", datetime(2026, 11, 30, 2, 0, 1)),  # noqa: DTZ001
        ("2028-12-01T02:00:00Z", datetime(2028, 12, 1, 2, 0)),  # noqa: DTZ001
    ],
)
def test_a_time_with_its_zone_is_taken(text: str, moment: datetime) -> None:
    """To the second, in UTC, from the next second to two years ahead."""
    assert read_moment(text, NOW) == moment
    assert NOW < moment <= NOW + FARTHEST


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("2026-12-31T08:00:00", "no-zone"),
        ("2026-12-31", "no-moment"),
        ("ngày mai", "no-moment"),
        ("NaN", "no-moment"),
        ("2026-13-31T08:00:00Z", "no-moment"),
        ("2026-12-31T25:00:00Z", "no-moment"),
        (math.nan, "no-moment"),
        (1798700400, "no-moment"),
        (True, "no-moment"),
        (["2026-12-31T08:00:00Z"], "no-moment"),
        ("2026-12-31T08:00:00Z" * 1000, "no-moment"),
        ("2026-11-30T02:00:00Z", "past"),
        ("2026-11-30T08:59:59+07:00", "past"),
        ("0001-01-01T00:00:00+07:00", "past"),
        ("9999-12-31T23:59:59-07:00", "too-far"),
        ("2028-12-02T02:00:01Z", "too-far"),
    ],
)
def test_another_value_is_refused_with_its_reason(value: Any, code: str) -> None:
    """Whatever type, and at both ends of what is taken."""
    with pytest.raises(BadMoment) as refused:
        read_moment(value, NOW)
    assert refused.value.code == code


@pytest.mark.parametrize("zone", [ZONE, pytz.timezone("Asia/Ho_Chi_Minh")])
def test_a_form_has_the_portals_clock(zone: tzinfo) -> None:
    """Its field has no zone: it is the one of Vietnam, there and back; other texts are left for the message."""
    assert from_form("2026-12-31T08:00", zone) == "2026-12-31T08:00:00+07:00"
    assert as_form(datetime(2026, 12, 31, 1, 0), zone) == "2026-12-31T08:00"  # noqa: DTZ001
    assert [from_form(text, zone) for text in ("", "mai", "2026-12-31")] == ["", "mai", "2026-12-31"]


def test_pauses_grow_and_end() -> None:
    """From ten seconds to ten minutes, for about a day."""
    pauses = []
    while pause := retry_after(len(pauses)):
        pauses.append(pause)
    assert (pauses[0], pauses[1], max(pauses)) == (timedelta(seconds=10), timedelta(seconds=20), timedelta(minutes=10))
    assert timedelta(hours=23) < sum(pauses, timedelta(0)) < timedelta(hours=26)
