"""Opening hours: what officers type and what OpenStreetMap writes, at moments of Vietnamese time."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from ckanext.binhduong.vn import VIETNAM_TIME, OpeningState, always_open, is_holiday, opening_state

SUNDAY = datetime(2026, 11, 22, 12, 30, tzinfo=VIETNAM_TIME)
MONDAY = datetime(2026, 11, 23, 12, 30, tzinfo=VIETNAM_TIME)
NATIONAL_DAY = datetime(2026, 9, 2, 11, 0, tzinfo=VIETNAM_TIME)

# The state on Sunday 22/11/2026 at 12:30, and the local time of its end (day of November, hour, minute).
TEXTS: list[tuple[str, bool | None, tuple[int, int, int] | None]] = [
    ("Mo-Sa 07:00-21:00; Su 08:00-12:00", False, (23, 7, 0)),
    ("T2-T7 07:00-21:00; CN 08:00-12:00", False, (23, 7, 0)),
    ("T2-CN 06:00-22:30", True, (22, 22, 30)),
    ("07:00-12:00, 13:30-20:00", False, (22, 13, 30)),
    ("T2-T6 07:00-11:30, 13:30-17:00", False, (23, 7, 0)),
    ("7h30-21h", True, (22, 21, 0)),
    ("7h30 - 21h00", True, (22, 21, 0)),
    ("7g30 đến 21g", True, (22, 21, 0)),
    ("7 giờ 30 đến 21 giờ 15 phút", True, (22, 21, 15)),
    ("Từ 7h đến 21h", True, (22, 21, 0)),
    ("tu 7h den 21h", True, (22, 21, 0)),
    ("Mở 7h-21h", True, (22, 21, 0)),
    ("Mở cửa: 7h - 21h", True, (22, 21, 0)),
    ("7-21h", True, (22, 21, 0)),
    ("7.30–21.00", True, (22, 21, 0)),
    ("Hằng ngày 6h-22h", True, (22, 22, 0)),
    ("Thứ 2 - Thứ 6: 7h-17h", False, (23, 7, 0)),
    ("T2-6: 8h-17h", False, (23, 8, 0)),
    ("Thứ Hai đến thứ Sáu 7h-17h; thứ Bảy 7h-11h; Chủ nhật nghỉ", False, (23, 7, 0)),
    ("từ thứ 2 đến thứ 6 từ 7h30 đến 17h", False, (23, 7, 30)),
    ("T2 đến T6: 7h–17h\nT7: 7h–11h", False, (23, 7, 0)),
    ("Thứ 2, 4, 6: 7h-11h", False, (23, 7, 0)),
    ("Thứ tư 7h-11h", False, (25, 7, 0)),
    ("T7, CN: 8h-11h", False, (28, 8, 0)),
    ("7h-21h (T2-T7)", False, (23, 7, 0)),
    ("7h-21h thứ 2 đến chủ nhật", True, (22, 21, 0)),
    ("8h-20h, nghỉ chủ nhật", False, (23, 8, 0)),
    ("Nghỉ Chủ nhật; 8h-20h", False, (23, 8, 0)),
    ("Sáng 7h-11h30, chiều 13h30-17h", False, (22, 13, 30)),
    ("Sáng: 7h-11h30; chiều: 11h45-17h", True, (22, 17, 0)),
    ("Sáng 7h-11h, tối 18h-21h", False, (22, 18, 0)),
    ("7h-11h và 13h-17h", False, (22, 13, 0)),
    ("Tu,Su 7:00-14:00", True, (22, 14, 0)),
    ("22:00-06:00", False, (22, 22, 0)),
    ("24/7", True, None),
    ("00:00-24:00", True, None),
    ("24/24", True, None),
    ("Cả ngày đêm", True, None),
    ("theo hẹn", None, None),
    ('08:00-17:00 "gọi trước"', None, None),
    ("07:00", None, None),
    ("các ngày trong tuần", None, None),
    ("99h-100h", None, None),
    ("", None, None),
]


@pytest.mark.parametrize(("text", "is_open", "until"), TEXTS)
def test_the_state_and_when_it_ends(text: str, is_open: bool | None, until: tuple[int, int, int] | None) -> None:
    """Each text on a Sunday at half past twelve."""
    changes = datetime(2026, 11, *until, tzinfo=VIETNAM_TIME) if until else None
    assert opening_state(text, SUNDAY) == OpeningState(is_open, changes)


@pytest.mark.parametrize(
    ("hour", "minute", "is_open"), [(21, 59, False), (22, 0, True), (23, 59, True), (0, 0, True), (5, 59, True), (6, 0, False)]
)
def test_hours_over_midnight(hour: int, minute: int, is_open: bool) -> None:
    """From ten in the evening to six in the morning."""
    assert opening_state("22h-6h", SUNDAY.replace(hour=hour, minute=minute)).open is is_open


def test_saturday_night_lasts_into_sunday() -> None:
    """A night belongs to the day on which it begins."""
    assert opening_state("T7 20:00-02:00", SUNDAY.replace(hour=1)).open is True
    assert opening_state("T7 20:00-02:00", MONDAY.replace(hour=1)).open is False


def test_the_moment_is_read_as_vietnamese_time() -> None:
    """14:00 UTC is 21:00 in Bình Dương."""
    assert opening_state("7h-21h", datetime(2026, 11, 22, 13, 59, tzinfo=UTC)).open is True
    assert opening_state("7h-21h", datetime(2026, 11, 22, 14, 0, tzinfo=UTC)).open is False


@pytest.mark.parametrize(
    ("text", "is_open"),
    [
        ("7h-21h", None),
        ("Mo-Su 07:00-21:00", None),
        ("7h-21h, trừ ngày lễ", False),
        ("7h-21h; ngày lễ nghỉ", False),
        ("Ngày lễ nghỉ; 7h-21h", False),
        ("7h-21h kể cả lễ, Tết", True),
        ("Mo-Su,PH 07:00-21:00", True),
        ("Mo-Fr 13:00-17:00; PH 10:00-12:00", True),
        ("24/7", True),
        ("24/7; PH off", False),
    ],
)
def test_a_public_holiday(text: str, is_open: bool | None) -> None:
    """On 2 September only a text that speaks of holidays, or never closes, tells anything."""
    assert opening_state(text, NATIONAL_DAY).open is is_open


def test_an_end_on_the_other_side_of_a_holiday_is_not_promised() -> None:
    """On the evening before 2 September nobody knows when a shop opens next."""
    assert opening_state("7h-21h", datetime(2026, 8, 30, 22, 0, tzinfo=VIETNAM_TIME)) == OpeningState(False)


@pytest.mark.parametrize(
    ("day", "holiday"), [(date(2026, 2, 17), True), (date(2027, 2, 6), True), (date(2026, 9, 2), True), (date(2026, 9, 3), False)]
)
def test_holidays_with_the_lunar_ones(day: date, holiday: bool) -> None:
    """The first day of Tết moves with the moon."""
    assert is_holiday(day) is holiday


@pytest.mark.parametrize(
    ("text", "always"),
    [("24/7", True), ("00:00-24:00", True), ("24h", True), ("T2-CN 00:00-24:00", True), ("06:00-23:00", False), ("24/7; PH off", False)],
)
def test_always_open(text: str, always: bool) -> None:
    """Around the clock on every day, and nothing less."""
    assert always_open(text) is always


def test_hostile_texts_end_quickly_and_are_unknown() -> None:
    """A cell may hold anything."""
    for text in ("-" * 100_000, "1-" * 50_000, "thứ 2, " * 20_000, "7h" * 50_000, "((((" * 10_000, "\x00", "Mo-" * 9_999):
        assert opening_state(text, SUNDAY).open is None
