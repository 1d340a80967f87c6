"""How two releases differ as tables: columns gone, new, of another type, renamed for people, or another key."""

from __future__ import annotations

from typing import Any, Protocol

__all__ = ["BREAKING", "breaks", "changes"]

BREAKING = frozenset({"column-removed", "type-changed"})
"""What breaks programs and maps that were built on the release before."""

Column = dict[str, Any]
Titles = dict[str, dict[str, str]]


class _Table(Protocol):
    @property
    def columns(self) -> list[Column]: ...
    @property
    def titles(self) -> Titles: ...
    @property
    def key(self) -> str | None: ...
    @property
    def geometry_type(self) -> str | None: ...


def changes(old: _Table, new: _Table) -> list[dict[str, Any]]:
    """List the differences of two tables as [{change, column, title, from, to}]; ``title`` is {vi, en}.

    The order of the columns is no difference. ``change`` is column-removed, type-changed, column-added, title-changed, key-changed or
    geometry-changed; ``column`` and ``title`` are empty for the last two.
    """
    before = {column["name"]: column for column in old.columns}
    after = {column["name"]: column for column in new.columns}
    told = [_change("column-removed", name, _title(old, column), column["type"]) for name, column in before.items() if name not in after]
    both = [(name, before[name], column) for name, column in after.items() if name in before]
    told += [_change("type-changed", name, _title(new, b), a["type"], b["type"]) for name, a, b in both if a["type"] != b["type"]]
    told += [
        _change("column-added", name, _title(new, column), None, column["type"]) for name, column in after.items() if name not in before
    ]
    for name, a, b in both:
        titles = _title(old, a), _title(new, b)
        if titles[0] != titles[1]:
            told.append(_change("title-changed", name, titles[1], *titles))
    if old.key != new.key:
        told.append(_change("key-changed", "", {}, old.key, new.key))
    if old.geometry_type != new.geometry_type:
        told.append(_change("geometry-changed", "", {}, old.geometry_type, new.geometry_type))
    return told


def breaks(changed: list[dict[str, Any]]) -> bool:
    """Whether programs that read the old table by name and type may fail on the new one."""
    return any(each["change"] in BREAKING for each in changed)


def _change(change: str, column: str, title: dict[str, str], before: Any = None, after: Any = None) -> dict[str, Any]:
    return {"change": change, "column": column, "title": title, "from": before, "to": after}


def _title(table: _Table, column: Column) -> dict[str, str]:
    said = table.titles.get(column["name"]) or {}
    vi = said.get("vi") or column.get("title") or column["name"]
    return {"vi": vi, "en": said.get("en") or vi}
