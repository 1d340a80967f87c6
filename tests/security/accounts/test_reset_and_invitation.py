"""Forgotten passwords and invitations: the same answer for everybody, with a relay or without."""

from __future__ import annotations

import inspect
from typing import Any

import pytest
from ckan import model
from ckan.lib import mailer
from ckan.tests import factories
from ckan.tests.helpers import call_action

from ckanext.binhduong.security.accounts import mail, reset

pytestmark = pytest.mark.usefixtures("redis_store", "database")


@pytest.fixture
def no_relay(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing can be sent."""

    def fail(*_: Any, **__: Any) -> None:
        raise mailer.MailerException("no relay")

    monkeypatch.setattr(mailer, "_mail_recipient", fail)


def _ask(client: Any, identifier: str) -> tuple[int, str, list[Any]]:
    answer = client.post("/user/reset", data={"user": identifier})
    with client.session_transaction() as session:
        said = [tuple(words) for words in session.pop("_flashes", [])]
    return answer.status_code, answer.headers["Location"], said


def test_one_answer_for_existing_and_unknown_accounts(officer, browser, outbox, no_relay):
    """Name and address, known and unknown, answer alike without a relay, and leave a mail alike: the request looks no account up."""
    asked = [officer["name"], model.User.get(officer["id"]).email, "khong-co-ai", "khong@example.vn", "a" * 200]
    answers = [_ask(browser(), identifier) for identifier in asked]
    assert len({str(answer) for answer in answers}) == 1
    assert answers[0][0] == 302
    assert outbox() == [("reset_link", identifier) for identifier in asked]


def test_the_request_does_nothing_that_depends_on_the_account(officer, browser, monkeypatch):
    """One time: the database is not asked for an account between the form and the answer."""
    looked: list[str] = []
    for name in ("get", "by_name", "by_email"):
        original = getattr(model.User, name)
        monkeypatch.setattr(model.User, name, lambda *a, _o=original, **k: (looked.append(str(a)), _o(*a, **k))[1])
    _ask(browser(), officer["name"])
    assert [found for found in looked if officer["name"] in found] == []
    assert "model" not in inspect.getsource(reset._queue_reset)


def test_nobodys_mailbox_is_filled(officer, browser, outbox, no_relay):
    """Five links an hour for one name; more are answered alike and send nothing."""
    answers = {str(_ask(browser(), officer["name"])) for _ in range(8)}
    assert (len(answers), len(outbox())) == (1, 5)


def test_the_job_sends_the_link_to_who_exists(officer, monkeypatch, with_request_context):
    """By name and by address; nothing for strangers and deleted accounts; without a relay the job fails and is tried again."""
    sent: list[str] = []
    monkeypatch.setattr(mailer, "mail_user", lambda user, subject, body, **_: sent.append(user.name))
    for identifier in (officer["name"], model.User.get(officer["id"]).email, "khong-co-ai", "khong@example.vn"):
        mail.deliver("reset_link", identifier)
    assert sent == [officer["name"]] * 2
    call_action("user_delete", id=officer["id"])
    mail.deliver("reset_link", officer["name"])
    assert len(sent) == 2


def test_an_invitation_without_a_relay_makes_the_account(outbox, no_relay):
    """The account, its role and a mail that waits are there; nothing fails after the account was made."""
    agency = factories.Organization()
    admin = factories.User()
    call_action("organization_member_create", id=agency["id"], username=admin["name"], role="admin")
    invited = call_action(
        "user_invite", {"user": admin["name"], "ignore_auth": False}, email="moi@example.vn", group_id=agency["id"], role="editor"
    )
    account = model.User.get(invited["id"])
    assert (account.state, outbox()) == ("pending", [("invitation", invited["id"], agency["id"], "editor")])
