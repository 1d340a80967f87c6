"""A dataset's three dates and its badge, worked out from the dataset as ``package_show`` gives it. Imports no CKAN.

*Data as of* is the last day that the data are about: of the rows, where a column says it (``data_until`` of a resource, see
:mod:`~ckanext.binhduong.core.freshness.as_of_columns`), else what the publisher declares. *Published here* is the day of the newest file.
*Next expected* is one promised period after the data's day, not after the upload's: an old file that is uploaded anew stays old.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any

from ckanext.binhduong.core.freshness.rhythm import grace, later, period_of

__all__ = ["STATES", "Freshness", "freshness_of"]

#: ``fresh``: not yet expected; ``due``: expected, within the grace; ``overdue``: later than that; ``none``: no updates promised.
STATES = ("fresh", "due", "overdue", "none")
_UNACCEPTED = ("pending", "running", "refused", "failed", "held", "submitted")


@dataclass(frozen=True)
class Freshness:
    """How old a dataset is.

    Attributes:
        state: one of :data:`STATES`.
        data_as_of: the last day that the data are about; None when neither rows nor publisher say it.
        data_as_of_from: ``rows`` or ``publisher``; empty without a day.
        published: the day of the newest file here.
        next_expected: the day by which the frequency promises newer data; None when nothing is promised.
        overdue_days: days since ``next_expected`` of what is overdue, else 0.
        changes: the day on which ``state`` will be another one if nothing is published; None when it stays.
    """

    state: str
    data_as_of: date | None
    data_as_of_from: str
    published: date | None
    next_expected: date | None
    overdue_days: int
    changes: date | None

    def as_dict(self) -> dict[str, Any]:
        """Return the fields that the API promises, dates in ISO 8601."""
        fields = {name: value for name, value in asdict(self).items() if name != "changes"}
        return {name: value.isoformat() if isinstance(value, date) else value for name, value in fields.items()}


def freshness_of(dataset: Mapping[str, Any], today: date, zone: tzinfo) -> Freshness:
    """Judge a dataset.

    Args:
        dataset: as ``package_show`` gives it; only its own fields and those of its resources are read.
        today: the day it is looked at, by the clock of ``zone``.
        zone: the portal's time zone; CKAN keeps times in UTC without saying so.
    """
    published = _published(dataset, zone)
    as_of, source = _as_of(dataset, min(published or today, today))
    period = period_of(str(dataset.get("frequency") or ""))
    start = as_of or published
    expected = later(start, period) if period and start else None
    if not period or not expected:
        return Freshness("none", as_of, source, published, None, 0, None)
    last = expected + grace(period)
    if today <= expected:
        state, changes = "fresh", expected + timedelta(days=1)
    elif today <= last:
        state, changes = "due", last + timedelta(days=1)
    else:
        state, changes = "overdue", None
    return Freshness(state, as_of, source, published, expected, (today - expected).days if state == "overdue" else 0, changes)


def _published(dataset: Mapping[str, Any], zone: tzinfo) -> date | None:
    """The newest file's day, else the day the dataset was made; a file that is not accepted yet is not published."""
    files = [each for each in dataset.get("resources") or [] if each.get("release_number") or each.get("release_state") not in _UNACCEPTED]
    days = _days((each.get("last_modified") or each.get("created") for each in files), zone)
    return max(days, default=None) or max(_days([dataset.get("metadata_created")], zone), default=None)


def _as_of(dataset: Mapping[str, Any], latest: date) -> tuple[date | None, str]:
    """The data's day and who says it; a day after the publication is a plan, not the state of the data."""
    rows = [
        day
        for day in _days((each.get("data_until") for each in dataset.get("resources") or [] if each.get("release_number")), UTC)
        if day <= latest
    ]
    if rows:
        return max(rows), "rows"
    for field in ("temporal_end", "modified"):
        declared = [day for day in _days([dataset.get(field)], UTC) if day <= latest]
        if declared:
            return declared[0], "publisher"
    return None, ""


def _days(values: Iterable[Any], zone: tzinfo) -> list[date]:
    return [day for day in (_day(value, zone) for value in values) if day]


def _day(value: Any, zone: tzinfo) -> date | None:
    """Read a date, or a timestamp (UTC unless it says otherwise) by the clock of a zone; anything else is no day."""
    text = str(value or "")
    try:
        if len(text) <= 10:
            return date.fromisoformat(text)
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(zone).date()
