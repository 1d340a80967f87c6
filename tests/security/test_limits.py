"""Wrong logins and tokens: counted by account and by the real address, and no way to shut an officer out."""

from __future__ import annotations

import pytest
from ckan.tests import factories

from ckanext.binhduong.security.proxy import real_address
from tests.security.conftest import api

pytestmark = pytest.mark.usefixtures("redis_store", "database")

OFFICE, CAFE, ATTACKER = "203.0.113.10", "203.0.113.20", "198.51.100.66"


def _wrong(sign_in, account, address, times):
    return [sign_in(account, address, "sai").answer.status_code for _ in range(times)]


def test_the_eleventh_wrong_login_of_an_address_is_429(officer, sign_in):
    """Ten are answered as wrong, the eleventh is not tried: even the right password gets 429."""
    assert _wrong(sign_in, officer, ATTACKER, 10) == [200] * 10
    answer = sign_in(officer, ATTACKER).answer
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 900
    assert "Quá nhiều lần thử sai" in answer.text


def test_without_the_limit_guessing_goes_on(officer, sign_in, ckan_config, monkeypatch):
    """The hole: stock CKAN answers the twelfth guess like the first, and the thirteenth, right, signs in."""
    monkeypatch.setitem(ckan_config, "ckanext.binhduong.login_attempts", 10**6)
    assert _wrong(sign_in, officer, ATTACKER, 12) == [200] * 12
    assert sign_in(officer, ATTACKER).answer.status_code == 302


def test_english_visitors_are_told_in_english(officer, sign_in, browser):
    """The page's language is the visitor's."""
    _wrong(sign_in, officer, ATTACKER, 10)
    answer = browser(ATTACKER).post("/en/user/login", data={"login": officer["name"], "password": "x"})
    assert (answer.status_code, "Too many wrong attempts" in answer.text) == (429, True)


def test_one_address_trying_many_accounts_is_held(officer, sign_in):
    """Spraying one password over many accounts counts by address."""
    codes = [sign_in({"name": f"khong-co-{n}"}, ATTACKER, "sai").answer.status_code for n in range(11)]
    assert codes == [200] * 10 + [429]


def test_many_addresses_trying_one_account_are_held(officer, sign_in):
    """One account guessed from many addresses counts by account; its e-mail address is the same account."""
    names = [officer["name"], officer["email"]]
    codes = [sign_in({"name": names[n % 2]}, f"198.51.100.{n}", "sai").answer.status_code for n in range(11)]
    assert codes == [200] * 10 + [429]


def test_an_attack_does_not_shut_the_officer_out(officer, sign_in):
    """Where the officer has signed in lately the attack on the account from elsewhere does not count."""
    assert sign_in(officer, OFFICE).answer.status_code == 302
    _wrong(sign_in, officer, ATTACKER, 10)
    assert sign_in(officer, CAFE).answer.status_code == 429
    assert sign_in(officer, OFFICE).answer.status_code == 302


def test_right_logins_are_not_counted(officer, sign_in):
    """Twelve officers behind one address, all with the right password."""
    assert [sign_in(officer, OFFICE).answer.status_code for _ in range(12)] == [302] * 12


def test_a_forged_forwarded_address_does_not_help(officer, browser):
    """The last entry was written by our proxy; what stands before it is the client's own invention."""
    codes = []
    for n in range(11):
        forged = {"X-Forwarded-For": f"10.0.0.{n}, {ATTACKER}"}
        codes.append(browser().post("/user/login", data={"login": f"khong-co-{n}", "password": "x"}, headers=forged).status_code)
    assert codes == [200] * 10 + [429]


@pytest.mark.parametrize(
    ("peer", "header", "address"),
    [
        ("127.0.0.1", "203.0.113.7", "203.0.113.7"),
        ("127.0.0.1", "1.2.3.4, 203.0.113.7", "203.0.113.7"),
        ("::1", "2001:db8::1", "2001:db8::1"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("127.0.0.1", "<script>", "127.0.0.1"),
        ("203.0.113.9", "1.2.3.4", "203.0.113.9"),
    ],
)
def test_which_address_is_believed(peer, header, address):
    """One hop, from this machine only, and only what is an address."""
    assert real_address(peer, header) == address


def test_a_proxy_in_another_container_is_believed_when_named():
    """Its network stands in the configuration; without that its address is the visitor's."""
    assert real_address("172.20.0.5", "203.0.113.7", ["172.20.0.0/16"]) == "203.0.113.7"
    assert real_address("172.20.0.5", "203.0.113.7") == "172.20.0.5"


def test_ckan_sees_the_real_address_too(with_plugins, app):
    """Stock CKAN takes `g.remote_addr` from the header as it stands; here it is the address our proxy saw."""
    from flask import g

    with app.flask_app.test_client() as client:
        client.get("/about", headers={"X-Forwarded-For": f"10.9.9.9, {ATTACKER}"})
        assert g.remote_addr == ATTACKER


def _status(client, token: str) -> int:
    return api(client, "status_show", headers={"Authorization": token}).status_code


def test_guessing_tokens_is_held_by_address(officer, browser):
    """Ten wrong tokens, then 429 for the eleventh, in either form of the header; elsewhere nothing is held."""
    assert [_status(browser(ATTACKER), f"sai-{n}") for n in range(10)] == [200] * 10
    assert [_status(browser(ATTACKER), form) for form in ("sai", "Bearer sai", "bearer sai")] == [429] * 3
    assert _status(browser(OFFICE), "sai") == 200


def test_a_right_token_is_let_through_while_the_counter_is_full(officer, browser):
    """Seen at this address or not, with the word Bearer or without: what others of the address tried wrongly does not stop it."""
    right = factories.APIToken(user=officer["id"])["token"]
    assert [_status(browser(ATTACKER), f"sai-{n}") for n in range(11)][-1] == 429
    assert [_status(browser(ATTACKER), form) for form in (right, f"Bearer {right}", f"bearer  {right} ")] == [200] * 3


def test_a_bearer_token_is_its_owner(officer, browser):
    """The form that other APIs ask for is the same caller as CKAN's own form; it needs no form token to write."""
    right = factories.APIToken(user=officer["id"])["token"]
    for form in (right, f"Bearer {right}"):
        answer = api(browser(OFFICE), "user_show", {"id": officer["id"]}, headers={"Authorization": form})
        assert answer.json["result"].get("email") == officer["email"]
    answer = api(browser(OFFICE), "api_token_create", {"user": officer["name"], "name": "x"}, headers={"Authorization": f"Bearer {right}"})
    assert answer.status_code == 200


def test_a_token_that_has_worked_here_goes_on_working(officer, browser):
    """A neighbour's broken script behind the same address does not stop it."""
    right = factories.APIToken(user=officer["id"])["token"]
    assert _status(browser(OFFICE), right) == 200
    assert [_status(browser(OFFICE), f"sai-{n}") for n in range(11)][-1] == 429
    assert _status(browser(OFFICE), right) == 200


def test_an_api_caller_is_told_in_json(browser):
    """The answer has the form of the API's errors, in both languages."""
    for n in range(10):
        _status(browser(ATTACKER), f"sai-{n}")
    answer = api(browser(ATTACKER), "status_show", headers={"Authorization": "sai"})
    assert answer.json["error"]["__type"] == "Too Many Requests"
    vi, en = answer.json["error"]["message"].split(" / ")
    assert "Quá nhiều mã API sai" in vi
    assert "Too many wrong API tokens" in en
    assert "password" not in en


def test_reading_without_a_token_is_not_counted(browser):
    """Anonymous reading has no limit here (nginx has)."""
    assert [api(browser(CAFE), "status_show").status_code for _ in range(12)] == [200] * 12
