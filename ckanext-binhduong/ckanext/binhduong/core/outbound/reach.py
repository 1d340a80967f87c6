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
    """

    ports: frozenset[int] = frozenset(PORTS)
    networks: tuple[Network, ...] = ()

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
        return fault or (None if _port(urlsplit(address)) in self.ports else "port")

    def fault(self, ip: str, port: int) -> str | None:
        """Return why no connection is made to an IP address and port, or None."""
        address = ipaddress.ip_address(ip.partition("%")[0])
        if not is_public_ip(address) and not any(address in network for network in self.networks):
            return "not-public"
        return None if port in self.ports else "port"


def host_of(address: str) -> str:
    """Return the server that an address is of, as ``host:port``; the address itself, cut short, when it has none that can be read."""
    try:
        parts = urlsplit(address)
        return f"{parts.hostname}:{_port(parts)}" if parts.hostname else address[:200]
    except ValueError:
        return address[:200]


def _port(parts: SplitResult) -> int:
    return parts.port or (80 if parts.scheme == "http" else 443)
