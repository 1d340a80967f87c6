"""``filters={"column": null}``: the rows whose cell is empty.

CKAN 2.12 compares with NULL, which finds nothing, and in a column of text with the word "None". What holds a null, alone, in a list or
deep in ``$or``, is taken out of its filters and written here; the rest stays with CKAN. Its own interface for such filters comes too late:
the plugin ``datastore`` must be the first that implements it, and has written its conditions by then.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any

from ckanext.datastore.backend import postgres
from ckanext.datastore.filters import FilterOp

__all__ = ["install", "split"]

_COMPARISONS = {"gt": ">", "gte": ">=", "lt": "<", "lte": "<="}
_ALL, _ANY = "$and", "$or"

Clause = tuple[str, dict[str, Any]]


_stock_clauses = postgres._where_clauses


def install() -> None:
    """Put the conditions of nulls beside CKAN's own, for searches and deletions alike."""
    postgres._where_clauses = _where_clauses


def _where_clauses(data_dict: dict[str, Any], fields_types: dict[str, Any]) -> list[Any]:
    rest, clauses = split(data_dict.get("filterops"), fields_types)
    return [*_stock_clauses({**data_dict, "filterops": rest}, fields_types), *clauses]


def split(filters: FilterOp | None, types: dict[str, str]) -> tuple[FilterOp | None, list[Clause]]:
    """Return the filters without those that hold a null, and these as conditions with their values.

    Args:
        filters: as CKAN parsed them.
        types: PostgreSQL's type of each column; what is no column is left to the plugins that know it.
    """
    if filters is None or not _has_null(filters):
        return filters, []
    parts = filters.value if filters.op == _ALL else [filters]
    kept = [part for part in parts if not _has_null(part)]
    numbers = count()
    clauses = [_clause(part, types, numbers) for part in parts if _has_null(part) and _known(part, types)]
    return FilterOp(_ALL, None, kept), clauses


def _has_null(part: FilterOp) -> bool:
    if part.op in (_ALL, _ANY):
        return any(_has_null(each) for each in part.value)
    return part.value is None or (isinstance(part.value, list) and None in part.value)


def _known(part: FilterOp, types: dict[str, str]) -> bool:
    return part.op in (_ALL, _ANY) or part.field in types


def _clause(part: FilterOp, types: dict[str, str], numbers: Iterator[int]) -> Clause:
    if part.op in (_ALL, _ANY):
        inner = [_clause(each, types, numbers) for each in part.value if _known(each, types)]
        together = (" AND " if part.op == _ALL else " OR ").join(f"({text})" for text, _ in inner)
        return together or ("true" if part.op == _ALL else "false"), {name: value for _, values in inner for name, value in values.items()}
    column = _identifier(str(part.field))
    given = part.value if isinstance(part.value, list) else [part.value]
    # CKAN too compares text with text only.
    values = {f"given_{next(numbers)}": str(each) if types[str(part.field)] == "text" else each for each in given if each is not None}
    if part.op in _COMPARISONS:
        return (" AND ".join(f"{column} {_COMPARISONS[part.op]} :{name}" for name in values) or "false"), values
    tests = [f"{column} IN ({', '.join(f':{name}' for name in values)})"] if values else []
    return " OR ".join([*tests, *([f"{column} IS NULL"] if None in given else [])]) or "false", values


def _identifier(name: str) -> str:
    """Quote a column's name; a colon in it is no parameter of the statement."""
    return '"' + name.replace('"', '""').replace(":", "\\:") + '"'
