"""The statements of a file: how much answers, and the rows as lines that PostgreSQL writes itself (``COPY``). Imports no CKAN."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from psycopg2 import sql

from ckanext.binhduong.features.ogc.columns import Collection, Column
from ckanext.binhduong.features.ogc.crs import System, shape_in
from ckanext.binhduong.features.ogc.sql.pages import Order, Place
from ckanext.binhduong.features.ogc.sql.statements import feature_text, properties_text, weight
from ckanext.binhduong.features.ogc.sql.values import Values

__all__ = ["MARK", "Question", "lines", "size_statement"]

MARK = "\x02"
"""Between the two parts of a line of ``shapes``. JSON and hexadecimal digits have no control characters."""

_SIZE = sql.SQL(
    "SELECT (SELECT release FROM geo.layers WHERE layer = {layer}) AS release, count(*) AS found,"
    " coalesce(sum(weight), 0)::bigint AS weight, count(*) FILTER (WHERE is_bare) AS without_shape"
    " FROM (SELECT {weight} AS weight, t._geom IS NULL AS is_bare FROM {table} t WHERE {condition} {order} LIMIT {most}) sized"
)
_ROWS = sql.SQL("SELECT {columns} FROM {table} t WHERE {condition} ORDER BY {order} LIMIT {most}")
# One column of JSON a line: with marks that it cannot have, COPY changes nothing in it.
_JSON_LINES = sql.SQL("COPY ({rows}) TO STDOUT WITH (FORMAT csv, DELIMITER E'\\x02', QUOTE E'\\x01')")
_CSV = sql.SQL("COPY ({rows}) TO STDOUT WITH (FORMAT csv, HEADER true)")


@dataclass(frozen=True)
class Question:
    """Which rows are wanted.

    Attributes:
        collection: of which.
        condition: on a row ``t``, None for all rows.
        order: of the rows.
        place: after which they begin, None for the first.
        limit: the most there may be.
        system: of the shapes.
        values: what the condition is bound to.
    """

    collection: Collection
    condition: sql.Composable | None
    order: Order
    place: Place | None
    limit: int
    system: System
    values: Values

    @property
    def table(self) -> sql.Composable:
        """The layer's view."""
        return sql.Identifier("geo", self.collection.id)

    def _where(self, values: Values) -> sql.Composable:
        narrowed = self.condition or sql.SQL("true")
        return narrowed if self.place is None else sql.SQL("{} AND {}").format(narrowed, self.order.after(self.place, values))

    def statement(self, pattern: sql.SQL, **parts: sql.Composable) -> tuple[sql.Composable, dict[str, Any]]:
        """Return a statement on the table, its condition, its order and its limit (``most``), and its values."""
        values = self.values.copy()
        order = self.order.clause(self.order.keys(), sql.SQL("t._id"))
        layer = values.bind(self.collection.id)
        named = {"layer": layer, "table": self.table, "condition": self._where(values), "order": order, "most": sql.Literal(self.limit)}
        return pattern.format(**(named | parts)), values.bound


def size_statement(question: Question, *, is_cut: bool) -> tuple[sql.Composable, dict[str, Any]]:
    """Return the statement for how much answers: ``release``, ``found``, ``weight`` (about the bytes of it as text), ``without_shape``.

    Args:
        question: whose limit is the most that is counted.
        is_cut: whether the order decides which rows they are.
    """
    order = sql.SQL("ORDER BY {}").format(question.order.clause(question.order.keys(), sql.SQL("t._id"))) if is_cut else sql.SQL("")
    return question.statement(_SIZE, weight=weight(question.collection), order=order)


def lines(question: Question, form: str) -> tuple[sql.Composable, dict[str, Any]]:
    """Return the statement that writes the rows, and its values.

    Args:
        question: the rows.
        form: ``csv``; ``features``, a GeoJSON feature a line; ``shapes``, a line of the shape in hexadecimal WKB (empty without one),
            ``MARK`` and the columns as a JSON object.
    """
    rows, values = question.statement(_ROWS, columns=_COLUMNS[form](question))
    return (_CSV if form == "csv" else _JSON_LINES).format(rows=rows), values


def _csv(question: Question) -> sql.Composable:
    shape = sql.SQL("ST_AsText({}, {})").format(shape_in(question.system), sql.Literal(question.system.decimals))
    columns = [sql.SQL("{} AS {}").format(_plain(column), sql.Identifier(column.name)) for column in question.collection.columns]
    return sql.SQL(", ").join([sql.SQL("t._fid AS _fid"), *columns, sql.SQL("{} AS _wkt").format(shape)])


def _plain(column: Column) -> sql.Composable:
    """A value as programs write it, and as it stands in JSON: true, 2024-01-31T08:00:00."""
    pattern = _PLAIN.get(column.type, "{}")
    return sql.SQL(pattern).format(sql.Identifier("t", column.name))


_PLAIN = {"boolean": "{}::text", "timestamp": "(to_json({}) #>> '{{}}')"}


def _features(question: Question) -> sql.Composable:
    return feature_text(question.collection, question.system)


def _shapes(question: Question) -> sql.Composable:
    shape = sql.SQL("encode(ST_AsBinary({}), 'hex')").format(shape_in(question.system))
    return sql.SQL("{}, {}").format(shape, properties_text(question.collection, with_id=True))


_COLUMNS: Mapping[str, Any] = {"csv": _csv, "features": _features, "shapes": _shapes}
