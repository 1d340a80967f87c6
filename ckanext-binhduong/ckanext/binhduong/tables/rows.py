"""A table's rows: filtered, sorted as a Vietnamese dictionary is, counted, a page at a time.

Cost: three statements (the columns, the page, the count), each under the pool's five seconds. A filter on a column reads the whole table;
``q`` has an index. Offsets are read over, so a page far behind in a very large table may be refused as too slow: a filter helps.
"""

from __future__ import annotations

import math
import re
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from psycopg2 import sql

from ckanext.binhduong.core.connections.connection_pool import Database
from ckanext.binhduong.core.queries.text_search import text_query
from ckanext.binhduong.tables.columns import Column, Name, Table
from ckanext.binhduong.tables.row_query import Filter, RowsQuestion

__all__ = ["COLLATION", "condition_of", "find_rows", "plain"]

# ICU's Vietnamese order: a ă â b c d đ e ê …, and for equal letters ngang, huyền, hỏi, ngã, sắc, nặng.
COLLATION = sql.SQL(' COLLATE "vi-x-icu"')
_FOLDED = sql.SQL("lower(postgis.unaccent(normalize({}))) LIKE lower(postgis.unaccent(normalize({})))")
_PAGE = sql.SQL("SELECT _id, {columns} FROM {table} t WHERE {condition} ORDER BY {order} _id {direction} LIMIT %(limit)s OFFSET %(offset)s")
_COUNT = sql.SQL("SELECT count(*) AS count FROM {table} t WHERE {condition}")


def find_rows(database: Database, table: Table, question: RowsQuestion) -> dict[str, Any]:
    """Return ``records`` (objects by column, ``_id`` beside them) and ``total``, the number of all rows that answer.

    Raises:
        UnavailableError: the database did not answer in time.
    """
    condition, values = condition_of(question)
    direction = sql.SQL("DESC" if question.descending else "ASC")
    statement = _PAGE.format(
        columns=sql.SQL(", ").join(Name("t", column.id) for column in table.shown) if table.shown else sql.SQL("1"),
        table=table.sql,
        condition=condition,
        order=_order(question.sort, direction),
        direction=direction,
    )
    rows = database.rows(statement, {**values, "limit": question.limit, "offset": question.offset}) if question.limit else []
    total = database.rows(_COUNT.format(table=table.sql, condition=condition), values)[0]["count"]
    return {"records": [{name: plain(value) for name, value in row.items()} for row in rows], "total": total}


def condition_of(question: RowsQuestion) -> tuple[sql.Composable, dict[str, Any]]:
    """Return the condition of a question on the table ``t``, and its values."""
    conditions: list[sql.Composable] = []
    values: dict[str, Any] = {}
    if question.q:
        conditions.append(sql.SQL("t._full_text @@ to_tsquery('postgis.vi', %(words)s)"))
        values["words"] = text_query(question.q)
    for number, each in enumerate(question.filters):
        conditions.append(_condition(each, f"value{number}"))
        values[f"value{number}"] = _like(each.value) if each.condition == "contains" else each.value
    return sql.SQL(" AND ").join(conditions) if conditions else sql.SQL("true"), values


def _condition(each: Filter, name: str) -> sql.Composable:
    column, value = Name("t", each.column.id), sql.Placeholder(name)
    if each.condition in ("empty", "filled"):
        nothing = sql.SQL("({} IS NULL{})").format(
            column, sql.SQL(" OR {} = ''").format(column) if each.column.kind == "text" else sql.SQL("")
        )
        return nothing if each.condition == "empty" else sql.SQL("NOT {}").format(nothing)
    if each.condition == "contains":
        return _FOLDED.format(sql.SQL("{}::text").format(column), value)
    return _COMPARED[each.condition].format(column, value)


_COMPARED = {
    "is": sql.SQL("{} = {}"),
    "not": sql.SQL("{} IS DISTINCT FROM {}"),
    "among": sql.SQL("{} = ANY({})"),
    "from": sql.SQL("{} >= {}"),
    "above": sql.SQL("{} > {}"),
    "to": sql.SQL("{} <= {}"),
    "below": sql.SQL("{} < {}"),
}


def _like(text: str) -> str:
    return "%" + re.sub(r"([\\%_])", r"\\\1", text) + "%"


def _order(column: Column | None, direction: sql.Composable) -> sql.Composable:
    """Empty cells come last whichever way: nobody sorts to see them first."""
    if column is None:
        return sql.SQL("")
    collation = COLLATION if column.kind == "text" else sql.SQL("")
    return sql.SQL("{}{} {} NULLS LAST, ").format(Name("t", column.id), collation, direction)


def plain(value: Any) -> Any:
    """Return a database value as JSON has it: dates and times in ISO 8601, decimals as numbers, NaN and the infinities as None."""
    if isinstance(value, float | Decimal) and not math.isfinite(value):
        return None
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value.isoformat() if isinstance(value, date | datetime | time) else value
