"""Errors of requests: message, place and status, in both languages."""

from __future__ import annotations

import re

import pytest

from ckanext.binhduong.core.problems.request_errors import ArgumentError, LayerNotFoundError, RequestError, UnavailableError
from ckanext.binhduong.core.problems.request_messages import MESSAGES
from ckanext.binhduong.core.problems.translation import translated


def test_an_error_has_message_place_and_status() -> None:
    """It names the parameter in either language, and is both together as a text."""
    error = ArgumentError("limit", "out-of-range", allowed="1–9")
    assert (error.status, error.code, error.place, error.values) == (400, "out-of-range", "limit", {"allowed": "1–9"})
    assert (error.in_language("vi"), error.in_language("en")) == ("limit nằm ngoài khoảng 1–9.", "limit is outside 1–9.")
    assert str(error) == "limit nằm ngoài khoảng 1–9. / limit is outside 1–9."


@pytest.mark.parametrize(("error", "status", "place"), [(LayerNotFoundError("x"), 404, ""), (UnavailableError(), 503, "")])
def test_each_kind_has_its_status(error: RequestError, status: int, place: str) -> None:
    """Nothing is wrong with a parameter when something is not there or the database is busy."""
    assert (error.status, error.place) == (status, place)


@pytest.mark.parametrize("code", MESSAGES)
def test_every_message_is_vietnamese_too(code: str) -> None:
    """Each has a translation of its own, which fills in what the English sentence fills in."""
    english, vietnamese = MESSAGES[code], translated(MESSAGES[code], "vi")
    assert vietnamese != english
    assert sorted(re.findall(r"\{\w+\}", vietnamese)) == sorted(re.findall(r"\{\w+\}", english))
    assert translated(english, "en") == english
