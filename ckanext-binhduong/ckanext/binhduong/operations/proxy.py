"""The visitor's real address and the public scheme, as told by exactly one proxy.

nginx overwrites ``X-Forwarded-For`` and ``X-Forwarded-Proto``. CKAN reads the header as it stands (``g.remote_addr``), whoever wrote it;
here only the last entry counts, and only from a proxy on this machine, and CKAN is left nothing else to read.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterable
from typing import Any

__all__ = ["TrustedProxy", "real_address"]

_SCHEMES = {"http", "https"}


def _is_local(peer: str) -> bool:
    try:
        return ipaddress.ip_address(peer).is_loopback
    except ValueError:
        return peer == ""  # a socket file has no address


def real_address(peer: str, forwarded_for: str) -> str:
    """Return the visitor's address.

    Args:
        peer: the address that made the connection.
        forwarded_for: the header ``X-Forwarded-For``; its last entry was written by the proxy next to us.
    """
    claimed = forwarded_for.rpartition(",")[2].strip()
    if not claimed or not _is_local(peer):
        return peer
    try:
        return str(ipaddress.ip_address(claimed))
    except ValueError:
        return peer


class TrustedProxy:
    """WSGI: put the real address and scheme where everything behind looks for them."""

    def __init__(self, app: Callable[..., Iterable[bytes]]) -> None:
        self.app = app

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Pass the request on with ``REMOTE_ADDR``, ``HTTP_X_FORWARDED_FOR`` and ``wsgi.url_scheme`` made true."""
        peer = environ.get("REMOTE_ADDR", "")
        address = real_address(peer, environ.pop("HTTP_X_FORWARDED_FOR", ""))
        scheme = environ.get("HTTP_X_FORWARDED_PROTO", "")
        if scheme in _SCHEMES and _is_local(peer):
            environ["wsgi.url_scheme"] = scheme
        environ["REMOTE_ADDR"] = address
        return self.app(environ, start_response)
