"""The time as CKAN's own tables keep it."""

from datetime import UTC, datetime

__all__ = ["utcnow"]


def utcnow() -> datetime:
    """Return the present time in UTC without a zone."""
    return datetime.now(UTC).replace(tzinfo=None)
