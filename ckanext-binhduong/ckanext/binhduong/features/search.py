"""From a question to features: each layer asked at most once, their answers merged in one order."""

from __future__ import annotations

import heapq
import time
from dataclasses import dataclass, field
from typing import Any

import psycopg2

from ckanext.binhduong import vn
from ckanext.binhduong.features.arguments import Question
from ckanext.binhduong.features.cursor import Place, read_cursor, write_cursor
from ckanext.binhduong.features.errors import LayerNotFoundError, UnavailableError
from ckanext.binhduong.features.layers import layer_of, published_layers
from ckanext.binhduong.features.pool import Database
from ckanext.binhduong.features.statements import MAX_COUNT, count_statement, search_statement, show_statement

__all__ = ["TIME_BUDGET", "find_feature", "find_features"]

TIME_BUDGET = 5.0
"""Seconds for all layers of a request together; the role's own limit holds for each statement."""

# A release replaced the layer's view between our reading of `geo.layers` and the statement, or the layer was withdrawn.
_REPLACED = (
    psycopg2.errors.UndefinedTable,
    psycopg2.errors.UndefinedColumn,
    psycopg2.errors.FeatureNotSupported,
    psycopg2.errors.InsufficientPrivilege,
)


@dataclass
class _Answer:
    """What the layers asked so far have given: the features' rows in order, how many there are in all (None: not known)."""

    rows: list[tuple[Place, dict[str, Any], dict[str, Any]]] = field(default_factory=list)
    count: int | None = 0

    def add_count(self, found: int) -> None:
        self.count = None if self.count is None or self.count + found > MAX_COUNT else self.count + found


def find_features(database: Database, question: Question, secret: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Answer `feature_search`: ``features``, ``next_cursor`` (None on the last page), and on the first page ``count`` when it is cheap;
    with ``within`` also ``boundary``, how exact the unit's shape is ("exact", "approximate" or "unknown").

    Gives the answer and the rows of the layers that its features are of.

    Raises:
        ArgumentError: the cursor is not ours.
        LayerNotFoundError: the layer asked for is not published.
        UnavailableError: the database did not answer in time.
    """
    after = read_cursor(question, secret)
    answer = _asked_again_if_replaced(lambda: _ask_layers(database, question, after))
    page = answer.rows[: question.limit]
    more = len(answer.rows) > question.limit
    result: dict[str, Any] = {
        "features": [_feature(layer, row) for _, layer, row in page],
        "next_cursor": write_cursor(question, page[-1][0], secret) if more else None,
    }
    if after is None and answer.count is not None:
        result["count"] = answer.count
    if question.within is not None:
        result["boundary"] = vn.get_unit(question.within).boundary
    return result, list({layer["layer"]: layer for _, layer, _ in page}.values())


def find_feature(database: Database, layer_id: str, fid: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Give one feature and the row of its layer.

    Raises:
        LayerNotFoundError: the layer is not published, or has no such feature.
        UnavailableError: the database did not answer in time.
    """

    def ask() -> tuple[dict[str, Any], dict[str, Any]]:
        (layer,) = published_layers(database, layer=layer_id)
        rows = database.rows(*show_statement(layer_of(layer), fid))
        if not rows:
            raise LayerNotFoundError(fid)
        return _feature(layer, rows[0]), layer

    return _asked_again_if_replaced(ask)


def _asked_again_if_replaced(ask: Any) -> Any:
    try:
        return ask()
    except _REPLACED:
        pass
    try:
        return ask()
    except _REPLACED as error:
        raise UnavailableError from error


def _ask_layers(database: Database, question: Question, after: Place | None) -> _Answer:
    """Ask the layers in the order of their ids; without ``near`` only until the page is full, then merely count."""
    answer = _Answer()
    deadline = time.monotonic() + TIME_BUDGET
    for row in published_layers(database, question.theme, question.layer):
        if time.monotonic() > deadline:
            raise UnavailableError
        if question.near is None and after is not None and row["layer"] < after[1]:
            continue
        if question.near is None and len(answer.rows) > question.limit:
            if after is not None:
                break
            _count_layer(database, question, row, answer)
        else:
            _ask_layer(database, question, after, row, answer)
    return answer


def _ask_layer(database: Database, question: Question, after: Place | None, layer: dict[str, Any], answer: _Answer) -> None:
    rows = database.rows(*search_statement(layer_of(layer), question, after, question.limit + 1))
    found = [((row["distance"], layer["layer"], row["row"]), layer, row) for row in rows]
    if question.near is None:
        answer.rows += found[: question.limit + 1 - len(answer.rows)]
    else:
        answer.rows = list(heapq.merge(answer.rows, found, key=lambda each: each[0]))[: question.limit + 1]
    if after is None:
        answer.add_count(rows[0]["found"] if rows else 0)


def _count_layer(database: Database, question: Question, layer: dict[str, Any], answer: _Answer) -> None:
    if answer.count is not None:
        answer.add_count(database.rows(*count_statement(layer_of(layer), question))[0]["count"])


def _feature(layer: dict[str, Any], row: dict[str, Any]) -> dict[str, Any]:
    """A GeoJSON Feature; what is not a published column stands beside ``properties``."""
    feature = {
        "type": "Feature",
        "id": row["fid"],
        "geometry": row["geometry"],
        "properties": row["properties"],
        "layer": layer["layer"],
        "theme": layer["theme"],
        "dataset": layer["dataset"],
    }
    return feature if row["distance"] is None else {**feature, "distance_m": round(row["distance"], 2)}
