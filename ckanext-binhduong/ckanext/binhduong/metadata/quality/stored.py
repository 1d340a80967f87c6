"""What was measured of each dataset last, and the points of each day on which it was measured."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.orm import Mapped, mapped_column

from ckanext.binhduong.core.clock import utcnow
from ckanext.binhduong.metadata.quality.conformance import Violation
from ckanext.binhduong.metadata.quality.measure import Measured
from ckanext.binhduong.metadata.quality.metrics import metrics
from ckanext.binhduong.metadata.source_mark import code_mark

__all__ = ["Quality", "QualityDay", "current", "forget_gone", "history", "is_current", "store"]


class Quality(tk.BaseModel):  # type: ignore[name-defined]
    """A dataset's metadata as they were measured last.

    ``modified`` (UTC) is the dataset's time of change, ``made_with`` the mark of the rules, ``forms`` that of its resources, the served
    forms and the links to elsewhere: when one of them is another, the row says nothing of the dataset any more. ``metrics`` has
    ``[good, all, resource]`` by code, ``lost`` the points that are missing, ``violations`` what DCAT-AP's shapes found, ``links`` the
    summary of ``metadata.links``.
    """

    __tablename__ = "binhduong_quality"

    dataset_id: Mapped[str] = mapped_column(sa.Text, primary_key=True)
    modified: Mapped[datetime] = mapped_column(sa.DateTime)
    made_with: Mapped[str] = mapped_column(sa.Text)
    forms: Mapped[str] = mapped_column(sa.Text)
    measured: Mapped[datetime] = mapped_column(sa.DateTime)
    points: Mapped[int] = mapped_column(sa.Integer, index=True)
    metrics: Mapped[dict[str, list[Any]]] = mapped_column(JSONB)
    lost: Mapped[dict[str, int]] = mapped_column(JSONB)
    violations: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    columns: Mapped[int] = mapped_column(sa.Integer)
    described_columns: Mapped[int] = mapped_column(sa.Integer)
    links: Mapped[dict[str, Any]] = mapped_column(JSONB)

    @property
    def measurements(self) -> list[Measured]:
        """The metrics in the order of their table."""
        return [Measured(code, *self.metrics[code]) for code in metrics()]


class QualityDay(tk.BaseModel):  # type: ignore[name-defined]
    """The points that a dataset had at the end of a day on which it was measured."""

    __tablename__ = "binhduong_quality_day"

    dataset_id: Mapped[str] = mapped_column(sa.Text, primary_key=True)
    day: Mapped[date] = mapped_column(sa.Date, primary_key=True)
    points: Mapped[int] = mapped_column(sa.Integer)


def is_current(package: Any = model.Package) -> Any:
    """Return the condition that a row says something of a dataset as it is now, for statements that join the two."""
    return sa.and_(Quality.dataset_id == package.id, Quality.modified == package.metadata_modified, Quality.made_with == code_mark())


def current(dataset_ids: Iterable[str]) -> dict[str, Quality]:
    """Return what is known of datasets as they are now, by id: one statement."""
    rows = sa.select(Quality).join(model.Package, is_current()).where(model.Package.id.in_(list(dataset_ids)))
    return {row.dataset_id: row for row in model.Session.scalars(rows)}


def store(
    dataset_id: str,
    version: tuple[datetime, str],
    measured: Sequence[Measured],
    violations: Sequence[Violation],
    columns: tuple[int, int],
    links: dict[str, Any],
    day: date,
) -> None:
    """Keep what was measured of a dataset. The caller commits.

    Args:
        version: the dataset's time of change (UTC) and the mark of its served forms and links.
        columns: of its tables: described ones, and all.
        links: the summary of its links to elsewhere.
        day: the day by the portal's clock.
    """
    points = sum(each.points for each in measured)
    row = {
        "modified": version[0],
        "forms": version[1],
        "made_with": code_mark(),
        "measured": utcnow(),
        "points": points,
        "metrics": {each.code: [each.good, each.all, each.resource] for each in measured},
        "lost": {each.code: lost for each in measured if (lost := metrics()[each.code].points - each.points)},
        "violations": [asdict(each) for each in violations],
        "described_columns": columns[0],
        "columns": columns[1],
        "links": links,
    }
    kept = insert(Quality).values(dataset_id=dataset_id, **row)
    model.Session.execute(kept.on_conflict_do_update(index_elements=["dataset_id"], set_=row))
    of_day = insert(QualityDay).values(dataset_id=dataset_id, day=day, points=points)
    model.Session.execute(of_day.on_conflict_do_update(index_elements=["dataset_id", "day"], set_={"points": points}))


def history(dataset_id: str, most: int) -> list[tuple[date, int]]:
    """Return the newest days with their points, the oldest first."""
    rows = sa.select(QualityDay.day, QualityDay.points).where(QualityDay.dataset_id == dataset_id)
    return [(row[0], row[1]) for row in reversed(list(model.Session.execute(rows.order_by(QualityDay.day.desc()).limit(most))))]


def forget_gone() -> None:
    """Forget what was measured of datasets that are deleted. The caller commits."""
    kept = sa.select(model.Package.id).where(model.Package.state != "deleted")
    for table in (Quality, QualityDay):
        model.Session.execute(sa.delete(table).where(table.dataset_id.not_in(kept)))
