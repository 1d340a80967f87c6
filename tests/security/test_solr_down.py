"""Solr stopped, hung or starting: a complete answer or a clear 503 everywhere, never 500, 409 or a thread that waits for a minute."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator

import pytest
from ckan.plugins import toolkit as tk
from ckan.tests import factories

from ckanext.binhduong.core.connections.circuit_breaker import CircuitBreaker
from ckanext.binhduong.search import solr_connection
from tests.security.conftest import api, dataset

pytestmark = pytest.mark.usefixtures("redis_store", "database")


class FakeSolr:
    """Takes calls and answers each with the bytes it was made with; without bytes it never answers."""

    def __init__(self, answer: bytes) -> None:
        self.answer, self.calls = answer, 0
        self.server = socket.create_server(("127.0.0.1", 0))
        self.open: list[socket.socket] = []
        threading.Thread(target=self._take, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.getsockname()[1]}/solr/ckan"

    def _take(self) -> None:
        while True:
            try:
                connection, _ = self.server.accept()
            except OSError:
                return
            self.calls += 1
            self.open.append(connection)
            if self.answer:
                connection.recv(65536)
                connection.sendall(self.answer)
                connection.close()

    def close(self) -> None:
        """Close the port and whatever hangs on it."""
        for each in (self.server, *self.open):
            each.close()


def _plain(status: str) -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode()


ANSWERS = {
    "hung": b"",
    "core is loading": _plain("503 Service Unavailable"),
    "no core yet": _plain("404 Not Found"),
    "full": _plain("429 Busy"),
}
PAGES = [
    "/",
    "/dataset/",
    "/en/dataset/",
    "/organization/",
    "/group/",
    "/map",
    "/place",
    "/feeds/dataset.atom",
    "/catalog.ttl",
    "/sitemap.xml",
]
ACTIONS = ["package_search", "package_autocomplete", "package_list", "organization_list", "status_show", "layer_list"]


@pytest.fixture
def places(app) -> dict[str, str]:
    """A dataset in an agency, made while Solr answers, and the pages that show them."""
    agency = factories.Organization()
    made = dataset(owner_org=agency["id"])
    return {"dataset": f"/dataset/{made['name']}", "agency": f"/organization/{agency['name']}", "metadata": f"/dataset/{made['name']}.ttl"}


@pytest.fixture
def breaker(monkeypatch) -> CircuitBreaker:
    """A breaker of this test's own, and short time limits."""
    own = CircuitBreaker(pause=600)
    solr_connection._session.cache_clear()
    monkeypatch.setattr(solr_connection.Guard, "__init__", _with(own))
    monkeypatch.setattr(solr_connection, "READ", (0.5, 0.3))
    monkeypatch.setattr(solr_connection, "WRITE", (0.5, 0.3))
    yield own
    solr_connection._session.cache_clear()


def _with(own: CircuitBreaker):
    stock = solr_connection.Guard.__init__

    def make(self, breaker: CircuitBreaker = own) -> None:
        stock(self, breaker)

    return make


@pytest.fixture(params=[*ANSWERS, "stopped"])
def solr(request, places, breaker, monkeypatch) -> Iterator[FakeSolr]:
    """Solr in one of its bad states."""
    fake = FakeSolr(ANSWERS.get(request.param, b""))
    monkeypatch.setitem(tk.config, "solr_url", fake.url)
    if request.param == "stopped":
        fake.close()
    yield fake
    fake.close()


def test_pages_are_complete_or_say_503(browser, solr, places):
    """Home, dataset, agency, theme, place, feeds, metadata, sitemap, search: no 500 and no 409."""
    found = {path: browser().get(path).status_code for path in [*PAGES, *places.values()]}
    assert {path: status for path, status in found.items() if status not in {200, 503}} == {}
    assert found["/dataset/"] == 200


@pytest.mark.parametrize("action", ACTIONS)
def test_actions_answer_or_say_503(browser, solr, action):
    """What the database cannot answer is 503, which tells when to come back."""
    question = {"package_search": "?q=thuoc&fq=freshness:fresh", "package_autocomplete": "?q=thuoc"}.get(action, "")
    answer = browser().get(f"/api/3/action/{action}{question}")
    assert answer.status_code in {200, 503}
    if action == "package_search":
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
        assert answer.json["error"]["__type"] == "Service Unavailable"


def test_a_write_says_503_and_changes_nothing(browser, solr, places):
    """A dataset that cannot be indexed is not saved."""
    account = factories.SysadminWithToken()
    client = browser()
    client.environ_base["HTTP_AUTHORIZATION"] = account["token"]
    name = places["dataset"].rpartition("/")[2]
    answer = api(client, "package_patch", {"id": name, "title": "Đổi"})
    assert answer.status_code == 503
    assert client.get(f"/api/3/action/package_show?id={name}").json["result"]["title"] == "Nhà thuốc"


def test_after_two_failures_nobody_waits(browser, solr, breaker):
    """The breaker opens: what comes later does not reach Solr."""
    for _ in range(5):
        answer = browser().get("/api/3/action/package_search?q=thuoc")
        assert (answer.status_code, answer.json["result"]["understood"]) == (200, {"source": "database"})
    assert breaker.is_open
    assert solr.calls <= 2


def test_stock_waits_a_minute(app):
    """The hole: CKAN's own connection lets Solr take sixty seconds of a thread."""
    assert solr_connection._stock_connection().timeout == 60


def test_a_part_of_the_results_is_not_passed_for_all(browser, places, breaker, monkeypatch):
    """Solr stops after `timeAllowed` and answers 200 with what it has."""
    body = b'{"responseHeader":{"partialResults":true,"status":0},"response":{"numFound":1,"start":0,"docs":[]}}'
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: %d\r\n\r\n" % len(body)
    fake = FakeSolr(head + body)
    monkeypatch.setitem(tk.config, "solr_url", fake.url)
    answer = browser().get("/api/3/action/package_search?q=thuoc")
    assert answer.json["result"]["understood"] == {"source": "database"}
    assert not breaker.is_open
    fake.close()
