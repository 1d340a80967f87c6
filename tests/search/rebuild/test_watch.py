"""The clock counts: an index that lacks datasets says so, and is built anew once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from ckan.lib import search
from ckan.plugins import toolkit as tk
from ckan.tests.helpers import call_action

from ckanext.binhduong.core.catalogue_version import commits
from ckanext.binhduong.core.connections.redis_client import client
from ckanext.binhduong.core.drift import completeness as counting
from ckanext.binhduong.core.drift.completeness import is_incomplete
from ckanext.binhduong.core.jobs import queueing
from ckanext.binhduong.search import solr_connection
from ckanext.binhduong.search.index import completeness
from ckanext.binhduong.search.rebuild import watch
from tests.search.conftest import make_dataset

NOTICE = "Chỉ mục tìm kiếm hiện chưa đủ"


@pytest.mark.parametrize(
    ("datasets", "indexed", "lacks"),
    [
        (0, 0, False),
        (1, 0, True),
        (400, 12, True),
        (3, 2, False),
        (50, 49, False),
        (50, 48, True),
        (100, 99, False),
        (5000, 4950, False),
        (5000, 4949, True),
        (3, 4, False),
    ],
)
def test_an_index_may_lack_one_in_a_hundred(datasets: int, indexed: int, lacks: bool) -> None:
    """Or one of few; more than that readers must know."""
    assert is_incomplete(datasets, indexed) is lacks


def test_what_is_missing_is_counted_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Datasets that are just being deleted leave the index before the database."""
    monkeypatch.setattr(counting, "_DELETING", 0.0)
    found = iter([(4, 2), (2, 2), (5, 5)])
    assert (counting.count(lambda: next(found)), counting.count(lambda: next(found))) == ((2, 2), (5, 5))


@pytest.fixture(scope="module")
def two(empty_catalogue: None) -> None:
    """Two datasets."""
    make_dataset("mot", "Nhà thuốc")
    make_dataset("hai", "Bệnh viện")


@pytest.fixture
def emptied(two: None, with_plugins: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """An index without a document that nobody has looked at yet; gives what is queued and announced."""
    done: list[str] = []
    monkeypatch.setattr(watch, "queue", lambda: done.append("queued"))
    monkeypatch.setattr(commits, "announce", lambda: done.append("announced"))
    monkeypatch.setattr(completeness, "_FRESH", 0.0)
    monkeypatch.setattr(counting, "_DELETING", 0.0)
    monkeypatch.setattr(watch, "_changed", False)
    site = tk.config["ckan.site_id"]
    client().delete(f"binhduong:index-incomplete:{site}", f"binhduong:index-rebuild:by-itself:{site}")
    search.clear_all()
    done.clear()
    yield done
    client().delete(f"binhduong:index-incomplete:{site}", f"binhduong:index-rebuild:by-itself:{site}")
    search.rebuild(quiet=True)


def test_a_search_of_an_incomplete_index_says_so(emptied: list[str], app: Any) -> None:
    """To programs in `understood`, to readers on the page; not any more when it is whole."""
    assert "incomplete" not in call_action("package_search", q="thuoc")["understood"]
    watch.look()
    assert call_action("package_search", q="thuoc")["understood"]["incomplete"] is True
    assert NOTICE in app.get("/dataset/?q=thuoc").text
    assert NOTICE in app.get("/dataset/").text
    search.rebuild(quiet=True)
    watch.look()
    answer = call_action("package_search", q="thuoc")
    assert (answer["count"], "incomplete" in answer["understood"]) == (1, False)
    assert NOTICE not in app.get("/dataset/?q=thuoc").text


def test_it_is_queued_once_and_kept_pages_are_renewed(emptied: list[str]) -> None:
    """An index that cannot be built is not built every ten seconds. Renewed twice: other processes know of the change seconds later."""
    found = []
    for _ in range(3):
        watch.look()
        found.append(sorted(emptied))
        emptied.clear()
    assert found == [["announced", "queued"], ["announced"], []]


def test_one_that_waits_is_not_queued_twice(two: None, with_plugins: None, clean_queues: None) -> None:
    """Whoever wants it."""
    watch.queue()
    watch.queue()
    assert queueing.waiting("search.rebuild", "binhduong-index-rebuild-") == 1


def test_the_clock_goes_on_without_solr(emptied: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """What Solr has is not known then, and the database answers."""
    with monkeypatch.context() as patch:
        patch.setitem(tk.config, "solr_url", "http://127.0.0.1:1/solr/ckan")
        watch.look()
    solr_connection.BREAKER.succeeded()
    assert emptied == []


def test_the_job_builds_it(emptied: list[str]) -> None:
    """As the worker does it."""
    assert watch.run()["datasets"] == 2
    assert watch.counts() == (2, 2)
