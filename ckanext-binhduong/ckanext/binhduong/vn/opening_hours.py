"""Opening hours as agencies write them: is it open now, when does that change, is it always open?

Two families of texts are read: OpenStreetMap's ``opening_hours`` ("Mo-Sa 07:00-21:00; PH off") and what officers type ("T2-T6 07:00-11:30,
13:30-17:00", "7h30 - 21h", "Thứ 2 đến thứ 7: 8h-17h; CN nghỉ"). The second is rewritten to the first by tables of words, and the package
``opening-hours-py`` (the reference implementation in Rust, 30 µs a text) evaluates it. What it cannot read is not guessed at: "unknown".

**Holidays.** A text that says nothing about public holidays tells nothing about them, so on such a day the state is unknown, unless the
place never closes. Holidays, with the lunar ones, are those of the package ``holidays`` (Labour Code 45/2019/QH14, article 112).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from typing import TYPE_CHECKING

from ckanext.binhduong.vn.text import fold, nfc

if TYPE_CHECKING:
    from opening_hours import OpeningHours

__all__ = ["VIETNAM_TIME", "OpeningState", "always_open", "is_holiday", "opening_state"]

VIETNAM_TIME = timezone(timedelta(hours=7), "+07")
"""Asia/Ho_Chi_Minh: UTC+7 all year since 1975, so no time-zone database is needed."""
MAX_TEXT = 500
_ANY_DAY = datetime(2024, 1, 1, tzinfo=VIETNAM_TIME).replace(tzinfo=None)

_DAYS = {"2": "mo", "3": "tu", "4": "we", "5": "th", "6": "fr", "7": "sa"}
_DAYS |= {"hai": "mo", "ba": "tu", "tu": "we", "nam": "th", "sau": "fr", "bay": "sa"}
_DAY = "(?:mo|tu|we|th|fr|sa|su)"
_DAY_LIST = rf"(?:{_DAY}|ph)(?:[-, ]+(?:{_DAY}|ph))*"
_TIMES = r"\d{1,2}:\d{2}-\d{1,2}:\d{2}(?:, ?\d{1,2}:\d{2}-\d{1,2}:\d{2})*"
_HOLIDAY_WORDS = r"(?:cac )?(?:ngay )?(?:nghi )?(?:le|tet)\b(?:[ ,/-]*(?:va )?tet)?"
_ALWAYS = re.compile(
    r"(?:mo cua|hoat dong|phuc vu)?[ :]*(?:24 ?/ ?24 ?(?:h|gio)?(?:,? ?7/7)?|24/7|24 ?(?:h|gio) ?(?:/ ?24 ?h?|/ngay|/7)?|"
    r"(?:suot )?ca ngay(?: lan| va)? dem|suot ngay dem)"
)


def _each_day(found: re.Match[str]) -> str:
    """ "thứ 2, 4, 6" → "thứ 2, thứ 4, thứ 6"."""
    return found[1] + re.sub(r"([2-7])", r"t\1", found[2])


# Without their marks "từ" and "mở" are OpenStreetMap's Tuesday and Monday, and "tối" (evening) is "tới" (until).
_MARKED = re.compile(r"\b(?:từ|mở cửa|mở|tối|buổi)\b")
_HOUR = r"\d{1,2} ?(?:gio|h|g)(?:\b| ?\d)"
# In this order; each is (pattern, replacement) on folded text.
_REWRITE: tuple[tuple[str, str], ...] = (
    (r"[–—−~]|->", "-"),
    (rf"(?<!thu )\b(?:tu|mo) (?={_HOUR})", ""),
    (r"\b((?:thu ?|t)[2-7])((?: ?(?:-|,|den|va) ?[2-7](?!\d|[hg]|[:.]\d| gio))+)", _each_day),  # type: ignore[assignment]
    (r"\b(?:tat ca cac ngay|hang ngay|moi ngay|ca tuan)\b", "mo-su"),
    (rf"[,;(]? ?\b(?:ngoai )?tru {_HOLIDAY_WORDS}\)?", "; ph off"),
    (rf"[,;(]? ?\b(?:ke ca|bao gom)(?: ca)? {_HOLIDAY_WORDS}\)?", "; ph usual"),
    (rf"\b(?:cac )?ngay {_HOLIDAY_WORDS}|\ble[ ,/-]+(?:va )?tet\b", "ph"),
    (r"\b(?:nghi|dong cua|khong lam viec)\b", "off"),
    (r"\b(?:chu nhat|cn)\b", "su"),
    (r"\b(?:thu ?|t)([2-7]|hai|ba|tu|nam|sau|bay)\b", lambda found: _DAYS[found[1]]),  # type: ignore[dict-item]
    (rf"\btu (?={_DAY}\b)", ""),
    (r"(?<=\d)\.(?=\d\d\b)", ":"),
    (rf"\b(\d{{1,2}}) ?- ?(?={_HOUR})", r"\1h-"),
    (r"\b(\d{1,2}) ?(?:gio|h|g) ?(\d{2})\b(?: ?(?:phut|ph|p)\b)?", r"\1:\2"),
    (r"\b(\d{1,2}) ?(?:gio|h|g)\b", r"\1:00"),
    (rf"(?<=[\da-z]) ?\b(?:den|toi)\b ?(?=\d|{_DAY}\b)", "-"),
    (r"\b(?:gio )?(?:mo cua|buoi|sang|trua|chieu|toi|gio)\b[ :]*(?=\d)", ""),
    (r" ?(?:\bva\b|&|\+) ?", ","),
    (r"(?<=[a-z])\)? ?: ?", " "),
    (r" ?- ?", "-"),
    (r" ?, ?", ", "),
    # With a space, "sa, su 8:00-11:00" would be all Saturday and Sunday morning.
    (rf"(?<=[a-z]), (?=(?:{_DAY}|ph)\b)", ","),
    (rf",? ?\boff ({_DAY_LIST})", r"; \1 off"),
)
_LONE_TIMES = re.compile(_TIMES)
_DAYS_LAST = re.compile(rf"(?P<times>{_TIMES}),? ?\(?(?P<days>{_DAY_LIST})\)?")
_HOLIDAY = re.compile(rf"(?P<days>{_DAY_LIST}) (?P<rest>.+)")


@dataclass(frozen=True)
class OpeningState:
    """``open``: None when the text does not tell. ``changes``: when that ends (aware, UTC+7); None: never, or not known."""

    open: bool | None
    changes: datetime | None = None


@dataclass(frozen=True)
class _Schedule:
    """Weekly hours, and those of holidays: None: not told; the same object: as on every day."""

    week: OpeningHours
    holiday: OpeningHours | None
    always: bool


def opening_state(text: str, moment: datetime) -> OpeningState:
    """Return whether a place with these hours is open at a moment (aware)."""
    schedule = _schedule(text)
    if schedule is None:
        return OpeningState(None)
    local = moment.astimezone(VIETNAM_TIME).replace(tzinfo=None)
    hours = schedule.week
    if not schedule.always and is_holiday(local.date()):
        hours = schedule.holiday
    if hours is None:
        return OpeningState(None)
    state, comment = hours.state(local)
    if comment or str(state) not in ("open", "closed"):
        return OpeningState(None)
    change = hours.next_change(local)
    if change is None or (schedule.holiday is not schedule.week and is_holiday(change.date()) != is_holiday(local.date())):
        return OpeningState(str(state) == "open")
    return OpeningState(str(state) == "open", change.replace(tzinfo=VIETNAM_TIME))


def always_open(text: str) -> bool:
    """Return whether these hours never close, on any day."""
    schedule = _schedule(text)
    return schedule is not None and schedule.always


def is_holiday(day: date) -> bool:
    """Return whether a day is a public holiday in Viet Nam, days in lieu included."""
    return day in _holidays(day.year)


@lru_cache(maxsize=8)
def _holidays(year: int) -> frozenset[date]:
    from holidays import country_holidays

    return frozenset(country_holidays("VN", years=year))


@lru_cache(maxsize=8192)
def _schedule(text: str) -> _Schedule | None:
    """Read a text; None when it cannot be read, or gives a moment instead of a span ("07:00")."""
    from opening_hours import OpeningHours, validate

    week, holiday = _split(_as_osm(text))
    own_holiday = holiday not in ("", "usual")
    if not re.search(r"-|24/7|off|closed", week) or not validate(week) or (own_holiday and not validate(holiday)):
        return None
    hours = OpeningHours(week)
    on_holidays = OpeningHours(holiday) if own_holiday else hours if holiday else None
    state, comment = hours.state(_ANY_DAY)
    always = not comment and not own_holiday and str(state) == "open" and hours.next_change(_ANY_DAY) is None
    return _Schedule(hours, on_holidays, always)


def _as_osm(text: str) -> str:
    """Rewrite what officers type to OpenStreetMap's syntax; what is in it already stays."""
    plain = _MARKED.sub("", nfc(text[:MAX_TEXT]).lower().replace("\n", "; "))
    folded = fold(plain).strip(" .;")
    if _ALWAYS.fullmatch(folded):
        return "24/7"
    for pattern, replacement in _REWRITE:
        folded = re.sub(pattern, replacement, folded)
    joined: list[str] = []
    for clause in (_DAYS_LAST.sub(r"\g<days> \g<times>", each.strip(" :")) for each in folded.split(";") if each.strip(" :")):
        # "7h-11h; 13h-17h" means both; in OpenStreetMap's syntax the second would replace the first.
        if joined and _LONE_TIMES.fullmatch(clause) and not re.search(r"\bph\b|off$", joined[-1]):
            joined[-1] += f" {clause}" if joined[-1][-1].isalpha() else f", {clause}"
        else:
            joined.append(clause)
    return "; ".join(joined)


def _split(osm: str) -> tuple[str, str]:
    """Return the weekly hours and what holds on holidays: "" (not told), "usual", or hours of their own."""
    week, holiday = [], ""
    for clause in (each.strip() for each in osm.split(";")):
        found = _HOLIDAY.fullmatch(clause)
        if not found or not re.search(r"\bph\b", found["days"]):
            week.append(clause)
            continue
        holiday = found["rest"]
        others = re.sub(r"(?:[, ]*\bph\b)", "", found["days"]).strip(", ")
        if others:
            week.append(f"{others} {found['rest']}")
    # "Nghỉ Chủ nhật; 8h-20h": a later rule wins in OpenStreetMap's syntax, so the closed days come last.
    return "; ".join(sorted(week, key=lambda clause: clause.endswith("off"))), holiday
