"""The table of reminders: each is there once, and is sent once."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from ckan.plugins import toolkit as tk
from sqlalchemy.orm import Mapped, mapped_column

from ckanext.binhduong.core.clock import utcnow

__all__ = ["PlanReminder"]


class PlanReminder(tk.BaseModel):  # type: ignore[name-defined]
    """That a person is reminded of an item's promised ``day``, ``ahead`` days before; ``sent`` is empty until a relay took the mail.

    ``item_id`` is an item's, or that of an agency whose list is to be reviewed by the day.
    """

    __tablename__ = "binhduong_plan_reminder"

    item_id: Mapped[str] = mapped_column(sa.Text, primary_key=True)
    day: Mapped[date] = mapped_column(sa.Date, primary_key=True)
    ahead: Mapped[int] = mapped_column(sa.Integer, primary_key=True)
    user_id: Mapped[str] = mapped_column(sa.Text, primary_key=True)
    made: Mapped[datetime] = mapped_column(sa.DateTime, default=utcnow)
    sent: Mapped[datetime | None] = mapped_column(sa.DateTime)
