"""A real browser (Debian's Chromium) on a live, seeded portal, and an officer of an agency with work of his own to do."""

import os
import subprocess
import sys
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
#: A point in the middle of Thủ Dầu Một (degrees, WGS 84).
HERE = {"longitude": 106.6512, "latitude": 10.9804}


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


@dataclass(frozen=True)
class Officer:
    """Somebody who edits one agency's datasets; what he makes is named with ``mark`` and purged afterwards."""

    name: str
    password: str
    mark: str


@pytest.fixture
def officer(portal_url: str) -> Iterator[Officer]:
    """An editor of the Department of Health, for one journey."""
    made = Officer("can-bo-thu-nghiem", os.urandom(12).hex(), "thu-nghiem-trinh-duyet")
    _on_the_portal("begin", made)
    yield made
    _on_the_portal("end", made)


def _on_the_portal(step: str, officer: Officer) -> None:
    """Make or remove the officer with CKAN's own actions, in a process of its own: this one is configured for the test databases."""
    words = [sys.executable, str(Path(__file__).parent / "officer.py"), step, officer.name, officer.mark]
    subprocess.run(words, input=officer.password, text=True, check=True, capture_output=True, timeout=180)
