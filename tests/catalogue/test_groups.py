"""All themes or agencies at once, with their texts."""

from typing import Any

import pytest
from ckan import model
from ckan.plugins import toolkit as tk
from ckan.tests.helpers import call_action
from sqlalchemy import event

from ckanext.binhduong.catalogue.themes import group_fields
from tests.catalogue.conftest import as_site

pytestmark = pytest.mark.usefixtures("database")


def test_agencies_have_their_own_fields(agency: dict[str, Any]) -> None:
    """Both languages, and whether an agency is former, by name."""
    as_site("organization_create", name="so-giao-thong-van-tai", title="Sở GTVT", title_en="Transport", valid_to="2025-02-28")
    found = tk.h.binhduong_groups("organization")
    assert {name: (each["title"], each.get("title_en"), each["former"]) for name, each in found.items()} == {
        "so-giao-thong-van-tai": ("Sở GTVT", "Transport", True),
        "so-y-te": ("Sở Y tế", None, False),
    }


def test_an_agency_that_was_deleted_is_not_listed(agency: dict[str, Any]) -> None:
    """Only what CKAN's own list would show."""
    as_site("organization_delete", id=agency["id"])
    assert call_action("organization_list") == [] == list(tk.h.binhduong_groups("organization"))


def test_themes_are_read_in_one_statement() -> None:
    """However many there are: each page asks for them."""
    for code in ("y-te", "nha-thuoc", "moi-truong"):
        as_site("group_create", **group_fields(code))
    statements: list[str] = []

    def keep(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        statements.append(statement)

    model.Session.expire_all()
    event.listen(model.meta.engine, "before_cursor_execute", keep)
    try:
        found = tk.h.binhduong_groups("group")
    finally:
        event.remove(model.meta.engine, "before_cursor_execute", keep)
    assert [(each["name"], each["order"]) for each in found.values()] == [("moi-truong", "5"), ("nha-thuoc", "2"), ("y-te", "1")]
    assert len(statements) == 1
