"""The public datasets by their points: of the portal or of one agency, the worst first, and what each missing thing is worth in all.

Three statements a page of the board, however many datasets there are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from ckan import model

from ckanext.binhduong.metadata.quality.metrics import MOST, metrics
from ckanext.binhduong.metadata.quality.stored import Quality, is_current

__all__ = ["Listed", "agencies", "datasets", "losses"]


@dataclass(frozen=True)
class Listed:
    """A public dataset: ``agency`` is the name and title of its agency, ``points``, ``lost`` and ``failed_links`` are None until it
    is measured."""

    name: str
    title: str
    agency: tuple[str, str]
    points: int | None
    lost: dict[str, int] | None
    failed_links: int | None


def agencies() -> list[dict[str, Any]]:
    """Return the agencies with public datasets, the lowest mean first: ``{name, title, count, measured, mean, missing, failed_links}``.

    ``missing`` are the points that all their measured datasets lack together.
    """
    group = model.Group
    measured = sa.func.count(Quality.points)
    failed = sa.func.coalesce(sa.func.sum(sa.cast(Quality.links["fail"].astext, sa.Integer)), 0)
    columns = (group.name, group.title, sa.func.count(), measured, sa.func.avg(Quality.points), sa.func.sum(MOST - Quality.points), failed)
    rows = _public(*columns).group_by(group.id, group.name, group.title).order_by(sa.func.avg(Quality.points), group.title)
    return [
        {
            "name": row[0],
            "title": row[1] or row[0],
            "count": row[2],
            "measured": row[3],
            "mean": _mean(row[4]),
            "missing": int(row[5] or 0),
            "failed_links": row[6],
        }
        for row in model.Session.execute(rows)
    ]


def _mean(value: Any) -> float | None:
    return None if value is None else float(value)


def losses(agency: str = "") -> list[dict[str, Any]]:
    """Return what is missing, the dearest first: ``{metric, datasets, points}``; of one agency by its name."""
    lost = sa.func.jsonb_each_text(Quality.lost).table_valued("key", "value").lateral()
    points = sa.func.sum(sa.cast(lost.c.value, sa.Integer))
    rows = _public(lost.c.key, sa.func.count(), points, agency=agency).join(lost, sa.true()).group_by(lost.c.key)
    known = metrics()
    return [
        {"metric": known[row[0]], "datasets": row[1], "points": row[2]}
        for row in model.Session.execute(rows.order_by(points.desc(), lost.c.key))
    ]


def datasets(agency: str = "", limit: int | None = None, offset: int = 0) -> Iterator[Listed]:
    """Yield the datasets with the fewest points first; those that are not measured yet come last."""
    package, group = model.Package, model.Group
    columns = (package.name, package.title, group.name, group.title, Quality.points, Quality.lost)
    failed = sa.cast(Quality.links["fail"].astext, sa.Integer)
    rows = _public(*columns, failed, agency=agency).order_by(Quality.points.asc().nulls_last(), package.title, package.id)
    for row in model.Session.execute(rows.limit(limit).offset(offset).execution_options(yield_per=500)):
        yield Listed(row[0], row[1] or row[0], (row[2] or "", row[3] or row[2] or ""), row[4], row[5], row[6])


def _public(*columns: Any, agency: str = "") -> sa.Select[Any]:
    """Select columns of the public datasets, their agencies and what was measured of them as they are."""
    package, group = model.Package, model.Group
    rows = sa.select(*columns).select_from(package).outerjoin(Quality, is_current()).outerjoin(group, group.id == package.owner_org)
    rows = rows.where(package.state == "active", package.private.is_(False), package.type == "dataset")
    return rows.where(group.name == agency) if agency else rows
