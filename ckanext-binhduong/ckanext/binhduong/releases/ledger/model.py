"""The ledger: one row an upload that CKAN accepted, whatever became of it, and the extents we filled in ourselves.

States of a release::

    pending ──► running ──► published        (its number is given now; the highest number is what readers get)
       │           ├──────► refused          (the check found errors; nothing else changed)
       │           ├──────► failed           (our fault or the machine's; `ckan binhduong releases run` tries again)
       │           └──────► held             (a published column is gone or has another type, or nobody chose one of several tables;
       │           │                         the officer's yes makes it pending again)
       │           ├──────► submitted        (the agency asks for a second person's yes, which makes it pending again)
       └──────────┴───────► superseded       (a newer file or link was accepted, or the resource deleted, before it was published)

A plain file (PDF, picture, …) is published at once, by the request itself, or submitted. Rows are never rewritten once published:
rolling back and comparing releases (the issue "Releases") read them. The database of the DataStore has its own record of what is in place,
``portal.published``; after a crash that one is right and ``repair`` brings this one in line.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.model.types import make_uuid
from ckan.plugins import toolkit as tk
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from ckanext.binhduong.core.clock import utcnow

__all__ = ["Extent", "Release", "utcnow"]

PLAIN = "other"
"""The kind of a file that is neither table nor layer, as ``ingest.detect`` names it."""


class Release(tk.BaseModel):  # type: ignore[name-defined]
    """One uploaded file of one resource; ``kind`` is table, layer or other, ``author`` a user's name.

    ``canonical`` is the SHA-256 of its canonical file, ``origin`` upload, rollback or table, ``confirmed`` the officer's yes to what it was
    held for, ``summary`` what differs from the release before, ``retired`` when its files were given up by the rule on retention,
    ``read_as`` the options its file was published with; None for what an older portal published. ``unfillable`` says why it can have no
    canonical file, {reason, version}: version is that of the code that tried. ``proposed`` are the resource's fields that came with a
    file that needs approval, and apply when it is published; ``needs_approval`` is true when its sender could not publish it alone.
    """

    __tablename__ = "binhduong_release"

    id: Mapped[str] = mapped_column(sa.Text, primary_key=True, default=make_uuid)
    resource_id: Mapped[str] = mapped_column(sa.Text, index=True)
    package_id: Mapped[str] = mapped_column(sa.Text, index=True)
    number: Mapped[int | None] = mapped_column(sa.Integer)
    state: Mapped[str] = mapped_column(sa.Text, default="pending")
    kind: Mapped[str] = mapped_column(sa.Text)
    sha256: Mapped[str] = mapped_column(sa.Text, index=True)
    name: Mapped[str] = mapped_column(sa.Text)
    size: Mapped[int] = mapped_column(sa.BigInteger)
    mimetype: Mapped[str] = mapped_column(sa.Text)
    format: Mapped[str] = mapped_column(sa.Text)
    author: Mapped[str] = mapped_column(sa.Text, default="")
    created: Mapped[datetime] = mapped_column(sa.DateTime, default=utcnow)
    started: Mapped[datetime | None] = mapped_column(sa.DateTime)
    finished: Mapped[datetime | None] = mapped_column(sa.DateTime)
    report: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    rows: Mapped[int | None] = mapped_column(sa.BigInteger)
    layer: Mapped[str | None] = mapped_column(sa.Text)
    job_id: Mapped[str | None] = mapped_column(sa.Text)
    canonical: Mapped[str | None] = mapped_column(sa.Text, index=True)
    canonical_size: Mapped[int | None] = mapped_column(sa.BigInteger)
    origin: Mapped[str] = mapped_column(sa.Text, default="upload", server_default="upload")
    confirmed: Mapped[bool] = mapped_column(sa.Boolean, default=False, server_default=sa.false())
    summary: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    retired: Mapped[datetime | None] = mapped_column(sa.DateTime)
    read_as: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    unfillable: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    proposed: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    needs_approval: Mapped[bool] = mapped_column(sa.Boolean, default=False, server_default=sa.false())

    __table_args__ = (sa.UniqueConstraint("resource_id", "number", name="binhduong_release_number"),)

    @classmethod
    def get(cls, release_id: str) -> Release | None:
        """Find a release by its id."""
        return model.Session.get(cls, release_id)

    @classmethod
    def current(cls, resource_id: str) -> Release | None:
        """Find what readers of a resource get: its published release with the highest number."""
        rows = sa.select(cls).where(cls.resource_id == resource_id, cls.state == "published")
        return model.Session.scalars(rows.order_by(cls.number.desc()).limit(1)).first()

    def previous(self) -> Release | None:
        """Find what readers have, or had, when this one comes: the published release with the highest number beside it."""
        rows = sa.select(Release).where(Release.resource_id == self.resource_id, Release.state == "published", Release.id != self.id)
        return model.Session.scalars(rows.order_by(Release.number.desc()).limit(1)).first()

    @classmethod
    def latest(cls, resource_id: str) -> Release | None:
        """Find the newest upload of a resource that was not overtaken, whatever became of it."""
        rows = sa.select(cls).where(cls.resource_id == resource_id, cls.state != "superseded")
        return model.Session.scalars(rows.order_by(cls.created.desc()).limit(1)).first()

    @classmethod
    def waiting(cls, **of: str) -> list[Release]:
        """List the releases that no job has finished, oldest first; ``of`` names a ``package_id`` or ``resource_id``, else of all."""
        rows = sa.select(cls).where(cls.state.in_(("pending", "running"))).filter_by(**of)
        return list(model.Session.scalars(rows.order_by(cls.created)))

    @classmethod
    def overtake(cls, resource_id: str) -> None:
        """Note that a newer file has come: what waits for a yes or an approval is asked about no more."""
        model.Session.execute(
            sa.update(cls).where(cls.resource_id == resource_id, cls.state.in_(("held", "submitted"))).values(state="superseded")
        )

    @property
    def columns(self) -> list[dict[str, Any]]:
        """The columns of its flight-check report; empty for a plain file."""
        return (self.report or {}).get("columns", [])

    @property
    def is_plain(self) -> bool:
        """Whether this is a file as it is: no table, never refused."""
        return self.kind == PLAIN


class Extent(tk.BaseModel):  # type: ignore[name-defined]
    """The ``spatial`` we gave a dataset because its publisher gave none: only while the two are equal may a release change it."""

    __tablename__ = "binhduong_release_extent"

    package_id: Mapped[str] = mapped_column(sa.Text, primary_key=True)
    spatial: Mapped[str] = mapped_column(sa.Text)
