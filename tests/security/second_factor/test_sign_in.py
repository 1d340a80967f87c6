"""Signing in with a second factor, setting it up, losing it."""

from __future__ import annotations

import re
import time
from types import SimpleNamespace
from typing import Any

import pyotp
import pytest
import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk
from ckan.tests import factories
from ckan.tests.helpers import call_action

from ckanext.binhduong.security.audit.model import rows
from ckanext.binhduong.security.second_factor import factors, guesses
from ckanext.binhduong.security.second_factor.cli import second_factor
from ckanext.binhduong.security.second_factor.model import SecondFactor
from tests.security.conftest import PASSWORD, is_signed_in

ASK = "/dang-nhap/ma-xac-thuc"
SETTINGS = "/tai-khoan/xac-thuc-hai-buoc"
REQUIRED = "ckanext.binhduong.second_factor_required"


NOW = 1_800_000_015
"""The time by which codes are checked here: it stands still, so that no code grows old between a line and the next."""


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stop it."""
    monkeypatch.setattr(factors, "time", SimpleNamespace(time=lambda: float(NOW)))


def code_of(user: dict[str, Any], steps: int = 0) -> str:
    """What the app of an account shows, or will in so many steps of half a minute."""
    factor = model.Session.get(SecondFactor, user["id"])
    return pyotp.TOTP(factors.secret_of(factor)).at(NOW + 30 * steps)


def with_factor(user: dict[str, Any]) -> list[str]:
    """Give an account a second factor; return its recovery codes. The code of the present step is not used up."""
    factors.begin(user["id"])
    recovery = factors.confirm(user["id"], code_of(user, -1))
    assert len(recovery) == 10
    return recovery


def posted(client: Any, path: str, **data: str) -> Any:
    """Send a form with the token of its page."""
    token = re.search(r'name="_csrf_token" value="([^"]+)"', client.get(path).text)
    return client.post(path, data={**data, **({"_csrf_token": token[1]} if token else {})})


def audited(user: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Event, outcome and fields of the newest rows about an account, the oldest first."""
    said = sa.select(rows.c.event, rows.c.outcome, rows.c.fields).where(rows.c.object_id == user["id"]).order_by(rows.c.seq)
    with model.meta.engine.connect() as connection:  # type: ignore[union-attr]
        return [tuple(row) for row in connection.execute(said)]


@pytest.fixture
def required(ckan_config: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """System administrators must have a second factor."""
    monkeypatch.setitem(ckan_config, REQUIRED, "always")


def test_the_password_alone_begins_no_session(officer: dict[str, Any], sign_in: Any, address: str):
    """It leads to the second step, and the right code from there to the page that was wanted."""
    with_factor(officer)
    client = sign_in(officer, address)
    assert (client.answer.status_code, client.answer.location.endswith(ASK)) == (302, True)
    assert not is_signed_in(client)
    answer = posted(client, ASK, code=code_of(officer))
    assert (answer.status_code, answer.location.endswith("/dashboard/datasets")) == (302, True)
    assert is_signed_in(client)
    assert audited(officer)[-1][:2] == ("sign_in", "done")


def test_a_wrong_code_begins_no_session(officer: dict[str, Any], sign_in: Any, address: str):
    """The form again, with what is wrong; the audit log has it with the account."""
    with_factor(officer)
    client = sign_in(officer, address)
    wrong = "000000" if code_of(officer) != "000000" else "111111"
    answer = posted(client, ASK, code=wrong)
    assert answer.status_code == 403
    assert "Mã sai hoặc đã dùng" in answer.text
    assert not is_signed_in(client)
    assert audited(officer)[-1][:2] == ("sign_in", "refused")


def test_a_code_works_once(officer: dict[str, Any], sign_in: Any, address: str):
    """Seen over a shoulder, it opens nothing."""
    with_factor(officer)
    code = code_of(officer)
    assert posted(sign_in(officer, address), ASK, code=code).status_code == 302
    second = sign_in(officer, address)
    assert posted(second, ASK, code=code).status_code == 403
    assert not is_signed_in(second)


def test_a_recovery_code_works_once(officer: dict[str, Any], sign_in: Any, address: str):
    """In place of the digits, with or without hyphens; nine are left."""
    recovery = with_factor(officer)
    assert posted(sign_in(officer, address), ASK, code=recovery[3].replace("-", " ").upper()).status_code == 302
    assert posted(sign_in(officer, address), ASK, code=recovery[3]).status_code == 403
    factor = factors.confirmed(officer["id"])
    assert factor
    assert len(factor.recovery) == 9
    assert not any(code in str(factor.recovery) for code in recovery)


def test_the_second_step_needs_the_first(officer: dict[str, Any], browser: Any, sign_in: Any, address: str):
    """Without the password, too late after it, or after the password was changed, there is nothing to answer."""
    with_factor(officer)
    for method in ("get", "post"):
        answer = getattr(browser(address), method)(ASK, data={"code": code_of(officer)})
        assert (answer.status_code, answer.location.endswith("/user/login")) == (302, True)
    client = sign_in(officer, address)
    with client.session_transaction() as kept:
        kept["binhduong_second_step"] = kept["binhduong_second_step"] | {"at": time.time() - 601}
    assert client.get(ASK).location.endswith("/user/login")
    client = sign_in(officer, address)
    user = model.User.get(officer["id"])
    assert user
    user.password = "mot mat khau khac 2026"
    model.Session.commit()
    assert client.get(ASK).location.endswith("/user/login")


def test_ten_wrong_codes_are_enough(officer: dict[str, Any], sign_in: Any, address: str):
    """Then even the right one is answered with 429."""
    with_factor(officer)
    client = sign_in(officer, address)
    for _ in range(10):
        assert not factors.is_right(officer["id"], "")
        assert posted(client, ASK, code="khong").status_code == 403
    answer = posted(client, ASK, code=code_of(officer))
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 900
    assert not is_signed_in(client)


def test_the_owner_learns_of_wrong_codes(officer: dict[str, Any], sign_in: Any, address: str, outbox: Any):
    """One mail after the fifth in a row of minutes, from wherever they come, and no other that day; an account without them gets none."""
    with_factor(officer)
    client, told = sign_in(officer, address), ("second_factor_guessed", officer["id"])
    for count in [0, 0, 0, 0, 1, 1, 1]:
        assert posted(client, ASK, code="khong").status_code == 403
        assert outbox().count(told) == count


@pytest.mark.parametrize("most", [1, 3])
def test_the_owner_learns_of_as_many_wrong_codes_as_are_let_through(
    officer: dict[str, Any], sign_in: Any, address: str, outbox: Any, monkeypatch: pytest.MonkeyPatch, most: int
):
    """Where the limit of sign-ins is below five, the last one that is tried has the mail sent."""
    monkeypatch.setitem(tk.config, "ckanext.binhduong.login_attempts", most)
    with_factor(officer)
    client = sign_in(officer, address)
    assert [posted(client, ASK, code="khong").status_code for _ in range(most + 1)] == [403] * most + [429]
    assert outbox().count(("second_factor_guessed", officer["id"])) == 1


def test_slips_while_a_factor_is_set_up_are_no_guesses(
    officer: dict[str, Any], sign_in: Any, address: str, outbox: Any, monkeypatch: pytest.MonkeyPatch
):
    """There is none yet that somebody could guess at; when there is, wrong codes of its page count as those of signing in."""
    monkeypatch.setattr(guesses, "WRONG_CODES", 2)
    client, guessed = sign_in(officer, address), ("second_factor_guessed", officer["id"])
    posted(client, SETTINGS, step="begin")
    for _ in range(2):
        assert posted(client, SETTINGS, step="confirm", code="khong").status_code == 403
    assert guessed not in outbox()
    assert posted(client, SETTINGS, step="confirm", code=code_of(officer)).status_code == 200
    for _ in range(2):
        assert posted(client, SETTINGS, step="renew", code="khong").status_code == 403
    assert guessed in outbox()


def test_a_wrong_password_says_the_same_with_and_without_a_factor(officer: dict[str, Any], sign_in: Any, address: str):
    """Nobody learns which accounts have one."""
    without = sign_in(officer, address, "sai mat khau").answer
    with_factor(officer)
    with_one = sign_in(officer, address, "sai mat khau").answer
    assert with_one.status_code == without.status_code == 200
    clean = [re.sub(r'[0-9a-f]{8,}|value="[^"]*"', "", answer.text) for answer in (without, with_one)]
    assert clean[0] == clean[1]


def test_an_api_token_needs_no_code(officer: dict[str, Any], browser: Any, address: str):
    """Programs go on."""
    with_factor(officer)
    token = call_action("api_token_create", context={"user": officer["name"], "ignore_auth": True}, user=officer["name"], name="may")[
        "token"
    ]
    answer = browser(address).get(f"/api/3/action/user_show?id={officer['name']}", headers={"Authorization": token})
    assert (answer.status_code, answer.json["result"]["name"]) == (200, officer["name"])


def test_an_officer_sets_it_up_renews_codes_and_turns_it_off(officer: dict[str, Any], sign_in: Any, address: str):
    """By the pages alone; each step is in the audit log, without secrets."""
    client = sign_in(officer, address)
    assert posted(client, SETTINGS, step="begin").status_code == 302
    shown = client.get(SETTINGS).text
    secret = re.search(r'id="secret">([A-Z2-7 ]+)<', shown)
    assert secret
    assert 'id="qr" src="data:image/svg' in shown
    assert posted(client, SETTINGS, step="confirm", code="000000x").status_code == 403
    assert factors.confirmed(officer["id"]) is None
    app = pyotp.TOTP(secret[1].replace(" ", ""))
    on = posted(client, SETTINGS, step="confirm", code=app.at(NOW - 30))
    recovery = re.findall(r"<code>([a-z2-7-]{19})</code>", on.text)
    assert (on.status_code, len(recovery)) == (200, 10)
    assert recovery[0] not in client.get(SETTINGS).text
    assert secret[1] not in client.get(SETTINGS).text
    renewed = posted(client, SETTINGS, step="renew", code=app.at(NOW))
    assert not set(re.findall(r"<code>([a-z2-7-]{19})</code>", renewed.text)) & set(recovery)
    assert posted(client, SETTINGS, step="remove", code=recovery[0]).status_code == 403
    assert posted(client, SETTINGS, step="remove", code=app.at(NOW + 30)).status_code == 302
    assert factors.confirmed(officer["id"]) is None
    fields = [fields for event, _, fields in audited(officer) if event == "write" and "second_factor" in fields]
    assert fields == [
        "+binhduong_second_factor",
        "binhduong_second_factor.confirmed, binhduong_second_factor.recovery",
        "binhduong_second_factor.recovery",
        "-binhduong_second_factor",
    ]


@pytest.mark.parametrize("step", ["", "x", "remove", "renew", "confirm"])
def test_a_button_that_has_no_sense_now_changes_nothing(officer: dict[str, Any], sign_in: Any, address: str, step: str):
    """Without a factor there is nothing to confirm, renew or turn off."""
    answer = posted(sign_in(officer, address), SETTINGS, step=step, code="123456")
    assert answer.status_code in (400, 403)
    assert model.Session.get(SecondFactor, officer["id"]) is None


def test_strangers_are_led_to_the_login(browser: Any, address: str):
    """They have no account to protect."""
    answer = browser(address).get(SETTINGS)
    assert (answer.status_code, "/user/login" in answer.location) == (302, True)


def test_an_administrator_without_one_gets_to_its_page_alone(database: None, required: None, sign_in: Any, address: str):
    """Pages lead there, the API and writes say why; when it is set up everything is open in the same session."""
    admin = factories.Sysadmin(password=PASSWORD)
    client = sign_in(admin, address)
    answer = client.get("/quan-tri/nhat-ky")
    assert (answer.status_code, answer.location.endswith(SETTINGS)) == (302, True)
    api = client.get("/api/3/action/package_list", headers={"Accept": "application/json"})
    assert (api.status_code, api.json["error"]["__type"]) == (403, "Authorization Error")
    assert "hai bước" in client.get(SETTINGS).text
    posted(client, SETTINGS, step="begin")
    assert posted(client, SETTINGS, step="confirm", code=code_of(admin, -1)).status_code == 200
    assert client.get("/quan-tri/nhat-ky").status_code == 200
    assert posted(client, SETTINGS, step="remove", code=code_of(admin)).status_code == 403
    assert factors.confirmed(admin["id"])


def test_an_administrator_with_one_signs_in_by_it(database: None, required: None, sign_in: Any, address: str):
    """And a session that began before it was set up ends."""
    admin = factories.Sysadmin(password=PASSWORD)
    early = sign_in(admin, address)
    with_factor(admin)
    client = sign_in(admin, address)
    assert posted(client, ASK, code=code_of(admin)).status_code == 302
    assert client.get("/quan-tri/nhat-ky").status_code == 200
    assert early.get("/quan-tri/nhat-ky").location.endswith("/user/login")
    assert not is_signed_in(early)


@pytest.mark.parametrize(
    ("said", "site", "wanted"),
    [
        ("auto", "http://127.0.0.1:5000", 200),
        ("auto", "https://dulieu.example.vn", 302),
        ("never", "https://dulieu.example.vn", 200),
        ("always", "http://127.0.0.1:5000", 302),
    ],
)
def test_where_it_is_required(
    database: None, sign_in: Any, address: str, ckan_config: Any, monkeypatch: pytest.MonkeyPatch, said: str, site: str, wanted: int
):
    """On a portal that the public reaches by https, unless the operator says otherwise; never of officers."""
    admin, officer = sign_in(factories.Sysadmin(password=PASSWORD), address), sign_in(factories.User(password=PASSWORD), address)
    monkeypatch.setitem(ckan_config, REQUIRED, said)
    monkeypatch.setitem(ckan_config, "ckan.site_url", site)
    assert admin.get("/quan-tri/nhat-ky").status_code == wanted
    assert is_signed_in(officer)


def test_another_secret_of_the_portal_opens_nothing(officer: dict[str, Any], ckan_config: Any, monkeypatch: pytest.MonkeyPatch):
    """No code is right then, and setting up begins anew instead of failing."""
    with_factor(officer)
    code = code_of(officer)
    monkeypatch.setitem(ckan_config, "SECRET_KEY", "a secret from another backup, forty characters")
    assert not factors.is_right(officer["id"], code)
    factors.take_away(officer["id"])


def test_operators_list_and_reset(officer: dict[str, Any], cli: Any):
    """Who has lost everything is let in by the password again; the audit log names the command."""
    with_factor(officer)
    listed = cli.invoke(second_factor, ["list"])
    assert f"{officer['name']}: since " in listed.output
    assert "10 recovery codes left" in listed.output
    assert cli.invoke(second_factor, ["reset", officer["name"]]).exit_code == 0
    assert factors.confirmed(officer["id"]) is None
    assert audited(officer)[-1] == ("write", "done", "-binhduong_second_factor")
    again = cli.invoke(second_factor, ["reset", officer["name"]])
    assert (again.exit_code, "has no second factor" in again.output) == (1, True)
    assert cli.invoke(second_factor, ["reset", "khong-co-ai"]).exit_code == 1
