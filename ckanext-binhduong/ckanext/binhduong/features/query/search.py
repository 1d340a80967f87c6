"""From a query to features: one statement for all layers, its rows in one order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ckanext.binhduong import places
from ckanext.binhduong.core.connections.connection_pool import Database
from ckanext.binhduong.core.problems.request_errors import ArgumentError, LayerNotFoundError
from ckanext.binhduong.features.layers import layer_of, published_layers
from ckanext.binhduong.features.query.arguments import Question
from ckanext.binhduong.features.query.cursor import Place, read_cursor, write_cursor
from ckanext.binhduong.features.query.facets import facets_of
from ckanext.binhduong.features.query.filters import check_filters
from ckanext.binhduong.features.query.opening import add_opening, now, with_hours
from ckanext.binhduong.features.query.replaced import ReplacedError, retry_if_layer_replaced
from ckanext.binhduong.features.query.statements import MAX_COUNT, search_statement, show_statement

__all__ = ["find_feature", "find_features"]


@dataclass
class _Answer:
    """What a statement gave: the page's rows with their place in the order and their layer, the numbers by layer, and the choices."""

    rows: list[tuple[Place, dict[str, Any], dict[str, Any]]]
    numbers: dict[str, int]
    facets: dict[str, list[dict[str, Any]]]

    def count(self) -> int | None:
        """How many features there are in all; None when there are more than are counted."""
        return _counted(sum(self.numbers.values()))


def _counted(number: int) -> int | None:
    return number if number <= MAX_COUNT else None


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
    answer = retry_if_layer_replaced(lambda fresh: _ask_layers(database, question, after, moment, fresh))
    page = answer.rows[: question.limit]
    more = len(answer.rows) > question.limit
    result: dict[str, Any] = {
        "features": [_feature(layer, row) for _, layer, row in page],
        "next_cursor": write_cursor(question, page[-1][0], secret) if more else None,
    }
    if after is None and (count := answer.count()) is not None:
        result["count"] = count
    if after is None and question.counts:
        result["counts"] = {name: _counted(number) for name, number in answer.numbers.items()}
    if after is None and question.facets:
        result["facets"] = answer.facets
    if question.within is not None:
        result["boundary"] = places.get_unit(question.within).boundary
    layers = list({layer["layer"]: layer for _, layer, _ in page}.values())
    add_opening(result["features"], layers, moment)
    return result, layers


def find_feature(database: Database, layer_id: str, fid: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return one feature and the row of its layer.

    Raises:
        LayerNotFoundError: the layer is not published, or has no such feature.
        UnavailableError: the database did not answer in time.
    """

    def ask(fresh: bool) -> tuple[dict[str, Any], dict[str, Any]]:
        (layer,) = published_layers(database, layer=layer_id, fresh=fresh)
        rows = database.rows(*show_statement(layer_of(layer), fid))
        if not rows:
            raise LayerNotFoundError(fid)
        feature = _feature(layer, rows[0])
        add_opening([feature], [layer], now())
        return feature, layer

    return retry_if_layer_replaced(ask)


def _ask_layers(database: Database, question: Question, after: Place | None, moment: datetime, fresh: bool) -> _Answer:
    """Ask all layers by one statement; on the first page make sure that they are of the releases that it was made for."""
    known = {row["layer"]: row for row in _layers_supporting(database, question, fresh)}
    if not known:
        return _Answer([], {}, {})
    layers = with_hours(database, [layer_of(row) for row in known.values()], question, moment)
    rows = database.rows(*search_statement(layers, question, after, question.limit + 1))
    found = [((row["distance"], row["layer"], row["row"]), known[row["layer"]], row) for row in rows if row["part"] == "feature"]
    numbers = {row["layer"]: row["number"] for row in rows if row["part"] == "count"}
    facets: dict[str, list[dict[str, Any]]] = {}
    if after is None:
        _refuse_replaced(known, {row["layer"]: row["number"] for row in rows if row["part"] == "release"})
        if question.facets:
            facets = facets_of(database, [(known[layer.id], layer) for layer in layers], question)
    return _Answer(found, numbers, facets)


def _refuse_replaced(known: dict[str, dict[str, Any]], releases: dict[str, int]) -> None:
    """Make sure that the layers are still of the releases that the statement was made for.

    Raises:
        ReplacedError: one is not, or is published no more.
    """
    if any(releases.get(name) != row["release"] for name, row in known.items()):
        raise ReplacedError


def _layers_supporting(database: Database, question: Question, fresh: bool) -> list[dict[str, Any]]:
    """Return the layers asked that have the columns the question is about."""
    layers = published_layers(database, question.theme, question.layer, fresh=fresh)
    if question.filters:
        layers = check_filters(database, question.filters, layers)
    if not question.asks_hours:
        return layers
    able = [layer for layer in layers if layer_of(layer).hours_column]
    if layers and not able:
        raise ArgumentError("open_now" if question.open_now is not None else "always_open", "no-hours")
    return able


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
