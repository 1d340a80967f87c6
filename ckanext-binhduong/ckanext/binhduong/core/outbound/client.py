"""The one client for addresses that others gave: bounded in time, bytes and redirects, led to public addresses. Imports no CKAN."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urljoin

from urllib3 import BaseHTTPResponse
from urllib3.exceptions import HTTPError, ProtocolError, SSLError
from urllib3.exceptions import TimeoutError as HTTPTimeout
from urllib3.util import Timeout, Url, parse_url

from ckanext.binhduong.core.outbound.connection import POOLS, Guard
from ckanext.binhduong.core.outbound.faults import CallFailed
from ckanext.binhduong.core.outbound.reach import Reach, host_of

__all__ = ["Answer", "Limits", "call"]

_REDIRECTS = (301, 302, 303, 307, 308)


@dataclass(frozen=True)
class Limits:
    """How much a call may cost.

    Attributes:
        connect, read: seconds for a connection, and for which the other side may be silent.
        total: seconds for everything, with redirects.
        redirects: followed, at most.
        body: bytes that are read of the answer.
    """

    connect: float = 3.0
    read: float = 5.0
    total: float = 15.0
    redirects: int = 5
    body: int = 65_536


@dataclass(frozen=True)
class Answer:
    """An answer: of ``address``, after redirects; names of ``headers`` are in lower case."""

    status: int
    address: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


def call(
    method: str,
    address: str,
    reach: Reach,
    *,
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
    limits: Limits = Limits(),
) -> Answer:
    """Call an address and return its answer, whatever its status.

    Args:
        method: GET, HEAD or POST; a POST is sent with redirects off (``limits.redirects`` 0), or its body would go elsewhere.
        address: as it was given; each address that it redirects to is judged in the same way.
        reach: what may be called.
        headers: to send; ``Host`` and ``Content-Length`` are made.
        body: to send.

    Raises:
        CallFailed: there was no answer, or none that is taken; it says at which host.
    """
    try:
        with Guard(reach, limits.total, limits.connect) as guard:
            for _ in range(limits.redirects + 1):
                answer = _once(method, address, guard, reach, dict(headers or {}), body, limits)
                target = answer.headers.get("location") if answer.status in _REDIRECTS else None
                if target is None or limits.redirects == 0:
                    return answer
                address = urljoin(address, target)
            raise CallFailed("redirects")
    except CallFailed as failed:
        failed.host = host_of(address)
        raise
    except ValueError:
        # What no address is: what a server redirects to may be anything.
        raise CallFailed("host", host_of(address)) from None


def _once(method: str, address: str, guard: Guard, reach: Reach, headers: dict[str, str], body: bytes | None, limits: Limits) -> Answer:
    if fault := reach.address_fault(address):
        raise CallFailed(fault)
    url = parse_url(address)
    timeout = Timeout(connect=min(limits.connect, guard.left), read=min(limits.read, guard.left))
    # Without a port http.client reads the end of an IPv6 address as one.
    port = url.port or (80 if url.scheme == "http" else 443)
    with POOLS[url.scheme or ""](url.host or "", port, guard=guard, timeout=timeout) as pool:
        try:
            answer = pool.urlopen(
                method,
                _target(url),
                body=body,
                headers=headers,
                retries=False,
                redirect=False,
                assert_same_host=False,
                preload_content=False,
                decode_content=False,
            )
            try:
                found = _read(answer, address, limits.body)
            finally:
                answer.close()
            # An answer that the end of the time cut off looks like a whole one.
            guard.check()
            return found
        except (HTTPError, OSError, ValueError) as error:
            raise CallFailed("slow" if guard.is_over else _fault(error)) from error


def _target(url: Url) -> str:
    return url._replace(scheme=None, auth=None, host=None, port=None, fragment=None).url or "/"


def _read(answer: BaseHTTPResponse, address: str, most: int) -> Answer:
    """Read what is wanted of a body, as it was sent: nothing is unpacked, so nothing can unfold."""
    content = b""
    while most and len(content) <= most and (chunk := answer.read(min(8192, most + 1 - len(content)), decode_content=False)):
        content += chunk
    if len(content) > most > 0:
        raise CallFailed("too-large")
    return Answer(answer.status, address, {name.lower(): value for name, value in answer.headers.items()}, content)


_FAULTS: tuple[tuple[tuple[type[BaseException], ...], str], ...] = (
    ((SSLError, ssl.SSLError), "certificate"),
    ((ConnectionError,), "unreachable"),
    ((HTTPTimeout, TimeoutError), "slow"),
    ((OSError,), "unreachable"),
)


def _fault(error: Exception) -> str:
    cause = error.args[-1] if isinstance(error, ProtocolError) else error
    return next((fault for kinds, fault in _FAULTS if isinstance(cause, kinds)), "protocol")
