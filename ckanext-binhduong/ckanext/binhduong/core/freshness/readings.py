"""Whether a reading is still the present state: older than the station's own rhythm, it is not. Imports no CKAN."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

__all__ = ["SILENT_AFTER", "is_stale", "rhythm_of_times"]

#: How many times its rhythm a station may be silent: one reading is under way while the last is looked at.
SILENT_AFTER = 2
_UNKNOWN = timedelta(days=1)
_FEWEST = 3


def rhythm_of_times(times: Sequence[datetime]) -> timedelta:
    """Return how often a station reports: the median time between its last readings; a day when there are fewer than three."""
    ordered = sorted(set(times))
    gaps = [(after - before).total_seconds() for before, after in pairwise(ordered)]
    return timedelta(seconds=median(gaps)) if len(ordered) >= _FEWEST else _UNKNOWN


def is_stale(last: datetime, now: datetime, rhythm: timedelta) -> bool:
    """Return whether a reading is too old to stand for now. Both times have a zone, or neither has."""
    return now - last > SILENT_AFTER * rhythm
