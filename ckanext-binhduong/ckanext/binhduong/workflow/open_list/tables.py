"""The three tables of the dataset: items, changes, figures. A fact that changes every day without a cause is in the figures alone, so that
the other two have a new release only when something happened."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Any

from ckanext.binhduong.vn.text import slug
from ckanext.binhduong.workflow.list_reviews.clock import Standing
from ckanext.binhduong.workflow.plan.listing import Listed, figures
from ckanext.binhduong.workflow.plan.workbook.columns import COLUMNS
from ckanext.binhduong.workflow.plan.workbook.table import STATE_NAMES

__all__ = ["TABLES", "Change", "Said", "figure_key"]

_SHOWN = {column.name: column.show for column in COLUMNS}
_FIELDS = {column.name: column.title for column in COLUMNS} | {
    "created": "Đưa vào danh mục",
    "due_now": "Thời hạn công bố",
    "dataset_id": "Tập dữ liệu",
    "level": "Mức đo được",
    "reached": "Ngày đạt",
    "lost": "Ngày không còn đạt",
    "refused": "Ngày từ chối",
}
_LONGEST_PHASE = 40


@dataclass(frozen=True)
class Change:
    """One change of an item, as it is published: who made it is the agency or the portal, never a person.

    Attributes:
        number: of the change; it never changes.
        item: the item as it is now.
        made: when; UTC without a zone, as CKAN's times are.
        by_agency: False for what the portal measured.
        field: the item's field, or ``created``.
        old, new: its values, as JSON has them.
        reason: why; empty when none was needed.
    """

    number: int
    item: Listed
    made: datetime
    by_agency: bool
    field: str
    old: Any
    new: Any
    reason: str


@dataclass(frozen=True)
class Said:
    """What the tables are made of: items, their changes, the reviews of each agency (id), and the time zone of the portal."""

    items: Sequence[Listed]
    changes: Sequence[Change]
    reviews: Mapping[str, Standing]
    zone: tzinfo


def _items(said: Said) -> list[Sequence[Any]]:
    return [_item(each) for each in said.items]


def _item(each: Listed) -> Sequence[Any]:
    item = each.item
    shown = {name: show(value) if (value := getattr(item, name, None)) not in (None, "", []) else None for name, show in _SHOWN.items()}
    return (
        *(item.id, each.agency[1], each.agency[2], each.plan.title, each.plan.decision),
        *(shown[name] for name in ("code", "title", "description", "sector", "phase", "minimum_level", "formats", "frequency")),
        *(item.due_first, item.due_now, each.lateness.last_day),
        *(shown[name] for name in ("legal_basis", "decision", "refusal_ground")),
        *(each.dataset[0] if each.dataset else None, item.level, item.reached, item.lost, item.refused),
        STATE_NAMES[each.lateness.state],
    )


def _changes(said: Said) -> list[Sequence[Any]]:
    return [
        (
            *(change.number, change.item.item.id, change.item.item.code, change.item.agency[1]),
            change.made.replace(tzinfo=UTC).astimezone(said.zone).replace(tzinfo=None, microsecond=0),
            *(_FIELDS.get(change.field, change.field), _value(change.field, change.old), _value(change.field, change.new)),
            *(change.reason, "Cơ quan" if change.by_agency else "Cổng"),
        )
        for change in said.changes
    ]


def _value(field: str, value: Any) -> Any:
    """A field's value as the list shows it; of a new item its first day."""
    if isinstance(value, Mapping):
        return value.get("due_first")
    if value in (None, "", []):
        return None
    return str(_SHOWN[field](value) if field in _SHOWN else value)


def _figures(said: Said) -> list[Sequence[Any]]:
    """A row an agency, then one for each of its phases."""
    rows = []
    for agency, its_items in sorted(_grouped(said.items, lambda each: each.agency).items(), key=lambda pair: pair[0][1]):
        # An agency that was deleted between the reading of items and of reviews has none.
        review = said.reviews.get(agency[0])
        days = (review.last, review.due, review.overdue_days) if review else (None, None, None)
        whole = (agency[1], agency[1], agency[2], "Cả cơ quan", None)
        rows.append((*_figure(whole, its_items), *days))
        for phase, items in sorted(_grouped(its_items, lambda each: each.item.phase).items()):
            part = (figure_key(agency[1], phase), agency[1], agency[2], "Giai đoạn", phase)
            rows.append((*_figure(part, items), None, None, None))
    return rows


def _grouped(found: Iterable[Listed], key: Callable[[Listed], Any]) -> dict[Any, list[Listed]]:
    groups: dict[Any, list[Listed]] = {}
    for each in found:
        groups.setdefault(key(each), []).append(each)
    return groups


def _figure(of: Sequence[Any], found: Sequence[Listed]) -> Sequence[Any]:
    sums = figures(found)
    share = None if sums["share_on_time"] is None else round(100 * sums["share_on_time"], 1)
    counts = (sums[name] for name in ("items", "due", "on_time", "late", "came_late", "refused", "already"))
    return (*of, *counts, share, sums["median_days"], sums["most_days"], sums["moved"])


def figure_key(agency: str, phase: str) -> str:
    """Return the key of a phase's row: short whatever the phase is called, the same every day, and no other's.

    Args:
        agency: the agency's name, which has no dot.
        phase: as the plan writes it; empty for items without one.
    """
    plain = slug(phase)[:_LONGEST_PHASE]
    mark = "" if plain == phase else f"-{hashlib.sha256(phase.encode()).hexdigest()[:8]}"
    return f"{agency}.{plain}{mark}"


#: Name of a table in ``description.yaml`` → what makes its rows.
TABLES: dict[str, Callable[[Said], list[Sequence[Any]]]] = {
    "items": _items,
    "changes": _changes,
    "figures": _figures,
}
