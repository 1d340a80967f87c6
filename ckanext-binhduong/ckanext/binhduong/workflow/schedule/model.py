"""The table of the times at which datasets and files become public."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from ckan import model
from ckan.model.types import make_uuid
from ckan.plugins import toolkit as tk
from sqlalchemy.orm import Mapped, mapped_column

from ckanext.binhduong.core.clock import utcnow

__all__ = ["STATES", "Schedule"]

STATES = ("waiting", "publishing", "done", "failed", "cleared")


class Schedule(tk.BaseModel):  # type: ignore[name-defined]
    """A dataset, or the next file of a resource, that becomes public at a time (UTC without a zone, as CKAN's own times).

    ``state``: waiting; publishing (the swap has begun: the dataset is public, the file is with its job); done; failed (nothing was
    published, ``reason`` and ``detail`` say why); cleared (by somebody, or by a newer time). ``release_id`` is the file that was taken at
    the time. ``author`` and ``closed_by`` are ids of users, ``closed_by`` empty for the portal. ``next_attempt`` is when it is looked at
    next, and ``reason`` of one that waits after its time is why.
    """

    __tablename__ = "binhduong_publication_schedule"

    id: Mapped[str] = mapped_column(sa.Text, primary_key=True, default=make_uuid)
    package_id: Mapped[str] = mapped_column(sa.Text, index=True)
    resource_id: Mapped[str | None] = mapped_column(sa.Text, index=True)
    release_id: Mapped[str | None] = mapped_column(sa.Text, index=True)
    organization_id: Mapped[str] = mapped_column(sa.Text, index=True)
    publish_at: Mapped[datetime] = mapped_column(sa.DateTime)
    state: Mapped[str] = mapped_column(sa.Text, default="waiting")
    author: Mapped[str] = mapped_column(sa.Text, default="")
    made: Mapped[datetime] = mapped_column(sa.DateTime, default=utcnow)
    closed: Mapped[datetime | None] = mapped_column(sa.DateTime)
    closed_by: Mapped[str] = mapped_column(sa.Text, default="")
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    detail: Mapped[str] = mapped_column(sa.Text, default="")
    attempts: Mapped[int] = mapped_column(sa.Integer, default=0)
    next_attempt: Mapped[datetime] = mapped_column(sa.DateTime)

    @classmethod
    def held(cls, schedule_id: str) -> Schedule | None:
        """Find a schedule as it is now, and hold its row until the transaction ends; the caller holds its dataset's before."""
        return model.Session.get(cls, schedule_id, with_for_update=True, populate_existing=True)

    def close(self, state: str, by: str = "", reason: str = "", detail: str = "") -> None:
        """End it as done, failed or cleared."""
        self.state, self.closed, self.closed_by, self.reason, self.detail = state, utcnow(), by, reason, detail
