"""What may be called from here: public addresses at the ports of the web, and what the operator opens besides. Imports no CKAN."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from ckanext.binhduong.core.outbound.web_address import address_fault, is_public_ip

__all__ = ["PORTS", "Reach", "host_of"]

PORTS = (80, 443, 8080, 8443)

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass(frozen=True)
class Reach:
    """What may be called.

    Attributes:
        ports: at any address.
        networks: not public, and called all the same: an agency's servers in the province's own network.
        plain: whether http is called at public addresses too, which anybody on the way can read and change.
    """

    ports: frozenset[int] = frozenset(PORTS)
    networks: tuple[Network, ...] = ()
    plain: bool = True

    @classmethod
    def of(cls, ports: Iterable[int | str] = PORTS, networks: Iterable[str] = ()) -> Reach:
        """Return what settings say. Raises ValueError for what is no port or no network."""
        return cls(frozenset(int(port) for port in ports), tuple(ipaddress.ip_network(each) for each in networks))

    def address_fault(self, address: str) -> str | None:
        """Return why an address is not called, as far as can be said without asking for its name; None otherwise."""
        fault = address_fault(address)
        if fault == "not-public" and self.networks:
            # Whether it lies in one of the networks is known when its name is.
            return None
        parts = urlsplit(address)
        if fault or _port(parts) not in self.ports:
            return fault or "port"
        return "plain" if parts.scheme.lower() == "http" and not self.plain and not self.networks else None

    def fault(self, ip: str, port: int, *, is_encrypted: bool) -> str | None:
        """Return why no connection is made to an IP address and port, with or without TLS, or None."""
        address = ipaddress.ip_address(ip.partition("%")[0])
        is_opened = any(address in network for network in self.networks)
        if not is_public_ip(address) and not is_opened:
            return "not-public"
        if port not in self.ports:
            return "port"
        return None if is_encrypted or self.plain or is_opened else "plain"


def host_of(address: str) -> str:
    """Return the server that an address is of, as ``host:port``; the address itself, cut short, when it has none that can be read."""
    try:
        parts = urlsplit(address)
        return f"{parts.hostname}:{_port(parts)}" if parts.hostname else address[:200]
    except ValueError:
        return address[:200]


def _port(parts: SplitResult) -> int:
    return parts.port or (80 if parts.scheme == "http" else 443)
