"""Days as the portal's clock has them."""

from zoneinfo import ZoneInfo

import pytest

from ckanext.binhduong.portal.text import local_day, moment_text


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2026-11-22T18:37:09.216632", "2026-11-23"),
        ("2026-11-22T08:00:00+00:00", "2026-11-22"),
        ("2026-11-22T23:30:00+07:00", "2026-11-22"),
        ("2026-11-22", "2026-11-22"),
        ("", ""),
        ("năm 2023", "năm 2023"),
    ],
)
def test_a_timestamp_is_a_day_of_viet_nam(value: str, day: str) -> None:
    """CKAN's times are UTC without saying so: an evening there is the next day here; dates and words stay as they are."""
    assert local_day(value, ZoneInfo("Asia/Ho_Chi_Minh")) == day


@pytest.mark.parametrize(("lang", "words"), [("vi", "28/02/2025 23:00"), ("en", "28 Feb 2025 23:00")])
def test_a_reading_keeps_its_own_clock(lang: str, words: str) -> None:
    """A station's 23 o'clock is Vietnamese already: neither its day nor its hour moves."""
    assert moment_text("2025-02-28T23:00:00", lang) == words
