"""Lanes: which requests share threads, and what a full lane does to the others."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from werkzeug.test import Client
from werkzeug.wrappers import Request, Response

from ckanext.binhduong.security.capacity.lanes import LANES, THREADS, Lanes, lane_of


@pytest.mark.parametrize(
    ("method", "path", "lane"),
    [
        ("GET", "/dataset/", "search"),
        ("GET", "/en/dataset", "search"),
        ("GET", "/dataset/nha-thuoc", "search"),
        ("GET", "/", "search"),
        ("GET", "/organization/so-y-te", "search"),
        ("GET", "/feeds/dataset.atom", "search"),
        ("GET", "/api/3/action/package_search", "search"),
        ("POST", "/api/action/package_search", "search"),
        ("GET", "/en/api/3/action/dataset_suggest", "search"),
        ("GET", "/api/3/action/table_search", "tables"),
        ("GET", "/en/map/rows/x", "tables"),
        ("GET", "/map/extents", "search"),
        ("GET", "/en/records/collections/datasets/items", "search"),
        ("GET", "/records/collections", None),
        ("POST", "/api/3/action/datastore_search", "tables"),
        ("GET", "/dataset/a/resource/b/releases/1/2", "tables"),
        ("GET", "/dataset/a/resource/b/rows", "tables"),
        ("GET", "/en/dataset/a/resource/b/rows.csv", "tables"),
        ("GET", "/datastore/dump/abc", "dumps"),
        ("GET", "/dataset/a/resource/b/export.csv", "dumps"),
        ("GET", "/vi/catalog.ttl", "dumps"),
        ("GET", "/sitemap-1.xml", "dumps"),
        ("POST", "/api/3/action/package_patch", "write"),
        ("POST", "/dataset/new", "write"),
        ("POST", "/user/login", "write"),
        ("GET", "/map", None),
        ("GET", "/api/3/action/feature_search", None),
        ("GET", "/dataset/a/resource/b/download/c.csv", None),
        ("GET", "/api/3/action/package_show", None),
        ("GET", "/place/718@2024", None),
        ("GET", "/geo/collections/a/items", "geo"),
    ],
)
def test_the_lane_of_a_request(method, path, lane):
    """By path first: a search by POST is a search."""
    assert lane_of(method, path) == lane


@pytest.mark.parametrize(
    ("query", "lane"),
    [
        *[("", "geo"), ("f=json", "geo"), ("f=html&limit=3", "geo"), ("f=", "geo"), ("filter=csv", "geo"), ("ff=csv", "geo")],
        *[("f=csv", "dumps"), ("bbox=1,2,3,4&f=fgb", "dumps"), ("%66=%63sv", "dumps"), ("f=json&f=csv", "dumps")],
    ],
)
def test_the_lane_of_a_file_of_features(query, lane):
    """A file of all that answers is a dump, however its address is written; a page is not."""
    assert lane_of("GET", "/en/geo/collections/a/items", query) == lane


def test_the_lanes_leave_threads_for_the_rest():
    """When every lane is full, the map still has threads."""
    assert THREADS - sum(running + waiting for _, running, waiting in LANES) >= 8


class Slow:
    """An application whose searches wait until they are let go."""

    def __init__(self) -> None:
        self.gate = threading.Event()
        self.begun = threading.Semaphore(0)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        if Request(environ).path == "/dataset/":
            self.begun.release()
            self.gate.wait(30)
        return Response("x")(environ, start_response)


@pytest.fixture
def slow():
    """The slow application; whatever still waits at the end is let go."""
    application = Slow()
    yield application
    application.gate.set()


def _fill(client: Client, count: int) -> list[threading.Thread]:
    threads = [threading.Thread(target=client.get, args=("/dataset/",)) for _ in range(count)]
    for thread in threads:
        thread.start()
    return threads


def test_a_full_lane_is_refused_and_the_others_are_not(slow):
    """Two searches hang: the third is told to come back, the map, a table and a dump answer."""
    client = Client(Lanes(slow, patience=0.05))
    threads = _fill(client, 2)
    for _ in range(2):
        assert slow.begun.acquire(timeout=10)
    refused = client.get("/dataset/")
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "5")
    others = ["/map", "/api/3/action/table_search", "/datastore/dump/a", "/api/3/action/feature_search"]
    assert [client.get(path).status_code for path in others] == [200] * 4
    assert client.post("/api/3/action/package_patch").status_code == 200
    slow.gate.set()
    for thread in threads:
        thread.join(10)
    assert client.get("/dataset/").status_code == 200


def test_a_place_is_held_until_the_answer_is_sent():
    """A dump is written while it is read."""

    def dump(environ, start_response):
        return Response(iter([b"a", b"b"]))(environ, start_response)

    lanes = Lanes(dump, patience=0.01)
    first = Client(lanes).get("/datastore/dump/a", buffered=False)
    second = Client(lanes).get("/datastore/dump/a", buffered=False)
    assert Client(lanes).get("/datastore/dump/a").status_code == 503
    first.close()
    second.close()
    assert Client(lanes).get("/datastore/dump/a").status_code == 200


def test_a_place_is_given_back_when_the_application_fails():
    """Ten failures leave the lane as wide as before."""

    def failing(environ, start_response):
        raise OSError

    lanes = Lanes(failing, patience=0.01)
    for _ in range(10):
        with pytest.raises(OSError, match=r"^$"):
            Client(lanes).get("/dataset/")
