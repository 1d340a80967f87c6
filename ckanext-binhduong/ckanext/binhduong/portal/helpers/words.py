"""Numbers, dates, sizes and distances as the reader's language writes them."""

from typing import Any

from ckan.plugins import toolkit as tk

from ckanext.binhduong.portal import text

__all__ = ["binhduong_cell", "binhduong_date", "binhduong_distance", "binhduong_moment", "binhduong_number", "binhduong_size", "local_day"]


def binhduong_number(value: float, decimals: int = 0) -> str:
    """Write a number as the reader's language does."""
    return text.number_text(value, tk.h.lang(), decimals)


def binhduong_cell(value: Any, kind: str) -> dict[str, Any]:
    """Return ``{"text", "number"}`` of one value of a table whose column has the DataStore type ``kind``."""
    words, is_number = text.cell_text(value, kind, tk.h.lang())
    return {"text": words, "number": is_number}


def binhduong_date(value: str | None) -> str:
    """Write an ISO date or timestamp as the reader's language does; a timestamp's day is that of the portal's clock."""
    return text.date_text(local_day(value or ""), tk.h.lang())


def binhduong_moment(value: str) -> str:
    """Write a timestamp of the data to the minute, by the clock it was written with."""
    return text.moment_text(value, tk.h.lang())


def local_day(value: str) -> str:
    """Return the ISO date of a date or timestamp, as the portal's clock has it."""
    return text.local_day(value, tk.h.get_display_timezone())


def binhduong_size(value: int | str | None) -> str:
    """Write a file's size in bytes; empty when unknown."""
    return text.size_text(value, tk.h.lang())


def binhduong_distance(metres: float) -> str:
    """Write a distance in metres."""
    return text.distance_text(metres, tk.h.lang())
