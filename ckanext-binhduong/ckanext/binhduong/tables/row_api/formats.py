"""A page of rows in each form: JSON with what belongs to the page, CSV, NDJSON and GeoJSON. Imports no CKAN.

Names, values and empty cells are those of the exports in the same form (``exports.formats``).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from ckanext.binhduong.exports.formats.delimited import csv_line, csv_rows
from ckanext.binhduong.tables.row_api.limits import LIMITS
from ckanext.binhduong.tables.row_api.page import Page

__all__ = ["FORMS", "Form"]


@dataclass(frozen=True)
class Form:
    """One form of a page: its media type, and what writes it, given the page and the address of the next one (None: the last page)."""

    media_type: str
    write: Callable[[Page, str | None], str]


def _json(page: Page, following: str | None) -> str:
    answer: dict[str, Any] = {"fields": page.fields, "records": _records(page), "next": following, "limits": LIMITS}
    return _text(answer if page.total is None else {**answer, "total": page.total})


def _csv(page: Page, following: str | None) -> str:
    columns = [pa.array([_cell(row[number]) for row in page.rows], pa.string()) for number in range(len(page.names))]
    return csv_line(page.names) + (csv_rows(columns).decode() if page.rows else "")


def _ndjson(page: Page, following: str | None) -> str:
    return "".join(f"{_text(record)}\n" for record in _records(page))


def _geojson(page: Page, following: str | None) -> str:
    shapes = {field["id"] for field in page.fields if field["role"] == "geometry"}
    features = [
        {
            "type": "Feature",
            "id": name,
            "geometry": json.loads(shape) if shape else None,
            "properties": {key: value for key, value in record.items() if key not in shapes},
        }
        for record, shape, name in zip(_records(page), page.shapes, page.ids, strict=True)
    ]
    links = [{"rel": "next", "type": "application/geo+json", "href": following}] if following else []
    answer: dict[str, Any] = {"type": "FeatureCollection", "numberReturned": len(features), "links": links, "features": features}
    return _text(answer if page.total is None else {**answer, "numberMatched": page.total})


FORMS = {
    "json": Form("application/json", _json),
    "csv": Form("text/csv; charset=utf-8", _csv),
    "ndjson": Form("application/x-ndjson", _ndjson),
    "geojson": Form("application/geo+json", _geojson),
}
"""Suffix of the address → form."""


def _records(page: Page) -> list[dict[str, Any]]:
    return [dict(zip(page.names, row, strict=True)) for row in page.rows]


def _cell(value: Any) -> str | None:
    """A value as programs write it in CSV: 12.5, true, 2024-01-31; of a list or object its JSON."""
    if value is None or isinstance(value, str):
        return value
    return _text(value) if isinstance(value, bool | list | dict) else str(value)


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)
