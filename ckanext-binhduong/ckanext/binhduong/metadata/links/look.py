"""One look at a link: whether it answers, without taking what it answers. Imports no CKAN."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from ckanext.binhduong.core.outbound.client import Answer, Limits, call
from ckanext.binhduong.core.outbound.faults import CallFailed, of_status
from ckanext.binhduong.core.outbound.pauses import asked_pause
from ckanext.binhduong.core.outbound.reach import Reach, host_of

__all__ = ["OF_HOST", "Look", "look"]

OF_HOST = frozenset({"unreachable", "no-name", "certificate"})
"""Faults that every link to the same server has."""
_LIMITS = Limits(body=0)
_BUSY = (429, 503)
_CUT_OFF = ("unreachable", "protocol")
"""Also what a server does to whoever sends HEAD."""


@dataclass(frozen=True)
class Look:
    """What was seen.

    Attributes:
        fault: empty when the link answers; None when the server asked to be left alone, which says nothing of the link.
        status: of the answer, if there was one.
        strained: whether the server is to be left alone for a while, and for how long (``pause``) when it says so itself.
        host: the server that was seen (``reach.host_of``): the last of the redirects.
    """

    fault: str | None
    status: int | None = None
    strained: bool = False
    pause: timedelta | None = None
    host: str = ""


def look(address: str, reach: Reach, agent: str, limits: Limits = _LIMITS) -> Look:
    """Look at an address.

    Args:
        agent: what the portal calls itself.
    """
    try:
        answer = _ask(address, reach, {"User-Agent": agent, "Accept": "*/*"}, limits)
    except CallFailed as failed:
        return Look(failed.fault, strained=failed.fault in (*OF_HOST, "slow"), host=failed.host)
    host = host_of(answer.address)
    if answer.status in _BUSY:
        return Look(None if answer.status == 429 else "broken", answer.status, True, asked_pause(answer), host)
    # An empty file has no first byte, and is there.
    return Look("" if answer.status == 416 else of_status(answer.status), answer.status, host=host)


def _ask(address: str, reach: Reach, headers: dict[str, str], limits: Limits) -> Answer:
    """Ask with HEAD; a server that refuses it, or ends the connection, is asked with GET, of which the body is not read."""
    try:
        answer = call("HEAD", address, reach, headers=headers, limits=limits)
        if not of_status(answer.status) or answer.status in _BUSY:
            return answer
    except CallFailed as failed:
        if failed.fault not in _CUT_OFF:
            raise
    return call("GET", address, reach, headers={**headers, "Range": "bytes=0-0"}, limits=limits)
