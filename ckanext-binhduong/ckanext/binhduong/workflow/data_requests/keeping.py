"""Take in, review, assign and answer requests for data; every step is noted beside it, in the same transaction. The caller commits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from ckan import model

from ckanext.binhduong.core.clock import utcnow
from ckanext.binhduong.workflow.data_requests import settings
from ckanext.binhduong.workflow.data_requests.clock import OPEN, due_day
from ckanext.binhduong.workflow.data_requests.model import DataRequest, DataRequestEvent

__all__ = ["Answer", "accept", "answer", "assign", "history", "receive", "reject"]


@dataclass(frozen=True)
class Answer:
    """An answer: ``state`` is one of :data:`~ckanext.binhduong.workflow.data_requests.clock.ANSWERS`, with what belongs to it."""

    state: str
    plan_item_id: str | None = None
    dataset_id: str | None = None
    ground: str = ""
    reply: str = ""


def receive(fields: dict[str, Any], organization_id: str | None) -> DataRequest:
    """Take in a request; the same one that nobody has read yet is not taken twice: a form that was sent again is one request.

    Args:
        fields: ``title``, ``description`` and ``contact``.
        organization_id: the agency that the sender names, or None.
    """
    same = sa.select(DataRequest).filter_by(**fields, organization_id=organization_id, state="received")
    if known := model.Session.scalars(same.limit(1)).first():
        return known
    now = utcnow()
    request = DataRequest(**fields, organization_id=organization_id, received=now, due=due_day(now, settings.answer_days()))
    model.Session.add(request)
    model.Session.flush()
    _note(request, "received", "")
    return request


def accept(request: DataRequest, texts: dict[str, str], author: str) -> None:
    """Take it as a request: everybody can read it from now on, without what ``texts`` leave out of title and description."""
    changed = {name: text for name, text in texts.items() if text != getattr(request, name)}
    for name, text in changed.items():
        setattr(request, name, text)
    request.edited = request.edited or bool(changed)
    if request.state not in OPEN:
        request.closed = None
    act = "edited" if request.state == "accepted" else "accepted"
    request.state, request.rejection = "accepted", ""
    _note(request, act, author)


def reject(request: DataRequest, why: str, author: str) -> None:
    """Note that it is no request for data; nobody can read it, everybody its number and why."""
    request.state, request.rejection, request.closed = "rejected", why, utcnow()
    _note(request, "rejected", author, why)


def assign(request: DataRequest, agency: model.Group, author: str) -> None:
    """Have an agency answer it; the clock goes on as it was."""
    request.organization_id = agency.id
    _note(request, "assigned", author, agency.title or agency.name)


def answer(request: DataRequest, given: Answer, author: str) -> None:
    """Answer it, or answer it otherwise than before; the first answer is what the clock counts."""
    request.state, request.plan_item_id, request.dataset_id = given.state, given.plan_item_id, given.dataset_id
    request.ground, request.reply = given.ground, given.reply
    request.closed = request.closed or utcnow()
    _note(request, "answered", author, given.state)


def _note(request: DataRequest, act: str, author: str, detail: str = "") -> None:
    request.modified = utcnow()
    model.Session.add(DataRequestEvent(request_id=request.id, act=act, author=author, detail=detail))
    model.Session.flush()


def history(request_id: int) -> list[DataRequestEvent]:
    """Return the steps of a request, the first first."""
    steps = sa.select(DataRequestEvent).where(DataRequestEvent.request_id == request_id).order_by(DataRequestEvent.id)
    return list(model.Session.scalars(steps.limit(500)))
