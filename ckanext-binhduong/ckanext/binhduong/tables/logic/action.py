"""Actions on the rows of one published table: for whoever may see the resource, by GET."""

from __future__ import annotations

from typing import Any

from ckan import logic, model
from ckan.plugins import toolkit as tk
from ckan.types import Action, Context, DataDict
from ckanext.datastore.backend.postgres import _get_fields_types, get_read_engine

from ckanext.binhduong.core.connections.databases import datastore_database
from ckanext.binhduong.core.parameters import refuse_unknown, required_text
from ckanext.binhduong.core.problems.action_errors import ckan_errors
from ckanext.binhduong.core.problems.request_errors import ArgumentError, LayerNotFoundError
from ckanext.binhduong.tables.charts.bars import STEPS, chart
from ckanext.binhduong.tables.charts.choices import divisible, drawable, measures, suggested
from ckanext.binhduong.tables.columns import Table, read_table
from ckanext.binhduong.tables.datastore_filters.wrong_values import find_wrong_value
from ckanext.binhduong.tables.map_rows import map_rows, suggested_category
from ckanext.binhduong.tables.profile import profile
from ckanext.binhduong.tables.row_query import read_rows_question, the_column
from ckanext.binhduong.tables.rows import find_rows

__all__ = ["datastore_search", "table_chart", "table_map", "table_profile", "table_search"]

_ROWS = ("resource_id", "q", "filters", "sort", "limit", "offset")


@tk.chained_action
@tk.side_effect_free
@logic.auth_audit_exempt
def datastore_search(next_action: Action, context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Search a table with CKAN's own arguments; a value in ``filters`` that its column cannot have is named, null finds empty cells.

    ``language`` is accepted and does nothing: the words of all tables are indexed in one way, and another way of reading the
    question would only hide rows.

    Raises:
        ValidationError: naming the column and what its values look like.
    """
    asked = {name: value for name, value in data_dict.items() if name != "language"}
    try:
        return next_action(context, asked)
    except tk.ValidationError as error:
        wrong = _wrong_value(asked) if "query" in error.error_dict and asked.get("filters") else None
        if wrong is None:
            raise
        with ckan_errors():
            raise wrong from error


def _wrong_value(asked: DataDict) -> ArgumentError | None:
    """Find the filter that the database refused; the caller may see the table, since the database was asked about it."""
    engine = get_read_engine()
    with engine.connect() as connection:
        types = _get_fields_types(connection, str(asked.get("resource_id") or asked.get("id")))
    return find_wrong_value(engine, asked["filters"], types)


@tk.side_effect_free
def table_search(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Find rows of a published table.

    :param resource_id: a resource's id
    :param q: words, with or without marks; all must be in the row
    :param filters: ``column:condition:value``, several times or as a JSON list; conditions: ``contains`` (without case and marks), ``is``,
        ``not`` (rows without a value too), ``among`` (values with commas between), ``from``, ``to``, ``above``, ``below``, ``empty``,
        ``filled``; numbers with a point, dates in ISO 8601, ``true`` or ``false``
    :param sort: a column, ``-`` before it for descending; texts in the order of a Vietnamese dictionary, empty cells last
    :param limit: 0 to 1000, 50 if not given
    :param offset: rows to leave out

    :returns: ``fields`` (id, type, kind, title, title_en, role, unit), ``records`` (``_id`` and the fields' values), ``total``
    """
    with ckan_errors():
        table = _table("table_search", context, data_dict, _ROWS)
        found = find_rows(datastore_database(), table, read_rows_question(data_dict, table))
    return {"fields": [column.described() for column in table.shown], **found}


@tk.side_effect_free
def table_profile(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Describe the columns of a published table: titles, notes, how full, how many values, the least, greatest and most frequent.

    :param resource_id: a resource's id

    :returns: ``columns``, ``rows`` (how many were read) and ``sampled`` (whether that is a sample: tables of more than 50,000 rows)
    """
    with ckan_errors():
        return profile(datastore_database(), _table("table_profile", context, data_dict, ("resource_id",)))


_OFFERS = {"columns": drawable, "measures": measures, "series_columns": divisible}


@tk.side_effect_free
def table_chart(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Draw a column of a published table: counts of categories, a histogram of numbers, a series over time.

    :param resource_id: a resource's id
    :param column: the column to draw; without it the portal chooses one, and a measure
    :param measure: a column of numbers; its mean is drawn instead of the number of rows
    :param series: a column of texts; each of its values is a series of its own, up to 24
    :param step: ``hour``, ``day``, ``month`` or ``year``; times are drawn by no shorter one, so that two charts have the same
    :param q: as in ``table_search``
    :param filters: as in ``table_search``

    :returns: ``column``, ``measure`` and ``series_column`` (ids, None when there is nothing to draw), ``columns``, ``measures`` and
        ``series_columns`` (those that may be asked for), and the chart: ``kind``, ``step``, ``bars`` ([{from, to, rows, measured, mean}];
        ``measured``: the rows that have the measure), ``more``, ``empty``, ``rows``, and with ``series`` ``series`` ([{value, rows, bars}])
        and ``more_series``
    """
    with ckan_errors():
        table = _table("table_chart", context, data_dict, ("resource_id", "column", "measure", "series", "step", "q", "filters"))
        question = read_rows_question(data_dict, table)
        chosen = suggested(table)
        if data_dict.get("column"):
            measure = data_dict.get("measure")
            chosen = the_column("column", data_dict["column"], table), the_column("measure", measure, table) if measure else None
        by = the_column("series", data_dict["series"], table) if data_dict.get("series") else None
        step = data_dict.get("step") or STEPS[0]
        if step not in STEPS:
            raise ArgumentError("step", "wrong-value", allowed=", ".join(STEPS))
        offer = {name: [each.described() for each in columns(table)] for name, columns in _OFFERS.items()}
        if chosen is None:
            return {"column": None, "measure": None, "series_column": None, **offer, "kind": None, "bars": []}
        drawn = chart(datastore_database(), table, *chosen, question, by, step)
    names = {"column": chosen[0].id, "measure": chosen[1].id if chosen[1] else None, "series_column": by.id if by else None}
    return {**names, **offer, **drawn}


@tk.side_effect_free
def table_map(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Return the rows of a published table as a map draws them: all that answer, up to 20,000 rows or 1.5 MB of shapes, the largest first.

    :param resource_id: a resource's id
    :param category: the column to colour by; without it the portal chooses one
    :param q: as in ``table_search``
    :param filters: as in ``table_search``

    :returns: ``geometry`` (None: no map), ``count``, ``without_position``, ``extent`` (w,s,e,n), ``category`` (id), ``categories``
        ([{value, rows}]), ``rows`` (``[id, lon, lat, category]`` or ``[id, geometry, category]``; shapes are simplified)
    """
    with ckan_errors():
        table = _table("table_map", context, data_dict, ("resource_id", "category", "q", "filters"))
        question = read_rows_question(data_dict, table)
        asked = data_dict.get("category")
        category = the_column("category", asked, table) if asked else suggested_category(table)
        found = map_rows(datastore_database(), table, question, category)
    return {"category": category.id if category else None, **found}


def _table(action: str, context: Context, data_dict: DataDict, allowed: tuple[str, ...]) -> Table:
    """Check the arguments' names and the right to see the resource, and read what its table is made of."""
    refuse_unknown({name: value for name, value in data_dict.items() if name != "filters"}, allowed)
    resource_id = required_text(data_dict, "resource_id")
    tk.check_access(action, context, {"resource_id": resource_id})
    # CKAN also finds a resource by its name, which anybody gives it: the right to see that one is no right to a table of this name.
    found = model.Resource.get(resource_id)
    if found is None or found.id != resource_id:
        raise LayerNotFoundError(resource_id)
    return read_table(datastore_database(), resource_id)
