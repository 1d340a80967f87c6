"""Every parameter of every action, with values of the wrong type: an answer that names it, never one of 5xx."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from ckan import logic, model
from ckan.tests import factories
from flask import g

from ckanext.binhduong.observability.incidents import problem_of
from ckanext.binhduong.portal.api_docs.spec import table
from ckanext.binhduong.security.parameters.check import actions, find_wrong_field, find_wrong_parameter
from ckanext.binhduong.security.parameters.kinds import KINDS

pytestmark = pytest.mark.usefixtures("redis_store", "database")

BAD_VALUES: list[Any] = [None, True, 12345, -1, 10**30, float("inf"), "", "x", "1e400", [], [{"a": 1}], {"a": 1}, "x" * 5000]
#: Actions that run for seconds, or that take away what the other calls need.
_APART = {"activity_delete_all", "job_clear", "send_email_notifications", "status_show"}


def test_every_action_declares_its_parameters(app):
    """A new action without a row of the table fails here."""
    logic.get_action("package_show")
    assert sorted(actions()) == sorted(logic._actions)


def test_every_type_of_the_table_is_a_type():
    """No parameter is declared with a type that nothing checks."""
    used = {kind for declared in actions().values() for kind in declared.values()}
    assert used - set(KINDS) == set()


def test_what_is_documented_is_declared():
    """The parameters that the API's documentation names are those whose types are checked."""
    documented = {action: set(described.get("takes") or {}) for action, described in table()["actions"].items()}
    assert {action: names - set(actions()[action]) for action, names in documented.items() if names - set(actions()[action])} == {}


def _error_of(action: str, data: dict[str, Any], user: model.User) -> Exception | None:
    """What an action ends with when the API would answer it with 5xx."""
    g._login_user = user
    try:
        logic.get_action(action)({"user": user.name, "auth_user_obj": user, "model": model, "session": model.Session}, data)
    except Exception as error:
        return error if problem_of(error).status >= 500 else None
    finally:
        model.Session.rollback()
    return None


def test_no_wrong_type_ends_in_an_error_of_ours(app):
    """Actions × parameters × bad values, with all rights: what the table lets through, the action refuses or answers.

    What a type refuses never reaches the action (`test_a_wrong_type_is_refused_before_the_action`); of what it accepts one value is tried.
    """
    user = model.User.get(factories.Sysadmin()["id"])
    model.Session.expunge(user)  # of no session: not read anew after each rollback
    failed = []
    for action, data in _calls():
        # Each call is a request of its own: the searches of one share a time.
        with app.flask_app.test_request_context("/"):
            error = None if find_wrong_parameter(action, data) else _error_of(action, data, user)
        if error is not None:
            failed.append(f"{action} {data!r:.60}: {type(error).__name__}: {error}"[:160])
    assert "\n".join(failed) == ""


def _calls() -> Iterator[tuple[str, dict[str, Any]]]:
    """Each action without parameters, and with each bad value that its type accepts."""
    for action, declared in actions().items():
        if action in _APART:
            continue
        yield action, {}
        for parameter, kind in declared.items():
            passed = [value for value in BAD_VALUES if KINDS[kind](value) is None]
            yield from ((action, {parameter: value}) for value in (passed if kind == "own" else passed[:1]))


BAD_OF_TYPE = {
    "text": BAD_VALUES[:6] + BAD_VALUES[9:],
    "flag": [None, 12345, -1, float("inf"), "", "x", "1e400", [], {"a": 1}],
    "count": [None, True, -1, 10**30, float("inf"), "", "x", "1e400", "-1", "1.5", [], {"a": 1}],
    "names": [None, True, 12345, [1], [["a"]], {"a": 1}, ["x"] * 1001],
    "object": [None, True, 12345, "", "x", "[]", [], [{"a": 1}]],
    "objects": [None, True, "x", {"a": 1}, ["x"], [{"a": 1}] * 1001],
    "items": [None, "x", {"a": 1}, [["a"]], ["x"] * 1001],
    "moment": [None, True, 10**30, float("inf"), "1e400", -1, [], {"a": 1}],
    "days": [None, -1, 36_501, "x"],
    "password": [None, 12345, "x" * 257],
}


@pytest.mark.parametrize(("kind", "value"), [(kind, value) for kind, values in BAD_OF_TYPE.items() for value in values], ids=repr)
def test_a_type_refuses_what_is_not_of_it(kind, value):
    """Each type on the far side of its border."""
    assert KINDS[kind](value) is not None


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        *(("flag", value) for value in (True, False, "true", "False", "1", 0, "yes")),
        *(("count", value) for value in (0, 20, "20", 2**31 - 1)),
        *(("names", value) for value in ("a", ["a", "b"], '["a"]', [], ["x"] * 1000)),
        *(("object", value) for value in ({}, '{"a": 1}')),
        *(("moment", value) for value in (1_700_000_000, "1700000000.5", "2026-01-01")),
        ("text", "x" * 1000),
        ("password", "x" * 256),
        ("note", None),
    ],
    ids=repr,
)
def test_a_type_accepts_what_is_of_it(kind, value):
    """Each type on the near side of its border, as JSON and as an address have it."""
    assert KINDS[kind](value) is None


@pytest.mark.parametrize(
    ("action", "data", "name"),
    [
        ("package_show", {"id": 12345}, "id"),
        ("organization_autocomplete", {}, "q"),
        ("organization_list", {"all_fields": ""}, "all_fields"),
        ("organization_list", {"limit": "x"}, "limit"),
        ("user_create", {"password": "x" * 5000}, "password"),
        ("package_search", {"rows": float("inf")}, "rows"),
        ("group_show", {"id": "a", "include_users": "maybe"}, "include_users"),
        ("resource_show", {"resource_id": ["a"]}, "resource_id"),
    ],
)
def test_a_wrong_type_is_refused_before_the_action(action, data, name):
    """The examples of the attack, by the name of the parameter."""
    fault = find_wrong_parameter(action, data)
    assert fault is not None
    assert fault.parameter == name


@pytest.mark.parametrize(
    ("sent", "status"), [({"id": "khong-co", "username": "x"}, 404), ({"username": "x"}, 400)], ids=["there", "missing"]
)
def test_a_parameter_that_must_be_there_is_looked_for_in_the_body(browser, sent, status):
    """And not in the address, which is empty when programs send JSON."""
    assert browser().post("/api/3/action/organization_member_delete", json=sent).status_code == status


FORM, JSON = "application/x-www-form-urlencoded", "application/json"
ALL = '{"id": "a", "q": "a", "resource_id": "a", "data": []}'
"""Every parameter that one of the actions must have."""


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        ("", FORM, 400),
        ("", JSON, 400),
        ("", None, 400),
        ('{"id": "a", "q": "a=b"}', FORM, 400),
        ("{}", FORM, 400),
        ("id=a&id=b", FORM, 400),
        (ALL, "text/plain", 415),
    ],
)
def test_a_body_without_what_must_be_there_is_refused(browser, body, kind, status):
    """For CKAN these bodies have no parameters at all; what is sent as text it does not read, and says so."""
    named = [name for name in actions() if find_wrong_parameter(name, {})]
    assert "organization_member_delete" in named
    answers = {name: browser().post(f"/api/3/action/{name}", data=body, content_type=kind) for name in named}
    assert {name: answer.status_code for name, answer in answers.items()} == dict.fromkeys(named, status)


@pytest.mark.parametrize(
    ("call", "sent", "status"),
    [
        ("organization_autocomplete?q=a", {"data": "", "content_type": FORM}, 200),
        ("organization_autocomplete?limit=1", {"json": {"q": "a"}}, 400),
        ("organization_member_delete?id=a&username=b", {"data": ""}, 400),
    ],
)
def test_an_address_counts_where_ckan_reads_it(browser, call, sent, status):
    """Before JSON for an action that only reads, and never for one that writes."""
    assert browser().post(f"/api/3/action/{call}", **sent).status_code == status


def test_a_long_password_is_refused_by_the_form_too(browser):
    """The library of password hashes raises at 4,096 characters; stock answers 500."""
    answer = browser().post("/user/login", data={"login": "a", "password": "x" * 5000})
    assert answer.status_code == 400
    assert find_wrong_field({"password": "x" * 256, "title": ["a", "b"]}) is None


def test_what_show_answers_may_be_sent_back(browser):
    """No null of an account, an agency or a dataset is refused by its type."""
    account = factories.SysadminWithToken()
    for action, data in (("user_update", account), ("organization_update", factories.Organization())):
        assert find_wrong_parameter(action, {name: value for name, value in data.items() if name != "token"}) is None


@pytest.mark.parametrize("address", ["include_private=x", "rows=1e400", "use_default_schema=x", "facet=x", "start=-1"])
def test_a_wrong_search_parameter_is_named_in_both_languages(browser, address):
    """400 in the form of CKAN's validation errors."""
    answer = browser().get(f"/api/3/action/package_search?{address}")
    name = address.partition("=")[0]
    assert (answer.status_code, answer.json["error"]["__type"]) == (400, "Validation Error")
    (message,) = answer.json["error"][name]
    assert message.startswith(f"{name} phải là")
    assert f" / {name} must be " in message
