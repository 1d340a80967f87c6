"""The visitor's real address and the public scheme, as told by exactly one proxy.

nginx overwrites ``X-Forwarded-For`` and ``X-Forwarded-Proto``. CKAN reads the header as it stands (``g.remote_addr``), whoever wrote it;
here only the last entry counts, and only from a proxy that the configuration names (this machine, unless nginx is elsewhere), and CKAN is
left nothing else to read.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from ckanext.binhduong.security.config import proxies

__all__ = ["TrustedProxy", "real_address"]

#: Where nginx calls from when it runs on this machine.
LOOPBACK = ("127.0.0.0/8", "::1/128")
_SCHEMES = {"http", "https"}


def _is_trusted(peer: str, proxies: Sequence[str]) -> bool:
    try:
        return any(ipaddress.ip_address(peer) in ipaddress.ip_network(proxy) for proxy in proxies)
    except ValueError:
        return peer == ""  # a socket file has no address


def real_address(peer: str, forwarded_for: str, proxies: Sequence[str] = LOOPBACK) -> str:
    """Return the visitor's address.

    Args:
        peer: the address that made the connection.
        forwarded_for: the header ``X-Forwarded-For``; its last entry was written by the proxy next to us.
        proxies: the networks (CIDR) our proxy calls from.
    """
    claimed = forwarded_for.rpartition(",")[2].strip()
    if not claimed or not _is_trusted(peer, proxies):
        return peer
    try:
        return str(ipaddress.ip_address(claimed))
    except ValueError:
        return peer


class TrustedProxy:
    """WSGI: put the real address and scheme where everything behind looks for them."""

    def __init__(self, app: Callable[..., Iterable[bytes]]) -> None:
        self.app = app
        self.proxies = proxies()

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Pass the request on with ``REMOTE_ADDR``, ``HTTP_X_FORWARDED_FOR`` and ``wsgi.url_scheme`` made true."""
        peer = environ.get("REMOTE_ADDR", "")
        address = real_address(peer, environ.pop("HTTP_X_FORWARDED_FOR", ""), self.proxies)
        scheme = environ.get("HTTP_X_FORWARDED_PROTO", "")
        if scheme in _SCHEMES and _is_trusted(peer, self.proxies):
            environ["wsgi.url_scheme"] = scheme
        environ["REMOTE_ADDR"] = address
        return self.app(environ, start_response)
