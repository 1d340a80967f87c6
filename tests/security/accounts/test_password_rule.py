"""Which passwords are taken, by the rule and wherever one is set."""

from __future__ import annotations

import re
from typing import Any

import pytest
from ckan import model
from ckan.cli.cli import ckan
from ckan.plugins import toolkit as tk
from ckan.tests import factories
from ckan.tests.helpers import call_action
from click.testing import CliRunner

from ckanext.binhduong.security.accounts import password_rule
from ckanext.binhduong.security.accounts.password_rule import LONGEST, SHORTEST, fault_of

COMMON = [
    "qwerty123456",
    "QWERTY123456",
    "1qaz2wsx3edc",
    "leavemealone",
    "passwordpassword",
    "PasswordPassword",
    "12341234123412341234",
    "aaaaaaaaaaaa",
]
SHORT = ["12345678", "password", "", "abcdefghijk", "mật khẩu 12", "e\u0301" * 11]


@pytest.mark.parametrize("password", COMMON)
def test_breached_passwords_are_refused(password: str) -> None:
    """Those on the list, in any case, repeated too; and one character over and over."""
    assert fault_of(password) == "common"


@pytest.mark.parametrize("password", SHORT)
def test_short_passwords_are_refused(password: str) -> None:
    """Eleven characters, as people see them, are too few."""
    assert fault_of(password) == "short"


@pytest.mark.parametrize(
    "password", ["abcdefghijkz", "mưa rơi trên mái ngói", "111111111112", " " * 11 + "a", "x" * 500 + "y", "😀😁😂🤣😃😄😅😆😉😊😋😎"]
)
def test_no_other_rule(password: str) -> None:
    """Twelve characters of any kind, blanks and other languages included, are enough."""
    assert fault_of(password) is None


def test_the_limits() -> None:
    """Twelve at least and a thousand at most; the list has ten thousand entries and more."""
    assert (SHORTEST, fault_of("ab" * (LONGEST // 2) + "c")) == (12, "long")
    assert len(password_rule._common()) >= 10_000


def _refused(action: str, context: dict[str, Any], **data: Any) -> bool:
    with pytest.raises(tk.ValidationError) as refused:
        call_action(action, context, **data)
    return "password" in refused.value.error_dict


@pytest.mark.usefixtures("clean_db")
@pytest.mark.parametrize("password", ["12345678", "qwerty123456"])
def test_every_way_to_set_a_password_follows_the_rule(app: Any, password: str, ckan_config: dict[str, Any]) -> None:
    """Making an account, changing it, the link of a mail, and both commands refuse; the old password stays."""
    good = "mưa rơi trên mái ngói"
    site = {"user": call_action("get_site_user")["name"]}
    assert _refused("user_create", {**site}, name="can-bo", email="a@example.vn", password=password)
    user = call_action("user_create", {**site}, name="can-bo", email="a@example.vn", password=good)
    assert _refused("user_update", {**site}, **{**user, "email": "a@example.vn"}, password=password)
    assert _refused("user_patch", {**site}, id=user["id"], password=password)
    from ckan.lib import mailer

    account = model.User.get(user["id"])
    mailer.create_reset_key(account)
    page = app.post(f"/user/reset/{user['id']}?key={account.reset_key}", data={"password1": password, "password2": password})
    assert re.search("12 ký tự|kẻ tấn công", page.text)
    commands = CliRunner()
    made = commands.invoke(ckan, ["-c", ckan_config["__file__"], "user", "setpass", "can-bo", "-p", password])
    assert made.exit_code == 1
    assert re.search("12|attackers|tấn công", made.output)
    model.Session.expire_all()
    assert model.User.get(user["id"]).validate_password(good)


@pytest.mark.usefixtures("clean_db")
def test_an_account_without_a_password_of_its_own_is_still_made() -> None:
    """An invitation makes an account with a random password, which the rule lets pass."""
    agency = factories.Organization()
    invited = call_action(
        "user_invite", {"user": call_action("get_site_user")["name"]}, email="moi@example.vn", group_id=agency["id"], role="editor"
    )
    assert invited["state"] == "pending"
