"""A column as a chart: counts of its categories, a histogram of its numbers, a series over its time; or a measure's mean by one of these.

Cost: the columns, one statement for the column's range, one for the bars, with series two more; each reads the table once under the pool's
five seconds.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from psycopg2 import sql

from ckanext.binhduong.core.connections.connection_pool import Database
from ckanext.binhduong.core.problems.request_errors import ArgumentError
from ckanext.binhduong.tables.charts.choices import divisible, drawable
from ckanext.binhduong.tables.charts.series import NOTHING, largest, values_of
from ckanext.binhduong.tables.columns import Column, Name, Table, finite
from ckanext.binhduong.tables.row_query import RowsQuestion
from ckanext.binhduong.tables.rows import condition_of, plain

__all__ = ["STEPS", "chart", "step_of"]

MOST_BARS = 15
BINS = 12
_LONGEST = {"hour": 4, "day": 92, "month": 366 * 6, "year": math.inf}
"""Steps of time with the longest range they are used for, in days."""
STEPS = tuple(_LONGEST)

_RANGE = sql.SQL(
    "SELECT min({column}) AS low, max({column}) AS high, count({column}) AS filled, count(*) AS rows FROM {table} t WHERE {condition}"
)
_BARS = sql.SQL(
    "SELECT {bar} AS bar, count(*) AS rows, count({counted}) AS measured, {measure} AS mean FROM {table} t "
    "WHERE {condition} AND {column} IS NOT NULL GROUP BY 1"
)


def chart(
    database: Database,
    table: Table,
    column: Column,
    measure: Column | None,
    question: RowsQuestion,
    by: Column | None = None,
    least: str = STEPS[0],
) -> dict[str, Any]:
    """Draw a column of the rows that answer a question.

    Args:
        database: the tables.
        table: the table that is drawn.
        column: the column whose values are the bars.
        measure: a column of numbers whose mean is drawn; None counts rows.
        question: which rows.
        by: a column whose values are series of their own.
        least: one of :data:`STEPS`; times are drawn by no shorter one.

    Returns:
        ``kind`` (categories, histogram or time), ``step`` (of numbers: a number; of time: hour, day, month, year; else None), ``bars``
        ([{from, to, rows, measured, mean}]; ``to`` only in a histogram, ``measured`` and ``mean`` only with a measure: the rows that have
        it, and their mean), ``more`` (categories not drawn: {values, rows}, or None), ``empty`` (rows without a value), ``rows``, and with
        ``by`` ``series`` ([{value, rows, bars}] of the largest, by value, ``bars`` as many as above: [{rows, measured, mean}]) and
        ``more_series`` ({values, rows}, or None).

    Raises:
        ArgumentError: the column cannot be drawn, the measure has no numbers, or the series are of no such column.
        UnavailableError: the database did not answer in time.
    """
    _check(table, column, measure, by)
    condition, values = condition_of(question)
    name = finite(column, Name("t", column.id))
    parts = {"table": table.sql, "condition": condition, "column": name}
    whole = database.rows(_RANGE.format(**parts) if column.kind != "boolean" else _yes_no_range(parts), values)[0]
    kind, step, bar = _bar(column, whole["low"], whole["high"], least)
    counted = finite(measure, Name("t", measure.id)) if measure else name
    mean = sql.SQL("avg({})").format(counted) if measure else sql.SQL("NULL::numeric")
    parts |= {"bar": bar, "counted": counted, "measure": mean}
    found = database.rows(_BARS.format(**parts), values) if whole["filled"] else []
    bars, more = _ARRANGED[kind](found, step)
    answer = {
        "kind": kind,
        "step": step,
        "bars": [_drawn(row, measure is not None) for row in bars],
        "more": more,
        "empty": whole["rows"] - whole["filled"],
        "rows": whole["rows"],
    }
    if by is None:
        return answer
    chosen, more_series = largest(database, by, parts, values)
    keys = [row["bar"] for row in bars]
    drawn = values_of(database, by, chosen, keys, parts, values)
    return answer | {"series": [_series(row, with_measure=measure is not None) for row in drawn], "more_series": more_series}


def _check(table: Table, column: Column, measure: Column | None, by: Column | None) -> None:
    if column not in drawable(table):
        raise ArgumentError("column", "not-drawn", value=column.id, allowed=", ".join(each.id for each in drawable(table)))
    if measure is not None and measure.kind != "number":
        raise ArgumentError("measure", "no-numbers", value=measure.id)
    if by is not None and (by not in divisible(table) or by == column):
        allowed = ", ".join(each.id for each in divisible(table) if each != column)
        raise ArgumentError("series", "not-drawn", value=by.id, allowed=allowed)


def _series(row: dict[str, Any], with_measure: bool) -> dict[str, Any]:
    bars = [{"rows": bar["rows"]} | (_measured(bar) if with_measure else {}) for bar in row["bars"]]
    return {"value": plain(row["value"]), "rows": row["rows"], "bars": bars}


def _measured(bar: dict[str, Any]) -> dict[str, Any]:
    return {"measured": bar["measured"], "mean": plain(bar["mean"]) if bar["mean"] is not None else None}


def _yes_no_range(parts: dict[str, sql.Composable]) -> sql.Composable:
    return sql.SQL("SELECT NULL AS low, NULL AS high, count({column}) AS filled, count(*) AS rows FROM {table} t WHERE {condition}").format(
        **parts
    )


def _bar(column: Column, low: Any, high: Any, least: str) -> tuple[str, Any, sql.Composable]:
    """Choose the kind of chart, its step, and the SQL of the bar that a row belongs to."""
    name = finite(column, Name("t", column.id))
    if column.kind in ("text", "boolean") or low is None:
        return "categories", None, name
    if column.kind == "number":
        step = step_of(float(low), float(high), whole=column.type.startswith("int"))
        return "histogram", step, sql.SQL("floor({}::numeric / {})::bigint").format(name, sql.Literal(step))
    days = (high - low).days
    units = STEPS[STEPS.index(least) :]
    unit = next(unit for unit in units if days <= _LONGEST[unit] and (unit != "hour" or column.kind == "timestamp"))
    return "time", unit, sql.SQL("date_trunc({}, {}::timestamp)").format(sql.Literal(unit), name)


def step_of(low: float, high: float, whole: bool) -> int | float:
    """Return the width of a histogram's bars: 1, 2 or 5 times a power of ten, about ``BINS`` bars; a whole number for ``whole`` columns."""
    rough = (high - low) / BINS
    if rough <= 0:
        return 1
    power = 10 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough * 0.999)
    step = max(step, 1) if whole else step
    return int(step) if step >= 1 else round(step, 12)


def _by_rows(found: list[dict[str, Any]], step: Any) -> tuple[list[dict[str, Any]], dict[str, int] | None]:
    """The largest categories; the others together."""
    ordered = sorted(found, key=lambda row: (-row["rows"], str(row["bar"])))
    rest = ordered[MOST_BARS:]
    bars = [{"from": row["bar"], **row} for row in ordered[:MOST_BARS]]
    return bars, {"values": len(rest), "rows": sum(row["rows"] for row in rest)} if rest else None


def _by_number(found: list[dict[str, Any]], step: Any) -> tuple[list[dict[str, Any]], None]:
    """Every bin between the first and the last, the empty ones too: a gap is seen as one."""
    by_bin = {row["bar"]: row for row in found}
    bins = range(min(by_bin), max(by_bin) + 1) if by_bin else ()
    return [
        {**by_bin.get(each, {"bar": each, **NOTHING}), "from": _tidy(each * step), "to": _tidy((each + 1) * step)} for each in bins
    ], None


def _by_time(found: list[dict[str, Any]], step: Any) -> tuple[list[dict[str, Any]], None]:
    """Every step between the first and the last, the empty ones too."""
    by_step = {row["bar"]: row for row in found}
    moments = [min(by_step)] if by_step else []
    while moments and moments[-1] < max(by_step):
        moments.append(_NEXT[step](moments[-1]))
    return [{**by_step.get(moment, {"bar": moment, **NOTHING}), "from": moment} for moment in moments], None


_NEXT: dict[str, Callable[[datetime], datetime]] = {
    "hour": lambda moment: moment + timedelta(hours=1),
    "day": lambda moment: moment + timedelta(days=1),
    "month": lambda moment: (moment.replace(day=1) + timedelta(days=32)).replace(day=1),
    "year": lambda moment: moment.replace(year=moment.year + 1),
}


_ARRANGED = {"categories": _by_rows, "histogram": _by_number, "time": _by_time}


def _tidy(value: float) -> int | float:
    """0.30000000000000004 is 0.3."""
    return value if isinstance(value, int) else round(value, 10)


def _drawn(row: dict[str, Any], with_measure: bool) -> dict[str, Any]:
    bar = {"from": plain(row["from"]), "rows": row["rows"]}
    if "to" in row:
        bar["to"] = row["to"]
    return bar | _measured(row) if with_measure else bar
