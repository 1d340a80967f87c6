"""The audit log as system administrators read it: filters, pages, CSV; nobody else sees a row."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from ckan.plugins import toolkit as tk
from ckan.tests import factories
from ckan.tests.helpers import call_action

from ckanext.binhduong.security.audit.recording import record_now
from tests.security.conftest import PASSWORD

PAGE = "/quan-tri/nhat-ky"
MARK = "danh-dau-nhat-ky"


@pytest.fixture
def some_rows(database: None) -> None:
    """Three rows of one object, the newest a refusal."""
    who = {"actor_kind": "user", "actor_id": "id-lan", "actor_name": "lan", "object_type": "dataset", "object_name": MARK}
    record_now(event="write", action="package_create", change="created", outcome="done", **who)
    record_now(event="write", action="package_patch", change="changed", outcome="done", fields="title", **who)
    who["actor_name"] = "=nam"
    record_now(event="refusal", action="package_delete", outcome="refused", status=403, address="192.0.2.7", **who)


def listed(**asked: Any) -> dict[str, Any]:
    """What the action answers about the three rows."""
    return call_action("audit_list", object=MARK, **asked)


@pytest.fixture
def admin(database: None, sign_in: Any) -> Any:
    """A browser in which a system administrator is signed in."""
    return sign_in(factories.Sysadmin(password=PASSWORD))


@pytest.mark.usefixtures("some_rows")
@pytest.mark.parametrize(
    ("asked", "actions"),
    [
        ({}, ["package_delete", "package_patch", "package_create"]),
        ({"event": "refusal"}, ["package_delete"]),
        ({"actor": "lan"}, ["package_patch", "package_create"]),
        ({"actor": "id-lan"}, ["package_delete", "package_patch", "package_create"]),
        ({"action": "package_patch"}, ["package_patch"]),
        ({"address": "192.0.2.7"}, ["package_delete"]),
        ({"until": "2020-01-01"}, []),
        ({"since": "2020-01-01", "limit": 1}, ["package_delete"]),
    ],
)
def test_rows_are_filtered(asked: dict[str, Any], actions: list[str]) -> None:
    """The newest first; each filter leaves what is exactly it."""
    # The test database keeps the log: rows of earlier runs answer too, older than these.
    assert [row["action"] for row in listed(**asked)["rows"]][: len(actions)] == actions


@pytest.mark.usefixtures("some_rows")
def test_pages_follow_each_other() -> None:
    """The cursor goes on where the page ended."""
    first = listed(limit=2)
    second = listed(limit=2, cursor=first["next_cursor"])
    assert first["rows"][-1]["seq"] > second["rows"][0]["seq"]
    assert second["rows"][0]["action"] == "package_create"


@pytest.mark.parametrize(
    ("asked", "field"),
    [({"event": "x"}, "event"), ({"since": "hôm qua"}, "since"), ({"until": "9999-12-31"}, "until")]
    + [({"limit": value}, "limit") for value in ("0", "1001", "x", "١")]
    + [({"cursor": value}, "cursor") for value in ("0", "-1", str(2**63))]
    + [({"actor": "x" * 201}, "actor")],
)
def test_what_cannot_be_asked_is_named(asked: dict[str, Any], field: str) -> None:
    """With the parameter."""
    with pytest.raises(tk.ValidationError) as error:
        listed(**asked)
    assert list(error.value.error_dict) == [field]


def test_nobody_else_reads_it(officer: Any, browser: Any) -> None:
    """Neither strangers nor officers, by page, file and action."""
    client = browser()
    for path in (PAGE, f"{PAGE}.csv", "/api/3/action/audit_list"):
        assert client.get(path).status_code == 403
    with pytest.raises(tk.NotAuthorized):
        call_action("audit_list", {"user": officer["name"], "ignore_auth": False})


@pytest.mark.usefixtures("some_rows")
def test_the_page_says_who_did_what(admin: Any) -> None:
    """Filtered by the address of the page, with a link to the same as a file; what is wrong stands above the form."""
    page = admin.get(f"{PAGE}?object={MARK}&event=refusal").get_data(as_text=True)
    assert "Bị từ chối" in page
    assert "192.0.2.7" in page
    assert f"{PAGE}.csv?event=refusal" in page
    wrong = admin.get(f"{PAGE}?since=hom-qua")
    assert (wrong.status_code, 'role="alert"' in wrong.get_data(as_text=True)) == (400, True)


@pytest.mark.usefixtures("some_rows")
def test_the_file_runs_nothing(admin: Any) -> None:
    """A name that a spreadsheet would run as a formula begins with an apostrophe."""
    rows = list(csv.DictReader(io.StringIO(admin.get(f"{PAGE}.csv?object={MARK}").get_data(as_text=True).removeprefix("\ufeff"))))
    assert rows[0]["actor_name"] == "'=nam"
    assert rows[0]["status"] == "403"
