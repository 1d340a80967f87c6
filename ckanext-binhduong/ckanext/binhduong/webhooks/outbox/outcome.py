"""What became of one attempt, and what follows. Imports no CKAN."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from ckanext.binhduong.core.jobs.back_off import pause_after
from ckanext.binhduong.core.outbound.client import Answer
from ckanext.binhduong.core.outbound.faults import CallFailed, of_status
from ckanext.binhduong.core.outbound.pauses import asked_pause
from ckanext.binhduong.core.problems.translation import marked as _

__all__ = ["FAULTS", "PATIENCE", "Outcome", "is_failing_for_good", "of_answer", "of_failure", "pause_of_delivery", "pause_of_webhook"]

PATIENCE = timedelta(days=3)
"""How long one message is tried."""
_PROOF = timedelta(days=1)
"""How long a message was tried in vain before its failure ends a webhook: of a few messages a week each may meet one short fault."""
_STRAINED = frozenset({"unreachable", "no-name", "certificate", "slow"})
"""Faults that every message to the same address has."""
_BUSY = (408, 429, 502, 503, 504)
_GONE = 410

FAULTS = {
    "port": _("The portal calls no such port. Offer the endpoint at port 443."),
    "plain": _("Messages to public addresses are encrypted. Use an https:// address."),
    "no-name": _("The host name does not exist."),
    "unreachable": _("The server does not answer."),
    "certificate": _("The server’s TLS certificate is wrong or expired."),
    "slow": _("There was no answer within ten seconds. Answer at once, and do the work afterwards."),
    "protocol": _("The answer is not HTTP."),
    "redirects": _("The endpoint redirects. Redirects are not followed: give the final address."),
    "sign-in": _("The endpoint turned the message away (sign-in or permission)."),
    "gone": _("The endpoint says that there is nothing at this address."),
    "refused": _("The endpoint called the message wrong."),
    "broken": _("The endpoint met an error of its own."),
    "not-public": _("The address leads to a machine that is not public."),
    "secret": _("The secret can no longer be read. Make a new one."),
    "host": _("The host name or port is wrong."),
}
"""Fault of an attempt → what its owner reads of it, in English, the id of the message in the catalogue."""


@dataclass(frozen=True)
class Outcome:
    """What became of an attempt.

    Attributes:
        fault: a key of :data:`FAULTS`; empty when the message was taken.
        status: of the answer, if there was one.
        strained: whether the whole address is to be left alone, for ``pause`` when it says so itself.
        gone: whether it wants no message ever again.
    """

    fault: str = ""
    status: int | None = None
    strained: bool = False
    pause: timedelta | None = None
    gone: bool = False


def of_answer(answer: Answer) -> Outcome:
    """Return what an answer says: 2xx takes the message, 410 wants no more, anything else is tried again."""
    fault = of_status(answer.status)
    if answer.status == _GONE:
        return Outcome("gone", _GONE, gone=True)
    if answer.status in _BUSY:
        return Outcome(fault, answer.status, strained=True, pause=asked_pause(answer))
    return Outcome(fault, answer.status)


def of_failure(failed: CallFailed) -> Outcome:
    """Return what it says that there was no answer."""
    return Outcome(failed.fault if failed.fault in FAULTS else "host", strained=failed.fault in _STRAINED)


def pause_of_delivery(failures: int) -> timedelta:
    """Return how long a message waits after so many failures in a row: a minute, then twice as long each time, at most six hours."""
    return pause_after(failures, timedelta(minutes=1), timedelta(hours=6))


def pause_of_webhook(failures: int, asked: timedelta | None) -> timedelta:
    """Return how long an address is left alone: a minute, then twice as long, at most an hour; longer when it asks, up to six hours."""
    return max(pause_after(failures, timedelta(minutes=1), timedelta(hours=1)), min(asked or timedelta(0), timedelta(hours=6)))


def is_failing_for_good(failing: timedelta, tried: timedelta, bound: timedelta) -> bool:
    """Whether a webhook is switched off at a failure.

    Args:
        failing: how long it has taken no message.
        tried: how long the message has been tried that failed now.
        bound: how long it may take none.
    """
    return failing >= bound and tried >= min(_PROOF, bound)
