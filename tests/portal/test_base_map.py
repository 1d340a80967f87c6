"""The outside base map: off unless configured, and then the policy of the finder names its host and no other."""

from typing import Any

import pytest
from ckan.plugins import toolkit as tk

TILES = "https://tiles.example.vn/{z}/{x}/{y}.png"


def policy_of(answer: Any) -> dict[str, str]:
    """The directives of an answer's Content-Security-Policy."""
    return dict(part.split(" ", 1) for part in answer.headers["Content-Security-Policy"].split("; "))


@pytest.mark.usefixtures("clean_db")
def test_no_outside_base_map_by_default(app: Any) -> None:
    """Pages ask nobody but the portal."""
    answer = app.get("/map")
    assert policy_of(answer)["connect-src"] == "'self'"
    assert "data-tiles" not in answer.body


@pytest.mark.usefixtures("clean_db")
def test_a_configured_one_is_allowed_on_the_finder_only(app: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The tiles' host may be asked by /map; its credit is on the map."""
    monkeypatch.setitem(tk.config, "ckanext.binhduong.base_map_tiles", TILES)
    monkeypatch.setitem(tk.config, "ckanext.binhduong.base_map_credit", "© Nguồn bản đồ")
    answer = app.get("/map")
    assert policy_of(answer)["connect-src"] == "'self' https://tiles.example.vn"
    assert policy_of(answer)["img-src"] == "'self' data: blob: https://tiles.example.vn"
    assert f'data-tiles="{TILES}"' in answer.body
    assert "© Nguồn bản đồ" in answer.body
    assert "tiles.example.vn" not in app.get("/about").headers["Content-Security-Policy"]


@pytest.mark.usefixtures("clean_db")
def test_tiles_without_encryption_are_not_used(app: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """An address that is no https one counts as none."""
    monkeypatch.setitem(tk.config, "ckanext.binhduong.base_map_tiles", "http://tiles.example.vn/{z}/{x}/{y}.png")
    assert "tiles.example.vn" not in app.get("/map").headers["Content-Security-Policy"]
