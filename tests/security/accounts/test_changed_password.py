"""What ends when a password changes, and who learns of it."""

from __future__ import annotations

from typing import Any

import pytest
from ckan import model
from ckan.lib import mailer
from ckan.tests import factories
from ckan.tests.helpers import call_action

from ckanext.binhduong.core.connections import redis_client
from ckanext.binhduong.security.accounts import mail
from tests.security.conftest import api, is_signed_in

pytestmark = pytest.mark.usefixtures("redis_store", "database")

NEW = "mưa rơi trên mái ngói"


def _admin_change(officer: dict[str, Any], password: str = NEW) -> None:
    call_action("user_patch", {"user": factories.Sysadmin()["name"]}, id=officer["id"], password=password)


def test_sessions_end_with_the_password(officer, sign_in):
    """Every browser that was signed in is a stranger at its next request, and its session is gone from Redis."""
    first, second = sign_in(officer), sign_in(officer, address="192.0.2.7")
    assert is_signed_in(first)
    stored = f"session:{first.get_cookie('ckan').value}"
    _admin_change(officer)
    assert (is_signed_in(first), is_signed_in(second)) == (False, False)
    assert redis_client.client().get(stored) is None
    assert is_signed_in(sign_in(officer, password=NEW))


def test_tokens_end_with_the_password(officer, browser):
    """API tokens are deleted in the same transaction; another account's stay."""
    token, other = (factories.APIToken(user=user)["token"] for user in (officer["id"], factories.User()["id"]))
    asked = {"headers": {"Authorization": token}}
    assert api(browser(), "user_show", {"id": officer["id"]}, **asked).status_code == 200
    _admin_change(officer)
    assert api(browser(), "user_show", {"id": officer["id"]}, **asked).status_code == 403
    assert model.Session.query(model.ApiToken).filter_by(user_id=officer["id"]).count() == 0
    assert api(browser(), "organization_list_for_user", {}, headers={"Authorization": other}).status_code == 200


def test_the_session_that_changes_it_goes_on(officer, sign_in):
    """An officer who types the new password stays signed in there, and nowhere else."""
    here, elsewhere = sign_in(officer), sign_in(officer, address="192.0.2.8")
    with model.Session.no_autoflush:
        account = model.User.get(officer["id"])
    answer = here.post(
        f"/user/edit/{officer['name']}",
        data={
            "name": officer["name"],
            "email": account.email,
            "old_password": "Mat-khau-dung-2026",
            "password1": NEW,
            "password2": NEW,
            "save": "",
        },
    )
    assert answer.status_code == 302
    assert (is_signed_in(here), is_signed_in(elsewhere)) == (True, False)


def test_other_changes_end_nothing(officer, sign_in, outbox):
    """A new name or picture leaves sessions and tokens alone, and nobody gets a mail."""
    client, token = sign_in(officer), factories.APIToken(user=officer["id"])
    call_action("user_patch", {"user": factories.Sysadmin()["name"]}, id=officer["id"], fullname="Cán bộ mới")
    assert is_signed_in(client)
    assert model.Session.query(model.ApiToken).filter_by(user_id=officer["id"]).count() == 1
    assert (outbox(), bool(token)) == ([], True)


def test_the_owner_is_told_by_mail(officer, outbox, monkeypatch, with_request_context):
    """One mail, committed with the change; a change that is rolled back tells nothing. The job writes it in Vietnamese."""
    model.User.get(officer["id"]).password = NEW
    model.Session.flush()
    model.Session.rollback()
    model.Session.commit()
    assert outbox() == []
    _admin_change(officer)
    assert outbox() == [("password_changed", officer["id"])]
    sent: list[tuple[str, str, str]] = []
    monkeypatch.setattr(mailer, "mail_user", lambda user, subject, body, **_: sent.append((user.name, subject, body)))
    mail.deliver(*outbox()[0])
    assert [letter[0] for letter in sent] == [officer["name"]]
    assert "/user/reset" in sent[0][2]
    assert officer["name"] in sent[0][2]
