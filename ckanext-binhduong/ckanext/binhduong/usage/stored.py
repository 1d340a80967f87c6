"""The counts in the database, and how far the log has been read: one transaction moves both, so that nothing is counted twice or lost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from ckanext.binhduong.releases.ledger.visibility import not_hidden
from ckanext.binhduong.usage.log_file import Position
from ckanext.binhduong.usage.log_lines import KINDS

__all__ = ["Key", "Usage", "UsageLog", "add", "by_day", "by_month", "keep_position", "most_used", "position_of", "totals", "used"]

#: Dataset, day, resource (empty: the dataset itself), kind.
Key = tuple[str, date, str, str]


class Usage(tk.BaseModel):  # type: ignore[name-defined]
    """How often a dataset, or one of its resources, was used in one way on one day (of Vietnam)."""

    __tablename__ = "binhduong_usage"

    dataset_id: Mapped[str] = mapped_column(sa.Text, primary_key=True)
    day: Mapped[date] = mapped_column(sa.Date, primary_key=True)
    resource_id: Mapped[str] = mapped_column(sa.Text, primary_key=True)
    kind: Mapped[str] = mapped_column(sa.Text, primary_key=True)
    count: Mapped[int] = mapped_column(sa.BigInteger)


class UsageLog(tk.BaseModel):  # type: ignore[name-defined]
    """How far a log has been read."""

    __tablename__ = "binhduong_usage_log"

    path: Mapped[str] = mapped_column(sa.Text, primary_key=True)
    inode: Mapped[int] = mapped_column(sa.BigInteger)
    position: Mapped[int] = mapped_column(sa.BigInteger)


def position_of(path: str) -> Position:
    """Return how far a log has been read, and hold that until the transaction ends: two jobs count one after the other."""
    model.Session.execute(insert(UsageLog).values(path=path, inode=0, position=0).on_conflict_do_nothing())
    row = model.Session.execute(sa.select(UsageLog.inode, UsageLog.position).where(UsageLog.path == path).with_for_update()).one()
    return Position(row.inode, row.position)


def keep_position(path: str, position: Position) -> None:
    """Write how far a log has been read; the caller commits."""
    changed = {"inode": position.inode, "position": position.bytes}
    model.Session.execute(sa.update(UsageLog).where(UsageLog.path == path).values(**changed))


def add(counts: Mapping[Key, int]) -> None:
    """Add counts to those that are there; the caller commits."""
    if not counts:
        return
    rows = [dict(zip(("dataset_id", "day", "resource_id", "kind"), key, strict=True), count=count) for key, count in sorted(counts.items())]
    statement = insert(Usage)
    added = {"count": Usage.count + statement.excluded.count}
    keys = [Usage.dataset_id, Usage.day, Usage.resource_id, Usage.kind]
    model.Session.execute(statement.on_conflict_do_update(index_elements=keys, set_=added), rows)


def used(dataset_id: str, first: date, last: date) -> list[tuple[date, str, str, int]]:
    """Return day, resource (or empty), kind and count of a dataset between two days, both included."""
    rows = (
        sa.select(Usage.day, Usage.resource_id, Usage.kind, Usage.count)
        .where(Usage.dataset_id == dataset_id, Usage.day.between(first, last))
        .order_by(Usage.day, Usage.resource_id, Usage.kind)
    )
    return [tuple(row) for row in model.Session.execute(rows)]


def totals(dataset_ids: Iterable[str], first: date) -> dict[str, dict[str, int]]:
    """Return the counts of datasets by kind since a day, by id: one statement."""
    rows = (
        sa.select(Usage.dataset_id, Usage.kind, sa.func.sum(Usage.count).label("all"))
        .where(Usage.dataset_id.in_(list(dataset_ids)), Usage.day >= first)
        .group_by(Usage.dataset_id, Usage.kind)
    )
    found: dict[str, dict[str, int]] = {}
    for row in model.Session.execute(rows):
        found.setdefault(row.dataset_id, {})[row.kind] = int(row.all)
    return found


def most_used(first: date, limit: int) -> list[tuple[str, dict[str, int]]]:
    """Return the public datasets that people looked at and fetched most since a day, the most used first, with their counts by kind: one
    statement. Calls of programs are counted too, but do not decide: one program calls as often as a town reads."""
    by_kind = dict(zip(KINDS, _sums(), strict=True))
    by_people = by_kind["view"] + by_kind["download"]
    rows = (
        sa.select(Usage.dataset_id, *(total.label(kind) for kind, total in by_kind.items()))
        .join(model.Package, model.Package.id == Usage.dataset_id)
        .where(Usage.day >= first, *_public())
        .group_by(Usage.dataset_id)
        .having(by_people > 0)
        .order_by(by_people.desc(), Usage.dataset_id)
        .limit(limit)
    )
    found = model.Session.execute(rows).mappings()
    return [(row["dataset_id"], {kind: int(row[kind]) for kind in KINDS if row[kind]}) for row in found]


def _sums() -> list[sa.ColumnElement[int]]:
    return [sa.func.coalesce(sa.func.sum(Usage.count).filter(Usage.kind == kind), 0) for kind in KINDS]


def by_day(first: date, last: date) -> Iterator[tuple[date, str, str, tuple[int, ...]]]:
    """Return day, name and title of each public dataset used between two days, both included, and its counts in the order of ``KINDS``."""
    rows = (
        sa.select(Usage.day, model.Package.name, model.Package.title, *_sums())
        .join(model.Package, model.Package.id == Usage.dataset_id)
        .where(Usage.day.between(first, last), *_public())
        .group_by(Usage.day, model.Package.name, model.Package.title)
        .order_by(Usage.day, model.Package.name)
    )
    return ((day, name, title, tuple(map(int, counts))) for day, name, title, *counts in model.Session.execute(rows))


def by_month(last: date) -> Iterator[tuple[date, str, str, tuple[str, str], tuple[int, ...]]]:
    """Return the first day of the month, name and title of the dataset, id and name of the resource (empty for the dataset itself) and the
    counts in the order of ``KINDS``, until a day, of what everybody sees now."""
    month = sa.cast(sa.func.date_trunc("month", Usage.day), sa.Date)
    named = (month, model.Package.name, model.Package.title, Usage.resource_id, sa.func.coalesce(model.Resource.name, ""))
    shown = sa.and_(model.Resource.id == Usage.resource_id, model.Resource.state == "active", not_hidden())
    rows = (
        sa.select(*named, *_sums())
        .join(model.Package, model.Package.id == Usage.dataset_id)
        .outerjoin(model.Resource, shown)
        .where(Usage.day <= last, sa.or_(Usage.resource_id == "", model.Resource.id.is_not(None)), *_public())
        .group_by(*named)
        .order_by(month, model.Package.name, Usage.resource_id)
    )
    for month_, name, title, resource, called, *counts in model.Session.execute(rows):
        yield month_, name, title, (resource, called), tuple(map(int, counts))


def _public() -> tuple[sa.ColumnElement[bool], ...]:
    return model.Package.state == "active", model.Package.private.is_(False)
