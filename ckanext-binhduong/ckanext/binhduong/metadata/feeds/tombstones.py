"""What is remembered of a public dataset that was deleted: when, in which feeds it was, its title and the reason. Nothing of its content.

Noted where SQLAlchemy writes the change, whatever code makes it (`package_delete`, a patch of ``state``, a purge). A dataset that was
private or a draft at that moment leaves nothing: strangers must not learn that it existed. A purge takes title and reason along.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk
from sqlalchemy import event
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.orm import Mapped, Session, mapped_column
from sqlalchemy.orm.attributes import get_history

from ckanext.binhduong.metadata.withdrawals.reasons import given

__all__ = ["Tombstone", "listen"]


class Tombstone(tk.BaseModel):  # type: ignore[name-defined]
    """A public dataset that was deleted; ``groups`` and ``organization`` are ids, ``tags`` names, ``deleted`` is UTC to the millisecond.

    ``name``, ``title`` and ``reason`` are what readers are left with. They are empty without a reason, since the title itself may be what
    has to go at once, and of what was purged.
    """

    __tablename__ = "binhduong_tombstone"

    dataset_id: Mapped[str] = mapped_column(sa.Text, primary_key=True)
    deleted: Mapped[datetime] = mapped_column(sa.DateTime, index=True)
    organization: Mapped[str | None] = mapped_column(sa.Text)
    groups: Mapped[list[str]] = mapped_column(ARRAY(sa.Text))
    tags: Mapped[list[str]] = mapped_column(ARRAY(sa.Text))
    name: Mapped[str] = mapped_column(sa.Text, default="", server_default="")
    title: Mapped[str] = mapped_column(sa.Text, default="", server_default="")
    reason: Mapped[str] = mapped_column(sa.Text, default="", server_default="")


def listen() -> None:
    """Follow deletions and restorations of datasets."""
    if not event.contains(model.Session, "before_flush", _before_flush):
        event.listen(model.Session, "before_flush", _before_flush)


def _before_flush(session: Session, context: Any, instances: Any) -> None:
    with session.no_autoflush:
        for package in _packages(session.dirty):
            if package.state == "deleted" and _was_public(package):
                _note(session, package)
            elif package.state != "deleted":
                _forget(session, package)
        for package in _packages(session.deleted):
            if _was_public(package):
                _note(session, package)
            session.execute(sa.update(Tombstone).where(Tombstone.dataset_id == package.id).values(name="", title="", reason=""))


def _packages(entities: Iterable[Any]) -> list[Any]:
    return [entity for entity in entities if isinstance(entity, model.Package)]


def _was_public(package: Any) -> bool:
    """Whether the dataset is public in the database, before what is about to be written."""
    return _before(package, "state") == "active" and _before(package, "private") is False


def _before(package: Any, name: str) -> Any:
    history = get_history(package, name)
    return next(iter(history.deleted or history.unchanged or ()), None)


def _note(session: Session, package: Any) -> None:
    now, reason = datetime.now(UTC).replace(tzinfo=None), given()
    row = {
        "dataset_id": package.id,
        "deleted": now.replace(microsecond=now.microsecond // 1000 * 1000),
        "organization": package.owner_org,
        "groups": _groups(session, package.id),
        "tags": _tags(session, package.id),
        "name": package.name if reason else "",
        "title": (package.title or package.name) if reason else "",
        "reason": reason,
    }
    statement = insert(Tombstone).values(row)
    session.execute(statement.on_conflict_do_update(index_elements=["dataset_id"], set_=row))


def _forget(session: Session, package: Any) -> None:
    if _before(package, "state") == "deleted":
        session.execute(sa.delete(Tombstone).where(Tombstone.dataset_id == package.id))


def _groups(session: Session, dataset_id: str) -> list[str]:
    member = model.member_table.c
    rows = sa.select(member.group_id).where(member.table_id == dataset_id, member.table_name == "package", member.state == "active")
    return list(session.scalars(rows.where(member.capacity != "organization")))


def _tags(session: Session, dataset_id: str) -> list[str]:
    tag, link = model.tag_table.c, model.package_tag_table.c
    rows = sa.select(tag.name).join(model.package_tag_table, link.tag_id == tag.id)
    return list(session.scalars(rows.where(link.package_id == dataset_id, link.state == "active")))
