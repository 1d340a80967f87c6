"""Features by the beginnings of their names, for a reader who is still typing: a few of each layer, in one statement."""

from __future__ import annotations

from typing import Any

from psycopg2 import sql

from ckanext.binhduong.core.connections.connection_pool import Database
from ckanext.binhduong.core.queries.text_search import text_query
from ckanext.binhduong.features.layers import published_layers
from ckanext.binhduong.features.query.replaced import retry_if_layer_replaced

__all__ = ["SHORTEST", "features_named"]

SHORTEST = 3
"""Letters and digits of a text that is looked up; fewer are the beginning of half the names there are."""
_NAME_ROLE = "name"

# The index on all words of a row finds the candidates; the name alone decides.
_NAMED = sql.SQL(
    "SELECT {layer} AS layer, t._fid AS id, t.{name}::text AS name FROM geo.{view} t"
    " WHERE t._full_text @@ to_tsquery('postgis.vi', %(words)s)"
    " AND to_tsvector('postgis.vi', t.{name}::text) @@ to_tsquery('postgis.vi', %(words)s) LIMIT %(limit)s"
)


def features_named(database: Database, q: str, limit: int) -> list[dict[str, Any]]:
    """Return at most ``limit`` features whose name has all words, the last of them perhaps only begun; each layer in turn gives one.

    Args:
        q: as typed; a text of fewer than ``SHORTEST`` letters and digits finds nothing.

    Returns:
        ``id``, ``name``, ``layer``, ``theme`` and ``dataset`` of each.

    Raises:
        UnavailableError: the database did not answer in time.
    """
    if sum(letter.isalnum() for letter in q) < SHORTEST:
        return []

    def ask(fresh: bool) -> list[dict[str, Any]]:
        layers = {row["layer"]: row for row in published_layers(database, fresh=fresh)}
        statement = _statement(layers)
        rows = database.rows(statement, {"words": text_query(q), "limit": limit}) if statement else []
        return [_described(row, layers[row["layer"]]) for row in _in_turn(rows)[:limit]]

    return retry_if_layer_replaced(ask)


def _statement(layers: dict[str, dict[str, Any]]) -> sql.Composable | None:
    parts = []
    for layer, row in layers.items():
        column = next((field["id"] for field in row["fields"] if field.get("role") == _NAME_ROLE), None)
        if column:
            named = _NAMED.format(layer=sql.Literal(layer), name=sql.Identifier(column), view=sql.Identifier(layer))
            parts.append(sql.SQL("({})").format(named))
    return sql.SQL(" UNION ALL ").join(parts) if parts else None


def _in_turn(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the rows so that each layer's first comes before any layer's second."""
    seen: dict[str, int] = {}
    turns = []
    for row in rows:
        seen[row["layer"]] = seen.get(row["layer"], 0) + 1
        turns.append((seen[row["layer"]], row))
    return [row for _, row in sorted(turns, key=lambda turn: turn[0])]


def _described(row: dict[str, Any], layer: dict[str, Any]) -> dict[str, Any]:
    return {"id": row["id"], "name": row["name"], "layer": layer["layer"], "theme": layer["theme"], "dataset": layer["dataset"]}
