"""The pages of webhooks: plain forms, the secret once, deliveries with replays; and the mail when one is switched off."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from bs4 import BeautifulSoup
from ckan import model
from ckan.plugins import toolkit as tk
from ckan.tests import factories

from ckanext.binhduong.webhooks import notices
from ckanext.binhduong.webhooks.model import Webhook
from tests.releases.conftest import act
from tests.webhooks.conftest import HOST, listen, look
from tests.webhooks.receiver import Receiver
from tests.workflow.relay import Relay

OWN = "/tai-khoan/webhook"


@pytest.fixture
def lan(known: dict[str, Any]) -> dict[str, Any]:
    """An administrator of the agency."""
    user = factories.User(name="lan", email="lan@so-y-te.example")
    act("organization_member_create", id="so-y-te", username="lan", role="admin")
    return user


@pytest.fixture
def page(app: Any, lan: dict[str, Any]) -> Callable[..., BeautifulSoup]:
    """Open a page, or send a form, in Lan's name."""
    headers = {"Authorization": factories.APIToken(user="lan")["token"]}

    def call(path: str, form: Any = None, status: int = 200) -> BeautifulSoup:
        ask = app.get if form is None else app.post
        more = {} if form is None else {"data": form}
        answer = ask(path, headers=headers, follow_redirects=False, **more)
        assert answer.status_code == status
        return BeautifulSoup(answer.body, "html.parser")

    return call


def text_of(page: BeautifulSoup, selector: str) -> str:
    """The words of an element."""
    found = page.select_one(selector)
    assert found
    return " ".join(found.get_text().split())


def test_a_webhook_is_made_and_its_secret_is_shown_once(page: Callable[..., BeautifulSoup], receiver: Receiver) -> None:
    """By a form; what comes to the endpoint is signed by what the page said."""
    form = {
        "url": f"http://{HOST}:{receiver.port}/",
        "description": "Kho dữ liệu",
        "events": ["dataset.changed"],
        "owner_agency": "so-y-te",
    }
    made = page(OWN, form)
    secret = text_of(made, "#secret")
    (link,) = page(OWN).select("#webhooks h2 a")
    assert link.get_text() == "Kho dữ liệu"
    assert page(str(link["href"])).select("#secret") == []
    act("package_patch", id="nha-thuoc", notes="Mô tả mới")
    look()
    (message,) = receiver.got
    assert message.is_signed_by(secret)


def test_a_wrong_address_is_said_beside_its_field(page: Callable[..., BeautifulSoup]) -> None:
    """What was typed stays."""
    shown = page(OWN, {"url": "http://10.0.0.1/", "description": "Kho", "dataset": "khong-co", "events": ["dataset.deleted"]}, 409)
    assert "không có tập dữ liệu" in text_of(shown, "#dataset-problem").lower()
    shown = page(OWN, {"url": "http://127.0.0.1:22/", "description": "Kho", "events": ["dataset.deleted"]}, 409)
    assert "không công khai" in text_of(shown, "#url-problem")
    assert [each["value"] for each in shown.select("input[name=events][checked]")] == ["dataset.deleted"]
    assert shown.select_one("input[name=description]")["value"] == "Kho"  # type: ignore[index]


def test_a_delivery_that_failed_is_sent_again(page: Callable[..., BeautifulSoup], receiver: Receiver) -> None:
    """From the page, which says why it failed and names the dataset."""
    webhook = listen(receiver)
    receiver.answer = lambda _: 410
    act("package_patch", id="nha-thuoc", notes="Mô tả mới")
    look()
    address = f"{OWN}/{webhook['id']}"
    shown = page(address)
    assert "410 Gone" in text_of(shown, ".bd-note-bad")
    assert "HTTP 410" in text_of(shown, "#deliveries")
    assert shown.select("button[value=replay]") == []
    receiver.answer = lambda _: 200
    page(address, {"do": "on"}, 302)
    shown = page(f"{address}?state=failed")
    (delivery,) = shown.select("#deliveries input[name=delivery]")
    page(address, {"do": "replay", "delivery": delivery["value"]}, 302)
    look()
    assert "nha-thuoc" in text_of(page(address), "#deliveries li[data-state=delivered]")


@pytest.mark.parametrize("do", ["test", "off", "renew", "delete", "save"])
def test_each_button_does_what_it_says(page: Callable[..., BeautifulSoup], receiver: Receiver, do: str) -> None:
    """One form each."""
    webhook = listen(receiver)
    form = {"do": do, "url": webhook["url"], "description": "Mới", "events": ["dataset.deleted"]} if do == "save" else {"do": do}
    shown = page(f"{OWN}/{webhook['id']}", form, 200 if do == "renew" else 302)
    found = {each["id"]: each for each in act("webhook_list")["webhooks"]}.get(webhook["id"])
    if do == "delete":
        assert found is None
        return
    assert found
    did = {
        "test": found["waiting"] == 1,
        "off": found["state"] == "off",
        "renew": bool(shown.select("#secret")) and bool(found["former_secret_until"]),
        "save": (found["description"], found["events"]) == ("Mới", ["dataset.deleted"]),
    }
    assert did[do]


def test_a_form_that_is_saved_as_it_is_narrows_as_before(page: Callable[..., BeautifulSoup], receiver: Receiver) -> None:
    """Also while the dataset is hidden and the agency is deleted: they are named by their ids."""
    agency = act("organization_create", name="so-khac", title="Sở khác")
    webhook = listen(receiver, dataset="nha-thuoc", agency="so-khac")
    act("package_patch", id="nha-thuoc", private=True)
    act("organization_delete", id="so-khac")
    address = f"{OWN}/{webhook['id']}"
    form = page(address).select_one("#change")
    assert form
    values = {each["name"]: each["value"] for each in form.select("input:not([type=checkbox])")}
    assert (values["dataset"], values["agency"]) == (webhook["dataset"]["id"], agency["id"])
    page(address, {**values, "description": "Mới", "events": webhook["events"], "do": "save"}, 302)
    row = model.Session.get(Webhook, webhook["id"], populate_existing=True)
    assert (row.description, row.dataset_id, row.agency_id) == ("Mới", webhook["dataset"]["id"], agency["id"])


def test_a_form_without_a_tick_is_refused(page: Callable[..., BeautifulSoup], receiver: Receiver) -> None:
    """It does not mean all events; nothing is changed."""
    webhook = listen(receiver, events=["dataset.deleted"])
    shown = page(f"{OWN}/{webhook['id']}", {"do": "save", "url": webhook["url"], "description": "Mới"}, 409)
    assert "ít nhất một sự kiện" in text_of(shown, "#events-problem")
    assert shown.select("input[name=events][checked]") == []
    assert act("webhook_show", id=webhook["id"]) == {name: value for name, value in webhook.items() if name != "secret"}


def test_another_s_webhook_is_not_there(page: Callable[..., BeautifulSoup], app: Any) -> None:
    """404 for who does not own it, the sign-in for a stranger."""
    other = factories.User()
    made = tk.get_action("webhook_create")({"user": other["name"], "ignore_auth": False}, {"url": f"https://{HOST}:80/"})
    page(f"{OWN}/{made['id']}", status=404)
    page(f"{OWN}/{made['id']}", {"do": "delete"}, 404)
    answer = app.get(OWN, follow_redirects=False)
    assert (answer.status_code, "/user/login" in answer.headers["Location"]) == (302, True)


@pytest.fixture
def relay(monkeypatch: pytest.MonkeyPatch) -> Iterator[Relay]:
    """A relay that the portal sends by."""
    made = Relay()
    monkeypatch.setitem(tk.config, "smtp.server", made.address)
    monkeypatch.setitem(tk.config, "smtp.mail_from", "cong@binhduong.example")
    yield made
    made.close()


def test_who_owns_it_gets_one_mail(lan: dict[str, Any], receiver: Receiver, relay: Relay, with_request_context: None) -> None:
    """With the reason and the page, however often the job runs; not when its owner switched it off."""
    webhook = listen(receiver)
    receiver.answer = lambda _: 410
    act("webhook_test", id=webhook["id"])
    look()
    for _ in range(2):
        notices.notify(webhook["id"])
    sent = len(relay.mails())
    (mail,) = [each for each in relay.mails() if "lan@so-y-te.example" in each["To"]]
    words = mail.get_content()
    assert f"{OWN}/{webhook['id']}" in words
    assert "410 Gone" in words
    own = listen(receiver)
    act("webhook_patch", id=own["id"], state="off")
    notices.notify(own["id"])
    assert len(relay.mails()) == sent


def test_a_slow_relay_keeps_no_owner_waiting(
    lan: dict[str, Any], receiver: Receiver, monkeypatch: pytest.MonkeyPatch, with_request_context: None
) -> None:
    """The webhook is free while its mail is sent; it counts as sent afterwards."""
    webhook = listen(receiver)
    receiver.answer = lambda _: 410
    act("webhook_test", id=webhook["id"])
    look()
    sent: list[str] = []

    def send(user: model.User, *_: Any, **__: Any) -> None:
        assert model.meta.engine
        with model.meta.engine.begin() as owner:
            owner.execute(sa.text("SELECT 1 FROM binhduong_webhook FOR UPDATE NOWAIT"))
        sent.append(user.name)

    monkeypatch.setattr(notices.mailer, "mail_user", send)
    for _ in range(2):
        notices.notify(webhook["id"])
    assert sent.count("lan") == 1
