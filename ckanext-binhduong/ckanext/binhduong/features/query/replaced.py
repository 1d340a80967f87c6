"""A release may replace a layer while a request reads it: such a request is answered once more, with the layers as they are then."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import psycopg2

from ckanext.binhduong.core.problems.request_errors import UnavailableError

__all__ = ["ReplacedError", "retry_if_layer_replaced"]

T = TypeVar("T")


class ReplacedError(Exception):
    """A release replaced a layer between two statements of one answer: their rows and their count may be of different releases."""


# A release replaced the layer's view between our reading of `geo.layers` and the statement, or the layer was withdrawn.
_REPLACED = (
    ReplacedError,
    psycopg2.errors.UndefinedTable,
    psycopg2.errors.UndefinedColumn,
    psycopg2.errors.FeatureNotSupported,
    psycopg2.errors.InsufficientPrivilege,
)


def retry_if_layer_replaced(ask: Callable[[bool], T]) -> T:
    """Ask with the layers that this request knows; when a release replaced one meanwhile, once more with the layers as they are now.

    Raises:
        UnavailableError: it was replaced again.
    """
    try:
        return ask(False)
    except _REPLACED:
        pass
    try:
        return ask(True)
    except _REPLACED as error:
        raise UnavailableError from error
