"""The files made of releases: one row a file that is there or wanted.

States: ``pending`` (a job makes it) → ``ready``, or ``failed`` (``incident`` stands in the log; ``repair`` has it tried again).
A format that was never asked for has no row. A file that is there is never made again: its address is for ever. One that
the store lost becomes ``pending`` when somebody asks for it, and keeps its address.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

import sqlalchemy as sa
from ckan import model
from ckan.model.types import make_uuid
from ckan.plugins import toolkit as tk
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from ckanext.binhduong.releases.ledger.model import utcnow

__all__ = ["Export"]

_NEXT = timedelta(microseconds=1)
"""Between the moments noted of files that are wanted at once: it keeps their order."""


class Export(tk.BaseModel):  # type: ignore[name-defined]
    """One file of one release: format, EPSG code, and once it is made its name in addresses, its title for people, content and bytes."""

    __tablename__ = "binhduong_export"

    id: Mapped[str] = mapped_column(sa.Text, primary_key=True, default=make_uuid)
    release_id: Mapped[str] = mapped_column(sa.Text)
    ext: Mapped[str] = mapped_column(sa.Text)
    epsg: Mapped[int] = mapped_column(sa.Integer)
    state: Mapped[str] = mapped_column(sa.Text, index=True)
    name: Mapped[str | None] = mapped_column(sa.Text)
    title: Mapped[str | None] = mapped_column(sa.Text)
    sha256: Mapped[str | None] = mapped_column(sa.Text, index=True)
    size: Mapped[int | None] = mapped_column(sa.BigInteger)
    created: Mapped[datetime] = mapped_column(sa.DateTime, default=utcnow)
    finished: Mapped[datetime | None] = mapped_column(sa.DateTime)
    incident: Mapped[str | None] = mapped_column(sa.Text)

    __table_args__ = (sa.UniqueConstraint("release_id", "ext", "epsg", name="binhduong_export_once"),)

    @classmethod
    def of(cls, release_id: str, state: str | None = None) -> list[Export]:
        """List the files of a release, in the order they were wanted."""
        rows = sa.select(cls).where(cls.release_id == release_id).order_by(cls.created, cls.id)
        return list(model.Session.scalars(rows if state is None else rows.where(cls.state == state)))

    @classmethod
    def find(cls, release_id: str, ext: str, epsg: int) -> Export | None:
        """Find a file of a release; None when nobody has asked for it."""
        rows = sa.select(cls).where(cls.release_id == release_id, cls.ext == ext, cls.epsg == epsg)
        return model.Session.scalars(rows).first()

    @classmethod
    def want(cls, release_id: str, wanted: Iterable[tuple[str, int]]) -> None:
        """Note that files are wanted, (ext, EPSG code) each; what is noted stays as it is, also when two ask at once. Commits."""
        now = utcnow()
        rows = [
            {"id": make_uuid(), "release_id": release_id, "ext": ext, "epsg": epsg, "state": "pending", "created": now + place * _NEXT}
            for place, (ext, epsg) in enumerate(wanted)
        ]
        if rows:
            model.Session.execute(insert(cls).values(rows).on_conflict_do_nothing(constraint="binhduong_export_once"))
            model.Session.commit()
