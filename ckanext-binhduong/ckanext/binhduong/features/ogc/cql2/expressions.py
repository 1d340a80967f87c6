"""A condition of CQL2 as SQL: every operator from a table, every name from the collection's columns, every value bound. Imports no CKAN."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable
from typing import Any

from psycopg2 import sql

from ckanext.binhduong.core.instants import OPEN, Instant, read_instant
from ckanext.binhduong.core.problems.request_errors import ArgumentError
from ckanext.binhduong.features.ogc.columns import Collection
from ckanext.binhduong.features.ogc.cql2.spatial import SPATIAL, geometry_literal
from ckanext.binhduong.features.ogc.cql2.temporal import TEMPORAL, Span, compared, span_of_column, span_of_instants
from ckanext.binhduong.features.ogc.cql2.typed import COMPARABLE, LITERAL_TYPES, SQL_TYPES, Expression, wrong_types
from ckanext.binhduong.features.ogc.crs import System
from ckanext.binhduong.features.ogc.sql.values import Values

__all__ = ["Emitter"]

_COMPARISONS = ("=", "<>", "<", ">", "<=", ">=")
_EQUALITY = ("=", "<>")
_ARITHMETIC = {
    "+": "({} + {})",
    "-": "({} - {})",
    "*": "({} * {})",
    # What cannot be divided has no result, as a missing value has none.
    "/": "({}::numeric / NULLIF({}, 0)::numeric)",
    "div": "div({}::numeric, NULLIF({}, 0)::numeric)",
    "%": "mod({}::numeric, NULLIF({}, 0)::numeric)",
    "^": "power({}::float8, {}::float8)",
}
# The database's own locale knows ASCII capitals only.
_TEXT_FUNCTIONS = {"casei": 'lower({} COLLATE "vi-x-icu")', "accenti": "unaccent({})"}


class Emitter:
    """Writes conditions on a row ``t`` of one collection.

    Args:
        place: the parameter's name, for errors.
        collection: whose columns may be named.
        system: of the coordinates in the condition.
        values: where values are bound.
    """

    def __init__(self, place: str, collection: Collection, system: System, values: Values) -> None:
        self.place, self.collection, self.system, self.values = place, collection, system, values
        self._operators: dict[str, Callable[[str, list[Any]], Expression]] = {
            **dict.fromkeys(("and", "or"), self._joined),
            "not": self._not,
            **dict.fromkeys(_COMPARISONS, self._comparison),
            "like": self._like,
            "between": self._between,
            "in": self._in,
            "isnull": self._is_null,
            **dict.fromkeys(_ARITHMETIC, self._arithmetic),
            **dict.fromkeys(_TEXT_FUNCTIONS, self._text_function),
            **dict.fromkeys(SPATIAL, self._spatial),
            **dict.fromkeys(TEMPORAL, self._temporal),
        }

    def condition(self, tree: Any) -> sql.Composable:
        """Return the SQL of a condition.

        Raises:
            ArgumentError: it is none, names what the collection does not have, or mixes types.
        """
        expression = self._expression(tree)
        if expression.type != "boolean":
            raise ArgumentError(self.place, "filter-condition")
        return expression.sql

    def _expression(self, tree: Any) -> Expression:
        if isinstance(tree, bool | int | float | str):
            return self._literal(tree)
        if isinstance(tree, dict):
            if isinstance(tree.get("op"), str) and isinstance(tree.get("args"), list):
                return self._operation(tree["op"], tree["args"])
            if set(tree) == {"property"}:
                return self._property(tree["property"])
            if set(tree) in ({"date"}, {"timestamp"}):
                return self._instant(self._read_instant(tree))
            if "bbox" in tree or "type" in tree:
                return Expression(geometry_literal(self.place, tree, self.system, self.values), "geometry")
        raise ArgumentError(self.place, "filter-operator", value=str(tree)[:40], allowed=", ".join(self._operators))

    def _operation(self, name: str, arguments: list[Any]) -> Expression:
        operator = name.lower()
        if operator not in self._operators:
            raise ArgumentError(self.place, "filter-operator", value=name[:40], allowed=", ".join(self._operators))
        return self._operators[operator](operator, arguments)

    def _literal(self, value: bool | int | float | str) -> Expression:
        kind = LITERAL_TYPES[type(value)]
        if isinstance(value, float) and not math.isfinite(value):
            raise ArgumentError(self.place, "not-a-number")
        if isinstance(value, str):
            value = unicodedata.normalize("NFC", value)
        return Expression(sql.SQL("{}::" + SQL_TYPES[kind]).format(self.values.bind(value)), kind)

    def _property(self, name: Any) -> Expression:
        if name == self.collection.geometry:
            return Expression(sql.SQL("t._geom"), "geometry")
        column = self.collection.column(name) if isinstance(name, str) else None
        if column is None:
            names = [*self.collection.names, self.collection.geometry]
            raise ArgumentError(self.place, "no-such-column", value=str(name)[:60], allowed=", ".join(names))
        reference = sql.Identifier("t", column.name)
        return Expression(sql.SQL("{}::text").format(reference) if column.type == "time" else reference, COMPARABLE[column.type])

    def _instant(self, instant: Instant) -> Expression:
        kind = LITERAL_TYPES[type(instant)]
        return Expression(sql.SQL("{}::" + SQL_TYPES[kind]).format(self.values.bind(instant)), kind)

    def _read_instant(self, tree: Any) -> Instant:
        """An instant from ``{"date": …}``, ``{"timestamp": …}`` or its bare text."""
        text = next(iter(tree.values())) if isinstance(tree, dict) and len(tree) == 1 else tree
        return read_instant(self.place, text if isinstance(text, str) else "")

    def _values(self, operator: str, arguments: list[Any], number: int) -> list[Expression]:
        """The arguments, brought to one type: text stands for an instant beside one, a date for its first moment beside a moment."""
        if len(arguments) != number:
            raise wrong_types(self.place, operator)
        found = [self._expression(argument) for argument in arguments]
        kinds = {each.type for each in found}
        temporal = kinds & {"date", "timestamp"}
        if temporal:
            texts = [isinstance(argument, str) for argument in arguments]
            found = [
                self._instant(self._read_instant(argument)) if is_text else each
                for argument, each, is_text in zip(arguments, found, texts, strict=True)
            ]
            kinds = {each.type for each in found}
        if kinds == {"date", "timestamp"}:
            return [Expression(sql.SQL("{}::timestamp").format(each.sql), "timestamp") for each in found]
        if len(kinds) > 1:
            raise wrong_types(self.place, operator)
        return found

    def _joined(self, operator: str, arguments: list[Any]) -> Expression:
        if not arguments:
            raise wrong_types(self.place, operator)
        parts = [self.condition(argument) for argument in arguments]
        return _boolean(sql.SQL(f" {operator.upper()} ").join(parts))

    def _not(self, operator: str, arguments: list[Any]) -> Expression:
        if len(arguments) != 1:
            raise wrong_types(self.place, operator)
        return _boolean(sql.SQL("NOT {}").format(self.condition(arguments[0])))

    def _comparison(self, operator: str, arguments: list[Any]) -> Expression:
        left, right = self._values(operator, arguments, 2)
        if left.type == "geometry" or (left.type == "boolean" and operator not in _EQUALITY):
            raise wrong_types(self.place, operator)
        ordered = left.type == "text" and operator not in _EQUALITY
        pattern = '{} COLLATE "vi-x-icu" ' if ordered else "{} "
        return _boolean(sql.SQL(pattern + operator + " {}").format(left.sql, right.sql))

    def _like(self, operator: str, arguments: list[Any]) -> Expression:
        left, right = self._values(operator, arguments, 2)
        if left.type != "text":
            raise wrong_types(self.place, operator)
        return _boolean(sql.SQL("{} LIKE {}").format(left.sql, right.sql))

    def _between(self, operator: str, arguments: list[Any]) -> Expression:
        value, low, high = self._values(operator, arguments, 3)
        if value.type in ("geometry", "boolean"):
            raise wrong_types(self.place, operator)
        return _boolean(sql.SQL("{} BETWEEN {} AND {}").format(value.sql, low.sql, high.sql))

    def _in(self, operator: str, arguments: list[Any]) -> Expression:
        if len(arguments) != 2 or not isinstance(arguments[1], list) or not arguments[1]:
            raise wrong_types(self.place, operator)
        value, *listed = self._values(operator, [arguments[0], *arguments[1]], len(arguments[1]) + 1)
        if value.type == "geometry":
            raise wrong_types(self.place, operator)
        return _boolean(sql.SQL("{} IN ({})").format(value.sql, sql.SQL(", ").join(each.sql for each in listed)))

    def _is_null(self, operator: str, arguments: list[Any]) -> Expression:
        if len(arguments) != 1:
            raise wrong_types(self.place, operator)
        return _boolean(sql.SQL("{} IS NULL").format(self._expression(arguments[0]).sql))

    def _arithmetic(self, operator: str, arguments: list[Any]) -> Expression:
        left, right = self._values(operator, arguments, 2)
        if left.type != "number":
            raise wrong_types(self.place, operator)
        return Expression(sql.SQL(_ARITHMETIC[operator]).format(left.sql, right.sql), "number")

    def _text_function(self, operator: str, arguments: list[Any]) -> Expression:
        (value,) = self._values(operator, arguments, 1)
        if value.type != "text":
            raise wrong_types(self.place, operator)
        return Expression(sql.SQL(_TEXT_FUNCTIONS[operator]).format(value.sql), "text")

    def _spatial(self, operator: str, arguments: list[Any]) -> Expression:
        left, right = self._values(operator, arguments, 2)
        if left.type != "geometry":
            raise wrong_types(self.place, operator)
        return _boolean(sql.SQL(f"{SPATIAL[operator]}({{}}, {{}})").format(left.sql, right.sql))

    def _temporal(self, operator: str, arguments: list[Any]) -> Expression:
        if len(arguments) != 2:
            raise wrong_types(self.place, operator)
        first, second = (self._span(operator, argument) for argument in arguments)
        return _boolean(compared(operator, first, second))

    def _span(self, operator: str, tree: Any) -> Span:
        if isinstance(tree, dict) and isinstance(tree.get("interval"), list) and len(tree["interval"]) == 2:
            start, end = (self._bound(operator, each) for each in tree["interval"])
            return Span(start.start, end.end, end.last, start.by_days and end.by_days)
        bound = self._bound(operator, tree)
        return bound

    def _bound(self, operator: str, tree: Any) -> Span:
        if tree == OPEN:
            return span_of_instants(None, self.values)
        if isinstance(tree, dict) and set(tree) == {"property"}:
            column = self._property(tree["property"])
            if column.type not in ("date", "timestamp"):
                raise wrong_types(self.place, operator)
            return span_of_column(column)
        return span_of_instants(self._read_instant(tree), self.values)


def _boolean(statement: sql.Composable) -> Expression:
    return Expression(sql.SQL("({})").format(statement), "boolean")
