"""A real browser (Debian's Chromium) on a live, seeded portal, and an officer of an agency with work of his own to do."""

import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

# A machine that runs all tests at once answers slowly; waiting longer changes nothing where the page is right.
expect.set_options(timeout=30_000)

#: Phone first: width and height in CSS pixels.
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}
WIDTHS = pytest.mark.parametrize("viewport", [pytest.param(PHONE, id="phone"), pytest.param(DESK, id="desk")])
#: A point in the middle of Thủ Dầu Một (degrees, WGS 84).
HERE = {"longitude": 106.6512, "latitude": 10.9804}


def both_widths(journey: Any) -> Any:
    """Have a journey made on a phone and on a desk; `make test` makes it on one of them.

    One that says of a width what it says of no other, or that an issue asks for at both, has `WIDTHS` alone: it is always made on both.
    """
    return pytest.mark.slow("viewport", run=1)(WIDTHS(journey))


@pytest.fixture
def visit(chromium: Browser, portal_url: str) -> Iterator[Callable[..., Page]]:
    """Open a page of the portal as a new visitor. At the end no visitor may have asked anybody but the portal for anything."""
    contexts: list[BrowserContext] = []
    asked: list[str] = []

    def open_page(path: str, **options: Any) -> Page:
        context = chromium.new_context(**{"viewport": DESK, "locale": "vi-VN", "timezone_id": "Asia/Ho_Chi_Minh", **options})
        contexts.append(context)
        context.on("request", lambda request: asked.append(request.url))
        page = context.new_page()
        page.goto(portal_url + path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    own = urlsplit(portal_url).netloc
    assert [url for url in asked if urlsplit(url).scheme.startswith("http") and urlsplit(url).netloc != own] == []


@pytest.fixture(scope="module")
def resource_page(portal_url: str) -> str:
    """The path of a table's page."""
    with urllib.request.urlopen(f"{portal_url}/api/3/action/package_show?id=nha-thuoc") as answer:
        return f"/dataset/nha-thuoc/resource/{json.load(answer)['result']['resources'][0]['id']}"


@dataclass(frozen=True)
class Officer:
    """Somebody who edits one agency's datasets; what he makes is named with ``mark`` and purged afterwards."""

    name: str
    password: str
    mark: str


@pytest.fixture(scope="session")
def staff() -> Iterator[Callable[[str, Officer], None]]:
    """Make or remove an officer with CKAN's own actions, in a process of its own: this one is configured for the test databases."""
    script = [sys.executable, str(Path(__file__).parent / "officer.py")]
    with subprocess.Popen(script, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        asked, answered = process.stdin, process.stdout
        assert asked
        assert answered

        def ask(step: str, officer: Officer) -> None:
            print(json.dumps([step, officer.name, officer.mark, officer.password]), file=asked, flush=True)
            # CKAN may print lines of its own before; a process that died has nothing more to say.
            said = next((line for line in answered if line.startswith("{")), "{}")
            assert json.loads(said) == {"done": step}, said

        yield ask
        asked.close()


@pytest.fixture
def officer(portal_url: str, staff: Callable[[str, Officer], None]) -> Iterator[Officer]:
    """An editor of the Department of Health, for one journey."""
    made = Officer("can-bo-thu-nghiem", os.urandom(12).hex(), "thu-nghiem-trinh-duyet")
    staff("begin", made)
    yield made
    staff("end", made)
