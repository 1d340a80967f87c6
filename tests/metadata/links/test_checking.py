"""Links are looked at when they are due; what is found is said where the dataset's quality is."""

from __future__ import annotations

import csv
import io
import socket
from collections.abc import Iterator
from datetime import timedelta
from http.server import ThreadingHTTPServer
from typing import Any

import pytest
from bs4 import BeautifulSoup
from ckan import model
from ckan.plugins import toolkit as tk

from ckanext.binhduong.core.clock import utcnow
from ckanext.binhduong.metadata.links import checking, stored
from ckanext.binhduong.metadata.links.stored import Link, LinkHost
from ckanext.binhduong.metadata.quality import measuring
from tests.core.outbound.servers import serving
from tests.releases.conftest import REQUIRED, act, agency, as_anonymous, clean

__all__ = ["agency", "clean"]

HOST, OTHER, DOWN = "so-y-te.example", "so-y-te-moi.example", "khong-con.example"


@pytest.fixture(scope="module")
def server() -> Iterator[ThreadingHTTPServer]:
    """The server that the links lead to."""
    with serving() as made:
        yield made


@pytest.fixture
def dataset(agency: dict[str, Any], server: ThreadingHTTPServer, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """A public dataset of real data without files; its agency's server is the one on the loopback, which the operator opened."""
    usual = socket.getaddrinfo
    names = {HOST: "127.0.0.1", OTHER: "127.0.0.1", DOWN: "khong-con.invalid"}
    monkeypatch.setattr(socket, "getaddrinfo", lambda host, port, *rest, **more: usual(names.get(host, host), port, *rest, **more))
    monkeypatch.setitem(tk.config, "ckanext.binhduong.outbound.networks", ["127.0.0.1/32"])
    monkeypatch.setitem(tk.config, "ckanext.binhduong.outbound.ports", [80, server.server_port])
    server.asked.clear()  # type: ignore[attr-defined]
    return act("package_create", name="nha-thuoc", owner_org=agency["id"], **{**REQUIRED, "data_kind": "real"})


def link(dataset: dict[str, Any], server: ThreadingHTTPServer, path: str, host: str = HOST) -> dict[str, Any]:
    """A file elsewhere, and the dataset measured with it."""
    url = f"http://{host}:{server.server_port}{path}"
    made = act("resource_create", package_id=dataset["id"], url=url, name=path, format="CSV")
    measuring.measure_dataset(dataset["id"])
    return made


def turn() -> str:
    """A turn, as if every pause were over, and what follows from it."""
    for table in (Link, LinkHost):
        model.Session.query(table).update({"due": utcnow() - timedelta(minutes=1)})
    model.Session.commit()
    found = checking.check_due()
    for package in model.Session.query(model.Package).all():
        measuring.measure_dataset(package.id)
    return found


def test_a_link_that_answers_has_its_points(dataset: dict[str, Any], server: ThreadingHTTPServer) -> None:
    """Fifty, and nothing more is fetched until the next day."""
    link(dataset, server, "/file.csv")
    before = as_anonymous("dataset_quality_show", id="nha-thuoc")
    assert before["links"] == {"answer": 0, "fail": 0, "unknown": 1, "failed": []}
    assert checking.check_due() == "looked at 1 links, 0 failed"
    assert measuring.measure_dataset(dataset["id"])
    after = as_anonymous("dataset_quality_show", id="nha-thuoc")
    assert (after["links"], after["points"] - before["points"]) == ({"answer": 1, "fail": 0, "unknown": 0, "failed": []}, 50)
    assert checking.check_due() == "looked at 0 links, 0 failed"
    assert server.asked == [("HEAD", "/file.csv")]  # type: ignore[attr-defined]
    assert not measuring.measure_dataset(dataset["id"])


def test_a_link_is_broken_when_it_fails_twice(dataset: dict[str, Any], server: ThreadingHTTPServer, app: Any) -> None:
    """Then it says what to do: in the action, on the page, on the board, in its table; one bad minute costs nothing."""
    made = link(dataset, server, "/status/404")
    assert turn() == "looked at 1 links, 1 failed"
    assert as_anonymous("dataset_quality_show", id="nha-thuoc")["links"]["unknown"] == 1
    turn()
    found = as_anonymous("dataset_quality_show", id="nha-thuoc")
    (failed,) = found["links"]["failed"]
    assert (failed["fault"], failed["status"], failed["resource"]) == ("gone", 404, made["id"])
    assert failed["message"]["en"] == f"{made['url']} is not there any more. Correct the link, or upload the file here."
    assert failed["url"].endswith(f"/dataset/nha-thuoc/resource/{made['id']}/edit#field-resource-url")
    page = BeautifulSoup(app.get("/dataset/nha-thuoc").data, "html.parser").select_one(".bd-quality:has(#quality)")
    assert page
    assert "1 liên kết đến nơi khác không mở được:" in page.get_text()
    assert "không còn ở đó. Hãy sửa liên kết" in page.get_text()
    board = app.get("/chat-luong").data.decode()
    assert "1 liên kết đến nơi khác không mở được." in board
    (row,) = csv.DictReader(io.StringIO(app.get("/chat-luong.csv").data.decode("utf-8-sig")))
    assert row["failed_links"] == "1"


def test_a_link_that_answered_stays_good_for_one_failure(dataset: dict[str, Any], server: ThreadingHTTPServer) -> None:
    """And has its points again as soon as it answers."""
    link(dataset, server, "/file.csv")
    turn()
    (kept,) = stored.known(dataset["id"])
    said = []
    for fault in ("broken", "broken", ""):
        stored.note(kept.address, fault, 500 if fault else 200)
        model.Session.commit()
        measuring.measure_dataset(dataset["id"])
        links = as_anonymous("dataset_quality_show", id="nha-thuoc")["links"]
        said.append((links["answer"], links["fail"]))
    assert said == [(1, 0), (0, 1), (1, 0)]


def test_a_server_that_is_down_is_asked_once(dataset: dict[str, Any], server: ThreadingHTTPServer) -> None:
    """All of its links have the same fault; the pause grows, and another server is none the worse."""
    for path in ("/a", "/b", "/c"):
        link(dataset, server, path, DOWN)
    link(dataset, server, "/file.csv")
    assert turn() == "looked at 4 links, 3 failed"
    host = model.Session.query(LinkHost).one()
    assert (host.host, host.failures) == (f"{DOWN}:{server.server_port}", 1)
    assert timedelta(minutes=29) < host.due - utcnow() <= timedelta(minutes=30)
    turn()
    model.Session.expire_all()
    assert timedelta(minutes=59) < host.due - utcnow() <= timedelta(hours=1)
    assert as_anonymous("dataset_quality_show", id="nha-thuoc")["links"]["fail"] == 3
    assert checking.check_due() == "looked at 0 links, 0 failed"


def test_a_server_that_asks_to_be_left_alone_is(dataset: dict[str, Any], server: ThreadingHTTPServer) -> None:
    """Nothing is said of its links; one request."""
    for path in ("/status/429", "/status/429?2"):
        link(dataset, server, path)
    assert turn() == "looked at 0 links, 0 failed"
    assert len(server.asked) == 1  # type: ignore[attr-defined]
    assert {each.checked for each in stored.known(dataset["id"])} == {None}


def test_a_redirect_to_a_server_that_is_down_is_that_links_fault(dataset: dict[str, Any], server: ThreadingHTTPServer) -> None:
    """The server that redirects is well: its other links are looked at and keep their points, and it is not left alone."""
    link(dataset, server, "/a.csv")
    link(dataset, server, f"/to?http://{DOWN}/b")
    link(dataset, server, "/z.csv")
    for _ in range(2):
        assert turn() == "looked at 3 links, 1 failed"
    found = as_anonymous("dataset_quality_show", id="nha-thuoc")["links"]
    assert (found["answer"], [each["fault"] for each in found["failed"]]) == (2, ["no-name"])
    assert model.Session.query(LinkHost).count() == 0


def test_the_target_of_a_redirect_may_ask_for_a_pause(dataset: dict[str, Any], server: ThreadingHTTPServer) -> None:
    """The link waits, of which nothing is said; others of its server do not."""
    link(dataset, server, f"/to?http://{OTHER}:{server.server_port}/status/429")
    link(dataset, server, "/z.csv")
    assert turn() == "looked at 1 links, 0 failed"
    waits, _ = stored.known(dataset["id"])
    assert (waits.checked, model.Session.query(LinkHost).count()) == (None, 0)
    assert timedelta(minutes=29) < waits.due - utcnow() <= timedelta(minutes=30)


def test_a_server_with_many_links_keeps_no_other_waiting(dataset: dict[str, Any]) -> None:
    """A few of each, the longest due first, whatever the address has after the host."""
    addresses = [*(f"http://{HOST}?{number}" for number in range(30)), f"http://{OTHER}/a"]
    stored.register(dataset["id"], dict.fromkeys(addresses, ""))
    model.Session.query(Link).filter_by(host=f"{HOST}:80").update({"due": utcnow() - timedelta(days=1)})
    assert [address for address, _ in stored.due(3, 2)] == [f"http://{HOST}?0", f"http://{HOST}?1", f"http://{OTHER}/a"]


def test_links_that_a_dataset_has_no_more_are_forgotten(dataset: dict[str, Any], server: ThreadingHTTPServer) -> None:
    """With the change; those of a deleted dataset are not looked at, and go at night with their servers."""
    made = link(dataset, server, "/status/404")
    link(dataset, server, "/b", DOWN)
    turn()
    act("resource_delete", id=made["id"])
    measuring.measure_dataset(dataset["id"])
    assert [each.resource_id == made["id"] for each in stored.known(dataset["id"])] == [False]
    act("package_delete", id=dataset["id"])
    model.Session.query(LinkHost).delete()
    assert checking.check_due() == "looked at 0 links, 0 failed"
    measuring.measure_all()
    assert (model.Session.query(Link).count(), model.Session.query(LinkHost).count()) == (0, 0)


def test_what_leads_inside_is_never_called(dataset: dict[str, Any], server: ThreadingHTTPServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that was public when it was saved, and an address that an older portal let in."""
    monkeypatch.setitem(tk.config, "ckanext.binhduong.outbound.networks", [])
    link(dataset, server, "/file.csv")
    old = {"dataset_id": dataset["id"], "resource_id": "", "fault": "", "failures": 0, "due": utcnow()}
    model.Session.add(Link(address="http://169.254.169.254/latest", host="169.254.169.254", **old))
    model.Session.commit()
    assert checking.check_due() == "looked at 2 links, 2 failed"
    assert {each.fault for each in stored.known(dataset["id"])} == {"not-public"}
    assert server.asked == []  # type: ignore[attr-defined]
