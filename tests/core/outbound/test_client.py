"""A call costs no more than its limits, whatever the other side does."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest

from ckanext.binhduong.core.jobs.back_off import pause_after
from ckanext.binhduong.core.outbound.client import Answer, Limits, call
from ckanext.binhduong.core.outbound.faults import CALL_FAULTS, CallFailed, of_status, remedy
from ckanext.binhduong.core.outbound.reach import Reach
from tests.core.outbound.servers import certificate, serving

REACH = Reach.of(range(1, 65_536), ["127.0.0.0/8"])
SHORT = Limits(connect=0.3, read=0.3, total=0.6)


@pytest.fixture(scope="module")
def server() -> Iterator[ThreadingHTTPServer]:
    """A server that behaves as its path says."""
    with serving() as made:
        yield made


def get(server: ThreadingHTTPServer, path: str, limits: Limits = SHORT, method: str = "GET") -> Answer:
    """Call the server."""
    return call(method, f"http://127.0.0.1:{server.server_port}{path}", REACH, limits=limits)


@pytest.mark.parametrize("status", [200, 204, 304, 404, 429, 500])
def test_an_answer_is_returned_whatever_its_status(server: ThreadingHTTPServer, status: int) -> None:
    """With its headers, in lower case."""
    answer = get(server, f"/status/{status}")
    assert (answer.status, answer.headers["content-length"]) == (status, "0")


def test_redirects_are_followed_to_the_end(server: ThreadingHTTPServer) -> None:
    """The answer says whose it is."""
    answer = get(server, "/to?/to?/end")
    assert (answer.status, answer.body, answer.address) == (200, b"hello", f"http://127.0.0.1:{server.server_port}/end")
    assert get(server, "/to?/end", Limits(redirects=0)).status == 302


@pytest.mark.parametrize(
    ("path", "fault"),
    [
        ("/loop", "redirects"),
        ("/slow", "slow"),
        ("/drip", "slow"),
        ("/large", "too-large"),
        ("/garbage", "protocol"),
        ("/close", "unreachable"),
    ],
)
def test_what_misbehaves_is_left_in_time(server: ThreadingHTTPServer, path: str, fault: str) -> None:
    """A byte at a time keeps nobody longer than the whole call may take."""
    begun = time.monotonic()
    with pytest.raises(CallFailed) as failed:
        get(server, path)
    assert failed.value.fault == fault
    assert time.monotonic() - begun < 2


def test_nothing_is_unpacked(server: ThreadingHTTPServer) -> None:
    """Fifty megabytes in fifty kilobytes stay fifty kilobytes."""
    assert len(get(server, "/bomb").body) < 65_536


def test_without_a_body_nothing_is_read(server: ThreadingHTTPServer) -> None:
    """Who wants to know whether something is there."""
    assert get(server, "/large", Limits(body=0)).body == b""
    assert get(server, "/large", SHORT, "HEAD").status == 200


def test_a_server_that_is_not_there(server: ThreadingHTTPServer) -> None:
    """Neither its port nor its name."""
    for address, fault in (("http://127.0.0.1:1/", "unreachable"), ("http://khong-co.invalid/", "no-name")):
        with pytest.raises(CallFailed, match=fault):
            call("GET", address, REACH, limits=SHORT)


def test_a_failure_says_at_which_host(server: ThreadingHTTPServer) -> None:
    """After a redirect it is not the first one's."""
    own = f"127.0.0.1:{server.server_port}"
    for path, host in (("/close", own), ("/loop", own), ("/to?http://khong-co.invalid/", "khong-co.invalid:80"), ("/to?http://[", own)):
        with pytest.raises(CallFailed) as failed:
            get(server, path)
        assert failed.value.host == host


def test_a_certificate_that_nobody_signed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is refused, and taken when it is trusted: also a name's certificate is held against the name."""
    files = certificate(tmp_path)
    with serving(files) as server:
        address = f"https://127.0.0.1:{server.server_port}/"
        with pytest.raises(CallFailed, match="certificate"):
            call("GET", address, REACH)
        monkeypatch.setenv("SSL_CERT_FILE", str(files[0]))
        assert call("GET", address, REACH).body == b"hello"
        with pytest.raises(CallFailed, match="certificate"):
            call("GET", address.replace("127.0.0.1", "127.0.0.2").replace("127.0.0.2", "localhost"), REACH)


@pytest.mark.parametrize("address", ["http://xn--/", "http://a..b/", "http://\u2488.example/", "https://", "x", "http://a b/"])
def test_what_is_no_address_is_a_fault_too(address: str) -> None:
    """No other error comes out of a call."""
    with pytest.raises(CallFailed) as failed:
        call("GET", address, Reach())
    assert failed.value.fault in CALL_FAULTS


@pytest.mark.parametrize(
    ("status", "fault"),
    [
        (200, ""),
        (206, ""),
        (302, "redirects"),
        (400, "refused"),
        (401, "sign-in"),
        (403, "sign-in"),
        (404, "gone"),
        (410, "gone"),
        (500, "broken"),
    ],
)
def test_a_status_says_what_to_do(status: int, fault: str) -> None:
    """In both languages, with a remedy."""
    assert of_status(status) == fault
    if fault:
        assert set(remedy(fault)) == {"vi", "en"}
    assert remedy("unheard-of") == remedy("unreachable")


@pytest.mark.parametrize(("failures", "minutes"), [(1, 10), (2, 20), (3, 40), (8, 1280), (9, 1440), (10_000, 1440)])
def test_pauses_grow_and_end_somewhere(failures: int, minutes: int) -> None:
    """Twice as long each time, a day at most."""
    assert pause_after(failures, timedelta(minutes=10), timedelta(days=1)) == timedelta(minutes=minutes)
