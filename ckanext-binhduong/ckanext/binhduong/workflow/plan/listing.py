"""Plan items as everybody sees them: one statement for the items, the agencies and the public datasets; lateness is worked out here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from ckan import model

from ckanext.binhduong.vn.text import fold, sort_key
from ckanext.binhduong.workflow.plan.lateness import LATE, Lateness, figures_of, lateness_of
from ckanext.binhduong.workflow.plan.model import Plan, PlanItem

__all__ = ["MOST_ITEMS", "Listed", "by_agency", "choices", "chosen", "figures", "listed", "select_items"]

MOST_ITEMS = 20_000
_FIELDS = (
    *("id", "code", "title", "description", "sector", "phase", "minimum_level", "formats", "frequency", "legal_basis", "decision"),
    *("refusal_ground", "level", "unmet"),
)
_DAYS = ("due_first", "due_now", "reached", "lost", "refused")


@dataclass(frozen=True)
class Listed:
    """One item with its plan, its agency, its dataset (None unless public) and how it stands."""

    item: PlanItem
    plan: Plan
    agency: tuple[str, str, str]
    dataset: tuple[str, str] | None
    lateness: Lateness

    def as_dict(self) -> dict[str, Any]:
        """Return it as the API does; ``agency`` is {id, name, title}, ``dataset`` {name, title}, ``moved`` whether the day was moved."""
        item = self.item
        found = {name: getattr(item, name) for name in _FIELDS}
        found |= {name: value.isoformat() if (value := getattr(item, name)) else None for name in _DAYS}
        found |= {"plan": {"name": self.plan.name, "title": self.plan.title, "decision": self.plan.decision}}
        found |= {"agency": dict(zip(("id", "name", "title"), self.agency, strict=True)), "moved": item.due_now != item.due_first}
        found |= {"dataset": dict(zip(("name", "title"), self.dataset, strict=True)) if self.dataset else None}
        return found | {"lateness": self.lateness.as_dict()}


def select_items(day: date, **asked: str) -> list[Listed]:
    """Return items in the order of their first days.

    Args:
        day: today.
        asked: ``id``, ``agency`` (name or id), ``phase``, ``sector``, ``state`` (a state of lateness, or ``late_any``), ``q`` (words of
            code, title or description; marks do not matter). Empty ones ask for nothing.
    """
    return chosen([_listed(row, day) for row in model.Session.execute(_statement(asked.get("id", "")))], asked)


def chosen(found: Sequence[Listed], asked: Mapping[str, str]) -> list[Listed]:
    """Return the items that fit what is asked, as :func:`select_items` takes it."""
    states = LATE if asked.get("state") == "late_any" else (asked["state"],) if asked.get("state") else None
    words = fold(asked.get("q") or "").split()
    return [each for each in found if _fits(each, asked) and (not states or each.lateness.state in states) and _has(each.item, words)]


def _fits(each: Listed, asked: Mapping[str, str]) -> bool:
    item = each.item
    agency, phase, sector = (asked.get(name) for name in ("agency", "phase", "sector"))
    return (not agency or agency in each.agency[:2]) and (not phase or item.phase == phase) and (not sector or item.sector == sector)


def choices(found: Sequence[Listed]) -> dict[str, list[dict[str, str]]]:
    """Return what items can be filtered by: agencies, phases and sectors, each ``{name, title}``."""
    agencies = {each.agency[1]: each.agency[2] or each.agency[1] for each in found}
    parts = {name: {text: text for each in found if (text := getattr(each.item, name))} for name in ("phase", "sector")}
    return {
        name: [{"name": key, "title": title} for key, title in sorted(values.items(), key=lambda pair: sort_key(pair[1]))]
        for name, values in {"agency": agencies, **parts}.items()
    }


def _has(item: PlanItem, words: Sequence[str]) -> bool:
    text = fold(f"{item.code} {item.title} {item.description}") if words else ""
    return all(word in text for word in words)


def _statement(item_id: str) -> sa.Select[Any]:
    """All items, or one: a province has some two thousand, and filters, figures and choices are of one reading."""
    group, package = model.Group, model.Package
    public = sa.and_(package.id == PlanItem.dataset_id, package.state == "active", package.private.is_(False))
    statement = (
        sa.select(PlanItem, Plan, group.id, group.name, group.title, package.name, package.title)
        .join(Plan, Plan.id == PlanItem.plan_id)
        .join(group, sa.and_(group.id == Plan.organization_id, group.state == "active"))
        .outerjoin(package, public)
        .order_by(PlanItem.due_first, PlanItem.code, PlanItem.id)
        .limit(MOST_ITEMS)
    )
    return statement.where(PlanItem.id == item_id) if item_id else statement


def _listed(row: Any, day: date) -> Listed:
    item, plan, *agency, name, title = row
    return Listed(item, plan, tuple(agency), (name, title) if name else None, lateness_of(item.promise, day))


def figures(found: Sequence[Listed]) -> dict[str, Any]:
    """Return what items add up to."""
    return figures_of((each.item.promise, each.lateness) for each in found).as_dict()


def by_agency(found: Sequence[Listed]) -> list[dict[str, Any]]:
    """Return the figures of each agency, the one with the smallest share on time first; ``agency`` is {id, name, title}."""
    groups: dict[tuple[str, str, str], list[Listed]] = {}
    for each in found:
        groups.setdefault(each.agency, []).append(each)
    rows = [{"agency": dict(zip(("id", "name", "title"), agency, strict=True)), **figures(each)} for agency, each in groups.items()]
    return sorted(rows, key=lambda row: (row["share_on_time"] is None, row["share_on_time"] or 0, -row["late"], row["agency"]["title"]))


def listed(day: date, item_id: str) -> Listed | None:
    """Return one item; None when there is none."""
    return next(iter(select_items(day, id=item_id)), None) if item_id else None
