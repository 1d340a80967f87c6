"""Pollutants against the national limits. Imports no CKAN.

Air: QCVN 05:2023/BTNMT (Circular 01/2023/TT-BTNMT of 13 March 2023), table 1, µg/m³; the day's limit of PM2.5 is 50 until the end of 2025
and 45 from 2026 on. Surface water: QCVN 08:2023/BTNMT (same circular), table 2, levels A (good) to D (very bad).
An hour's limit is for readings at most two hours apart; a day's limit for the mean of the last 24 hours, of which 18 must be there. A
quantity whose column does not name the regulation's unit is not judged.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

__all__ = ["AIR", "WATER", "Judgement", "judged"]

AIR, WATER = "QCVN 05:2023/BTNMT", "QCVN 08:2023/BTNMT"
_DAY = timedelta(hours=24)
_ENOUGH = 18
"""Hours of the last 24 that have a reading."""
_HOURLY = timedelta(hours=2)
_AIR_UNITS = {"µg/m³", "μg/m³", "µg/m3", "μg/m3", "ug/m3"}
_WATER_UNITS = {"mg/l"}


@dataclass(frozen=True)
class Judgement:
    """``value`` held against ``limit``; ``kind`` is hour or day (upper limits) or level (A–D or ``worse``), ``rule`` the regulation."""

    kind: str
    value: float
    limit: float | None
    exceeds: bool
    level: str
    rule: str


#: Column → (limit of an hour, limit of 24 hours), µg/m³; None where the regulation sets none.
_LIMITS: dict[str, tuple[float | None, float | None]] = {
    **dict.fromkeys(("pm25", "pm2_5", "pm_2_5"), (None, 50.0)),
    "pm10": (None, 100.0),
    **dict.fromkeys(("tsp", "bui_tong"), (300.0, 200.0)),
    "so2": (350.0, 125.0),
    "no2": (200.0, 100.0),
    "o3": (200.0, None),
    "co": (30_000.0, None),
}
_PM25_SINCE_2026 = 45.0
#: Column → the least or the range that each level needs, best first.
_LEVELS: dict[str, tuple[tuple[str, float, float], ...]] = {
    **dict.fromkeys(("oxy_hoa_tan", "do_mg_l", "do"), (("A", 6, 1e9), ("B", 5, 1e9), ("C", 4, 1e9), ("D", 2, 1e9))),
    "ph": (("A", 6.5, 8.5), ("B", 6.0, 8.5)),
    **dict.fromkeys(("bod5", "bod"), (("A", 0, 4), ("B", 0, 6), ("C", 0, 10))),
    "cod": (("A", 0, 10), ("B", 0, 15), ("C", 0, 20)),
}


def judged(column: str, readings: Sequence[tuple[str, float]], unit: str = "") -> Judgement | None:
    """Hold a quantity's readings against the regulation.

    Args:
        column: the quantity's column.
        readings: (time in ISO 8601, value), newest first.
        unit: what the values are in, as its column says it ("µg/m³", "mg/l"); pH has none.

    Returns:
        None when no limit fits: the regulation sets none or has another unit, or there are too few readings of the last 24 hours.
    """
    name = column.lower()
    if not readings:
        return None
    if unit.strip().lower() not in _units_of(name):
        return None
    if name in _LEVELS:
        value = readings[0][1]
        level = next((level for level, least, most in _LEVELS[name] if least <= value <= most), "worse")
        return Judgement("level", value, None, level == "worse", level, WATER)
    hour, day = _LIMITS.get(name, (None, None))
    if hour is not None and _are_hourly(readings):
        return Judgement("hour", readings[0][1], hour, readings[0][1] > hour, "", AIR)
    mean = _day_mean(readings)
    if day is None or mean is None:
        return None
    if name.startswith("pm2") or name.startswith("pm_2"):
        day = _PM25_SINCE_2026 if date.fromisoformat(readings[0][0][:10]).year >= 2026 else day
    return Judgement("day", mean, day, mean > day, "", AIR)


def _units_of(name: str) -> set[str]:
    if name == "ph":
        return {"", "ph"}
    return _WATER_UNITS if name in _LEVELS else _AIR_UNITS


def _are_hourly(readings: Sequence[tuple[str, float]]) -> bool:
    """Whether the newest reading is of an hour: a mean of a day is not held against an hour's limit."""
    moments = [datetime.fromisoformat(moment) for moment, _ in readings[:2]]
    return len(moments) < 2 or moments[0] - moments[1] <= _HOURLY


def _day_mean(readings: Sequence[tuple[str, float]]) -> float | None:
    """Return the mean of the means of the hours, None when too few of the last 24 have a reading."""
    last = datetime.fromisoformat(readings[0][0])
    hours: dict[datetime, list[float]] = {}
    for moment, value in readings:
        taken = datetime.fromisoformat(moment)
        if last - taken < _DAY:
            hours.setdefault(taken.replace(minute=0, second=0, microsecond=0), []).append(value)
    means = [sum(values) / len(values) for values in hours.values()]
    return sum(means) / len(means) if len(means) >= _ENOUGH else None
