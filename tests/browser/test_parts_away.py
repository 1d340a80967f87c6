"""What a citizen reads while a part of the portal is away: what was read before stays."""

from __future__ import annotations

import json
import os
import signal
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from stack import settings
from stack.commands.portal import wait_for_group
from stack.instance import Instance, from_environment
from stack.services import database, solr, supervision
from stack.shell import wait_until
from tests.browser.conftest import PHONE

pytestmark = pytest.mark.restarts_services

PAGES = {"/": "Bình Dương", "/dataset/nha-thuoc": "Nhà thuốc và quầy thuốc", "/map?theme=nha-thuoc": "Nhà thuốc"}


@pytest.fixture(scope="module")
def instance(portal_url: str) -> Instance:
    """The instance whose portal runs."""
    return from_environment()


@pytest.fixture(scope="module")
def files(portal_url: str, resource_page: str) -> Callable[[], list[bytes]]:
    """Return a function that gives the beginnings of a table's file, of an export, and of the answer of an action."""
    show = f"/api/3/action/resource_show?id={resource_page.rpartition('/')[2]}"
    with urllib.request.urlopen(portal_url + show) as answer:
        original = json.load(answer)["result"]["url"]
    addresses = [original, f"{portal_url}{resource_page}/export.csv", portal_url + show]

    def read() -> list[bytes]:
        return [urllib.request.urlopen(address, timeout=30).read()[:3] for address in addresses]

    return read


@contextmanager
def _away(instance: Instance, names: tuple[str, ...]) -> Iterator[None]:
    secrets = settings.ensure_secrets(instance)
    for name in names:
        supervision.stop(instance, secrets, name)
    try:
        yield
    finally:
        for name in names:
            supervision.start(instance, secrets, name)
            if name in supervision.WEB:
                wait_for_group(instance, name)
        wait_until(lambda: database.is_ready(instance) and solr.is_ready(instance), "the services' start", seconds=90, remedy="")


@contextmanager
def _hung(instance: Instance) -> Iterator[None]:
    """PostgreSQL takes connections and does not answer."""
    parent = int((instance.var / "postgres" / "postmaster.pid").read_text().split()[0])
    # First of all the one that makes others.
    stopped = [parent]
    try:
        os.kill(parent, signal.SIGSTOP)
        for number in map(int, Path(f"/proc/{parent}/task/{parent}/children").read_text().split()):
            stopped.append(number)
            os.kill(number, signal.SIGSTOP)
        yield
    finally:
        for number in stopped:
            with suppress(ProcessLookupError):
                os.kill(number, signal.SIGCONT)
        wait_until(lambda: database.is_ready(instance), "PostgreSQL's answer", seconds=90, remedy="")


_WAYS = {part: partial(_away, names=(part,)) for part in ("solr", "postgres", "web")} | {"postgres that hangs": _hung}


@contextmanager
def _read_by(page: Page, portal_url: str, files: Callable[[], list[bytes]]) -> Iterator[list[bytes]]:
    # Whoever reads the DataStore first raises the version.
    files()
    for path in PAGES:
        page.goto(portal_url + path)
    yield files()


@pytest.mark.parametrize("way", _WAYS)
def test_what_was_read_before_is_read_again(
    visit: Callable[..., Page], files: Callable[[], list[bytes]], instance: Instance, portal_url: str, way: str
) -> None:
    """Home, a dataset, the map, the file of a table, an export and an answer of the API."""
    page = visit("/", viewport=PHONE)
    # A job that is done between the readings would make the catalogue a new one.
    with _away(instance, ("worker",)), _read_by(page, portal_url, files) as before, _WAYS[way](instance):
        for path, text in PAGES.items():
            answer = page.goto(portal_url + path)
            assert answer
            assert answer.status == 200
            expect(page.locator("main")).to_contain_text(text)
        assert (files(), before[1]) == (before, b"ma,")
