"""The published layers, as `geo.layers` lists them: read anew for each request, so that a layer that was withdrawn is gone at once."""

from __future__ import annotations

from typing import Any

from ckanext.binhduong.features.errors import LayerNotFoundError
from ckanext.binhduong.features.pool import Database
from ckanext.binhduong.features.statements import LAYERS, Layer

__all__ = ["as_public", "layer_of", "published_layers"]

# The GeoJSON geometry of a feature is this column's content; it would stand in each answer twice.
_GEOMETRY_ROLE = "geometry"
# fmt: off
_PUBLIC = (
    "title", "title_en", "theme", "geometry_type", "extent", "fields", "release", "key_column", "dataset", "dataset_id", "dataset_title",
    "dataset_title_en", "resource_id", "organization", "organization_title", "license_id", "data_kind", "units",
)
# fmt: on


def published_layers(database: Database, theme: str | None = None, layer: str | None = None) -> list[dict[str, Any]]:
    """Give the rows of ``geo.layers``, of one theme or one id when asked, in the order of their ids.

    Raises:
        LayerNotFoundError: ``layer`` is not published.
    """
    rows = [row for row in database.rows(LAYERS) if theme in (None, row["theme"]) and layer in (None, row["layer"])]
    if layer is not None and not rows:
        raise LayerNotFoundError(layer)
    return rows


def layer_of(row: dict[str, Any]) -> Layer:
    """Give what the statements need of a layer."""
    columns = tuple(field["id"] for field in row["fields"] if field.get("role") != _GEOMETRY_ROLE)
    return Layer(
        id=row["layer"], columns=columns, geometry_type=row["geometry_type"], key_column=row["key_column"], count=row["feature_count"]
    )


def as_public(row: dict[str, Any]) -> dict[str, Any]:
    """Give a layer as `layer_list` promises it."""
    public = {name: row[name] for name in _PUBLIC}
    return {"id": row["layer"], **public, "count": row["feature_count"], "published": row["published"] and row["published"].isoformat()}
