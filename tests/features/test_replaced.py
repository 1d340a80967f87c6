"""A release that replaces a layer while a request reads it."""

from __future__ import annotations

import psycopg2
import pytest

from ckanext.binhduong.core.problems.request_errors import UnavailableError
from ckanext.binhduong.features.query.replaced import ReplacedError, retry_if_layer_replaced

REPLACED = [
    ReplacedError,
    psycopg2.errors.FeatureNotSupported,
    psycopg2.errors.InsufficientPrivilege,
    psycopg2.errors.UndefinedColumn,
    psycopg2.errors.UndefinedTable,
]


@pytest.mark.parametrize("error", REPLACED, ids=lambda error: error.__name__)
def test_a_replaced_layer_is_asked_again_with_fresh_layers(error):
    """Once: 0A000 of a plan for the old columns, and a view that is gone or has others, end with the new release's answer."""
    asked: list[bool] = []

    def ask(fresh: bool) -> str:
        asked.append(fresh)
        if not fresh:
            raise error
        return "the new release"

    assert (retry_if_layer_replaced(ask), asked) == ("the new release", [False, True])


@pytest.mark.parametrize("error", REPLACED, ids=lambda error: error.__name__)
def test_a_layer_that_is_replaced_again_is_503(error):
    """A request is not asked for a third time."""

    def ask(fresh: bool) -> str:
        raise error

    with pytest.raises(UnavailableError):
        retry_if_layer_replaced(ask)


def test_another_error_is_no_replacement():
    """A division by zero is asked once."""
    asked: list[bool] = []

    def ask(fresh: bool) -> str:
        asked.append(fresh)
        raise psycopg2.errors.DivisionByZero

    with pytest.raises(psycopg2.errors.DivisionByZero):
        retry_if_layer_replaced(ask)
    assert asked == [False]
