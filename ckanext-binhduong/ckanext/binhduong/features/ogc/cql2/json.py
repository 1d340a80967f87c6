"""CQL2 JSON: the tree as it was sent, within bounds."""

from __future__ import annotations

import json
import math
from typing import Any

from ckanext.binhduong.core.problems.request_errors import ArgumentError
from ckanext.binhduong.features.ogc.cql2.text import MAX_DEPTH

__all__ = ["read_json_filter"]

_LEVELS = 2 * MAX_DEPTH + 10
"""Levels of JSON: an operator and the list of its arguments are two, a geometry's coordinates up to five more."""


def read_json_filter(place: str, text: str) -> Any:
    """Return the tree of a condition.

    Args:
        place: the parameter's name, for errors.
        text: CQL2 JSON.

    Raises:
        ArgumentError: it is no JSON, is nested too deeply, or holds a number that is not finite.
    """
    try:
        tree = json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise ArgumentError(place, "not-json") from error
    waiting = [(tree, 0)]
    while waiting:
        value, level = waiting.pop()
        if level > _LEVELS:
            raise ArgumentError(place, "too-deep", limit=MAX_DEPTH)
        if isinstance(value, float) and not math.isfinite(value):
            raise ArgumentError(place, "not-a-number")
        inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        waiting.extend((each, level + 1) for each in inner)
    return tree


def _refuse(name: str) -> float:
    raise ValueError(name)
