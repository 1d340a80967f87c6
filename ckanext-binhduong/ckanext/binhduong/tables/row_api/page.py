"""One page of rows or of groups: two statements at most, each under the pool's five seconds.

A page is the same statement for both: what is read (a table, or its groups as a subquery), in an order whose last key tells all apart,
after a place, bounded in number and in bytes. Only what fits is read whole: what a row weighs is known without reading its texts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import psycopg2
from psycopg2 import sql

from ckanext.binhduong.core.connections.connection_pool import Database
from ckanext.binhduong.core.problems.request_errors import RequestError
from ckanext.binhduong.core.queries.keyset import TEXT_KEY_LENGTH, SortKey, after, order_clause, read_token, write_token
from ckanext.binhduong.core.queries.row_weight import row_weight
from ckanext.binhduong.tables.columns import Name, Table
from ckanext.binhduong.tables.row_api.asked import Asked
from ckanext.binhduong.tables.row_api.group_fields import GroupField, group_fields
from ckanext.binhduong.tables.row_api.limits import MAX_BYTES
from ckanext.binhduong.tables.rows import COLLATION, condition_of, plain

__all__ = ["Page", "find_page"]

_TOKENS = "rows"
_DECIMALS = 7
"""Of degrees, as in the GeoJSON of exports."""

_PAGE = sql.SQL(
    """
SELECT {shown}, _found FROM (
    SELECT p.*, row_number() OVER reached AS _place, sum(p._weight) OVER reached AS _reach, count(*) OVER () AS _found
    FROM (SELECT {read}, {weight} AS _weight FROM {source} t WHERE {condition} ORDER BY {order} LIMIT {more}) p
    WINDOW reached AS (ORDER BY {placed_order})
) s WHERE _place <= {limit} AND (_place = 1 OR _reach <= {most}) ORDER BY _place
"""
)
_COUNT = sql.SQL("SELECT count(*) AS count FROM {source} t WHERE {condition}")
_GROUPS = sql.SQL("(SELECT {fields} FROM {table} t WHERE {condition}{grouped})")


@dataclass(frozen=True)
class Page:
    """One page.

    Attributes:
        names: of the values in order.
        fields: the same, described.
        rows: their values, as JSON has them.
        shapes: GeoJSON geometries (text) of the rows, None where there is none; empty unless they were asked for.
        ids: what tells the rows of a page with shapes apart.
        total: how many answer in all, None when they are not counted.
        next: the token of the next page, None on the last.
    """

    names: list[str]
    fields: list[dict[str, Any]]
    rows: list[list[Any]]
    total: int | None
    next: str | None
    shapes: list[str | None] = field(default_factory=list)
    ids: list[Any] = field(default_factory=list)


@dataclass(frozen=True)
class _Read:
    """What a page is read from: a source, its condition, the SQL of the values, the keys of the order, the texts that weigh, and of a page
    with shapes what the features are called."""

    source: sql.Composable
    condition: sql.Composable
    values: list[sql.Composable]
    keys: list[SortKey]
    texts: list[sql.Composable]
    id: sql.Composable | None = None


class _Values:
    """The values a statement is bound to; those of the filters have names of their own."""

    def __init__(self, bound: dict[str, Any]) -> None:
        self.bound = bound

    def bind(self, value: Any) -> sql.Composable:
        name = f"key{len(self.bound)}"
        self.bound[name] = value
        return sql.Placeholder(name)


def find_page(database: Database, table: Table, asked: Asked, secret: str, *, shapes: bool = False) -> Page:
    """Return the page that is asked for.

    Args:
        secret: the portal's key, by which tokens are signed.
        shapes: read the rows' shapes too; the table has them and no groups are asked for.

    Raises:
        ArgumentError: the token is not one of this question.
        RequestError: a value is outside what its column can be compared with or summed to.
        UnavailableError: the database did not answer in time.
    """
    fields = group_fields(asked.group_by, asked.measures) if asked.is_grouped else []
    condition, bound = condition_of(asked.question)
    values = _Values(bound)
    read = _groups(table, asked, fields, condition) if fields else _rows(table, asked, condition, shapes=shapes)
    question = _question(table, asked)
    place = read_token("next", _TOKENS, secret, question, asked.next) if asked.next is not None else None
    try:
        found = database.rows(_statement(read, asked, place, values), values.bound)
        total = database.rows(_COUNT.format(source=read.source, condition=read.condition), values.bound) if asked.is_counted else None
    except (psycopg2.DataError, psycopg2.errors.InternalError_) as error:
        raise RequestError("cannot-evaluate") from error
    has_more = bool(found) and found[0]["_found"] > len(found)
    last = [found[-1][f"k{number}"] for number in range(len(read.keys))] if has_more else None
    return Page(
        names=[field.name for field in fields] or [column.id for column in asked.columns],
        fields=[field.described() for field in fields] or [column.described() for column in asked.columns],
        rows=[[plain(row[f"c{number}"]) for number in range(len(fields or asked.columns))] for row in found],
        total=total[0]["count"] if total else None,
        next=write_token(_TOKENS, secret, question, last) if last else None,
        shapes=[row["shape"] for row in found] if shapes else [],
        ids=[plain(row["id"]) for row in found] if shapes else [],
    )


def _question(table: Table, asked: Asked) -> list[Any]:
    """All that decides which rows or groups come in which order; a page's size and columns may change on the way."""
    filters = [[each.column.id, each.condition, str(each.value)] for each in asked.question.filters]
    measures = [[each.function, each.column.id] for each in asked.measures]
    return [table.name, asked.question.q, filters, asked.sort, [column.id for column in asked.group_by], measures]


def _statement(read: _Read, asked: Asked, place: Sequence[str | None] | None, values: _Values) -> sql.Composable:
    columns = [sql.Identifier(f"c{number}") for number in range(len(read.values))]
    keys = [sql.Identifier(f"k{number}") for number in range(len(read.keys))]
    pairs = [*zip(read.values, columns, strict=True), *zip([key.value for key in read.keys], keys, strict=True)]
    shown: list[sql.Composable] = [*columns, *(sql.SQL("{name}::text AS {name}").format(name=name) for name in keys)]
    if read.id is not None:
        pairs += [(sql.SQL("t._geom"), sql.Identifier("g")), (read.id, sql.Identifier("id"))]
        shown += [sql.SQL("postgis.ST_AsGeoJSON(g, {}) AS shape, id").format(sql.Literal(_DECIMALS))]
    later = sql.SQL(" AND {}").format(after(read.keys, place, values.bind)) if place is not None else sql.SQL("")
    return _PAGE.format(
        shown=sql.SQL(", ").join(shown),
        read=sql.SQL(", ").join(sql.SQL("{} AS {}").format(*pair) for pair in pairs),
        weight=row_weight(read.texts, sql.Identifier("t", "_geom") if read.id is not None else None),
        source=read.source,
        condition=read.condition + later,
        order=order_clause(read.keys),
        placed_order=order_clause(read.keys, [sql.SQL("p.") + key for key in keys]),
        more=values.bind(asked.limit + 1),
        limit=values.bind(asked.limit),
        most=sql.Literal(MAX_BYTES),
    )


def _rows(table: Table, asked: Asked, condition: sql.Composable, *, shapes: bool) -> _Read:
    columns = {column.id: column for column in table.columns}
    first_down = bool(asked.sort) and asked.sort[0][1]
    keys = [_key(Name("t", name), columns[name].type, columns[name].kind, down) for name, down in asked.sort]
    return _Read(
        source=table.sql,
        condition=condition,
        values=[Name("t", column.id) for column in asked.columns],
        keys=[*keys, SortKey(sql.SQL("t._id"), "int8", first_down, nullable=False)],
        texts=[Name("t", column.id) for column in asked.columns if column.kind in ("text", "other")],
        id=_id(table) if shapes else None,
    )


def _id(table: Table) -> sql.Composable:
    """What a feature of the row is called: the key column's value as text, else the row's number."""
    key = next((column for column in table.columns if column.role == "key"), None)
    return sql.SQL("{}::text").format(Name("t", key.id)) if key else sql.SQL("t._id")


def _groups(table: Table, asked: Asked, fields: list[GroupField], condition: sql.Composable) -> _Read:
    names = {field.name: sql.Identifier("t", f"f{number}") for number, field in enumerate(fields)}
    by_name = {field.name: field for field in fields}
    makers = [field for field in fields if field.column is not None and not field.function]
    order = asked.sort or tuple((field.name, False) for field in makers)
    keys = [_key(names[name], by_name[name].type, _kind(by_name[name]), down) for name, down in order]
    selected = [sql.SQL("{} AS {}").format(field.sql, sql.Identifier(f"f{number}")) for number, field in enumerate(fields)]
    grouped = sql.SQL(" GROUP BY ") + sql.SQL(", ").join(field.sql for field in makers) if makers else sql.SQL("")
    source = _GROUPS.format(fields=sql.SQL(", ").join(selected), table=table.sql, condition=condition, grouped=grouped)
    return _Read(
        source=source,
        condition=sql.SQL("true"),
        values=list(names.values()),
        keys=[*keys, *_telling_apart(makers or fields[:1], names)],
        texts=[names[field.name] for field in makers if _kind(field) == "text"],
    )


def _telling_apart(fields: list[GroupField], names: dict[str, sql.Identifier]) -> list[SortKey]:
    """The keys that no two groups share: their columns whole, of a text, which may be long, its digest."""
    digest = sql.SQL('md5({}) COLLATE "C"')
    return [
        SortKey(digest.format(names[field.name]), "text") if _kind(field) == "text" else SortKey(names[field.name], field.type)
        for field in fields
    ]


def _kind(field: GroupField) -> str:
    return "number" if field.column is None or field.function else field.column.kind


def _key(value: sql.Composable, kind_of_value: str, kind: str, down: bool) -> SortKey:
    """One key: of a text its beginning, in the order of a Vietnamese dictionary."""
    if kind == "text":
        return SortKey(sql.SQL("left({}, {}){}").format(value, sql.Literal(TEXT_KEY_LENGTH), COLLATION), "text", down)
    return SortKey(value, kind_of_value, down)
