"""Stations and periods side by side: what is asked, and what stands in the pictures and the table. Imports no CKAN."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from ckanext.binhduong.portal.charts.labels import STEPS
from ckanext.binhduong.portal.charts.shape import shape_of

__all__ = ["MOST", "Period", "Question", "Side", "are_times", "longest_step", "pictures", "sides_of"]

MOST = 4
"""Stations beside each other: with two periods eight pictures, which is what people compare without losing the thread."""
_PERIODS = (("from", "until"), ("from2", "until2"))
_YEARS = range(1900, 2201)
"""Years that a reading can have: 31/01/25 is no day of the year 25, and the calendar ends with the year 9999."""


@dataclass(frozen=True)
class Period:
    """Days, both included, as ISO 8601; None leaves an end open."""

    first: str | None = None
    last: str | None = None

    def filters(self, time: str) -> list[str]:
        """The conditions of ``table_chart`` on the column with the time."""
        after = (date.fromisoformat(self.last) + timedelta(days=1)).isoformat() if self.last else ""
        return [*([f"{time}:from:{self.first}"] if self.first else []), *([f"{time}:below:{after}"] if after else [])]


@dataclass(frozen=True)
class Question:
    """What the address asks. ``wrong`` are (argument, value) of days that cannot be read; ``reversed`` whether a period ends before it
    begins; ``too_many`` whether there were more stations than :data:`MOST`."""

    stations: tuple[str, ...]
    measure: str
    periods: tuple[Period, ...]
    wrong: tuple[tuple[str, str], ...] = ()
    reversed: bool = False
    too_many: bool = False

    @classmethod
    def from_arguments(cls, stations: Sequence[str], single: dict[str, str]) -> Question:
        """Read the page's arguments: ``station`` (repeated), ``measure``, and two periods, of which the second may be left out.

        Days are ISO 8601 or as Vietnamese write them (31/01/2025).
        """
        days = {name: single.get(name, "").strip() for pair in _PERIODS for name in pair}
        read = {name: _day(text) for name, text in days.items()}
        periods = [Period(read[first], read[last]) for first, last in _PERIODS]
        given = tuple(dict.fromkeys(text.strip() for text in stations if text.strip()))
        return cls(
            stations=given[:MOST],
            measure=single.get("measure", "").strip(),
            periods=(periods[0], *(each for each in periods[1:] if each != Period())),
            wrong=tuple((name, text) for name, text in days.items() if text and read[name] is None),
            reversed=any(each.first and each.last and each.last < each.first for each in periods),
            too_many=len(given) > MOST,
        )


@dataclass(frozen=True)
class Side:
    """One station in one period: ``bars`` are its steps of time with a reading ([{from, measured, mean}])."""

    station: str
    period: Period
    bars: tuple[dict[str, Any], ...]

    @property
    def readings(self) -> int:
        """How many values the means are made of: a row without one is no reading of this quantity."""
        return sum(bar["measured"] for bar in self.bars)

    @property
    def mean(self) -> float | None:
        """The mean of all its readings."""
        return sum(bar["mean"] * bar["measured"] for bar in self.bars) / self.readings if self.readings else None

    @property
    def least(self) -> float | None:
        """The lowest mean of a step."""
        return min((bar["mean"] for bar in self.bars), default=None)

    @property
    def greatest(self) -> float | None:
        """The highest mean of a step."""
        return max((bar["mean"] for bar in self.bars), default=None)


def are_times(charts: Iterable[dict[str, Any]]) -> bool:
    """Whether the answers of ``table_chart`` are series over time; of texts and numbers they are not. One without rows can be any."""
    return all(chart["kind"] == "time" or not chart["bars"] for chart in charts)


def longest_step(charts: Iterable[dict[str, Any]]) -> str | None:
    """Return the longest step of time of the answers of ``table_chart``; None when none has rows."""
    found = {chart["step"] for chart in charts}
    return next((step for step in reversed(STEPS) if step in found), None)


def sides_of(stations: Iterable[str], period: Period, chart: dict[str, Any]) -> list[Side]:
    """Return a side for each station, in the order asked.

    Args:
        stations: their keys.
        period: what the chart was asked for.
        chart: the answer of ``table_chart`` with the stations as its series.
    """
    found = {str(each["value"]): each["bars"] for each in chart.get("series") or []}
    starts = [bar["from"] for bar in chart.get("bars") or []]
    return [
        Side(
            station,
            period,
            tuple({"from": start} | bar for start, bar in zip(starts, found.get(station, []), strict=False) if bar.get("measured")),
        )
        for station in stations
    ]


def pictures(stations: Sequence[str], charts: Sequence[dict[str, Any]], lang: str) -> list[dict[str, Any]]:
    """Draw each station in each period, all with the same axis of values.

    Args:
        stations: keys, in the order asked; a station without readings in a period has no picture there.
        charts: the answers of ``table_chart``, one a period.
        lang: ``vi`` or ``en``.

    Returns:
        a period each: ``panels`` ([(station, panel)] in the order of the stations), ``span`` (first and last step in words) and ``rows``
        (the numbers: [{label, cells}], a cell for each of ``shown``), ``shown`` (the stations that have readings).
    """
    every = [bar["mean"] for chart in charts for each in chart.get("series") or [] for bar in each["bars"] if bar.get("mean") is not None]
    return [_period_of(stations, chart, every, lang) for chart in charts]


def _period_of(stations: Sequence[str], chart: dict[str, Any], every: list[float], lang: str) -> dict[str, Any]:
    found = {str(each["value"]): each for each in chart.get("series") or []}
    shown = [station for station in stations if station in found]
    if not shown or not every:
        return {"panels": [], "span": "", "rows": [], "shown": []}
    shape = shape_of(chart | {"series": [found[station] for station in shown]}, lang, every)
    return {"panels": list(zip(shown, shape["panels"], strict=True)), "span": shape["span"], "rows": shape["rows"], "shown": shown}


def _day(text: str) -> str | None:
    """Read a day, or None."""
    day, _, rest = text.partition("/")
    month, _, year = rest.partition("/")
    try:
        found = date(int(year), int(month), int(day)) if rest else date.fromisoformat(text)
    except ValueError:
        return None
    return found.isoformat() if found.year in _YEARS else None
