"""The time as CKAN's own tables keep it, and the day in Vietnam."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

__all__ = ["VIETNAM", "today", "utcnow"]

#: Days are counted where the portal is, whatever zone pages show.
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def utcnow() -> datetime:
    """Return the present time in UTC without a zone."""
    return datetime.now(UTC).replace(tzinfo=None)


def today() -> date:
    """Return the present day in Vietnam."""
    return datetime.now(VIETNAM).date()
