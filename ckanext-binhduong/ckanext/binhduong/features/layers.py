"""The published layers, as `geo.layers` lists them: read once for each request, so that a layer that was withdrawn is gone at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from flask import g, has_request_context

from ckanext.binhduong.core.clock import utc_text
from ckanext.binhduong.core.connections.connection_pool import Database
from ckanext.binhduong.core.problems.request_errors import LayerNotFoundError
from ckanext.binhduong.datastore_schema.tables import LAYER_COLUMNS
from ckanext.binhduong.features.query.conditions import Layer
from ckanext.binhduong.features.query.statements import LAYERS

__all__ = ["as_public", "layer_of", "layers_read_once", "published_layers"]

Known = dict[Database, list[dict[str, Any]]]

_KNOWN = "_binhduong_features_layers"
_known: ContextVar[Known | None] = ContextVar("layers of the answer that is made without Flask", default=None)
# The GeoJSON geometry of a feature is this column's content; it would stand in each answer twice.
_GEOMETRY_ROLE = "geometry"
_HOURS_ROLE = "opening_hours"
# Said in another form or under another name (`as_public`).
_RENAMED = {"layer": "id", "feature_count": "count"}


def published_layers(
    database: Database, theme: str | None = None, layer: str | None = None, *, fresh: bool = False
) -> list[dict[str, Any]]:
    """Return the rows of ``geo.layers``, of some themes or ids when asked (with commas between), in the order of their ids.

    Args:
        fresh: read them again in a request that has read them already.

    Raises:
        LayerNotFoundError: one of ``layer`` is not published.
    """
    themes, asked = _names(theme), _names(layer)
    rows = [row for row in _rows(database, fresh) if themes is None or row["theme"] in themes]
    missing = (asked or set()) - {row["layer"] for row in rows}
    if missing:
        raise LayerNotFoundError(min(missing))
    return [row for row in rows if asked is None or row["layer"] in asked]


def _rows(database: Database, fresh: bool) -> list[dict[str, Any]]:
    known: Known | None = g.setdefault(_KNOWN, {}) if has_request_context() else _known.get()
    if known is None:
        return database.rows(LAYERS)
    if fresh or database not in known:
        known[database] = database.rows(LAYERS)
    return known[database]


@contextmanager
def layers_read_once() -> Iterator[None]:
    """Read the layers once for what is asked inside, where there is no request of Flask's that remembers them."""
    token = _known.set({})
    try:
        yield
    finally:
        _known.reset(token)


def _names(listed: str | None) -> set[str] | None:
    return None if listed is None else set(listed.split(","))


def layer_of(row: dict[str, Any]) -> Layer:
    """Return what the statements need of a layer."""
    columns = tuple(field["id"] for field in row["fields"] if field.get("role") != _GEOMETRY_ROLE)
    hours = next((field["id"] for field in row["fields"] if field.get("role") == _HOURS_ROLE and field["type"] == "text"), None)
    return Layer(row["layer"], columns, row["geometry_type"], row["key_column"], row["feature_count"], hours)


def as_public(row: dict[str, Any]) -> dict[str, Any]:
    """Return a layer as `layer_list` promises it."""
    public = {_RENAMED.get(name, name): row[name] for name in LAYER_COLUMNS}
    return public | {"published": row["published"] and utc_text(row["published"])}
