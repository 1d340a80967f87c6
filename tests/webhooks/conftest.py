"""An agency with a public dataset, its webhook, and the endpoint, whose loopback the operator opened for these tests."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from ckan import model
from ckan.plugins import toolkit as tk

from ckanext.binhduong.core.clock import utcnow
from ckanext.binhduong.webhooks.model import Delivery, Webhook
from ckanext.binhduong.webhooks.outbox import announcing, delivering
from tests.releases.conftest import act, agency, clean, dataset
from tests.webhooks.receiver import Receiver, receiving

__all__ = ["HOST", "agency", "clean", "dataset", "later", "listen", "look", "states"]

HOST = "nhan-tin.example"


@pytest.fixture(scope="module")
def _endpoint() -> Iterator[Receiver]:
    with receiving() as made:
        yield made


@pytest.fixture
def receiver(_endpoint: Receiver, monkeypatch: pytest.MonkeyPatch) -> Receiver:
    """The endpoint, as ``HOST``, without messages of before."""
    usual = socket.getaddrinfo
    names = {HOST: "127.0.0.1", "khong-con.example": "khong-con.invalid"}
    monkeypatch.setattr(socket, "getaddrinfo", lambda host, port, *rest, **more: usual(names.get(host, host), port, *rest, **more))
    monkeypatch.setitem(tk.config, "ckanext.binhduong.outbound.networks", ["127.0.0.1/32"])
    monkeypatch.setitem(tk.config, "ckanext.binhduong.outbound.ports", [80, _endpoint.port])
    # What a busy machine makes of a look is no matter of these tests.
    monkeypatch.setattr(announcing, "_LONG", 600.0)
    _endpoint.got, _endpoint.answer, _endpoint.headers = [], lambda _: 204, {}
    return _endpoint


@pytest.fixture
def known(dataset: dict[str, Any], receiver: Receiver) -> dict[str, Any]:
    """The public dataset, after it was announced to nobody."""
    announcing.announce()
    return dataset


def listen(receiver: Receiver, path: str = "/", host: str = HOST, **more: Any) -> dict[str, Any]:
    """Make a webhook of the agency."""
    return act("webhook_create", url=f"http://{host}:{receiver.port}{path}", **{"owner_agency": "so-y-te", **more})


def look() -> str:
    """What the clock and its job do."""
    announcing.announce()
    return delivering.deliver()


def later() -> str:
    """The same, as if every pause were over."""
    before = utcnow() - timedelta(minutes=1)
    model.Session.query(Webhook).update({"due": before, "held": before})
    model.Session.query(Delivery).update({"due": before})
    model.Session.commit()
    return look()


def states(webhook: dict[str, Any]) -> list[tuple[str, str]]:
    """Event and state of the deliveries of a webhook, the oldest first."""
    found = act("webhook_delivery_list", id=webhook["id"])["deliveries"]
    return [(each["event"], each["state"]) for each in reversed(found)]
