"""What the tests of this package share: people who sign in, from addresses of their own."""

from __future__ import annotations

import ipaddress
import itertools
import json
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from ckan import model
from ckan.tests import factories

from ckanext.binhduong.core.connections import redis_client

PASSWORD = "Mat-khau-dung-2026"
_addresses = (str(ipaddress.IPv4Address("203.0.113.0") + n) for n in itertools.count(1))


@pytest.fixture
def redis_store(with_plugins):
    """Redis with no counter of attempts in it."""
    store = redis_client.client()
    for key in store.scan_iter("binhduong:attempts:*"):
        store.delete(key)
    return store


@pytest.fixture
def address(redis_store) -> str:
    """An address nobody has come from yet."""
    return next(_addresses)


@pytest.fixture
def database(with_plugins, non_clean_db):
    """The test database, as the tests before left it."""


@pytest.fixture
def officer(database) -> dict[str, Any]:
    """An account with the password of this module, and no role."""
    return factories.User(password=PASSWORD)


@pytest.fixture
def outbox(database) -> Callable[[], list[tuple[str, ...]]]:
    """Return a function that gives the mails that wait, committed, as kind and arguments; none at first."""
    mails = sa.table("binhduong_mail", sa.column("kind"), sa.column("arguments"), sa.column("made"))
    with model.meta.engine.begin() as connection:
        connection.execute(sa.delete(mails))

    def read() -> list[tuple[str, ...]]:
        with model.meta.engine.connect() as connection:
            return [
                (kind, *arguments)
                for kind, arguments in connection.execute(sa.select(mails.c.kind, mails.c.arguments).order_by(mails.c.made))
            ]

    return read


@pytest.fixture
def browser(with_plugins, app) -> Callable[..., Any]:
    """Return a function that opens a new browser (a client with its own cookies) at an address."""

    def open_browser(address: str = "127.0.0.1"):
        client = app.flask_app.test_client()
        client.environ_base["REMOTE_ADDR"] = address
        return client

    return open_browser


@pytest.fixture
def sign_in(browser) -> Callable[..., Any]:
    """Return a function that signs an account in with its password; it gives the browser."""

    def sign(account: dict[str, Any], address: str = "127.0.0.1", password: str = PASSWORD, **data: str):
        client = browser(address)
        client.answer = client.post("/user/login", data={"login": account["name"], "password": password, **data})
        return client

    return sign


def dataset(**fields: Any) -> dict[str, Any]:
    """Make a dataset with every field that is required, in an agency of its own unless one is named."""
    if "owner_org" not in fields:
        fields["owner_org"] = factories.Organization()["id"]
    texts = {"title": "Nhà thuốc", "notes": "Danh sách nhà thuốc", "license_id": "vn-open", "data_kind": "sample", "theme": "nha-thuoc"}
    return factories.Dataset(**texts | {"contact_name": "Sở Y tế", "contact_email": "syt@example.vn"} | fields)


def api(client: Any, action: str, data: Any = None, **kwargs: Any) -> Any:
    """Call an action by POST with a JSON body."""
    return client.post(f"/api/3/action/{action}", data=json.dumps(data or {}), content_type="application/json", **kwargs)


def is_signed_in(client: Any) -> bool:
    """Whether the site knows this browser's user."""
    return client.get("/dashboard/datasets").status_code == 200
