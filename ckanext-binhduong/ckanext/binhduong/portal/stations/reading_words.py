"""What a station's latest reading means, in the reader's words: how old it is, the class of the air, the limits."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ckan.plugins import toolkit as tk

from ckanext.binhduong.core.freshness.readings import is_stale, rhythm_of_times
from ckanext.binhduong.portal.helpers.freshness import age_text
from ckanext.binhduong.portal.stations import air_quality
from ckanext.binhduong.portal.stations.limits import Judgement, judged

__all__ = ["about_reading"]

_DAYS = 2 * 86_400
# Seconds of an hour and a minute; an age is told in the largest unit that it fills twice, days and more as everywhere.
_STEPS = ((3_600, "hour"), (60, "minute"))


Values = list[tuple[dict[str, Any], Any]]


def about_reading(latest: dict[str, Any], time: str, values: Values, series: list[dict[str, Any]]) -> dict[str, Any]:
    """Return ``stale``, ``age`` (words), ``air`` (as :func:`_air`; None without an index), ``limits`` (column → ``{"text", "exceeds"}``).

    Args:
        latest: the reading.
        time: its column with the time, by the clock of the portal's time zone, without an offset.
        values: the quantities that it has, (field, value).
        series: the last readings of each quantity, newest first.
    """
    times = sorted({datetime.fromisoformat(moment) for each in series for moment, _ in each["rows"]})
    last = _moment(latest.get(time))
    now = datetime.now(tk.h.get_display_timezone()).replace(tzinfo=None)
    stale = last is None or is_stale(last, now, rhythm_of_times(times))
    by_column = {each["field"]["id"]: each["rows"] for each in series}
    limits = {field["id"]: judged(field["id"], by_column.get(field["id"], []), field.get("unit", "")) for field, _ in values}
    return {
        "stale": stale,
        "age": _age(last, now) if last else "",
        "air": _air(values),
        "limits": {column: _limit(found) for column, found in limits.items() if found},
    }


def _moment(value: Any) -> datetime | None:
    try:
        return datetime.fromisoformat(str(value)).replace(tzinfo=None)
    except ValueError:
        return None


def _age(last: datetime, now: datetime) -> str:
    seconds = (now - last).total_seconds()
    if seconds >= _DAYS:
        return age_text(last.date().isoformat())
    if seconds < 60:
        return tk._("just now")
    size, unit = next(((size, unit) for size, unit in _STEPS if seconds >= 2 * size), _STEPS[-1])
    count = int(seconds // size)
    words = {
        "hour": tk.ungettext("{number} hour ago", "{number} hours ago", count),
        "minute": tk.ungettext("{number} minute ago", "{number} minutes ago", count),
    }
    return words[unit].format(number=tk.h.binhduong_number(count))


def _air(values: list[tuple[dict[str, Any], Any]]) -> dict[str, Any] | None:
    """The class of the index among the values: ``value``, ``code``, ``word``, ``advice``, ``sensitive``, ``source``."""
    index = next((value for field, value in values if air_quality.is_index(field["id"])), None)
    found = air_quality.class_of(float(index)) if index is not None else None
    if index is None or found is None:
        return None
    side = 1 if tk.h.lang() == "en" else 0
    texts = {"word": found.word[side], "advice": found.advice[side], "sensitive": found.sensitive[side]}
    return {"value": tk.h.binhduong_number(round(float(index))), "code": found.code, "source": air_quality.SOURCE, **texts}


def _limit(found: Judgement) -> dict[str, Any]:
    sentences = {
        "hour": (tk._("above the hour’s limit of {limit}"), tk._("within the hour’s limit of {limit}")),
        "day": (
            tk._("mean of 24 hours {value}, above the limit of {limit}"),
            tk._("mean of 24 hours {value}, within the limit of {limit}"),
        ),
        "level": (tk._("worse than level D"), tk._("level {level}")),
    }
    exceeds, within = sentences[found.kind]
    limit = tk.h.binhduong_number(found.limit) if found.limit is not None else ""
    said = (exceeds if found.exceeds else within).format(limit=limit, value=tk.h.binhduong_number(found.value, 1), level=found.level)
    return {"text": f"{said} ({found.rule})", "exceeds": found.exceeds}
