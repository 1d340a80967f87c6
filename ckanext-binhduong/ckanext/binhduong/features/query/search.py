"""From a question to features: each layer asked at most once, their answers merged in one order."""

from __future__ import annotations

import heapq
import time
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import psycopg2

from ckanext.binhduong import places
from ckanext.binhduong.core.connection_pool import Database
from ckanext.binhduong.core.problems.argument_errors import ArgumentError, LayerNotFoundError, UnavailableError
from ckanext.binhduong.features.layers import layer_of, published_layers
from ckanext.binhduong.features.query.arguments import Question
from ckanext.binhduong.features.query.conditions import Layer
from ckanext.binhduong.features.query.cursor import Place, read_cursor, write_cursor
from ckanext.binhduong.features.query.facets import layer_facets
from ckanext.binhduong.features.query.filters import check_filters
from ckanext.binhduong.features.query.opening import add_opening, now, with_hours
from ckanext.binhduong.features.query.statements import MAX_COUNT, count_statement, search_statement, show_statement

__all__ = ["TIME_BUDGET", "find_feature", "find_features"]

TIME_BUDGET = 5.0
"""Seconds for all layers of a request together; the role's own limit holds for each statement."""


class _ReplacedError(Exception):
    """A release replaced a layer between two statements of one answer: their rows and their count may be of different releases."""


# A release replaced the layer's view between our reading of `geo.layers` and the statement, or the layer was withdrawn.
_REPLACED = (
    _ReplacedError,
    psycopg2.errors.UndefinedTable,
    psycopg2.errors.UndefinedColumn,
    psycopg2.errors.FeatureNotSupported,
    psycopg2.errors.InsufficientPrivilege,
)


@dataclass
class _Answer:
    """What the layers asked so far have given: the features' rows in order, how many there are in all (None: not known), the choices."""

    rows: list[tuple[Place, dict[str, Any], dict[str, Any]]] = field(default_factory=list)
    count: int | None = 0
    facets: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def add_count(self, found: int) -> None:
        self.count = None if self.count is None or self.count + found > MAX_COUNT else self.count + found


def find_features(database: Database, question: Question, secret: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Answer `feature_search`: ``features``, ``next_cursor`` (None on the last page), and on the first page ``count`` when it is cheap;
    with ``within`` also ``boundary``, how exact the unit's shape is ("exact", "approximate" or "unknown"), with ``facets`` the choices.

    Gives the answer and the rows of the layers that its features are of.

    Raises:
        ArgumentError: the cursor is not ours, or a filter fits no layer that is asked.
        LayerNotFoundError: the layer asked for is not published.
        UnavailableError: the database did not answer in time.
    """
    after, moment = read_cursor(question, secret), now()
    answer = _asked_again_if_replaced(lambda: _ask_layers(database, question, after, moment))
    page = answer.rows[: question.limit]
    more = len(answer.rows) > question.limit
    result: dict[str, Any] = {
        "features": [_feature(layer, row) for _, layer, row in page],
        "next_cursor": write_cursor(question, page[-1][0], secret) if more else None,
    }
    if after is None and answer.count is not None:
        result["count"] = answer.count
    if after is None and question.facets:
        result["facets"] = answer.facets
    if question.within is not None:
        result["boundary"] = places.get_unit(question.within).boundary
    layers = list({layer["layer"]: layer for _, layer, _ in page}.values())
    add_opening(result["features"], layers, moment)
    return result, layers


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
        feature = _feature(layer, rows[0])
        add_opening([feature], [layer], now())
        return feature, layer

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


def _ask_layers(database: Database, question: Question, after: Place | None, moment: datetime) -> _Answer:
    """Ask the layers in the order of their ids; without ``near`` only until the page is full, then merely count."""
    answer = _Answer()
    deadline = time.monotonic() + TIME_BUDGET
    layers = _able_layers(database, question)
    for row in layers:
        if time.monotonic() > deadline:
            raise UnavailableError
        if question.near is None and after is not None and row["layer"] < after[1]:
            continue
        is_full = question.near is None and len(answer.rows) > question.limit
        if is_full and after is not None:
            break
        layer = with_hours(database, layer_of(row), question, moment)
        if is_full:
            _count_layer(database, question, layer, answer)
        else:
            _ask_layer(database, question, after, (row, layer), answer)
        if question.facets and after is None:
            answer.facets[layer.id] = layer_facets(database, row, layer, question)
    if after is None:
        _refuse_replaced(database, layers)
    return answer


def _refuse_replaced(database: Database, layers: list[dict[str, Any]]) -> None:
    """Make sure that the layers are still of the releases they were of when they were asked first.

    Raises:
        _ReplacedError: one is not, or is published no more.
    """
    now_published = {row["layer"]: row["release"] for row in published_layers(database)}
    if any(now_published.get(row["layer"]) != row["release"] for row in layers):
        raise _ReplacedError


def _able_layers(database: Database, question: Question) -> list[dict[str, Any]]:
    """Give the layers asked that have the columns the question is about."""
    layers = published_layers(database, question.theme, question.layer)
    if question.filters:
        layers = check_filters(database, question.filters, layers)
    if not question.asks_hours:
        return layers
    able = [layer for layer in layers if layer_of(layer).hours_column]
    if layers and not able:
        raise ArgumentError("open_now" if question.open_now is not None else "always_open", "no-hours")
    return able


def _ask_layer(database: Database, question: Question, after: Place | None, asked: tuple[dict[str, Any], Layer], answer: _Answer) -> None:
    row_of_layer, layer = asked
    rows = database.rows(*search_statement(layer, question, after, question.limit + 1))
    found = [((row["distance"], layer.id, row["row"]), row_of_layer, row) for row in rows]
    if question.near is None:
        answer.rows += found[: question.limit + 1 - len(answer.rows)]
    else:
        answer.rows = list(heapq.merge(answer.rows, found, key=lambda each: each[0]))[: question.limit + 1]
    if after is None:
        answer.add_count(rows[0]["found"] if rows else 0)


def _count_layer(database: Database, question: Question, layer: Layer, answer: _Answer) -> None:
    if answer.count is not None:
        answer.add_count(database.rows(*count_statement(layer, question))[0]["count"])


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
