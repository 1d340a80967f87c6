"""The tables of requests for data: the requests, and every step of each.

``received`` and ``due`` of a request never change and steps are only ever added: the database itself refuses (triggers of the migration),
because a clock that can be set back measures nothing.
"""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk
from sqlalchemy.orm import Mapped, mapped_column

from ckanext.binhduong.core.clock import utcnow

__all__ = ["DataRequest", "DataRequestEvent"]

_MOST_DIGITS = 9


class DataRequest(tk.BaseModel):  # type: ignore[name-defined]
    """What somebody asked for.

    ``contact`` is for the agency alone and is deleted some days after the answer; ``organization_id`` is the agency that answers, None
    before one is named; ``closed`` is the time of the first answer, or of the rejection; ``edited``: the text is not quite what was sent.
    States and rejections are those of :mod:`~ckanext.binhduong.workflow.data_requests.clock`.
    """

    __tablename__ = "binhduong_data_request"

    id: Mapped[int] = mapped_column(sa.Integer, primary_key=True, autoincrement=True)
    received: Mapped[datetime] = mapped_column(sa.DateTime, default=utcnow)
    due: Mapped[date] = mapped_column(sa.Date)
    title: Mapped[str] = mapped_column(sa.Text)
    description: Mapped[str] = mapped_column(sa.Text, default="")
    contact: Mapped[str] = mapped_column(sa.Text, default="")
    organization_id: Mapped[str | None] = mapped_column(sa.Text, index=True)
    state: Mapped[str] = mapped_column(sa.Text, default="received", index=True)
    closed: Mapped[datetime | None] = mapped_column(sa.DateTime)
    edited: Mapped[bool] = mapped_column(sa.Boolean, default=False)
    rejection: Mapped[str] = mapped_column(sa.Text, default="")
    reply: Mapped[str] = mapped_column(sa.Text, default="")
    ground: Mapped[str] = mapped_column(sa.Text, default="")
    plan_item_id: Mapped[str | None] = mapped_column(sa.Text, sa.ForeignKey("binhduong_plan_item.id"))
    dataset_id: Mapped[str | None] = mapped_column(sa.Text)
    modified: Mapped[datetime] = mapped_column(sa.DateTime, default=utcnow)

    @classmethod
    def find(cls, number: object, *, locked: bool = False) -> DataRequest | None:
        """Find a request by its number, as an address or JSON has it; ``locked``: nobody else changes it before the commit."""
        text = str(number)
        if not (text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS):
            return None
        return model.Session.get(cls, int(text), with_for_update=True if locked else None)


class DataRequestEvent(tk.BaseModel):  # type: ignore[name-defined]
    """One step; ``author`` is the id of a user, empty for a visitor; ``detail`` a state or the name of an agency, as ``act`` says."""

    __tablename__ = "binhduong_data_request_event"

    id: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True, autoincrement=True)
    request_id: Mapped[int] = mapped_column(sa.Integer, sa.ForeignKey("binhduong_data_request.id"), index=True)
    made: Mapped[datetime] = mapped_column(sa.DateTime, default=utcnow)
    author: Mapped[str] = mapped_column(sa.Text, default="")
    act: Mapped[str] = mapped_column(sa.Text)
    detail: Mapped[str] = mapped_column(sa.Text, default="")
