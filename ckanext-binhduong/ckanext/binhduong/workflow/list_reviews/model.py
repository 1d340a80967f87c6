"""The table of reviews: that an agency looked through its list on a day. The database lets rows be added and nothing else."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from ckan.plugins import toolkit as tk
from sqlalchemy.orm import Mapped, mapped_column

from ckanext.binhduong.core.clock import utcnow

__all__ = ["ListReview"]


class ListReview(tk.BaseModel):  # type: ignore[name-defined]
    """An agency's review on a day, one a day; ``author`` is a user's name."""

    __tablename__ = "binhduong_list_review"

    organization_id: Mapped[str] = mapped_column(sa.Text, primary_key=True)
    day: Mapped[date] = mapped_column(sa.Date, primary_key=True)
    author: Mapped[str] = mapped_column(sa.Text)
    made: Mapped[datetime] = mapped_column(sa.DateTime, default=utcnow)
