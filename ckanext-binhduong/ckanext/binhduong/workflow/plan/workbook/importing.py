"""Bring an agency's list into its plan: rows with a known code change their item, others are added; all of them or none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa
from ckan import model

from ckanext.binhduong.workflow.plan import first_public, items
from ckanext.binhduong.workflow.plan.measure import measure, measure_changed
from ckanext.binhduong.workflow.plan.model import Plan, PlanItem

__all__ = ["Imported", "import_rows", "public_datasets"]


@dataclass
class Imported:
    """What an import did, or would do: codes of items by what happened to them; ``absent`` are in the plan and not in the file."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    problems: list[dict[str, Any]] = field(default_factory=list)


def public_datasets(organization_id: str, names: Sequence[str]) -> dict[str, str]:
    """Return the ids of an agency's public datasets by the names or ids asked for."""
    package = model.Package
    rows = sa.select(package.id, package.name).where(
        package.owner_org == organization_id,
        package.state == "active",
        package.private.is_(False),
        sa.or_(package.name.in_(names), package.id.in_(names)),
    )
    found = {}
    for dataset_id, name in model.Session.execute(rows):
        found |= {name: dataset_id, dataset_id: dataset_id}
    return found


def import_rows(plan: Plan, rows: Sequence[tuple[int, dict[str, Any]]], author: str, day: date, reason: str) -> Imported:
    """Add and change the items of a plan. The caller commits, or rolls back when there are problems or it only wants to know.

    Args:
        plan: whose items they are.
        rows: number of the row and its fields, as ``sheet.read_sheet`` reads them without a problem.
        author: a user's name.
        day: today.
        reason: why promises are weakened; needed when a row does.
    """
    done = Imported()
    known = {item.code: item for item in model.Session.scalars(sa.select(PlanItem).where(PlanItem.plan_id == plan.id).with_for_update())}
    datasets = public_datasets(plan.organization_id, [fields["dataset"] for _, fields in rows if fields.get("dataset")])
    for dataset_id in set(datasets.values()):
        first_public.note(dataset_id)
    for number, fields in rows:
        dataset = fields.get("dataset")
        if dataset and dataset not in datasets:
            done.problems.append({"row": number, "column": "dataset", "code": "no-dataset"})
            continue
        values = {name: value for name, value in fields.items() if name not in ("due", "dataset")}
        values |= {"dataset_id": datasets[dataset]} if dataset else {}
        _put(plan, known, (number, values, fields["due"]), (author, day, reason), done)
    done.absent = sorted(set(known) - {fields["code"] for _, fields in rows})
    return done


def _put(plan: Plan, known: dict[str, PlanItem], row: tuple[int, dict[str, Any], date], who: tuple[str, date, str], done: Imported) -> None:
    number, values, due = row
    author, day, reason = who
    item = known.get(values["code"])
    if item is None:
        item = items.create(plan, {**values, "due_first": due}, author, day)
        measure(item, day, edited=True)
        done.added.append(item.code)
        return
    try:
        changed = measure_changed(item, day, lambda: items.change(item, {**values, "due_now": due}, author, day, reason))
    except items.NeedsReason as error:
        done.problems.append({"row": number, "column": error.field.removesuffix("_now"), "code": "needs-reason"})
        return
    (done.changed if changed else done.unchanged).append(item.code)
