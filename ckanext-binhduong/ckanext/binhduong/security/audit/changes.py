"""What a transaction changed, as rows of the audit log: which objects, which fields, and digests instead of contents. Imports no CKAN."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

__all__ = ["MOST_OBJECTS", "Change", "digest", "recorded", "summarise"]

MOST_OBJECTS = 100
"""Objects of one transaction that have a row each; the others share one."""

_MOST_FIELDS = 2000
"""Characters of the list of fields."""

#: Derived from what is recorded elsewhere, or a note of who reads what: tables, whole.
_DERIVED_TABLES = {
    "activity", "activity_detail", "alembic_version", "binhduong_export", "binhduong_first_public", "binhduong_graph",
    "binhduong_quality", "binhduong_quality_day", "binhduong_quality_failing", "binhduong_link", "binhduong_link_host",
    "binhduong_idempotency", "binhduong_index_left_out", "binhduong_mail", "binhduong_release_extent", "binhduong_synonym_indexed",
    "binhduong_tombstone", "binhduong_usage", "binhduong_usage_log",
    "binhduong_webhook_dataset", "binhduong_webhook_delivery", "binhduong_webhook_event", "binhduong_webhook_release",
    "dashboard", "task_status", "tracking_raw", "tracking_summary",
}  # fmt: skip
#: And columns: presence, and what jobs find out about a file that is recorded itself.
_DERIVED_COLUMNS = {
    "api_token": {"last_access"},
    "user": {"last_active"},
    # That a code was used is a sign-in, or comes before another change.
    "binhduong_second_factor": {"counter"},
    "binhduong_release": {"canonical", "canonical_size", "job_id", "report", "started", "summary", "unfillable"},
    "binhduong_plan_item": {"level", "unmet", "reached", "lost", "already"},
    "binhduong_webhook": {"due", "strained", "failing_since", "noticed"},
}
#: So short or so common that a digest of them could be guessed: their names are recorded, and no digest is made of them.
_UNDIGESTED = {
    "binhduong_data_request": {"contact"},
    "binhduong_second_factor": {"secret", "recovery"},
    "binhduong_webhook": {"secret", "former_secret"},
    "user": {"about", "apikey", "email", "fullname", "image_url", "name", "password", "plugin_extras", "reset_key"},
}
#: An object that is part of another one: its table, the column that names the other, and of which kind that is.
_PARTS = {
    "api_token": ("user_id", "user"),
    "binhduong_second_factor": ("user_id", "user"),
    "binhduong_plan": ("organization_id", "group"),
    "binhduong_list_review": ("organization_id", "group"),
    "group_extra": ("group_id", "group"),
    "member": ("group_id", "group"),
    "resource_view": ("resource_id", "resource"),
}
_KINDS = {"package": "dataset", "group": "group", "user": "user"}


@dataclass(frozen=True)
class Change:
    """One row of one table. ``key`` is its primary key as text; ``values`` what is known of it, ``before`` and ``after`` what changed."""

    table: str
    key: str
    kind: str
    values: Mapping[str, Any]
    before: Mapping[str, Any]
    after: Mapping[str, Any]


@dataclass
class _Object:
    kind: str = "changed"
    name: str = ""
    fields: set[str] = field(default_factory=set)
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)


def recorded(table: str, names: Iterable[str]) -> set[str]:
    """Return those of a table's columns whose change is a write of its own."""
    return set() if table in _DERIVED_TABLES else set(names) - _DERIVED_COLUMNS.get(table, set())


def digest(values: Any) -> str:
    """Return the SHA-256 of the canonical JSON (sorted names, UTF-8, what JSON has not as text); empty for nothing."""
    if not values:
        return ""
    text = json.dumps(values, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def summarise(changes: Iterable[Change], statements: Iterable[Change], name_of: Callable[[str, str], str]) -> list[dict[str, str]]:
    """Return what the rows of a transaction say about its objects: a dataset with its resources is one.

    Args:
        changes: of objects, in the order they were made.
        statements: changes of rows that nothing else is known of; they go with the first object.
        name_of: returns the name of an object of a kind and id, empty when it is not known.
    """
    objects: dict[tuple[str, str], _Object] = {}
    for change in changes:
        _add(objects.setdefault(_object_of(change), _Object()), change)
    for change in statements:
        _add(next(iter(objects.values()), None) or objects.setdefault(_object_of(change), _Object()), change)
    many = list(objects.items())
    alone = many if len(many) <= MOST_OBJECTS else many[: MOST_OBJECTS - 1]
    rows = [_row(key, each, name_of(*key)) for key, each in alone]
    return rows if len(alone) == len(many) else [*rows, _rest(many[len(alone) :])]


def _object_of(change: Change) -> tuple[str, str]:
    values, table = change.values, change.table
    if table in _KINDS:
        return _KINDS[table], change.key
    if table == "member" and values.get("table_name") == "package":
        return "dataset", str(values.get("table_id") or "")
    if table in _PARTS and values.get(_PARTS[table][0]):
        return _PARTS[table][1], str(values[_PARTS[table][0]])
    if values.get("package_id"):
        return "dataset", str(values["package_id"])
    if values.get("organization_id"):
        return "group", str(values["organization_id"])
    return table, change.key


def _add(whole: _Object, change: Change) -> None:
    """Add one change; of a field that was changed twice the first value and the last count."""
    hidden = _UNDIGESTED.get(change.table, set())
    place = f"{change.table} {change.key}"
    for side, values, is_first in ((whole.before, change.before, True), (whole.after, change.after, False)):
        shown = {name: value for name, value in values.items() if name not in hidden}
        known = side.get(place, {})
        if merged := ({**shown, **known} if is_first else {**known, **shown}):
            side[place] = merged
    sign = {"created": "+", "deleted": "-"}.get(change.kind)
    whole.fields |= {f"{sign}{change.table}"} if sign else {f"{change.table}.{name}" for name in {*change.before, *change.after}}
    if change.table in _KINDS:
        whole.name = str(change.values.get("name") or "")
        whole.kind = "deleted" if change.after.get("state") == "deleted" else change.kind if whole.kind == "changed" else whole.kind


def _row(key: tuple[str, str], whole: _Object, name: str) -> dict[str, str]:
    fields = ", ".join(sorted(whole.fields))
    return {
        "object_type": key[0],
        "object_id": key[1],
        "object_name": whole.name or name,
        "change": whole.kind,
        "fields": fields if len(fields) <= _MOST_FIELDS else fields[: _MOST_FIELDS - 1] + "…",
        "before": digest(whole.before),
        "after": digest(whole.after),
    }


def _rest(objects: list[tuple[tuple[str, str], _Object]]) -> dict[str, str]:
    """One row for all objects beyond the bound, with a digest of all of them."""
    before = {" ".join(key): each.before for key, each in objects}
    after = {" ".join(key): each.after for key, each in objects}
    row = _row(("many", str(len(objects))), _Object(), "")
    return {**row, "before": digest(before), "after": digest(after)}
