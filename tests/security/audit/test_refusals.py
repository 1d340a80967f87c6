"""What is refused and who signs in has its row; a flood of refusals has few."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from ckan.tests import factories

from ckanext.binhduong.security.audit import refusals
from ckanext.binhduong.security.audit.model import repeats
from tests.security.audit.conftest import engine
from tests.security.conftest import PASSWORD, api, dataset

Rows = Callable[..., list[dict[str, Any]]]


@pytest.fixture(autouse=True)
def one_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock stands: a test that a minute begins in would find other numbers."""
    monkeypatch.setattr(refusals, "_MINUTE", sa.text("timestamptz '2026-01-01 00:00Z'"))


@pytest.fixture
def stranger(browser: Callable[..., Any], address: str) -> Any:
    """A client without an account, from an address of its own."""
    return browser(address)


def test_a_refused_write_names_the_action_the_object_and_who(
    browser: Callable[..., Any], address: str, officer: dict[str, Any], clean_index: None, new_rows: Rows
):
    """An editor of another agency tries to change a dataset."""
    theirs = dataset()
    other = factories.UserWithToken()
    new_rows(forget=True)
    answer = api(browser(address), "package_patch", {"id": theirs["id"], "title": "x"}, headers={"Authorization": other["token"]})
    assert answer.status_code == 403
    (row,) = new_rows()
    expected = {
        "event": "refusal",
        "action": "package_patch",
        "actor_kind": "user",
        "actor_name": other["name"],
        "address": address,
        "object_id": theirs["id"],
        "outcome": "refused",
        "status": 403,
        "count": 1,
    }
    assert {name: row[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/3/action/package_show?id=khong-co"),
        ("GET", "/ckan-admin/config"),
        ("GET", "/dashboard/datasets"),
        ("POST", "/api/3/action/user_list"),
        ("POST", "/api/3/action/khong_co"),
    ],
)
def test_refused_reading_has_no_row(stranger: Any, new_rows: Rows, method: str, path: str):
    """Strangers ask for everything, by POST as well; an action that there is not is refused to nobody."""
    assert stranger.open(path, method=method).status_code in (302, 400, 401, 403, 404)
    assert new_rows() == []


@pytest.mark.parametrize("name", ["x' or 1=1", "../../etc/passwd", "Nguyễn Văn An, 0274 123 456", "a" * 200, ""])
def test_only_names_and_ids_are_kept_of_what_was_asked(stranger: Any, new_rows: Rows, name: str):
    """A body may hold anything; the log holds no contents."""
    assert api(stranger, "package_delete", {"id": name}).status_code in (403, 404, 409)
    assert {row["object_id"] for row in new_rows()} <= {""}


def test_many_refusals_of_a_kind_are_two_rows(stranger: Any, address: str, new_rows: Rows):
    """The first at once, the others as one number when the minute is over."""
    for _ in range(5):
        assert api(stranger, "organization_create", {"name": "x"}).status_code == 403
    assert [row["count"] for row in new_rows()] == [1]
    end_the_minute()
    assert refusals.settle() == 1
    assert [(row["action"], row["address"], row["count"]) for row in new_rows()] == [
        ("organization_create", address, 1),
        ("organization_create", address, 4),
    ]
    assert refusals.settle() == 0


def end_the_minute() -> None:
    """As if a minute had gone by."""
    with engine().begin() as connection:
        connection.execute(sa.update(repeats).values(minute=repeats.c.minute - timedelta(minutes=1)))


def test_a_flood_from_one_address_has_a_bounded_number_of_rows(stranger: Any, new_rows: Rows, monkeypatch: pytest.MonkeyPatch):
    """Whoever calls every action there is fills no disk: beyond the bound the refusals of an address are counted together."""
    monkeypatch.setattr(refusals, "MOST_FROM_ONE", 3)
    actions = (
        "package_create",
        "package_delete",
        "group_create",
        "group_delete",
        "organization_create",
        "user_create",
        "vocabulary_create",
    )
    answers = [api(stranger, action, {"id": "x", "name": "x"}).status_code for action in actions]
    rows = new_rows()
    assert [row["action"] for row in rows[3:]] == ["*"]
    end_the_minute()
    refusals.settle()
    assert sum(row["count"] for row in new_rows()) == answers.count(403) > 4


def test_a_flood_from_many_addresses_has_a_bounded_number_of_rows(
    browser: Callable[..., Any], new_rows: Rows, monkeypatch: pytest.MonkeyPatch
):
    """Beyond the bound of all the address is left out."""
    monkeypatch.setattr(refusals, "MOST_KINDS", 2)
    for number in range(6):
        api(browser(f"203.0.113.{200 + number}"), "package_create", {"name": "x"})
    assert [(row["action"], row["address"]) for row in new_rows()] == [
        ("package_create", "203.0.113.200"),
        ("package_create", "203.0.113.201"),
        ("*", ""),
    ]


def test_signing_in_and_out_are_rows(sign_in: Callable[..., Any], officer: dict[str, Any], address: str, new_rows: Rows):
    """With the account and the address."""
    client = sign_in(officer, address)
    client.post("/user/_logout", headers={"Sec-Fetch-Site": "same-origin"})
    assert [(row["event"], row["outcome"], row["actor_name"], row["address"]) for row in new_rows()] == [
        ("sign_in", "done", officer["name"], address),
        ("sign_out", "done", officer["name"], address),
    ]


@pytest.mark.parametrize("typed", ["name", "email"])
def test_a_wrong_password_names_the_account_that_there_is(
    sign_in: Callable[..., Any], officer: dict[str, Any], address: str, new_rows: Rows, typed: str
):
    """Whether its name or its address of mail was typed."""
    officer = {**officer, "name": officer[typed]}
    sign_in(officer, address, "sai-mat-khau-roi")
    (row,) = new_rows()
    assert (row["event"], row["outcome"], row["status"], row["actor_kind"]) == ("sign_in", "refused", 200, "anonymous")
    assert (row["object_type"], row["object_id"]) == ("user", officer["id"])


@pytest.mark.parametrize("login", [PASSWORD, "khong-co-ai", "a\u202eb", "x" * 150])
def test_a_name_that_is_no_account_is_not_kept(sign_in: Callable[..., Any], address: str, new_rows: Rows, login: str):
    """It may be a password typed in the wrong field."""
    sign_in({"name": login}, address, "sai-mat-khau-roi")
    (row,) = new_rows()
    assert (row["object_type"], row["object_id"], row["object_name"]) == ("", "", "")


def test_a_sign_in_over_the_limit_is_a_row_of_its_own(sign_in: Callable[..., Any], officer: dict[str, Any], address: str, new_rows: Rows):
    """Ten wrong ones are one row and a number, the eleventh is 429."""
    for _ in range(11):
        sign_in(officer, address, "sai-mat-khau-roi")
    assert [(row["status"], row["count"]) for row in new_rows()] == [(200, 1), (429, 1)]


def test_a_log_that_cannot_be_written_leaves_the_refusal(stranger: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture):
    """The answer stays 403, and the portal's own log says what is missing."""
    monkeypatch.setattr(
        refusals, "repeats", sa.table("binhduong_no_such_log", *map(sa.column, ("minute", "kind", "address", "count", "content")))
    )
    assert api(stranger, "package_create", {"name": "x"}).status_code == 403
    assert "is not in the audit log" in caplog.text
