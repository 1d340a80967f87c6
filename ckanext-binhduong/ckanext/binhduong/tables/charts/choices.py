"""Which columns of a table can be drawn, measured and compared, and what is drawn when nobody chose."""

from __future__ import annotations

from ckanext.binhduong.tables.columns import Column, Table

__all__ = ["divisible", "drawable", "measures", "suggested"]

# A name, a number of a house or of a telephone is different in every row: its counts say nothing.
_NOT_DRAWN = {"longitude", "latitude", "easting", "northing", "geometry", "name", "address", "phone", "key"}
_NOT_MEASURED = _NOT_DRAWN | {"unit_code"}


def drawable(table: Table) -> list[Column]:
    """Return the columns that make a chart."""
    return [column for column in table.columns if column.kind != "other" and column.role not in _NOT_DRAWN]


def measures(table: Table) -> list[Column]:
    """Return the columns whose mean says something."""
    return [column for column in table.columns if column.kind == "number" and column.role not in _NOT_MEASURED]


def divisible(table: Table) -> list[Column]:
    """Return the columns whose values make series of their own: names of kinds, stations, units, yes and no."""
    return [column for column in drawable(table) if column.kind in ("text", "boolean")]


def suggested(table: Table) -> tuple[Column, Column | None] | None:
    """Choose what to draw when nobody chose: the mean of the first measure over time, else the first category, else the first column."""
    columns = drawable(table)
    timed = next((column for column in columns if column.kind == "timestamp"), None)
    if timed and measures(table):
        return timed, measures(table)[0]
    category = next((column for column in columns if column.role == "category"), None)
    number = next((column for column in columns if column in measures(table)), None)
    first = category or number or (columns[0] if columns else None)
    return (first, None) if first else None
