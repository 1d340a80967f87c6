"""The page on which an account finds its API tokens."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from ckan import model
from ckan.tests import factories
from ckan.tests.helpers import call_action

pytestmark = pytest.mark.usefixtures("redis_store", "database")


def test_each_token_is_listed_with_its_end(app: Any) -> None:
    """One that ends says when; one of which nothing is kept has an empty cell, and the page is there all the same."""
    user = factories.User()
    made = [
        call_action("api_token_create", {"ignore_auth": True}, user=user["name"], name=name, expires_in=1, unit=86_400)["token"]
        for name in ("ends", "unknown")
    ]
    unknown = model.Session.query(model.ApiToken).filter_by(name="unknown").one()
    unknown.plugin_extras = None
    model.Session.commit()
    page = app.get(f"/user/{user['name']}/api-tokens", headers={"Authorization": made[0]}, status=200)
    rows = [row.find_all("td") for row in BeautifulSoup(page.text, "html.parser").select("#api-tokens-table tbody tr")]
    assert {(cells[0].get_text(strip=True), bool(cells[-1].get_text(strip=True))) for cells in rows} == {("ends", True), ("unknown", False)}
