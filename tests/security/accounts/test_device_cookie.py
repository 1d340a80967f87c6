"""Ten wrong passwords typed by others do not shut an officer out of a browser that is known."""

from __future__ import annotations

from typing import Any

import pytest
from ckan import model
from ckan.lib import mailer

from tests.security.conftest import PASSWORD, is_signed_in

pytestmark = pytest.mark.usefixtures("redis_store", "database")

NEW = "mưa rơi trên mái ngói"


def _try(client: Any, account: dict[str, Any], password: str = "sai") -> int:
    return client.post("/user/login", data={"login": account["name"], "password": password}).status_code


def _attack(browser: Any, account: dict[str, Any], attempts: int = 12) -> None:
    """Wrong passwords from many addresses, until the account's counter is full."""
    codes = [_try(browser(f"198.51.100.{n}"), account) for n in range(1, attempts + 1)]
    assert codes[-1] == 429


def test_a_known_browser_gets_in_from_a_new_address(officer, sign_in, browser):
    """The browser that signed in before gets in from any address while the attack goes on; an unknown one waits."""
    client = sign_in(officer, address="192.0.2.10")
    client.post("/user/_logout")
    _attack(browser, officer)
    client.environ_base["REMOTE_ADDR"] = "192.0.2.99"
    assert _try(client, officer, PASSWORD) == 302
    assert is_signed_in(client)
    assert _try(browser("192.0.2.98"), officer, PASSWORD) == 429


def test_a_known_browser_has_a_counter_of_its_own(officer, sign_in, browser):
    """Ten wrong passwords in it stop it, wherever it is; nobody else is stopped by them."""
    client = sign_in(officer, address="192.0.2.11")
    client.post("/user/_logout")
    codes = []
    for n in range(11):
        client.environ_base["REMOTE_ADDR"] = f"192.0.2.{20 + n}"
        codes.append(_try(client, officer))
    assert (set(codes[:10]), codes[10]) == ({200}, 429)
    assert _try(client, officer, PASSWORD) == 429
    assert _try(browser("192.0.2.60"), officer, PASSWORD) == 302


def test_the_link_of_a_mail_makes_a_browser_known(officer, browser):
    """An officer at a new machine asks for a new password, follows the link, and signs in while the attack goes on."""
    _attack(browser, officer)
    client = browser("192.0.2.70")
    assert _try(client, officer, PASSWORD) == 429
    account = model.User.get(officer["id"])
    mailer.create_reset_key(account)
    done = client.post(f"/user/reset/{officer['id']}?key={account.reset_key}", data={"password1": NEW, "password2": NEW})
    assert done.status_code == 302
    assert _try(client, officer, NEW) == 302
    assert is_signed_in(client)


@pytest.mark.parametrize("cookie", ["x", "", "a.b.c", "WyJ4IiwgInkiXQ.aaaa.bbbb"])
def test_a_forged_cookie_is_none(officer, browser, cookie):
    """What the portal has not signed makes no browser known."""
    _attack(browser, officer)
    client = browser("192.0.2.80")
    client.set_cookie("binhduong_device", cookie)
    assert _try(client, officer, PASSWORD) == 429


def test_a_cookie_is_for_one_account(officer, sign_in, browser, database):
    """A browser known for one account is a stranger for another; the cookie hides from scripts and other sites."""
    from ckan.tests import factories

    other = factories.User(password=PASSWORD)
    client = sign_in(other, address="192.0.2.12")
    given = next(header for header in client.answer.headers.getlist("Set-Cookie") if header.startswith("binhduong_device="))
    assert [word in given for word in ("HttpOnly", "SameSite=Lax", PASSWORD)] == [True, True, False]
    client.post("/user/_logout")
    _attack(browser, officer)
    assert _try(client, officer, PASSWORD) == 429
