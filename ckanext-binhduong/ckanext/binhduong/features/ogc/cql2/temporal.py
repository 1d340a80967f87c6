"""Temporal predicates of CQL2: what each means for the ends of two spans of time.

An instant is a span too. Where both sides count by days a date is one point, as the standard's examples have it; beside a moment a date
is its whole day.
"""

from __future__ import annotations

from dataclasses import dataclass

from psycopg2 import sql

from ckanext.binhduong.core.instants import Instant, first_moment, last_moment
from ckanext.binhduong.features.ogc.cql2.typed import Expression
from ckanext.binhduong.features.ogc.sql.values import Values

__all__ = ["TEMPORAL", "Span", "compared", "span_of_column", "span_of_instants"]

TEMPORAL = {
    "t_after": "{a} > {d}",
    "t_before": "{b} < {c}",
    "t_contains": "{a} < {c} AND {b} > {d}",
    "t_disjoint": "{a} > {d} OR {b} < {c}",
    "t_during": "{a} > {c} AND {b} < {d}",
    "t_equals": "{a} = {c} AND {b} = {d}",
    "t_finishedby": "{a} < {c} AND {b} = {d}",
    "t_finishes": "{a} > {c} AND {b} = {d}",
    "t_intersects": "{a} <= {d} AND {b} >= {c}",
    "t_meets": "{b} = {c}",
    "t_metby": "{a} = {d}",
    "t_overlappedby": "{a} > {c} AND {a} < {d} AND {b} > {d}",
    "t_overlaps": "{a} < {c} AND {b} > {c} AND {b} < {d}",
    "t_startedby": "{a} = {c} AND {b} > {d}",
    "t_starts": "{a} = {c} AND {b} < {d}",
}
"""Operator → condition on the first span from a to b and the second from c to d."""


@dataclass(frozen=True)
class Span:
    """A span of time as SQL of timestamps.

    Attributes:
        start: its beginning.
        end: its end, of a date its midnight.
        last: its end, of a date its last microsecond.
        by_days: whether both ends are dates (or open).
    """

    start: sql.Composable
    end: sql.Composable
    last: sql.Composable
    by_days: bool


def span_of_instants(instant: Instant | None, values: Values) -> Span:
    """Return an instant as a span; None is open at both ends."""
    if instant is None:
        return Span(sql.SQL("'-infinity'::timestamp"), sql.SQL("'infinity'::timestamp"), sql.SQL("'infinity'::timestamp"), True)
    first, last = first_moment(instant), last_moment(instant)
    start, end = (sql.SQL("{}::timestamp").format(values.bind(each)) for each in (first, last))
    return Span(start, start, end, first != last)


def span_of_column(column: Expression) -> Span:
    """Return the span of a column of type date or timestamp."""
    start = sql.SQL("{}::timestamp").format(column.sql)
    if column.type == "timestamp":
        return Span(start, start, start, False)
    last = sql.SQL("({} + interval '86399.999999 seconds')").format(start)
    return Span(start, start, last, True)


def compared(operator: str, first: Span, second: Span) -> sql.Composable:
    """Return SQL of a predicate on two spans."""
    by_days = first.by_days and second.by_days
    b, d = (span.end if by_days else span.last for span in (first, second))
    return sql.SQL(TEMPORAL[operator]).format(a=first.start, b=b, c=second.start, d=d)
