"""The page of an administrative unit while the database is busy."""

from typing import Any

import pytest
from ckan.plugins import toolkit as tk

from ckanext.binhduong.portal.place.views import _counts

pytestmark = pytest.mark.usefixtures("with_plugins")


def test_after_a_refusal_a_busy_database_is_asked_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was counted before is kept; after the first refusal no other layer is asked, for each might wait as long."""
    asked: list[str] = []

    def search(context: dict[str, Any], arguments: dict[str, Any]) -> dict[str, Any]:
        asked.append(arguments["layer"])
        if arguments["layer"] == "b":
            raise tk.ValidationError({"message": ["busy"]})
        return {"count": 7}

    monkeypatch.setattr(tk, "get_action", lambda name: search)
    assert _counts([{"id": "a"}, {"id": "b"}, {"id": "c"}], {"id": "74@2024"}) == {"a": 7}
    assert asked == ["a", "b"]


def test_a_layer_taken_down_meanwhile_has_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Listed, then un-published before it was counted."""

    def search(context: dict[str, Any], arguments: dict[str, Any]) -> dict[str, Any]:
        raise tk.ObjectNotFound

    monkeypatch.setattr(tk, "get_action", lambda name: search)
    assert _counts([{"id": "a"}], {"id": "74@2024"}) == {"a": 0}
