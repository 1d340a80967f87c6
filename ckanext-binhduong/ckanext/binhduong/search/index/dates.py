"""Fields named ``…_date``, which Solr takes as times in UTC: whatever an officer writes into such an extra, its dataset is indexed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from ckan.lib.search import index
from dateutil.parser import ParserError, parse

__all__ = ["in_utc", "install"]


def install() -> None:
    """Have CKAN leave out a number that is too large for a date, as it leaves out what is no date; 2.12 answers 500."""
    index.parse = _parse  # type: ignore[attr-defined]


def _parse(text: str) -> datetime:
    try:
        return parse(text)
    except OverflowError as error:
        raise ParserError("%s", text) from error


def in_utc(document: dict[str, Any]) -> dict[str, Any]:
    """Return a document for the index with its dates in UTC; CKAN hands on ``+07:00``, at which Solr refuses the whole dataset.

    A time whose day in UTC is in no year of four digits is left out.
    """
    found = {key: _utc(value) if key.endswith("_date") and isinstance(value, str) else value for key, value in document.items()}
    return {key: value for key, value in found.items() if value is not None or not key.endswith("_date")}


def _utc(value: str) -> str | None:
    try:
        moment = datetime.fromisoformat(value)
        return moment.astimezone(UTC).isoformat().replace("+00:00", "Z") if moment.tzinfo else value
    except ValueError:
        return value
    except OverflowError:
        return None
