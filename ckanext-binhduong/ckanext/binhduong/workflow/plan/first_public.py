"""When a dataset was first seen public: noted when it is saved, when an item names it, and every night for what came another way."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from ckanext.binhduong.core.clock import utcnow

__all__ = ["FirstPublic", "note", "note_all", "since"]


class FirstPublic(tk.BaseModel):  # type: ignore[name-defined]
    """The moment (UTC) from which a dataset is known to have been public once; it stays when the dataset becomes private."""

    __tablename__ = "binhduong_first_public"

    dataset_id: Mapped[str] = mapped_column(sa.Text, primary_key=True)
    since: Mapped[datetime] = mapped_column(sa.DateTime)


def note(dataset_id: str) -> None:
    """Note that a dataset is public now. The caller commits."""
    model.Session.execute(insert(FirstPublic).values(dataset_id=dataset_id, since=utcnow()).on_conflict_do_nothing())


def note_all() -> None:
    """Note all datasets that are public now. The caller commits."""
    package = model.Package
    public = sa.select(package.id, sa.literal(utcnow())).where(package.state == "active", package.private.is_(False))
    model.Session.execute(insert(FirstPublic).from_select(["dataset_id", "since"], public).on_conflict_do_nothing())


def since(dataset_id: str) -> datetime:
    """Return the moment of a dataset that is public now. The caller commits."""
    note(dataset_id)
    return model.Session.scalars(sa.select(FirstPublic.since).where(FirstPublic.dataset_id == dataset_id)).one()
