"""Make and change plan items; every change is noted beside it, in the same transaction. The caller commits."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import sqlalchemy as sa
from ckan import model

from ckanext.binhduong.core.clock import utcnow
from ckanext.binhduong.core.freshness.rhythm import is_rarer
from ckanext.binhduong.workflow.plan.model import Plan, PlanChange, PlanItem

__all__ = ["FIELDS", "NeedsReason", "agency_of", "change", "create", "history"]

#: What may be changed by a person; the days of delivery and the measured level are the portal's own.
FIELDS = (
    *("title", "description", "sector", "phase", "minimum_level", "formats", "frequency", "due_now", "legal_basis", "decision"),
    *("refusal_ground", "dataset_id"),
)
#: Changes that weaken a promise: they need a reason that everybody can read.
_WITH_REASON = ("due_now", "minimum_level", "decision", "frequency", "formats")


class NeedsReason(ValueError):
    """A change of ``field`` weakens the promise and has no reason."""

    def __init__(self, field: str) -> None:
        self.field = field
        super().__init__(field)


def create(plan: Plan, fields: dict[str, Any], author: str, today: date) -> PlanItem:
    """Add an item to a plan; ``fields`` are those of the item, with ``due_first``."""
    item = PlanItem(plan_id=plan.id, **{**fields, "due_now": fields["due_first"]})
    if item.decision == "refused":
        item.refused = today
    model.Session.add(item)
    model.Session.flush()
    model.Session.add(PlanChange(item_id=item.id, author=author, field="created", new=_plain(fields)))
    return item


def change(item: PlanItem, fields: dict[str, Any], author: str, today: date, reason: str = "") -> list[str]:
    """Change fields of an item; return the names of those that are other than before.

    Raises:
        NeedsReason: a later day, a lower level, rarer updates, a format less or a refusal without a reason.
    """
    changed = [name for name in FIELDS if name in fields and fields[name] != getattr(item, name)]
    for name in changed:
        if name in _WITH_REASON and not reason and _weakens(item, name, fields[name]):
            raise NeedsReason(name)
    for name in changed:
        note(item, name, fields[name], author, reason)
    if "decision" in changed:
        note(item, "refused", today if item.decision == "refused" else None, author, reason)
    if changed:
        item.modified = utcnow()
    return changed


def note(item: PlanItem, field: str, new: Any, author: str = "", reason: str = "") -> None:
    """Set one field and note what it was."""
    old = getattr(item, field)
    setattr(item, field, new)
    model.Session.add(PlanChange(item_id=item.id, author=author, field=field, old=_plain(old), new=_plain(new), reason=reason))


def _weakens(item: PlanItem, field: str, new: Any) -> bool:
    if field == "due_now":
        return new > item.due_now
    if field == "minimum_level":
        return new < item.minimum_level
    if field == "frequency":
        return is_rarer(new, item.frequency)
    if field == "formats":
        return not set(item.formats or ()) <= set(new)
    return new == "refused"


def _plain(value: Any) -> Any:
    """Return a value as JSON has it."""
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    return value.isoformat() if isinstance(value, date) else value


def agency_of(item: PlanItem) -> str:
    """Return the id of the agency whose plan an item is in."""
    return model.Session.scalars(sa.select(Plan.organization_id).where(Plan.id == item.plan_id)).one()


def history(item_id: str) -> Iterable[PlanChange]:
    """Return the changes of an item, the newest first."""
    return model.Session.scalars(sa.select(PlanChange).where(PlanChange.item_id == item_id).order_by(PlanChange.id.desc()).limit(500))
