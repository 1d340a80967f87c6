"""Another website's page in a real browser, reading from the live portal."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from playwright.sync_api import Browser


class _EmptyPage(BaseHTTPRequestHandler):
    """Another origin: a page with nothing on it."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>app</title>")

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def other_origin() -> Iterator[str]:
    """The address of another website, on a port of its own."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _EmptyPage) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="module")
def fetch(chromium: Browser, other_origin: str, portal_url: str) -> Iterator[Callable[..., str]]:
    """Return a function that lets the other website's page fetch a path of the portal; it gives the status, or "blocked"."""
    script = """async ([url, options]) => {
        try { const answer = await fetch(url, options); await answer.text(); return String(answer.status) }
        catch (error) { return "blocked" }
    }"""
    page = chromium.new_page()
    page.goto(other_origin)
    yield lambda path, **options: page.evaluate(script, [portal_url + path, options])
    page.close()


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/3/action/package_search?rows=1", "200"),
        ("/api/3/action/package_show?id=khong-co", "404"),
        ("/catalog.ttl", "200"),
        ("/dataset/khong-co.ttl", "404"),
        ("/health/ready", "200"),
    ],
)
def test_another_website_reads_open_data(fetch, path, status):
    """Actions and metadata, refusals too."""
    assert fetch(path) == status


def test_another_website_may_name_a_content_type(fetch):
    """A header that makes the browser ask first."""
    assert fetch("/api/3/action/package_search?rows=1", headers={"Content-Type": "application/json"}) == "200"


def test_another_website_may_ask_by_post(fetch):
    """Actions that only read take their parameters as JSON too."""
    assert fetch("/api/3/action/package_search", method="POST", headers={"Content-Type": "application/json"}, body='{"rows": 1}') == "200"


@pytest.mark.parametrize(
    ("path", "options"),
    [
        ("/", {}),
        ("/user/login", {}),
        ("/api/3/action/package_search?rows=1", {"credentials": "include"}),
        ("/api/3/action/package_search?rows=1", {"headers": {"Authorization": "x"}}),
        ("/api/3/action/package_create", {"method": "POST", "headers": {"Content-Type": "application/json"}, "body": "{}"}),
        ("/api/3/action/package_patch", {"method": "POST", "body": "{}"}),
    ],
)
def test_another_website_reads_nothing_else(fetch, path, options):
    """Pages, anything with cookies or a token, and whatever writes."""
    assert fetch(path, **options) == "blocked"
