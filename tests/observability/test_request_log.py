"""The request log: what a line holds, and what it never holds."""

from __future__ import annotations

import logging

import pytest

pytestmark = pytest.mark.usefixtures("redis_store", "database")


@pytest.fixture
def logged(caplog):
    """Return a function that gives the fields of each request logged so far."""
    caplog.set_level(logging.INFO, "ckanext.binhduong.request")
    return lambda: [record.fields for record in caplog.records if record.name == "ckanext.binhduong.request"]


def test_a_request_is_one_line_with_its_duration(browser, logged):
    """Method, the path as the visitor sent it, status, milliseconds, the real address."""
    browser("203.0.113.9").get("/en/about").close()
    (line,) = logged()
    assert (line["method"], line["path"], line["status"], line["address"]) == ("GET", "/en/about", 200, "203.0.113.9")
    assert line["duration_ms"] > 0


def test_the_query_is_not_logged(browser, logged, caplog):
    """What a citizen types, a position, a reset key: none of it."""
    browser().get("/dataset/?q=benh-hiem-ngheo&near=106.65,10.98").close()
    assert "benh-hiem-ngheo" not in str(logged()) + caplog.text
    assert logged()[0]["path"] == "/dataset/"


def test_a_token_is_not_logged(browser, caplog):
    """Not in this log and not in CKAN's."""
    caplog.set_level(logging.INFO)
    browser().get("/api/3/action/status_show", headers={"Authorization": "mat-khau-api-bi-mat"}).close()
    assert "mat-khau-api" not in caplog.text


def test_health_probes_are_not_logged(browser, logged):
    """One a second would bury the rest."""
    browser().get("/health/live").close()
    assert logged() == []
