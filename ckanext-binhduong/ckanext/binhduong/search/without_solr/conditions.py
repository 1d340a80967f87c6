"""Filters as a search without Solr can check them: fields that have exactly one of some values. Imports no CKAN."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["FIELDS", "Condition", "NotAnswerable", "conditions_of"]

FIELDS = frozenset({
    "id", "name", "dataset_type", "type", "state", "capacity", "entity_type", "organization", "owner_org", "groups", "theme", "tags",
    "license_id", "data_kind", "frequency", "res_format", "units", "own_units", "hvd_category",
})  # fmt: skip
"""What the database says of a dataset as the index does."""

_VALUE = r'"(?:[^"\\]|\\.)*"|[^\s()"\[\]{}*?~^:\\!/]+'
_CLAUSE = re.compile(rf"(?P<sign>[+-]|NOT\s+)?(?P<field>\w+):(?:(?P<one>{_VALUE})|\((?P<many>[^()]*)\))(?=\s|$)")
_LIST = re.compile(rf"\s*(?:{_VALUE})(?:\s+OR\s+(?:{_VALUE}))*\s*")
_EVERYTHING = re.compile(r"\+?\*:\*(?=\s|$)")
_BETWEEN = re.compile(r"\s+(?:AND\s+)?|$")


class NotAnswerable(Exception):
    """Only Solr can answer this; the text is the part that it stumbles over."""


@dataclass(frozen=True)
class Condition:
    """A field has one of the values; or, ``excluded``, none of them."""

    field: str
    values: frozenset[str]
    excluded: bool = False

    def holds(self, found: Iterable[str]) -> bool:
        """Return whether a dataset with these values of the field is let through."""
        return self.values.isdisjoint(found) == self.excluded


def conditions_of(filters: Iterable[str]) -> list[Condition]:
    """Return the conditions of filters in Solr's language, all of which must hold.

    Read are ``field:value``, ``field:"value"`` and ``field:(a OR b)``, each with ``+``, ``-`` or NOT, also with AND between.

    Raises:
        NotAnswerable: anything else, or a field that the database does not have.
    """
    return [condition for text in filters for condition in _read(text.strip())]


def _read(text: str) -> list[Condition]:
    found, at = [], 0
    while at < len(text):
        if everything := _EVERYTHING.match(text, at):
            at = everything.end()
        else:
            condition, at = _clause(text, at)
            found.append(condition)
        at = _after(text, at)
    return found


def _clause(text: str, at: int) -> tuple[Condition, int]:
    match = _CLAUSE.match(text, at)
    if match is None or match["field"] not in FIELDS or not _LIST.fullmatch(match["many"] or match["one"] or ""):
        raise NotAnswerable(text[at : at + 100])
    values = [each for each in re.findall(_VALUE, match["many"] or match["one"]) if each != "OR"]
    return Condition(match["field"], frozenset(map(_plain, values)), (match["sign"] or "+").strip() != "+"), match.end()


def _after(text: str, at: int) -> int:
    match = _BETWEEN.match(text, at)
    if match is None or text.startswith("OR ", match.end()):
        raise NotAnswerable(text[at : at + 100])
    return match.end()


def _plain(value: str) -> str:
    return re.sub(r"\\(.)", r"\1", value[1:-1]) if value.startswith('"') else value
