"""Deliveries reach the endpoint at least once, in order, under one id; what fails waits longer each time."""

from __future__ import annotations

import os
import signal
import socket
import threading
from datetime import timedelta
from typing import Any

import pytest
from ckan import model
from ckan.plugins import toolkit as tk
from ckan.tests import factories

from ckanext.binhduong.core.clock import utcnow
from ckanext.binhduong.core.jobs import queueing
from ckanext.binhduong.core.outbound.client import Limits
from ckanext.binhduong.webhooks.model import AnnouncedRelease, Delivery, Webhook
from ckanext.binhduong.webhooks.outbox import announcing, deliveries, delivering
from tests.releases.conftest import REQUIRED, act, add
from tests.webhooks.conftest import later, listen, look, states
from tests.webhooks.receiver import Message, Receiver


def change(dataset: dict[str, Any], *notes: str) -> None:
    """Change a dataset, and have each change announced."""
    for note in notes:
        act("package_patch", id=dataset["id"], notes=note)
        announcing.announce()


def webhook_row(webhook: dict[str, Any]) -> Webhook:
    """Its row as it is now."""
    model.Session.expire_all()
    return model.Session.get(Webhook, webhook["id"])


def waiting_jobs() -> int:
    """How many jobs stand in the queue."""
    return queueing.waiting("webhooks.deliver", "binhduong-webhooks")


def test_a_former_address_says_nothing_of_the_present_one(known: dict[str, Any], receiver: Receiver) -> None:
    """Its owner gives another while the first is being asked, which then wants no message ever again: the other gets it."""
    webhook = listen(receiver)
    change(known, "Một")

    def moves(message: Message) -> int:
        if message.path != "/":
            return 204
        with model.meta.engine.begin() as owner:  # type: ignore[union-attr]
            owner.execute(Webhook.__table__.update().values(url=f"{webhook['url']}moi"))
        return 410

    receiver.answer = moves
    look()
    assert (webhook_row(webhook).state, states(webhook)) == ("on", [("dataset.changed", "delivered")])
    assert [message.path for message in receiver.got] == ["/", "/moi"]


def test_an_error_is_tried_again_under_the_same_id(known: dict[str, Any], receiver: Receiver) -> None:
    """The body is the same, time and signature are the attempt's own; pauses double."""
    webhook = listen(receiver)
    change(known, "Một")
    receiver.answer = lambda _: 500 if len(receiver.got) < 3 else 200
    look()
    assert timedelta(seconds=30) < model.Session.query(Delivery).one().due - utcnow() <= timedelta(minutes=1)
    assert look() == "made 0 attempts"
    later()
    assert timedelta(seconds=90) < model.Session.query(Delivery).one().due - utcnow() <= timedelta(minutes=2)
    later()
    assert states(webhook) == [("dataset.changed", "delivered")]
    assert len({message.id for message in receiver.got}) == len({message.body for message in receiver.got}) == 1
    assert all(message.is_signed_by(webhook["secret"]) for message in receiver.got)
    (found,) = act("webhook_delivery_list", id=webhook["id"])["deliveries"]
    assert [(each["status"], each["fault"]) for each in found["attempts"]] == [(500, "broken"), (500, "broken"), (200, "")]


def test_a_message_that_is_turned_down_keeps_no_other_back(known: dict[str, Any], receiver: Receiver) -> None:
    """The next one is delivered at once."""
    webhook = listen(receiver)
    change(known, "Một", "Hai")
    receiver.answer = lambda message: 400 if message.id == receiver.got[0].id else 200
    look()
    assert states(webhook) == [("dataset.changed", "waiting"), ("dataset.changed", "delivered")]


def test_an_endpoint_that_is_down_is_asked_once_and_gets_all_in_order(known: dict[str, Any], receiver: Receiver) -> None:
    """However much waits; ``Retry-After`` is heeded."""
    webhook = listen(receiver)
    change(known, "Một", "Hai", "Ba")
    receiver.answer, receiver.headers = lambda _: 503, {"Retry-After": "7200"}
    assert look() == "made 1 attempts"
    assert timedelta(minutes=119) < webhook_row(webhook).due - utcnow() <= timedelta(hours=2)
    receiver.answer = lambda _: 200
    assert look() == "made 0 attempts"
    assert later() == "made 3 attempts"
    sequences = [message.said["data"]["sequence"] for message in receiver.got[1:]]
    assert sequences == sorted(sequences)
    assert receiver.got[0].id == receiver.got[1].id
    assert webhook_row(webhook).failing_since is None


def test_a_redirect_is_not_followed(known: dict[str, Any], receiver: Receiver) -> None:
    """Or somebody else would get the message."""
    webhook = listen(receiver, "/old")
    change(known, "Một")
    receiver.answer, receiver.headers = lambda _: 307, {"Location": "/new"}
    look()
    assert [message.path for message in receiver.got] == ["/old"]
    (found,) = act("webhook_delivery_list", id=webhook["id"])["deliveries"]
    assert (found["state"], found["attempts"][0]["fault"]) == ("waiting", "redirects")


def test_an_endpoint_that_does_not_answer_in_time_is_left(
    known: dict[str, Any], receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may have taken the message: it gets it again under the same id."""
    webhook = listen(receiver)
    change(known, "Một")
    monkeypatch.setattr(delivering, "LIMITS", Limits(read=0.5, total=0.5, redirects=0, body=0))
    over = threading.Event()
    receiver.answer = lambda _: 200 if over.wait(30) else 500
    look()
    over.set()
    (found,) = act("webhook_delivery_list", id=webhook["id"])["deliveries"]
    assert (found["state"], found["attempts"][0]["status"], found["attempts"][0]["fault"]) == ("waiting", None, "slow")
    assert webhook_row(webhook).strained == 1


def test_gone_is_the_end(known: dict[str, Any], receiver: Receiver) -> None:
    """410 switches the webhook off; nothing that waits is sent, and nothing new is written for it."""
    webhook = listen(receiver)
    change(known, "Một", "Hai")
    receiver.answer = lambda _: 410
    look()
    shown = act("webhook_show", id=webhook["id"])
    assert (shown["state"], shown["reason"], len(receiver.got)) == ("off", "gone", 1)
    assert states(webhook) == [("dataset.changed", "failed")] * 2
    change(known, "Ba")
    later()
    assert len(receiver.got) == 1


def test_after_days_of_failure_it_is_switched_off(known: dict[str, Any], receiver: Receiver) -> None:
    """Five without one message taken; switched on again it begins anew."""
    webhook = listen(receiver)
    receiver.answer = lambda _: 500
    change(known, "Một")
    look()
    model.Session.query(Webhook).update({"failing_since": utcnow() - timedelta(days=5)})
    model.Session.query(Delivery).update({"begun": utcnow() - timedelta(days=1)})
    later()
    shown = act("webhook_show", id=webhook["id"])
    assert (shown["state"], shown["reason"]) == ("off", "failing")
    receiver.answer = lambda _: 200
    act("webhook_patch", id=webhook["id"], state="on")
    change(known, "Hai")
    look()
    shown = act("webhook_show", id=webhook["id"])
    assert (shown["state"], shown["reason"], shown["failing_since"]) == ("on", "", None)
    assert states(webhook) == [("dataset.changed", "failed"), ("dataset.changed", "delivered")]


def test_one_fault_after_days_without_messages_is_not_the_end(known: dict[str, Any], receiver: Receiver) -> None:
    """An address that nothing was sent to has turned nothing down: a message must have been tried for a day."""
    webhook = listen(receiver)
    receiver.answer = lambda _: 500
    change(known, "Một")
    look()
    model.Session.query(Webhook).update({"failing_since": utcnow() - timedelta(days=6)})
    model.Session.query(Delivery).update({"state": "failed"})
    model.Session.commit()
    change(known, "Hai")
    look()
    assert (act("webhook_show", id=webhook["id"])["state"], len(receiver.got)) == ("on", 2)
    model.Session.query(Delivery).update({"begun": utcnow() - timedelta(days=1)})
    later()
    assert act("webhook_show", id=webhook["id"])["reason"] == "failing"


def test_a_message_is_given_up_after_three_days(known: dict[str, Any], receiver: Receiver) -> None:
    """And can be sent again by hand, under its id."""
    webhook = listen(receiver)
    receiver.answer = lambda _: 500
    change(known, "Một")
    look()
    model.Session.query(Delivery).update({"begun": utcnow() - timedelta(days=3)})
    later()
    assert states(webhook) == [("dataset.changed", "failed")]
    receiver.answer = lambda _: 200
    (failed,) = act("webhook_delivery_list", id=webhook["id"])["deliveries"]
    act("webhook_replay", id=failed["id"])
    look()
    assert states(webhook) == [("dataset.changed", "delivered")]
    assert {message.id for message in receiver.got} == {failed["message_id"]}


def test_a_job_that_is_killed_after_the_message_left_is_made_up_for(known: dict[str, Any], receiver: Receiver) -> None:
    """At least once: the second attempt has the same id; nobody else delivers meanwhile."""
    webhook = listen(receiver)
    change(known, "Một")
    arrived, over = threading.Event(), threading.Event()

    def hold(_: Message) -> int:
        arrived.set()
        over.wait(60)
        return 200

    receiver.answer = hold
    model.Session.remove()
    child = os.fork()
    if not child:
        model.meta.engine.dispose(close=False)
        delivering.deliver()
        os._exit(0)
    assert arrived.wait(60)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    over.set()
    receiver.answer = lambda _: 200
    assert delivering.deliver() == "made 0 attempts"
    later()
    assert states(webhook) == [("dataset.changed", "delivered")]
    assert len(receiver.got) == 2
    assert receiver.got[0].id == receiver.got[1].id


def test_two_jobs_at_once_deliver_once(known: dict[str, Any], receiver: Receiver) -> None:
    """Who comes second finds the webhook taken."""
    listen(receiver)
    change(known, "Một")

    def meanwhile(_: Message) -> int:
        seen.append(deliveries.is_any_due())
        model.Session.remove()
        return 200

    seen: list[bool] = []
    receiver.answer = meanwhile
    look()
    assert (seen, len(receiver.got)) == ([False], 1)


def test_the_loopback_is_not_for_everybody(known: dict[str, Any], receiver: Receiver) -> None:
    """A network that the operator opened is for agencies: an account's own webhook does not reach it."""
    user = factories.User()
    url = f"https://nhan-tin.example:{receiver.port}/"
    made = tk.get_action("webhook_create")({"user": user["name"], "ignore_auth": False}, {"url": url})
    change(known, "Một")
    look()
    (found,) = act("webhook_delivery_list", id=made["id"])["deliveries"]
    assert (receiver.got, found["attempts"][0]["fault"]) == ([], "not-public")


def test_an_account_that_is_gone_gets_nothing(known: dict[str, Any], receiver: Receiver) -> None:
    """Its webhook is off, as an agency's that was deleted."""
    user = factories.User()
    made = tk.get_action("webhook_create")(
        {"user": user["name"], "ignore_auth": False}, {"url": f"https://nhan.example.vn:{receiver.port}/"}
    )
    act("user_delete", id=user["id"])
    change(known, "Một")
    look()
    shown = act("webhook_show", id=made["id"])
    assert (shown["state"], shown["reason"]) == ("off", "owner")


def test_a_lost_queue_loses_nothing(known: dict[str, Any], receiver: Receiver, clean_queues: None) -> None:
    """What waits is in PostgreSQL: a look queues a job while something is due and none waits."""
    listen(receiver)
    change(known, "Một")
    for _ in range(2):
        delivering.look()
        delivering.look()
        assert waiting_jobs() == 1
        tk.get_job_queue().empty()
    delivering.deliver()
    delivering.look()
    assert (waiting_jobs(), len(receiver.got)) == (0, 1)


def test_old_deliveries_are_forgotten(known: dict[str, Any], receiver: Receiver) -> None:
    """After thirty days, with their events; what waits stays."""
    webhook = listen(receiver)
    change(known, "Một")
    look()
    receiver.answer = lambda _: 500
    change(known, "Hai")
    look()
    model.Session.query(Delivery).update({"begun": utcnow() - timedelta(days=31)})
    model.Session.commit()
    assert deliveries.forget_old() == "forgot 1 deliveries of webhooks"
    assert states(webhook) == [("dataset.changed", "waiting")]


def test_what_was_announced_of_a_deleted_file_is_forgotten(known: dict[str, Any], receiver: Receiver) -> None:
    """What stays is known."""
    first, second = (add(known, f"%PDF-1.4 {name}".encode(), f"{name}.pdf") for name in ("mot", "hai"))
    announcing.announce()
    act("resource_delete", id=first["id"])
    deliveries.forget_old()
    assert [row.resource_id for row in model.Session.query(AnnouncedRelease)] == [second["id"]]


def test_another_address_gets_what_waits_at_once(known: dict[str, Any], receiver: Receiver) -> None:
    """However often the one before failed; all in order."""
    webhook = listen(receiver, "/wrong")
    receiver.answer = lambda message: 500 if message.path == "/wrong" else 200
    change(known, "Một", "Hai")
    look()
    later()
    act("webhook_patch", id=webhook["id"], url=webhook["url"].replace("/wrong", "/right"))
    assert look() == "made 2 attempts"
    assert [message.path for message in receiver.got] == ["/wrong"] * 4 + ["/right"] * 2
    assert [message.id for message in receiver.got[4:]] == [message.id for message in receiver.got[:2]]


@pytest.mark.parametrize("strained", [0, 3])
def test_a_webhook_that_a_job_has_stays_with_it_when_it_is_changed(known: dict[str, Any], receiver: Receiver, strained: int) -> None:
    """Another address does not give it to a second job, also when the former was left alone before; the job's end does."""
    webhook = listen(receiver)
    change(known, "Một")
    model.Session.query(Webhook).update({"strained": strained})
    model.Session.commit()
    claimed = deliveries.claim()
    assert claimed
    act("webhook_patch", id=webhook["id"], url=f"{webhook['url']}moi")
    assert deliveries.claim() is None
    deliveries.release(claimed)
    assert deliveries.claim()


def test_a_job_whose_hold_is_over_lets_the_next_one_alone(known: dict[str, Any], receiver: Receiver) -> None:
    """It stood still for longer than its hold: it neither delivers on beside the other job nor frees the webhook for a third."""
    listen(receiver)
    change(known, "Một")
    first = deliveries.claim()
    assert first
    model.Session.query(Webhook).update({"held": utcnow() - timedelta(seconds=1)})
    model.Session.commit()
    second = deliveries.claim()
    assert second
    assert deliveries.next_of(first) is None
    deliveries.release(first)
    assert deliveries.claim() is None
    assert deliveries.next_of(second)
    deliveries.release(second)
    assert deliveries.claim()


def test_a_public_endpoint_is_called_with_tls_only(known: dict[str, Any], receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a network is open to agencies a name is judged when it is called: http stays inside."""
    webhook = listen(receiver)
    monkeypatch.setitem(tk.config, "ckanext.binhduong.outbound.networks", ["10.0.0.0/8"])
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("8.8.8.8", 80))])
    change(known, "Một")
    look()
    (found,) = act("webhook_delivery_list", id=webhook["id"])["deliveries"]
    assert (found["attempts"][0]["fault"], found["attempts"][0]["status"]) == ("plain", None)


def test_a_dataset_of_another_agency_is_not_sent_to_a_narrowed_webhook(known: dict[str, Any], receiver: Receiver) -> None:
    """By agency."""
    other = act("organization_create", name="so-khac", title="Sở khác")
    listen(receiver, agency="so-y-te")
    act("package_create", name="khac", owner_org=other["id"], **REQUIRED)
    look()
    assert receiver.got == []
    act("package_owner_org_update", id=known["id"], organization_id=other["id"])
    look()
    assert receiver.types == ["dataset.changed"]
