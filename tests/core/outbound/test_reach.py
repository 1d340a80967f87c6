"""Nothing that is not public is ever connected to: however it is spelled, named, answered for or redirected to."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import ThreadingHTTPServer
from typing import Any
from urllib.parse import quote

import pytest

from ckanext.binhduong.core.outbound.client import call
from ckanext.binhduong.core.outbound.faults import CallFailed
from ckanext.binhduong.core.outbound.reach import Reach, host_of
from tests.core.outbound.servers import serving

PUBLIC_V4, PUBLIC_V6 = "8.8.8.8", "2001:4860:4860::8888"
NOT_PUBLIC = [
    *("127.0.0.1", "127.0.0.53", "127.255.255.254", "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.100.100.200"),
    *("100.127.255.255", "169.254.0.1", "169.254.169.254", "169.254.170.2", "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.0.192"),
    *("192.0.2.1", "192.88.99.1", "192.168.0.1", "192.168.255.255", "198.18.0.1", "198.19.255.255", "198.51.100.1", "203.0.113.1"),
    *("224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255", "168.63.129.16"),
    *("::", "::1", "::7f00:1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::ffff:0:127.0.0.1", "::ffff:0:10.0.0.1"),
    *("64:ff9b::127.0.0.1", "64:ff9b::169.254.169.254", "64:ff9b:1::1", "100::1", "2001:0:4136:e378:8000:63bf:80ff:fffe", "2001:2::1"),
    *("2001:db8::1", "2002:7f00:1::1", "2002:a9fe:a9fe::1", "2002:a00:1::1", "3fff::1", "5f00::1", "4000::1", "fc00::1", "fd00:ec2::254"),
    *("fe80::1", "fe80::5efe:7f00:1", "fe80::1%lo", "fec0::1", "ff02::1", "ff0e::1"),
]
"""Addresses that a name may be answered with, of every network that IANA's registries of special purposes know, and of clouds."""
SPELLINGS = [
    *("127.0.0.1", "127.1", "127.0.1", "2130706433", "0x7f000001", "0x7f.1", "017700000001", "0177.0.0.1", "0", "0.0.0.0", "localhost"),
    *("LOCALHOST", "10.1", "192.168.257", "2852039166", "0xa9fea9fe", "0251.0376.0251.0376", "[::1]", "[::]", "[0:0:0:0:0:0:0:1]"),
    *("[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[fec0::1]", "[::ffff:0:7f00:1]", "127.0.0.1."),
]
"""Hosts that a resolver itself turns into such an address."""
REDIRECTS = [
    ("http://127.0.0.2/", "not-public"),
    ("http://127.0.0.2:6379/", "not-public"),
    ("http://169.254.169.254/latest/meta-data/", "not-public"),
    ("http://metadata.google.internal/", "no-name"),
    ("http://[::1]/", "not-public"),
    ("http://[::ffff:169.254.169.254]/", "not-public"),
    ("http://0x7f.0.0.2/", "not-public"),
    ("http://2130706434/", "not-public"),
    ("http://10.0.0.1/", "not-public"),
    ("//10.0.0.1/", "not-public"),
    ("https://192.168.1.1/", "not-public"),
    ("http://inner.example/", "not-public"),
    ("http://8.8.8.8:22/", "port"),
    ("http://8.8.8.8:25/", "port"),
    ("https://8.8.8.8:5432/", "port"),
    ("file:///etc/passwd", "no-address"),
    ("ftp://8.8.8.8/a", "no-address"),
    ("gopher://8.8.8.8:80/_x", "no-address"),
    ("dict://8.8.8.8:11211/", "no-address"),
    ("javascript:alert(1)", "no-address"),
    ("data:text/plain,x", "no-address"),
    ("http://user:word@8.8.8.8/", "user"),
    ("http://8.8.8.8@127.0.0.2/", "user"),
    ("http://8.8.8.8\\@127.0.0.2/", "characters"),
    ("http://8.8.8.8:99999/", "host"),
    ("http://[::1/", "host"),
]
PORTS = [1, 21, 22, 23, 25, 110, 143, 445, 465, 587, 2375, 3306, 5432, 5984, 6379, 6443, 8000, 8983, 9200, 11211, 27017, 65535]

Answers = dict[str, list[str]]


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> Callable[[Answers], list[Any]]:
    """Answers of the resolver by name, one after the other; returns the list of what is connected to, which nothing answers."""

    def install(answers: Answers) -> list[Any]:
        connected: list[Any] = []
        usual = socket.getaddrinfo

        def resolve(host: str, port: int, **kwargs: Any) -> list[Any]:
            if host not in answers:
                return usual(host, port, **kwargs)
            given = answers[host].pop(0).split()
            families = [socket.AF_INET6 if ":" in each else socket.AF_INET for each in given]
            rest = [(0, 0) if ":" in each else () for each in given]
            return [
                (family, socket.SOCK_STREAM, 6, "", (each, port, *more)) for family, each, more in zip(families, given, rest, strict=True)
            ]

        def connect(_: socket.socket, address: Any) -> None:
            connected.append(address[0])
            raise ConnectionRefusedError

        monkeypatch.setattr(socket, "getaddrinfo", resolve)
        monkeypatch.setattr(socket.socket, "connect", connect)
        return connected

    return install


PUBLIC = Reach()


def fault_of(address: str, reach: Reach = PUBLIC) -> str:
    """Why a call fails."""
    with pytest.raises(CallFailed) as failed:
        call("GET", address, reach)
    return failed.value.fault


@pytest.mark.parametrize("ip", NOT_PUBLIC)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_name_that_leads_inside_is_not_connected_to(network: Callable[[Answers], list[Any]], scheme: str, ip: str) -> None:
    """Alone, and beside a public address, before it or after it."""
    both = f"{PUBLIC_V4} {ip}", f"{ip} {PUBLIC_V6}"
    connected = network({"inner.example": [ip, *both]})
    assert [fault_of(f"{scheme}://inner.example/") for _ in range(3)] == ["not-public"] * 3
    assert connected == []


@pytest.mark.parametrize("host", SPELLINGS)
def test_a_number_that_leads_inside_is_not_connected_to(network: Callable[[Answers], list[Any]], host: str) -> None:
    """Refused by its spelling, and by what the system's resolver makes of it where another network is open."""
    connected = network({})
    assert fault_of(f"http://{host}/") == "not-public"
    assert fault_of(f"http://{host}/", Reach.of(networks=["203.0.113.0/24"])) in ("not-public", "no-name")
    assert connected == []


def test_a_name_is_asked_for_once(network: Callable[[Answers], list[Any]]) -> None:
    """A second answer could be another one (DNS rebinding): the connection goes to what was judged."""
    answers = {"rebind.example": [PUBLIC_V4, "127.0.0.1"]}
    connected = network(answers)
    assert fault_of("http://rebind.example/") == "unreachable"
    assert (connected, answers["rebind.example"]) == ([PUBLIC_V4], ["127.0.0.1"])


def test_a_public_name_is_connected_to_at_each_of_its_addresses(network: Callable[[Answers], list[Any]]) -> None:
    """Until one answers."""
    connected = network({"open.example": [f"{PUBLIC_V6} {PUBLIC_V4} 64:ff9b::808:808"]})
    assert fault_of("https://open.example:8443/a") == "unreachable"
    assert connected == [PUBLIC_V6, PUBLIC_V4, "64:ff9b::808:808"]


@pytest.mark.parametrize("port", PORTS)
def test_other_ports_are_not_connected_to(network: Callable[[Answers], list[Any]], port: int) -> None:
    """Databases, mail and caches answer anything that is sent to them."""
    connected = network({"open.example": [PUBLIC_V4] * 2})
    reaches = Reach(), Reach.of(networks=["203.0.113.0/24"])
    assert [fault_of(f"http://open.example:{port}/", reach) for reach in reaches] == ["port", "port"]
    assert connected == []


def test_without_tls_only_opened_networks_are_called(network: Callable[[Answers], list[Any]]) -> None:
    """Where that is asked for: by the address where no network is open, else when the name is known."""
    connected = network({"open.example": [PUBLIC_V4] * 2, "inner.example": ["203.0.113.7"]})
    encrypted, opened = Reach(plain=False), replace(Reach.of(networks=["203.0.113.0/24"]), plain=False)
    assert [fault_of(f"http://{name}.example/", reach) for name, reach in (("open", encrypted), ("open", opened))] == ["plain"] * 2
    assert [fault_of(address, opened) for address in ("http://inner.example/", "https://open.example/")] == ["unreachable"] * 2
    assert connected == ["203.0.113.7", PUBLIC_V4]


@pytest.fixture(scope="module")
def server() -> Iterator[ThreadingHTTPServer]:
    """A server in a network that the operator opened."""
    with serving() as made:
        yield made


def opened(server: ThreadingHTTPServer) -> Reach:
    """Its network and its port."""
    return Reach.of([80, 443, server.server_port], ["127.0.0.1/32"])


@pytest.mark.parametrize(("target", "fault"), REDIRECTS)
def test_a_redirect_is_judged_like_the_first_address(
    server: ThreadingHTTPServer, monkeypatch: pytest.MonkeyPatch, target: str, fault: str
) -> None:
    """From a server that may be called to one that may not: one connection in all."""
    connected: list[Any] = []
    usual, resolve = socket.socket.connect, socket.getaddrinfo

    def connect(self: socket.socket, address: Any) -> None:
        connected.append(address[:2])
        usual(self, address)

    inner = {"inner.example": "10.0.0.9"}
    monkeypatch.setattr(socket.socket, "connect", connect)
    monkeypatch.setattr(socket, "getaddrinfo", lambda host, port, **rest: resolve(inner.get(host, host), port, **rest))
    address = f"http://127.0.0.1:{server.server_port}/to?{quote(target)}"
    assert fault_of(address, opened(server)) == fault
    assert connected == [("127.0.0.1", server.server_port)]


def test_an_open_network_is_called_and_its_neighbours_are_not(server: ThreadingHTTPServer) -> None:
    """Also what carries the network's address inside of IPv6 is another address."""
    reach = opened(server)
    assert call("GET", f"http://127.0.0.1:{server.server_port}/", reach).body == b"hello"
    assert call("GET", f"http://localhost:{server.server_port}/".replace("localhost", "127.1"), reach).status == 200
    for host in ("127.0.0.2", "[::1]", "[::ffff:127.0.0.1]"):
        assert fault_of(f"http://{host}:{server.server_port}/", reach) == "not-public"


def test_an_open_network_keeps_the_rule_of_ports(network: Callable[[Answers], list[Any]]) -> None:
    """Databases and caches of the internal network are not for whoever may write a link."""
    connected = network({"inner.example": ["10.0.0.1"] * 2})
    reach = Reach.of(networks=["10.0.0.0/8"])
    faults = [fault_of(f"http://{host}/", reach) for host in ("10.0.0.1:22", "10.0.0.1:6379", "inner.example:5432", "inner.example:8080")]
    assert (faults, connected) == (["port", "port", "port", "unreachable"], ["10.0.0.1"])


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("http://so-y-te.example?1", "so-y-te.example:80"),
        ("http://So-Y-Te.example#2", "so-y-te.example:80"),
        ("HTTPS://so-y-te.example/a?b=/", "so-y-te.example:443"),
        ("http://user@so-y-te.example:8080/", "so-y-te.example:8080"),
        ("http://so-y-te.example:99999/", "http://so-y-te.example:99999/"),
        ("a.csv", "a.csv"),
    ],
)
def test_addresses_of_one_server_have_one_host(address: str, host: str) -> None:
    """Whatever follows the host; another port is another server."""
    assert host_of(address) == host


def test_the_environments_proxy_is_not_used(server: ThreadingHTTPServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """It would connect to whatever it likes."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert call("GET", f"http://127.0.0.1:{server.server_port}/", opened(server)).status == 200


def test_there_are_cases_enough() -> None:
    """The lists are the measure: at least a hundred."""
    assert len(set(NOT_PUBLIC)) + len(set(SPELLINGS)) + len(REDIRECTS) + len(PORTS) >= 130
