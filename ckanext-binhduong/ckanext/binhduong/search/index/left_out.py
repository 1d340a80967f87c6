"""Which datasets the last new index was taken without, because they could not be indexed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk
from sqlalchemy.orm import Mapped, mapped_column

__all__ = ["LeftOut", "keep"]


class LeftOut(tk.BaseModel):  # type: ignore[name-defined]
    """A dataset that could not be indexed when it was as it was at ``at``; ``core.drift.completeness`` counts without it."""

    __tablename__ = "binhduong_index_left_out"

    package_id: Mapped[str] = mapped_column(sa.Text, primary_key=True)
    at: Mapped[datetime] = mapped_column(sa.DateTime)


def keep(package_ids: Iterable[str], at: datetime) -> None:
    """Keep these in the place of what an earlier index was taken without.

    Args:
        at: when the index was taken (UTC, without a zone).
    """
    model.Session.execute(sa.delete(LeftOut))
    model.Session.add_all([LeftOut(package_id=each, at=at) for each in package_ids])
    model.Session.commit()
