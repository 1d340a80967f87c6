"""The catalogue as a table: a line a dataset. Imports no CKAN."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime
from typing import Any

from shapely.errors import ShapelyError
from shapely.geometry import shape

from ckanext.binhduong.core.clock import utc_text

__all__ = ["HEAD", "dataset_line", "deleted_line"]

COLUMNS = (
    *("id", "name", "title", "title_en", "description", "agency", "theme", "data_kind", "licence", "licence_url", "keywords", "frequency"),
    *(
        "issued",
        "modified",
        "period_start",
        "period_end",
        "places",
        "west",
        "south",
        "east",
        "north",
        "page",
        "metadata",
        "formats",
        "files",
    ),
    "deleted",
)
"""``metadata`` is the dataset in Turtle; ``formats`` and ``files`` (addresses) are those of its resources, with blanks between; ``deleted``
is the time at which the dataset was deleted, of those that were."""


def _line(values: dict[str, Any]) -> str:
    buffer = io.StringIO()
    csv.DictWriter(buffer, COLUMNS, lineterminator="\r\n").writerow(values)
    return buffer.getvalue()


HEAD = _line({name: name for name in COLUMNS})


def dataset_line(data: dict[str, Any], site: str) -> str:
    """Return the line of a dataset.

    Args:
        data: as ``package_show`` gives it, with ``theme_title``: the name of its theme.
        site: the portal's public address without a final slash.
    """
    page = f"{site}/dataset/{data['name']}"
    units = data.get("units") or []
    resources = data.get("resources", [])
    values = {
        **{name: data.get(name) for name in ("id", "name", "title", "title_en", "data_kind", "frequency")},
        "description": data.get("notes"),
        "agency": (data.get("organization") or {}).get("title"),
        "theme": data["theme_title"],
        "licence": data.get("license_id"),
        "licence_url": data.get("license_url"),
        "keywords": ", ".join(tag.get("display_name") or tag["name"] for tag in data.get("tags", [])),
        "issued": (data.get("issued") or data["metadata_created"])[:10],
        "modified": utc_text(datetime.fromisoformat(data["metadata_modified"])),
        "period_start": data.get("temporal_start"),
        "period_end": data.get("temporal_end"),
        "places": " ".join(json.loads(units) if isinstance(units, str) else units),
        **_box(data.get("spatial")),
        "page": page,
        "metadata": f"{page}.ttl",
        "formats": " ".join(dict.fromkeys(each["format"].replace(" ", "_") for each in resources if each.get("format"))),
        "files": " ".join(each["url"].replace(" ", "%20") for each in resources if each.get("url")),
    }
    return _line(values)


def deleted_line(dataset_id: str, moment: str) -> str:
    """Return the line of a dataset that was deleted, of which nothing else is known."""
    return _line({"id": dataset_id, "deleted": moment})


def _box(spatial: str | None) -> dict[str, float]:
    try:
        return dict(zip(("west", "south", "east", "north"), shape(json.loads(spatial or "null")).bounds, strict=True))
    except (ValueError, TypeError, AttributeError, KeyError, ShapelyError):
        return {}
