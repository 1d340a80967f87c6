"""One look at a link: whether it answers, without taking what it answers. Imports no CKAN."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from ckanext.binhduong.core.outbound.client import Answer, Limits, call
from ckanext.binhduong.core.outbound.faults import CallFailed, of_status
from ckanext.binhduong.core.outbound.reach import Reach

__all__ = ["OF_HOST", "Look", "look"]

OF_HOST = frozenset({"unreachable", "no-name", "certificate"})
"""Faults that every link to the same server has."""
_LIMITS = Limits(body=0)
_BUSY = (429, 503)


@dataclass(frozen=True)
class Look:
    """What was seen.

    Attributes:
        fault: empty when the link answers; None when the server asked to be left alone, which says nothing of the link.
        status: of the answer, if there was one.
        strained: whether its server is to be left alone for a while, and for how long when it says so itself.
    """

    fault: str | None
    status: int | None = None
    strained: bool = False
    pause: timedelta | None = None


def look(address: str, reach: Reach, agent: str, limits: Limits = _LIMITS) -> Look:
    """Look at an address: HEAD, and where the server does not like that, GET of which the body is not read.

    Args:
        agent: what the portal calls itself.
    """
    headers = {"User-Agent": agent, "Accept": "*/*"}
    try:
        answer = call("HEAD", address, reach, headers=headers, limits=limits)
        if of_status(answer.status) and answer.status not in _BUSY:
            answer = call("GET", address, reach, headers={**headers, "Range": "bytes=0-0"}, limits=limits)
    except CallFailed as failed:
        return Look(failed.fault, strained=failed.fault in (*OF_HOST, "slow"))
    if answer.status in _BUSY:
        return Look(None if answer.status == 429 else "broken", answer.status, True, _retry_after(answer))
    # An empty file has no first byte, and is there.
    return Look("" if answer.status == 416 else of_status(answer.status), answer.status)


def _retry_after(answer: Answer) -> timedelta | None:
    """Return how long a server asks to be left alone (RFC 9110, 10.2.3): seconds or a date."""
    text = answer.headers.get("retry-after", "")
    if text.isascii() and text.isdigit():
        return timedelta(seconds=min(int(text[:9]), 86_400))
    try:
        return max(timedelta(0), parsedate_to_datetime(text).astimezone(UTC) - datetime.now(UTC))
    except (ValueError, TypeError, OverflowError):
        return None
