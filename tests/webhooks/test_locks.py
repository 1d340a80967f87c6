"""Who changes a webhook never waits for somebody who waits for it: it is locked before its deliveries, and not while others are called."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from ckan import model

from ckanext.binhduong.core.clock import utcnow
from ckanext.binhduong.webhooks.model import Delivery, Event, Webhook
from ckanext.binhduong.webhooks.outbox import announcing, deliveries
from ckanext.binhduong.webhooks.outbox.outcome import Outcome
from tests.releases.conftest import act
from tests.webhooks.conftest import listen
from tests.webhooks.receiver import Receiver

_WAITS = sa.text("SELECT EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid)))")


def _note(delivery: Delivery) -> None:
    deliveries.note(Webhook(id=delivery.webhook_id), delivery.id, Outcome(), 1)


def _announce(_: Delivery) -> None:
    announcing.announce()


@pytest.mark.parametrize("work", [_note, _announce], ids=["an attempt ends", "its dataset is hidden"])
def test_who_holds_a_webhook_gets_its_deliveries(known: dict[str, Any], receiver: Receiver, work: Callable[[Delivery], None]) -> None:
    """As one that is switched off or deleted just then: the other has taken none of them."""
    listen(receiver)
    act("package_patch", id=known["id"], notes="Mô tả mới")
    announcing.announce()
    act("package_patch", id=known["id"], private=True)
    delivery = model.Session.query(Delivery).one()
    model.Session.expunge(delivery)
    model.Session.remove()

    def run() -> None:
        work(delivery)
        model.Session.remove()

    other = threading.Thread(target=run)
    assert model.meta.engine
    with model.meta.engine.begin() as owner:
        owner.execute(sa.text("SELECT 1 FROM binhduong_webhook FOR UPDATE"))
        other.start()
        _until(lambda: bool(owner.scalar(_WAITS)))
        owner.execute(sa.text("SELECT 1 FROM binhduong_webhook_delivery FOR UPDATE NOWAIT"))
    other.join(60)
    assert not other.is_alive()


def test_forgetting_waits_for_who_holds_a_webhook(known: dict[str, Any], receiver: Receiver) -> None:
    """As who deletes it: its deliveries are still that one's to take."""
    listen(receiver)
    act("package_patch", id=known["id"], notes="Mô tả mới")
    announcing.announce()
    model.Session.query(Delivery).update({"state": "delivered", "begun": utcnow() - timedelta(days=40)})
    model.Session.commit()
    model.Session.remove()
    assert model.meta.engine
    with _forgetting() as run, model.meta.engine.begin() as owner:
        owner.execute(sa.text("SELECT 1 FROM binhduong_webhook FOR UPDATE"))
        run.start()
        _until(lambda: bool(owner.scalar(_WAITS)))
        owner.execute(sa.text("DELETE FROM binhduong_webhook"))
    assert model.Session.query(Delivery).count() == 0


def test_forgetting_waits_for_a_look(known: dict[str, Any], receiver: Receiver) -> None:
    """Which forgets events, and what was announced, in another order."""
    listen(receiver)
    act("package_patch", id=known["id"], notes="Mô tả mới")
    announcing.announce()
    model.Session.query(Delivery).delete()
    model.Session.query(Event).update({"made": utcnow() - timedelta(days=40)})
    model.Session.commit()
    model.Session.remove()
    assert model.meta.engine
    with _forgetting() as run, model.meta.engine.begin() as look:
        look.execute(sa.select(sa.func.pg_advisory_xact_lock(announcing.LOOK)))
        run.start()
        _until(lambda: bool(look.scalar(_WAITS)))
        look.execute(sa.text("SELECT 1 FROM binhduong_webhook_event FOR UPDATE NOWAIT"))
    assert model.Session.query(Event).count() == 0


@contextmanager
def _forgetting() -> Iterator[threading.Thread]:
    def run() -> None:
        deliveries.forget_old()
        model.Session.remove()

    other = threading.Thread(target=run)
    yield other
    other.join(60)
    assert not other.is_alive()


def _until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)
