"""The time as CKAN's own tables keep it, the day in Vietnam, and how times are written for programs. Imports no CKAN."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from ckanext.binhduong.core.problems.translation import marked as _

__all__ = ["TIMES", "VIETNAM", "today", "utc_text", "utcnow"]

#: Days are counted where the portal is, whatever zone pages show.
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")

TIMES = (
    _("Times that the portal writes are UTC and end in Z, such as 2026-11-30T01:05:00.000Z; in RDF they end in +00:00."),
    _("CKAN's own fields (metadata_created, metadata_modified, created and last_modified of resources) are UTC without a zone."),
    _("Moments in the rows of a table are Vietnam's clock (UTC+7) without a zone; so is a moment without a zone that filters them."),
    _("open_changes of a place with opening hours is Vietnam's clock with +07:00."),
    _("Any other parameter that is a time without a zone is UTC. Days without a time are days in Vietnam."),
)
"""Which zone each time of the API has, as its documentation says it; ``translated`` gives the Vietnamese."""


def utcnow() -> datetime:
    """Return the present time in UTC without a zone."""
    return datetime.now(UTC).replace(tzinfo=None)


def utc_text(moment: datetime) -> str:
    """Write a time for programs: RFC 3339 in UTC to the millisecond, with Z; a time without a zone is UTC, as CKAN keeps it."""
    zoned = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return f"{zoned.replace(tzinfo=None).isoformat(timespec='milliseconds')}Z"


def today() -> date:
    """Return the present day in Vietnam."""
    return datetime.now(VIETNAM).date()
