"""Times are written in one way for programs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from ckanext.binhduong.core.clock import utc_text


@pytest.mark.parametrize(
    ("zone", "text"),
    [
        pytest.param(None, "2026-07-01T08:00:00.123Z", id="none"),
        pytest.param(UTC, "2026-07-01T08:00:00.123Z", id="utc"),
        pytest.param(timezone(timedelta(hours=7)), "2026-07-01T01:00:00.123Z", id="vietnam"),
    ],
)
def test_a_time_is_written_in_utc(zone: timezone | None, text: str) -> None:
    """To the millisecond, with Z; one without a zone is UTC."""
    assert utc_text(datetime(2026, 7, 1, 8, 0, 0, 123_999, tzinfo=zone)) == text


def test_whole_seconds_are_written_alike() -> None:
    """Their fraction does not vanish: texts of equal length sort as the times do."""
    assert utc_text(datetime(2026, 7, 1, 8, tzinfo=UTC)) == "2026-07-01T08:00:00.000Z"
