"""Open now, always open: worked out from the rows' own hours.

SQL cannot read opening hours. But a layer has few different texts of them (six for the 600 pharmacies of the seed), so the layers are asked
for the different texts among the rows that the rest of the question leaves, each text is evaluated once (10 µs, and 0.3 ms when a process
reads it for the first time), and the rows are then asked for by ``= ANY`` of the texts that answer: one more statement for all layers.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from ckanext.binhduong import vn
from ckanext.binhduong.core.connections.connection_pool import Database
from ckanext.binhduong.core.problems.request_errors import ArgumentError
from ckanext.binhduong.features.layers import layer_of
from ckanext.binhduong.features.query.arguments import Question
from ckanext.binhduong.features.query.conditions import Layer
from ckanext.binhduong.features.query.statements import hours_statement

__all__ = ["MAX_TEXTS", "add_opening", "now", "with_hours"]

MAX_TEXTS = 5000
"""Different texts of hours that one question evaluates in one layer: at most about two seconds."""


def now() -> datetime:
    """Return the moment "now" is about."""
    return datetime.now(vn.VIETNAM_TIME)


def with_hours(database: Database, layers: list[Layer], question: Question, moment: datetime) -> list[Layer]:
    """Return the layers with the texts of hours that answer ``open_now`` and ``always_open`` at a moment; unchanged when neither is asked.

    Raises:
        ArgumentError: there are too many different texts to evaluate.
    """
    if not question.asks_hours or not layers:
        return layers
    texts: dict[str, list[str]] = {layer.id: [] for layer in layers}
    for row in database.rows(*hours_statement(layers, question, MAX_TEXTS + 1)):
        texts[row["layer"]].append(row["text"])
    if any(len(each) > MAX_TEXTS for each in texts.values()):
        raise ArgumentError("open_now" if question.open_now is not None else "always_open", "too-many-hours", allowed=MAX_TEXTS)
    return [replace(layer, hours_texts=tuple(text for text in texts[layer.id] if _answers(text, question, moment))) for layer in layers]


def _answers(text: str, question: Question, moment: datetime) -> bool:
    if question.open_now is not None and vn.opening_state(text, moment).open is not question.open_now:
        return False
    return question.always_open is None or vn.always_open(text) is question.always_open


def add_opening(features: list[dict[str, Any]], layers: list[dict[str, Any]], moment: datetime) -> None:
    """Put beside each feature's properties ``open`` (None: not known) and ``open_changes``: when that ends, ISO 8601, or None."""
    columns = {layer["layer"]: layer_of(layer).hours_column for layer in layers}
    for feature in features:
        column = columns.get(feature["layer"])
        text = feature["properties"].get(column) if column else None
        state = vn.opening_state(text, moment) if text else vn.OpeningState(None)
        feature["open"] = state.open
        feature["open_changes"] = state.changes and state.changes.isoformat()
