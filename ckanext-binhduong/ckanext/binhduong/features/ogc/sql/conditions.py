"""What of a request narrows a collection, as SQL with every value bound. Imports no CKAN."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from psycopg2 import sql

from ckanext.binhduong.core.instants import Interval
from ckanext.binhduong.features.ogc.columns import Collection, Column
from ckanext.binhduong.features.ogc.cql2.expressions import Emitter
from ckanext.binhduong.features.ogc.cql2.json import read_json_filter
from ckanext.binhduong.features.ogc.cql2.temporal import Span, compared, span_of_column, span_of_instants
from ckanext.binhduong.features.ogc.cql2.text import read_text_filter
from ckanext.binhduong.features.ogc.cql2.typed import COMPARABLE, Expression
from ckanext.binhduong.features.ogc.crs import CRS84, box_shape
from ckanext.binhduong.features.ogc.sql.values import Values

__all__ = ["condition_of"]

_LANGUAGES = {"cql2-text": read_text_filter, "cql2-json": read_json_filter}


def condition_of(collection: Collection, arguments: Mapping[str, Any], values: Values) -> sql.Composable | None:
    """Return the condition on a row ``t`` of the collection, None when all rows answer.

    Args:
        collection: what is asked.
        arguments: as ``read_arguments`` gives them.
        values: where values are bound.

    Raises:
        ArgumentError: a filter that cannot be read, or a box outside its coordinate reference system.
    """
    parts: list[sql.Composable] = []
    if "bbox" in arguments:
        box = box_shape("bbox", arguments["bbox"], arguments.get("bbox-crs", CRS84), values)
        # The standard: what has no shape is in every box.
        parts.append(sql.SQL("(t._geom IS NULL OR (t._geom && {box} AND ST_Intersects(t._geom, {box})))").format(box=box))
    if "datetime" in arguments and collection.time is not None:
        parts.append(_in_interval(collection.time, arguments["datetime"], values))
    parts += [_equals(collection, name, value, values) for name, value in arguments["properties"].items()]
    if "filter" in arguments:
        tree = _LANGUAGES[arguments.get("filter-lang", "cql2-text")]("filter", arguments["filter"])
        parts.append(Emitter("filter", collection, arguments.get("filter-crs", CRS84), values).condition(tree))
    return sql.SQL(" AND ").join(parts) if parts else None


def _in_interval(column: Column, interval: Interval, values: Values) -> sql.Composable:
    start, end = (span_of_instants(each, values) for each in interval)
    asked = Span(start.start, end.end, end.last, start.by_days and end.by_days)
    reference = sql.Identifier("t", column.name)
    found = compared("t_intersects", span_of_column(Expression(reference, COMPARABLE[column.type])), asked)
    return sql.SQL("({} IS NULL OR ({}))").format(reference, found)


def _equals(collection: Collection, name: str, value: Any, values: Values) -> sql.Composable:
    column = collection.column(name)
    pattern = "t.{}::text = {}" if column and column.type == "time" else "t.{} = {}"
    return sql.SQL(pattern).format(sql.Identifier(name), values.bind(value))
