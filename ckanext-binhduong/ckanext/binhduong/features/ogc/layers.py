"""The published layers as collections, read anew for each request: one that was withdrawn is gone at once. Imports no CKAN."""

from __future__ import annotations

from ckanext.binhduong.core.connections.connection_pool import Database
from ckanext.binhduong.core.problems.request_errors import LayerNotFoundError
from ckanext.binhduong.features.ogc.columns import Collection, collection_of
from ckanext.binhduong.features.ogc.sql.statements import LAYER
from ckanext.binhduong.features.query.statements import LAYERS

__all__ = ["find_collection", "find_collections"]


def find_collections(database: Database) -> list[Collection]:
    """Return all collections in the order of their ids. Raises UnavailableError."""
    return [collection_of(row) for row in database.rows(LAYERS)]


def find_collection(database: Database, layer: str) -> Collection:
    """Return the collection of a layer's id.

    Raises:
        LayerNotFoundError: no such layer is published.
        UnavailableError: the database did not answer in time.
    """
    rows = database.rows(LAYER, {"layer": layer})
    if not rows:
        raise LayerNotFoundError(layer)
    return collection_of(rows[0])
