"""The search of a page, asked by a program: the arguments of `package_search` and of the feed of a search. Imports no CKAN."""

from __future__ import annotations

from collections.abc import Iterable

from ckanext.binhduong.search.query.bounds.fields import is_field
from ckanext.binhduong.search.query.chosen_values import FIELDS

__all__ = ["action_arguments", "feed_arguments"]


def action_arguments(asked: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the arguments of ``package_search`` that find what a page of these finds, without its place in the list.

    Args:
        asked: name and value of each argument of the page's address, in order; values of one facet are alternatives.
    """
    asked = [(name, value) for name, value in asked if value]
    given = {name: value for name, value in asked if name in ("q", "sort") or name.startswith("ext_")}
    conditions = [
        f"{name}:({' OR '.join(values)})" if name in FIELDS and len(values) > 1 else " ".join(f"{name}:{value}" for value in values)
        for name, values in _fields(asked).items()
    ]
    return {**given, **({"fq": " ".join(conditions)} if conditions else {})}


def feed_arguments(asked: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the arguments of ``/feeds/custom.atom`` for the same datasets; a feed has an order of its own."""
    return [(name, value) for name, value in asked if value and (name == "q" or name.startswith("ext_") or is_field(name))]


def _fields(asked: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Return field → its values in quotes, each once."""
    found: dict[str, dict[str, None]] = {}
    for name, value in asked:
        if is_field(name):
            found.setdefault(name, {})[_quoted(value)] = None
    return {name: list(values) for name, values in found.items()}


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
