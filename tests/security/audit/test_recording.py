"""Every write has its row, in its own transaction, and nothing else has one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk
from ckan.tests import factories
from ckan.tests.helpers import call_action
from sqlalchemy import event
from sqlalchemy.engine import Engine

from ckanext.binhduong.core import jobs
from ckanext.binhduong.core.jobs import origin
from ckanext.binhduong.core.jobs.registry import DEFAULT, job
from ckanext.binhduong.security.audit import actor, changes, recording
from tests.security.audit.conftest import stored
from tests.security.conftest import dataset

Rows = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def admin(database: None) -> dict[str, Any]:
    """A system administrator with a token."""
    return factories.SysadminWithToken()


@pytest.fixture
def shown(admin: dict[str, Any], clean_index: None) -> dict[str, Any]:
    """A public dataset."""
    return dataset()


def rename(app: Any, admin: dict[str, Any], dataset_id: str, title: str, status: int = 200) -> Any:
    """Change a dataset's title by the API."""
    head = {"Authorization": admin["token"], "X-Request-ID": "0123456789abcdef0123456789abcdef"}
    return app.post("/api/3/action/package_patch", json={"id": dataset_id, "title": title}, headers=head, status=status)


def test_a_write_by_the_api_says_who_what_and_where(app: Any, admin: dict[str, Any], shown: dict[str, Any], new_rows: Rows):
    """One row for one change, with the request's id, the token's id and digests of both sides."""
    rename(app, admin, shown["id"], "Nhà thuốc đạt chuẩn")
    (row,) = new_rows()
    token = model.Session.scalar(sa.select(model.ApiToken.id).where(model.ApiToken.user_id == admin["id"]))
    expected = {
        "event": "write",
        "action": "package_patch",
        "actor_kind": "user",
        "actor_id": admin["id"],
        "actor_name": admin["name"],
        "token": token,
        "address": "127.0.0.1",
        "request_id": "0123456789abcdef0123456789abcdef",
        "object_type": "dataset",
        "object_id": shown["id"],
        "object_name": shown["name"],
        "change": "changed",
        "outcome": "done",
    }
    assert {name: row[name] for name in expected} == expected
    assert "package.title" in row["fields"]
    assert len(row["before"]) == len(row["after"]) == 64
    assert row["before"] != row["after"]


def test_no_content_is_in_the_log(app: Any, admin: dict[str, Any], new_rows: Rows):
    """Neither a password nor an address of mail, in whatever column."""
    factories.User(name="an-moi", email="an-rieng@so-y-te.example", password="mot-mat-khau-rat-dai")
    text = json.dumps(new_rows(), default=str)
    assert "an-moi" in text
    assert "an-rieng" not in text
    assert "mot-mat-khau" not in text


def test_a_write_that_is_rolled_back_has_no_row(shown: dict[str, Any], new_rows: Rows):
    """The row is in the transaction of the write."""
    stored(model.Package, shown["id"]).title = "Khác"
    model.Session.flush()
    model.Session.rollback()
    model.Session.commit()
    assert new_rows() == []


def test_what_a_savepoint_took_back_is_not_said(shown: dict[str, Any], officer: dict[str, Any], new_rows: Rows):
    """Only what is committed is in the row."""
    new_rows(forget=True)
    stored(model.User, officer["id"]).about = "Dược sĩ"
    savepoint = model.Session.begin_nested()
    stored(model.Package, shown["id"]).title = "Khác"
    model.Session.flush()
    savepoint.rollback()
    model.Session.commit()
    assert [row["fields"] for row in new_rows()] == ["user.about"]


def test_a_write_that_cannot_be_recorded_does_not_happen(
    app: Any, admin: dict[str, Any], shown: dict[str, Any], new_rows: Rows, monkeypatch: pytest.MonkeyPatch
):
    """No write without its row."""
    monkeypatch.setattr(recording, "rows", sa.table("binhduong_no_such_log", *map(sa.column, changes_columns())))
    rename(app, admin, shown["id"], "Không ghi được", status=500)
    monkeypatch.undo()
    model.Session.rollback()
    model.Session.expire_all()
    assert stored(model.Package, shown["id"]).title == shown["title"]
    assert new_rows(event="write") == []


def changes_columns() -> list[str]:
    """The columns that an insertion names."""
    (row,) = changes.summarise([changes.Change("package", "1", "created", {}, {}, {})], [], lambda kind, key: "")
    return ["event", "outcome", *actor.Actor("", "").fields(), *row]


def test_reading_has_no_row(app: Any, admin: dict[str, Any], shown: dict[str, Any], new_rows: Rows):
    """Not even by a token, whose last use CKAN writes down."""
    for address in (f"/dataset/{shown['name']}", f"/api/3/action/package_show?id={shown['id']}", "/dashboard/datasets"):
        app.get(address, headers={"Authorization": admin["token"]}, status=200)
    assert new_rows() == []


def test_a_write_costs_one_statement(app: Any, admin: dict[str, Any], shown: dict[str, Any], monkeypatch: pytest.MonkeyPatch):
    """The insertion of its rows, however many they are."""
    asked: list[str] = []

    def executed(connection: Any, cursor: Any, statement: str, *_: Any) -> None:
        asked.append(statement)

    event.listen(Engine, "before_cursor_execute", executed)
    try:
        rename(app, admin, shown["id"], "Một câu lệnh")
    finally:
        event.remove(Engine, "before_cursor_execute", executed)
    assert len([statement for statement in asked if "binhduong_audit" in statement]) == 1


def test_a_page_is_named_by_its_endpoint(sign_in: Callable[..., Any], officer: dict[str, Any], new_rows: Rows):
    """What an officer saves in a form."""
    client = sign_in(officer)
    new_rows(forget=True)
    form = {"name": officer["name"], "fullname": "Trần An", "email": officer["email"], "about": "Dược sĩ", "save": "1"}
    client.post(f"/user/edit/{officer['name']}", data=form, headers={"Sec-Fetch-Site": "same-origin"})
    rows = new_rows(event="write")
    assert [(row["action"], row["actor_name"], row["object_type"], row["object_name"]) for row in rows] == [
        ("user.edit", officer["name"], "user", officer["name"])
    ]
    assert rows[0]["fields"] == "user.about, user.fullname"


def test_a_command_is_the_operator(cli: Any, officer: dict[str, Any], new_rows: Rows):
    """Who works on the machine has no account of the portal."""
    from ckan.cli.cli import ckan as command

    result = cli.invoke(command, ["sysadmin", "add", officer["name"]])
    assert result.exit_code == 0, result.output
    (row,) = new_rows()
    assert (row["actor_kind"], row["actor_id"], row["action"]) == ("operator", "", "ckan sysadmin add")
    assert row["fields"] == "user.sysadmin"


@job("tests.audit", DEFAULT)
def _about(user_id: str) -> None:
    stored(model.User, user_id).about = "Dược sĩ"
    model.Session.commit()


@pytest.mark.parametrize(("queued_by", "kind"), [(True, "user"), (False, "job")])
def test_a_job_names_who_queued_it(officer: dict[str, Any], new_rows: Rows, queued_by: bool, kind: str):
    """A regular job has nobody who queued it."""
    user = {"id": officer["id"], "name": officer["name"]} if queued_by else None
    origin.follow(user)
    try:
        jobs.run("tests.audit", 1, json.dumps({"user_id": officer["id"]}))
    finally:
        origin.follow(None)
    (row,) = new_rows()
    assert (row["action"], row["actor_kind"], row["actor_name"]) == ("job:tests.audit", kind, officer["name"] if queued_by else "")


def test_rows_sent_to_a_table_are_a_write(app: Any, admin: dict[str, Any], shown: dict[str, Any], new_rows: Rows):
    """The DataStore is another database: the row comes when its action has succeeded, with a digest of what was sent."""
    table = {"resource": {"package_id": shown["id"], "name": "Bảng"}, "fields": [{"id": "ma", "type": "text"}]}
    made = call_action("datastore_create", {"user": admin["name"]}, **table)["resource_id"]
    assert [row["object_id"] for row in new_rows(action="datastore_create", forget=True)] == [made]
    sent = {"resource_id": made, "records": [{"ma": "A1"}], "method": "insert", "force": True}
    body, head = json.dumps(sent), {"Authorization": admin["token"], "Content-Type": "application/json"}
    app.post("/api/3/action/datastore_upsert", data=body, headers=head, status=200)
    rows = new_rows(action="datastore_upsert", object_type="resource")
    assert [(row["object_id"], row["actor_name"], row["after"]) for row in rows] == [
        (made, admin["name"], hashlib.sha256(body.encode()).hexdigest())
    ]


def test_an_unchanged_form_has_no_row(officer: dict[str, Any], new_rows: Rows):
    """SQLAlchemy knows that nothing changed."""
    stored(model.User, officer["id"]).about = stored(model.User, officer["id"]).about
    model.Session.commit()
    assert new_rows() == []


def test_what_wrote_without_loading_is_recorded(officer: dict[str, Any], new_rows: Rows):
    """An UPDATE of the session that no object stands for."""
    model.Session.execute(sa.update(model.User).where(model.User.id == officer["id"]).values(about="Khác"))
    model.Session.commit()
    assert [(row["object_type"], row["object_id"], row["fields"]) for row in new_rows()] == [("user", "", "user.about")]


def test_the_actions_that_write_elsewhere_exist():
    """A misspelt one would record nothing."""
    assert [name for name in recording.ELSEWHERE if not callable(tk.get_action(name))] == []
