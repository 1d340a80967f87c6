"""One look at a link: what is seen, and how the server is treated."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import ThreadingHTTPServer

import pytest

from ckanext.binhduong.core.outbound.client import Answer, Limits
from ckanext.binhduong.core.outbound.pauses import asked_pause
from ckanext.binhduong.core.outbound.reach import Reach, host_of
from ckanext.binhduong.metadata.links.look import Look, look
from tests.core.outbound.servers import serving

REACH = Reach.of(range(1, 65_536), ["127.0.0.1/32"])
SHORT = Limits(connect=0.3, read=0.3, total=0.6, body=0)


@pytest.fixture(scope="module")
def server() -> Iterator[ThreadingHTTPServer]:
    """A server that answers as its path says."""
    with serving() as made:
        yield made


def seen(server: ThreadingHTTPServer, path: str) -> Look:
    """Look at a path of the server."""
    server.asked.clear()  # type: ignore[attr-defined]
    return look(f"http://127.0.0.1:{server.server_port}{path}", REACH, "portal", SHORT)


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("/file.csv", Look("", 200)),
        ("/to?/file.csv", Look("", 200)),
        ("/nohead", Look("", 200)),
        ("/cuthead", Look("", 200)),
        ("/close", Look("unreachable", strained=True)),
        ("/status/416", Look("", 416)),
        ("/status/404", Look("gone", 404)),
        ("/status/410", Look("gone", 410)),
        ("/status/403", Look("sign-in", 403)),
        ("/status/400", Look("refused", 400)),
        ("/status/500", Look("broken", 500)),
        ("/status/503", Look("broken", 503, True)),
        ("/status/429", Look(None, 429, True)),
        ("/loop", Look("redirects")),
        ("/slow", Look("slow", strained=True)),
        ("/to?http://10.0.0.1/", Look("not-public")),
    ],
)
def test_what_a_link_answers(server: ThreadingHTTPServer, path: str, found: Look) -> None:
    """Its kind of failure, and whether the server wants a pause."""
    assert replace(seen(server, path), host="") == found


@pytest.mark.parametrize("target", ["http://khong-co.invalid/", "http://10.0.0.1/", "http://127.0.0.1:1/"])
def test_what_is_seen_is_of_the_last_server(server: ThreadingHTTPServer, target: str) -> None:
    """Of the one that redirects nothing is said."""
    assert seen(server, "/file.csv").host == f"127.0.0.1:{server.server_port}"
    assert seen(server, f"/to?{target}").host == host_of(target)


def test_a_file_is_not_fetched(server: ThreadingHTTPServer) -> None:
    """HEAD alone where the server knows it."""
    seen(server, "/large")
    assert server.asked == [("HEAD", "/large")]  # type: ignore[attr-defined]
    seen(server, "/nohead")
    assert server.asked == [("HEAD", "/nohead"), ("GET", "/nohead")]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("text", "seconds"), [("120", 120), ("999999999999", 86_400), ("", None), ("soon", None), ("-5", None), ("²", None)]
)
def test_how_long_a_server_asks_to_be_left_alone(text: str, seconds: int | None) -> None:
    """Seconds, a day at most; what is no number or date is nothing."""
    assert asked_pause(Answer(429, "", {"retry-after": text})) == (None if seconds is None else timedelta(seconds=seconds))


def test_a_server_may_give_a_date() -> None:
    """Until then; a date that is over is no pause."""
    later = Answer(503, "", {"retry-after": format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)})
    assert timedelta(minutes=59) < (asked_pause(later) or timedelta(0)) <= timedelta(hours=1)
    assert asked_pause(Answer(503, "", {"retry-after": "Wed, 21 Oct 2015 07:28:00 GMT"})) == timedelta(0)
