"""A write repeated under the same `Idempotency-Key` is done once, and is answered as the first time."""

from __future__ import annotations

import io
import json
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from ckan import model
from ckan.tests import factories
from ckan.tests.helpers import call_action

from ckanext.binhduong.core.clock import utcnow
from ckanext.binhduong.security.idempotency import keys
from tests.security.conftest import api, dataset

pytestmark = pytest.mark.usefixtures("redis_store", "database")

KEY = "8e03978e-40d5-43dd-bc93-6894a57f9324"


@pytest.fixture(autouse=True)
def no_keys(database: None) -> None:
    """No key is known."""
    model.Session.execute(sa.text("DELETE FROM binhduong_idempotency"))
    model.Session.commit()


@pytest.fixture
def token() -> dict[str, str]:
    """The header of a system administrator's token."""
    return {"Authorization": factories.APIToken(user=factories.Sysadmin()["id"])["token"]}


@pytest.fixture
def made() -> dict[str, Any]:
    """A dataset to add to."""
    return dataset()


def link(made: dict[str, Any], name: str = "Tệp") -> dict[str, str]:
    return {"package_id": made["id"], "name": name, "url": "https://example.vn/a.csv"}


def links(made: dict[str, Any]) -> int:
    return len(call_action("package_show", {"user": ""}, id=made["id"])["resources"])


@pytest.mark.parametrize("key", [KEY, f'"{KEY}"', "a", "x" * 255, "!~"])
def test_a_repeated_write_is_done_once(browser, token, made, key):
    """The second answer is the first one's, byte for byte, and says that it is; in quotes or not it is the same key."""
    client = browser()
    first = api(client, "resource_create", link(made), headers={**token, "Idempotency-Key": key})
    second = api(client, "resource_create", link(made), headers={**token, "Idempotency-Key": key.strip('"')})
    assert (first.status_code, second.status_code, second.data) == (200, 200, first.data)
    assert ("Idempotent-Replayed" in first.headers, second.headers["Idempotent-Replayed"], second.content_type) == (
        False,
        "true",
        first.content_type,
    )
    assert links(made) == 1


@pytest.mark.parametrize("key", ["", "a b", "khóa", "x" * 256, '"a"b"', "a\x7f"])
def test_a_key_of_another_form_is_refused(browser, token, made, key):
    """400 names the header; nothing is written."""
    answer = api(browser(), "resource_create", link(made), headers={**token, "Idempotency-Key": key.encode().decode("latin-1")})
    assert (answer.status_code, "Idempotency-Key" in answer.json["error"]["message"], links(made)) == (400, True, 0)


def test_without_a_key_and_with_another_one_it_is_another_write(browser, token, made):
    """Nobody is held to what they did not ask for."""
    client = browser()
    for header in ({}, {}, {"Idempotency-Key": "1"}, {"Idempotency-Key": "2"}):
        assert api(client, "resource_create", link(made), headers={**token, **header}).status_code == 200
    assert links(made) == 4


def test_a_key_belongs_to_one_request(browser, token, made):
    """Another body or another action under it is 422, and is not done."""
    client, header = browser(), {**token, "Idempotency-Key": KEY}
    api(client, "resource_create", link(made), headers=header)
    body = api(client, "resource_create", link(made, "Tệp khác"), headers=header)
    action = api(client, "package_patch", link(made), headers=header)
    assert (body.status_code, action.status_code, links(made)) == (422, 422, 1)
    assert "send a new key" in body.json["error"]["message"]


def test_a_key_belongs_to_one_user(browser, token, made):
    """Another user's same key is another key, and shows nothing of the first one's answer."""
    other = {"Authorization": factories.APIToken(user=factories.Sysadmin()["id"])["token"], "Idempotency-Key": KEY}
    first = api(browser(), "resource_create", link(made), headers={**token, "Idempotency-Key": KEY})
    second = api(browser(), "resource_create", link(made), headers=other)
    assert (first.json["result"]["id"] != second.json["result"]["id"], links(made)) == (True, 2)


def test_a_refused_write_may_be_corrected_under_its_key(browser, token, made):
    """Nothing was written, so that nothing is remembered."""
    client, header = browser(), {**token, "Idempotency-Key": KEY}
    assert api(client, "resource_create", {**link(made), "name": ""}, headers=header).status_code == 409
    assert (api(client, "resource_create", link(made), headers=header).status_code, links(made)) == (200, 1)


def test_a_write_that_was_not_committed_is_done_by_the_repetition(browser, token, made, monkeypatch):
    """PostgreSQL goes away before the commit: the key went with the write."""
    client, header = browser(), {**token, "Idempotency-Key": KEY}
    with monkeypatch.context() as broken:
        broken.setattr(model.repo, "commit", lambda: (_ for _ in ()).throw(sa.exc.OperationalError("COMMIT", {}, Exception("x"))))
        broken.setattr(
            model.repo, "commit_and_remove", lambda: (_ for _ in ()).throw(sa.exc.OperationalError("COMMIT", {}, Exception("x")))
        )
        assert api(client, "resource_create", link(made), headers=header).status_code == 500
    answer = api(client, "resource_create", link(made), headers=header)
    assert (answer.status_code, "Idempotent-Replayed" in answer.headers, links(made)) == (200, False, 1)


@pytest.mark.parametrize(("minutes", "retry"), [(0, "2"), (3, None)])
def test_a_write_whose_answer_was_lost_is_not_done_again(browser, token, made, minutes, retry):
    """PostgreSQL goes away after the commit: 409 says that it was begun; a young one may still be running."""
    client, header = browser(), {**token, "Idempotency-Key": KEY}
    api(client, "resource_create", link(made), headers=header)
    lost = sa.text("UPDATE binhduong_idempotency SET status = NULL, body = NULL, began = :began")
    model.Session.execute(lost, {"began": utcnow() - timedelta(minutes=minutes)})
    model.Session.commit()
    answer = api(client, "resource_create", link(made), headers=header)
    assert (answer.status_code, answer.json["error"]["__type"], links(made)) == (409, "Conflict Error", 1)
    assert (answer.headers.get("Retry-After"), "read what is stored" in answer.json["error"]["message"]) == (retry, retry is None)


def test_two_at_once_are_one_write(browser, token, made):
    """While another request holds the key: 409 with `Retry-After`."""
    user = call_action("user_list", {"user": "", "ignore_auth": True})
    assert user
    client, header = browser(), {**token, "Idempotency-Key": KEY}
    with model.meta.engine.begin() as other:
        for each in user:
            other.execute(sa.text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))"), {"name": f"{each['id']}\n{KEY}"})
        answer = api(client, "resource_create", link(made), headers=header)
    assert (answer.status_code, answer.headers["Retry-After"], links(made)) == (409, "2", 0)
    assert api(client, "resource_create", link(made), headers=header).status_code == 200


def test_reading_takes_no_key(browser, token, made):
    """It may be repeated as it is; strangers may not write at all."""
    client = browser()
    for headers in ({**token, "Idempotency-Key": KEY}, {"Idempotency-Key": KEY}):
        answers = [api(client, "package_show", {"id": made["id"]}, headers=headers) for _ in range(2)]
        assert [(each.status_code, "Idempotent-Replayed" in each.headers) for each in answers] == [(200, False)] * 2
    assert api(client, "resource_create", link(made), headers={"Idempotency-Key": KEY}).status_code == 403


def test_secrets_are_not_kept(browser, made):
    """The repetition makes no second token, and nobody finds the first one in the table."""
    user = factories.Sysadmin()
    header = {"Authorization": factories.APIToken(user=user["id"])["token"], "Idempotency-Key": KEY}
    data = {"user": user["name"], "name": "máy"}
    first = api(browser(), "api_token_create", data, headers=header)
    assert (first.status_code, api(browser(), "api_token_create", data, headers=header).status_code) == (200, 409)
    assert model.Session.scalar(sa.text("SELECT body FROM binhduong_idempotency")) is None
    assert len(call_action("api_token_list", {"user": user["name"]}, user_id=user["id"])) == 2


def test_a_form_with_a_file_is_known_by_its_content(browser, token, made):
    """The boundary between its parts differs each time; another byte of the file is another request."""
    client, header = browser(), {**token, "Idempotency-Key": KEY}

    def send(content: bytes) -> Any:
        data = {**link(made), "upload": (io.BytesIO(content), "a.txt")}
        return client.post("/api/3/action/resource_create", data=data, headers=header)

    first, second, third = send(b"ma,ten\n1,A\n"), send(b"ma,ten\n1,A\n"), send(b"ma,ten\n1,B\n")
    assert (first.status_code, second.data == first.data, third.status_code, links(made)) == (200, True, 422, 1)


def test_a_body_without_a_type_is_known_by_its_content(browser, token, made):
    """curl sends JSON as a form when nobody says otherwise."""
    client, header = browser(), {**token, "Idempotency-Key": KEY, "Content-Type": "application/x-www-form-urlencoded"}
    bodies = [json.dumps(link(made, name)) for name in ("Tệp", "Tệp", "Tệp khác")]
    answers = [client.post("/api/3/action/resource_create", data=body, headers=header) for body in bodies]
    assert ([each.status_code for each in answers], answers[1].data == answers[0].data, links(made)) == ([200, 200, 422], True, 1)


def test_rows_of_the_datastore_are_added_once(browser, token, made):
    """They are in another database, so that their key is kept after them."""
    client = browser()
    resource = {"package_id": made["id"], "name": "Bảng"}
    table = api(client, "datastore_create", {"resource": resource, "fields": [{"id": "ma", "type": "text"}]}, headers=token).json["result"]
    rows = {"resource_id": table["resource_id"], "method": "insert", "records": [{"ma": "1"}], "force": True}
    answers = [api(client, "datastore_upsert", rows, headers={**token, "Idempotency-Key": KEY}) for _ in range(2)]
    assert [each.status_code for each in answers] == [200, 200]
    found = call_action("datastore_search", {"user": ""}, resource_id=table["resource_id"])
    assert (answers[1].headers["Idempotent-Replayed"], found["total"]) == ("true", 1)


def test_keys_are_forgotten_after_a_day(browser, token, made):
    """Then the same key is a new one."""
    client, header = browser(), {**token, "Idempotency-Key": KEY}
    api(client, "resource_create", link(made), headers=header)
    assert keys.forget_old() == 0
    model.Session.execute(sa.text("UPDATE binhduong_idempotency SET began = began - interval '25 hours'"))
    model.Session.commit()
    assert keys.forget_old() == 1
    assert (api(client, "resource_create", link(made), headers=header).status_code, links(made)) == (200, 2)
