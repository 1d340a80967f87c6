"""The tables of webhooks: who wants what, what happened, what was sent, and what is already announced.

Events and deliveries are the outbox: they are written in one transaction with what is announced, and stay until they are old, so that
whatever else is lost can be sent again under the same id. Times are UTC without a zone, as CKAN's own.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from ckan.model.types import make_uuid
from ckan.plugins import toolkit as tk
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from ckanext.binhduong.core.clock import utcnow

__all__ = ["AnnouncedDataset", "AnnouncedRelease", "Delivery", "Event", "Webhook"]


class Webhook(tk.BaseModel):  # type: ignore[name-defined]
    """An address that events are sent to, of the account ``user_id`` or, with ``organization_id``, of an agency.

    ``agency_id`` and ``dataset_id`` narrow what it wants. ``secret`` and ``former_secret`` (valid until ``former_until``) are sealed.
    ``state`` is on or off; ``reason`` why the portal itself switched it off: gone, failing or owner. Until ``due`` it is left alone, and
    until ``held`` it is one job's; ``strained`` counts the pauses in a row, ``failing_since`` is when it last stopped answering well,
    ``noticed`` when its owner was written to.
    """

    __tablename__ = "binhduong_webhook"

    id: Mapped[str] = mapped_column(sa.Text, primary_key=True, default=make_uuid)
    user_id: Mapped[str] = mapped_column(sa.Text, index=True)
    organization_id: Mapped[str | None] = mapped_column(sa.Text, index=True)
    url: Mapped[str] = mapped_column(sa.Text)
    description: Mapped[str] = mapped_column(sa.Text, default="")
    events: Mapped[list[str]] = mapped_column(ARRAY(sa.Text))
    agency_id: Mapped[str | None] = mapped_column(sa.Text)
    dataset_id: Mapped[str | None] = mapped_column(sa.Text)
    secret: Mapped[str] = mapped_column(sa.Text, default="")
    former_secret: Mapped[str] = mapped_column(sa.Text, default="")
    former_until: Mapped[datetime | None] = mapped_column(sa.DateTime)
    state: Mapped[str] = mapped_column(sa.Text, default="on")
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    created: Mapped[datetime] = mapped_column(sa.DateTime, default=utcnow)
    due: Mapped[datetime] = mapped_column(sa.DateTime, default=utcnow)
    held: Mapped[datetime | None] = mapped_column(sa.DateTime)
    strained: Mapped[int] = mapped_column(sa.Integer, default=0)
    failing_since: Mapped[datetime | None] = mapped_column(sa.DateTime)
    noticed: Mapped[datetime | None] = mapped_column(sa.DateTime)


class Event(tk.BaseModel):  # type: ignore[name-defined]
    """What happened, once, for all who want it; ``id`` is the message's id, ``sequence`` rises, ``data`` is what is said of it."""

    __tablename__ = "binhduong_webhook_event"

    sequence: Mapped[int] = mapped_column(sa.BigInteger, sa.Identity(), primary_key=True)
    id: Mapped[str] = mapped_column(sa.Text, unique=True)
    type: Mapped[str] = mapped_column(sa.Text)
    dataset_id: Mapped[str] = mapped_column(sa.Text, index=True)
    made: Mapped[datetime] = mapped_column(sa.DateTime, default=utcnow)
    data: Mapped[dict[str, Any]] = mapped_column(JSONB)


class Delivery(tk.BaseModel):  # type: ignore[name-defined]
    """An event on its way to a webhook.

    ``state`` is a key of :data:`~ckanext.binhduong.webhooks.words.STATES`; withdrawn is what was not sent because its dataset or resource
    is not public any more. It is tried at ``due``, and given up some days after ``begun``; ``attempts`` are the last ones, {made, status,
    fault, milliseconds}.
    """

    __tablename__ = "binhduong_webhook_delivery"

    id: Mapped[str] = mapped_column(sa.Text, primary_key=True, default=make_uuid)
    webhook_id: Mapped[str] = mapped_column(sa.Text, sa.ForeignKey("binhduong_webhook.id", ondelete="CASCADE"))
    sequence: Mapped[int] = mapped_column(sa.BigInteger, sa.ForeignKey("binhduong_webhook_event.sequence", ondelete="CASCADE"), index=True)
    state: Mapped[str] = mapped_column(sa.Text, default="waiting")
    begun: Mapped[datetime] = mapped_column(sa.DateTime, default=utcnow)
    due: Mapped[datetime] = mapped_column(sa.DateTime, default=utcnow)
    failures: Mapped[int] = mapped_column(sa.Integer, default=0)
    attempts: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list)

    __table_args__ = (sa.Index("ix_binhduong_webhook_delivery_of", "webhook_id", "sequence"),)


class AnnouncedDataset(tk.BaseModel):  # type: ignore[name-defined]
    """A public dataset as it was when it was announced last."""

    __tablename__ = "binhduong_webhook_dataset"

    dataset_id: Mapped[str] = mapped_column(sa.Text, primary_key=True)
    agency_id: Mapped[str | None] = mapped_column(sa.Text)
    modified: Mapped[datetime | None] = mapped_column(sa.DateTime)


class AnnouncedRelease(tk.BaseModel):  # type: ignore[name-defined]
    """The release of a resource that was announced last."""

    __tablename__ = "binhduong_webhook_release"

    resource_id: Mapped[str] = mapped_column(sa.Text, primary_key=True)
    dataset_id: Mapped[str] = mapped_column(sa.Text, index=True)
    release_id: Mapped[str] = mapped_column(sa.Text)
