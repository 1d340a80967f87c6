"""What a citizen reads while a part of the portal is away: what was read before stays."""

from __future__ import annotations

import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager

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
def file(portal_url: str, resource_page: str) -> Callable[[], bytes]:
    """Return a function that downloads a file of a dataset."""
    return lambda: urllib.request.urlopen(f"{portal_url}{resource_page}/export.csv", timeout=30).read()


@contextmanager
def _away(instance: Instance, *names: str) -> Iterator[None]:
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
def _read_by(page: Page, portal_url: str) -> Iterator[None]:
    for path in PAGES:
        page.goto(portal_url + path)
    yield


@pytest.mark.parametrize("part", ["solr", "postgres", "web"])
def test_what_was_read_before_is_read_again(
    visit: Callable[..., Page], file: Callable[[], bytes], instance: Instance, portal_url: str, part: str
) -> None:
    """Home, a dataset and the map; a file too while somebody can say that it is public."""
    page = visit("/", viewport=PHONE)
    # A job that is done between the readings would make the catalogue a new one.
    with _away(instance, "worker"), _read_by(page, portal_url), _away(instance, part):
        for path, text in PAGES.items():
            answer = page.goto(portal_url + path)
            assert answer
            assert answer.status == 200
            expect(page.locator("main")).to_contain_text(text)
        if part != "postgres":
            assert file().startswith(b"ma,")
