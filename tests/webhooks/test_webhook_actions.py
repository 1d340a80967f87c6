"""Who has webhooks, how many, and what of them is shown."""

from __future__ import annotations

from typing import Any

import pytest
from ckan import model
from ckan.plugins import toolkit as tk
from ckan.tests import factories

from ckanext.binhduong.webhooks.model import Delivery, Webhook
from tests.releases.conftest import REQUIRED, act, add
from tests.webhooks.conftest import later, listen, look, states
from tests.webhooks.receiver import Receiver

URL = "https://nhan.example.vn/tin"


def as_user(user: dict[str, Any], action: str, **data: Any) -> Any:
    """Call an action as an account, with its permission checks."""
    return tk.get_action(action)({"user": user["name"], "ignore_auth": False}, data)


def test_a_secret_is_shown_once(agency: dict[str, Any]) -> None:
    """And is sealed in the database."""
    user = factories.User()
    made = as_user(user, "webhook_create", url=URL)
    assert made.pop("secret").startswith("whsec_")
    assert as_user(user, "webhook_show", id=made["id"]) == made
    assert as_user(user, "webhook_list") == {"count": 1, "webhooks": [made]}
    assert "whsec_" not in model.Session.get(Webhook, made["id"]).secret
    assert (made["events"], made["state"]) == (["release.published", "dataset.changed", "dataset.deleted"], "on")


def test_an_old_secret_signs_for_a_day(known: dict[str, Any], receiver: Receiver) -> None:
    """Beside the new one, so that no message is lost while the receiver changes over."""
    webhook = listen(receiver)
    renewed = act("webhook_rotate_secret", id=webhook["id"])
    act("webhook_test", id=webhook["id"])
    look()
    model.Session.query(Webhook).update({"former_until": model.Session.query(Webhook).one().created})
    model.Session.commit()
    act("webhook_test", id=webhook["id"])
    look()
    first, second = receiver.got
    assert (first.is_signed_by(webhook["secret"]), first.is_signed_by(renewed["secret"])) == (True, True)
    assert (second.is_signed_by(webhook["secret"]), second.is_signed_by(renewed["secret"])) == (False, True)
    assert first.said["data"] == {"sequence": first.said["data"]["sequence"], "webhook": {"id": webhook["id"]}}


def test_an_agency_s_webhooks_are_its_administrators(agency: dict[str, Any]) -> None:
    """Not its editors', nor another account's; an account's own are nobody else's."""
    people = {role: factories.User() for role in ("admin", "editor")}
    for role, user in people.items():
        act("organization_member_create", id=agency["id"], username=user["name"], role=role)
    made = as_user(people["admin"], "webhook_create", url=URL, owner_agency="so-y-te")
    own = as_user(people["editor"], "webhook_create", url=URL)
    assert [each["id"] for each in as_user(people["admin"], "webhook_list")["webhooks"]] == [made["id"]]
    assert [each["id"] for each in as_user(people["editor"], "webhook_list")["webhooks"]] == [own["id"]]
    for user, action, data in (
        (people["editor"], "webhook_create", {"url": URL, "owner_agency": "so-y-te"}),
        (people["editor"], "webhook_show", {"id": made["id"]}),
        (people["admin"], "webhook_delete", {"id": own["id"]}),
        (people["admin"], "webhook_show", {"id": "khong-co"}),
    ):
        with pytest.raises(tk.NotAuthorized):
            as_user(user, action, **data)


def test_there_are_only_so_many(agency: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """Of an account, of an agency; one that is deleted no longer counts."""
    monkeypatch.setitem(tk.config, "ckanext.binhduong.webhooks.most_of_account", 1)
    user = factories.User()
    made = as_user(user, "webhook_create", url=URL)
    with pytest.raises(tk.ValidationError, match="1 webhook"):
        as_user(user, "webhook_create", url=URL)
    as_user(user, "webhook_delete", id=made["id"])
    as_user(user, "webhook_create", url=URL)


@pytest.mark.parametrize(
    "wrong",
    [
        {"url": "http://127.0.0.1/"},
        {"url": "http://10.0.0.1/"},
        {"url": "http://nhan.example.vn/"},
        {"url": "https://nhan.example.vn:5432/"},
        {"url": "ftp://nhan.example.vn/"},
        {"url": "https://" + "a" * 2000 + ".vn/"},
        {"events": ["dataset.created"]},
        {"events": "dataset.created"},
        {"events": []},
        {"agency": "khong-co"},
        {"dataset": "khong-co"},
        {"dataset": "rieng"},
        {"description": "a" * 201},
    ],
    ids=[
        "loopback",
        "private network",
        "without TLS",
        "port",
        "scheme",
        "long",
        "event",
        "event as text",
        "no event",
        "agency",
        "dataset",
        "private dataset",
        "text",
    ],
)
def test_what_cannot_be_taken_is_refused_by_its_name(agency: dict[str, Any], wrong: dict[str, Any]) -> None:
    """A private dataset is none that anybody hears of."""
    if wrong.get("dataset") == "rieng":
        act("package_create", name="rieng", owner_org=agency["id"], private=True, **REQUIRED)
    with pytest.raises(tk.ValidationError) as refused:
        act("webhook_create", **{"url": URL, **wrong})
    assert set(refused.value.error_dict) == set(wrong)


def test_it_is_changed_and_narrowed(known: dict[str, Any], receiver: Receiver) -> None:
    """By what is given alone; an empty field no longer narrows it."""
    webhook = listen(receiver, events="dataset.deleted, release.published", dataset="nha-thuoc")
    assert (webhook["events"], webhook["dataset"]["name"]) == (["release.published", "dataset.deleted"], "nha-thuoc")
    changed = act("webhook_patch", id=webhook["id"], dataset="", description="Kho dữ liệu")
    assert (changed["dataset"], changed["description"], changed["events"]) == (None, "Kho dữ liệu", webhook["events"])


def test_a_webhook_that_is_off_sends_nothing(known: dict[str, Any], receiver: Receiver) -> None:
    """No test, no replay, and not what happened meanwhile."""
    webhook = listen(receiver)
    act("webhook_test", id=webhook["id"])
    act("webhook_patch", id=webhook["id"], state="off")
    act("package_patch", id=known["id"], notes="Mô tả mới")
    look()
    (delivery,) = act("webhook_delivery_list", id=webhook["id"])["deliveries"]
    for action, of in (("webhook_test", webhook["id"]), ("webhook_replay", delivery["id"])):
        with pytest.raises(tk.ValidationError, match=r"[Ww]ebhook"):
            act(action, id=of)
    act("webhook_patch", id=webhook["id"], state="on")
    later()
    assert (receiver.got, states(webhook)) == ([], [("webhook.test", "failed")])


def test_what_waits_for_one_that_is_off_is_not_sent_when_it_is_on(known: dict[str, Any], receiver: Receiver) -> None:
    """Whoever wrote it meanwhile."""
    webhook = listen(receiver)
    act("webhook_test", id=webhook["id"])
    act("webhook_patch", id=webhook["id"], state="off")
    model.Session.query(Delivery).update({"state": "waiting"})
    model.Session.commit()
    act("webhook_patch", id=webhook["id"], state="on")
    later()
    assert (receiver.got, states(webhook)) == ([], [("webhook.test", "failed")])


@pytest.mark.parametrize("hides", ["dataset", "resource"])
def test_what_is_hidden_is_at_once_neither_shown_nor_sent_again(known: dict[str, Any], receiver: Receiver, hides: str) -> None:
    """Before the next look has seen it."""
    webhook = listen(receiver, events=["release.published"])
    resource = add(known, b"%PDF-1.4 mot", "quyet-dinh.pdf")
    look()
    (sent,) = act("webhook_delivery_list", id=webhook["id"])["deliveries"]
    assert sent["data"]["resource"]["id"] == resource["id"]
    if hides == "dataset":
        act("package_patch", id=known["id"], private=True)
    else:
        act("resource_delete", id=resource["id"])
    (sent,) = act("webhook_delivery_list", id=webhook["id"])["deliveries"]
    assert (sent["state"], sent["data"]) == ("delivered", None)
    with pytest.raises(tk.ValidationError, match=r"not sent again|không được gửi lại"):
        act("webhook_replay", id=sent["id"])


def test_what_is_withdrawn_is_not_sent_again(known: dict[str, Any], receiver: Receiver) -> None:
    """Nor what was sent before its dataset was hidden."""
    webhook = listen(receiver, events=["dataset.changed"])
    act("package_patch", id=known["id"], notes="Mô tả mới")
    look()
    act("package_patch", id=known["id"], private=True)
    look()
    (sent,) = act("webhook_delivery_list", id=webhook["id"])["deliveries"]
    assert (sent["state"], sent["data"]) == ("delivered", None)
    with pytest.raises(tk.ValidationError):
        act("webhook_replay", id=sent["id"])
