"""Measure whether the datasets of plan items reach their minimum level, and note the day on which they first do or no longer do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk
from redis.exceptions import RedisError

from ckanext.binhduong.core import scheduler
from ckanext.binhduong.core.jobs import queueing
from ckanext.binhduong.core.jobs.registry import DEFAULT, job
from ckanext.binhduong.workflow.open_list.notice import plan_changed
from ckanext.binhduong.workflow.plan import first_public
from ckanext.binhduong.workflow.plan.items import note
from ckanext.binhduong.workflow.plan.lateness import measured
from ckanext.binhduong.workflow.plan.minimum_levels import Facts, level_of, missing
from ckanext.binhduong.workflow.plan.model import PlanItem

__all__ = ["dataset_changed", "measure", "measure_all", "measure_changed", "measure_dataset", "register", "today"]

#: Fields of an item by whose change it may reach its level while its dataset stays as it was.
_MEASURED = {"dataset_id", "minimum_level", "frequency"}


def today() -> date:
    """Return the day by the portal's clock."""
    return datetime.now(tk.h.get_display_timezone()).date()


def facts_of(item: PlanItem) -> Facts:
    """Return what the conditions look at, of the item's dataset as it is now."""
    if not item.dataset_id:
        return Facts({}, item.frequency)
    context = {"ignore_auth": True, "for_view": False, "user": ""}
    try:
        dataset: dict[str, Any] = tk.get_action("package_show")(context, {"id": item.dataset_id})  # type: ignore[arg-type]
    except tk.ObjectNotFound:
        return Facts({}, item.frequency)
    return Facts(dataset, item.frequency, str((dataset.get("freshness") or {}).get("state") or "none"), _rating(item.dataset_id))


def _rating(dataset_id: str) -> str:
    """What the metadata of a dataset are rated as it is now; empty when it changed or went away meanwhile."""
    # The item is locked, and its changes are committed together.
    context: dict[str, Any] = {"ignore_auth": True, "user": "", "defer_commit": True}
    try:
        return tk.get_action("dataset_quality_show")(context, {"id": dataset_id})["rating"]  # type: ignore[arg-type]
    except tk.ObjectNotFound:
        return ""


def measure(item: PlanItem, day: date, *, edited: bool = False) -> bool:
    """Measure one item; return whether what was reached changed, which is noted. The caller commits.

    Args:
        day: today.
        edited: whether nothing but the item is other than when it was last measured: what reaches the level by that was there before.
    """
    facts = facts_of(item)
    level = level_of(facts)
    item.unmet = missing(facts, item.minimum_level)
    holds = level >= item.minimum_level
    before = edited and holds and not item.reached and first_public.since(str(item.dataset_id)) < item.created
    after = measured(item.promise, holds, day, before=before)
    found = {"level": level, "reached": after.reached, "lost": after.lost}
    changed = {name: value for name, value in found.items() if value != getattr(item, name)}
    for name, value in changed.items():
        note(item, name, value)
    item.already = after.already
    return bool(changed)


def measure_changed(item: PlanItem, day: date, change: Callable[[], Sequence[str]]) -> Sequence[str]:
    """Change an item and measure it; what its dataset reached by work since the last measuring is noted before. The caller commits.

    Args:
        day: today.
        change: changes the item and returns the names of the fields that are other than before, which are returned.
    """
    measure(item, day)
    changed = change()
    if _MEASURED.intersection(changed):
        measure(item, day, edited=True)
    return changed


@job("workflow.measure_dataset", DEFAULT)
def measure_dataset(dataset_id: str) -> None:
    """Measure the items that a dataset fulfils."""
    _measure(sa.select(PlanItem).where(PlanItem.dataset_id == dataset_id))


def measure_all() -> str:
    """Measure every item with a dataset; a freshness that is over is noticed by nobody else."""
    first_public.note_all()
    model.Session.commit()
    return f"measured {_measure(sa.select(PlanItem).where(PlanItem.dataset_id.is_not(None)).order_by(PlanItem.id))} plan items"


def _measure(items: sa.Select[tuple[PlanItem]]) -> int:
    day, count, changed = today(), 0, False
    for item_id in list(model.Session.scalars(items.with_only_columns(PlanItem.id))):
        item = model.Session.get(PlanItem, item_id, with_for_update=True)
        if item:
            changed |= measure(item, day)
            count += 1
        model.Session.commit()
    if changed:
        plan_changed()
    return count


def dataset_changed(dataset_id: str) -> None:
    """Note that it is public, if it is, and have its items measured soon, when it has any. In CKAN's open transaction."""
    package = model.Package.get(dataset_id)
    if package and package.state == "active" and not package.private:
        first_public.note(package.id)
    if model.Session.scalars(sa.select(PlanItem.id).where(PlanItem.dataset_id == dataset_id).limit(1)).first():
        # Without Redis the night's measuring finds it.
        with suppress(RedisError):
            queueing.enqueue(
                "workflow.measure_dataset",
                {"dataset_id": dataset_id},
                job_id=f"binhduong-plan-{dataset_id}",
                title=f"Plan items of {dataset_id}",
            )


def register() -> None:
    """Measure all once a day, after the nights' other work."""
    scheduler.register("plan", scheduler.Regular(measure_all, timedelta(days=1), timedelta(hours=20)))
