"""What operators see of webhooks: what waits for no reason of an endpoint's own."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk

from ckanext.binhduong.core.clock import utcnow
from ckanext.binhduong.observability.metrics.sources import sources_of
from ckanext.binhduong.observability.overview.alarms import raised
from ckanext.binhduong.webhooks.model import AnnouncedDataset, Delivery, Webhook
from ckanext.binhduong.webhooks.outbox import announcing
from tests.releases.conftest import act
from tests.webhooks.conftest import listen, look
from tests.webhooks.receiver import Receiver

AGO = timedelta(minutes=20)


def seen() -> tuple[dict[str, int], int, int, list[str]]:
    """Webhooks by state; minutes for which events, and deliveries, have waited; alarms."""
    readings = sources_of({**tk.config, "health_url": ""})["webhooks"]()
    states = {labels["state"]: int(value) for _, labels, value in readings if labels}
    announcing_, waiting = (round(value / 60) for _, labels, value in readings if not labels)
    return states, announcing_, waiting, raised(readings, [])


def test_all_is_well_once_everything_is_sent(known: dict[str, Any], receiver: Receiver) -> None:
    """Also with an endpoint that is left alone for a while, whose webhook is failing."""
    listen(receiver)
    listen(receiver, "/busy")
    act("package_patch", id=known["id"], notes="Mô tả mới")
    receiver.answer = lambda message: 503 if message.path == "/busy" else 204
    look()
    assert seen() == ({"on": 1, "failing": 1, "off": 0}, 0, 0, [])


def test_a_change_that_nobody_announces_is_noticed(known: dict[str, Any]) -> None:
    """The clock does not look."""
    model.Session.query(AnnouncedDataset).delete()
    model.Session.query(model.Package).update({"metadata_modified": utcnow() - AGO})
    model.Session.commit()
    assert seen()[1:] == (20, 0, ["WebhooksWait"])


def test_a_delivery_that_nobody_makes_is_noticed(known: dict[str, Any], receiver: Receiver) -> None:
    """No job runs; what a job holds, or what an endpoint wants later, does not count."""
    listen(receiver)
    act("package_patch", id=known["id"], notes="Mô tả mới")
    announcing.announce()
    model.Session.query(Delivery).update({"due": utcnow() - AGO})
    model.Session.query(Webhook).update({"due": utcnow() - AGO})
    model.Session.commit()
    assert seen() == ({"on": 1, "failing": 0, "off": 0}, 0, 20, ["WebhooksWait"])
    for column in ("due", "held"):
        model.Session.query(Webhook).update({"due": utcnow() - AGO, column: utcnow() + AGO})
        model.Session.commit()
        assert seen()[1:] == (0, 0, [])
