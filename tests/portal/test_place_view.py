"""The page of an administrative unit while the database is busy."""

from typing import Any

import pytest
from ckan.plugins import toolkit as tk

from ckanext.binhduong.core.problems.action_errors import RequestRefused
from ckanext.binhduong.core.problems.request_errors import UnavailableError
from ckanext.binhduong.portal.place.views import _counts

pytestmark = pytest.mark.usefixtures("with_plugins")


def test_all_layers_are_counted_by_one_search(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many layers there are, one action counts them; a layer with too many features has no number."""
    asked: list[dict[str, Any]] = []

    def search(context: dict[str, Any], arguments: dict[str, Any]) -> dict[str, Any]:
        asked.append(arguments)
        return {"counts": {"a": 7, "b": None}}

    monkeypatch.setattr(tk, "get_action", lambda name: search)
    assert _counts({"id": "74@2024"}) == {"a": 7, "b": None}
    assert asked == [{"within": "74@2024", "limit": 1, "counts": True}]


def test_a_busy_database_counts_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rest of the page is there at once, without numbers."""

    def search(context: dict[str, Any], arguments: dict[str, Any]) -> dict[str, Any]:
        raise RequestRefused(UnavailableError())

    monkeypatch.setattr(tk, "get_action", lambda name: search)
    assert _counts({"id": "74@2024"}) is None
