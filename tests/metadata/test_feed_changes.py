"""What a change of a dataset does to the Atom feeds: its place, its tombstone, the marks of who has the feed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from ckan.tests.helpers import CKANTestApp

from tests.metadata.test_feeds import SITE, act, fill, follow, ids, link, read, three_a_page, tombstones

__all__ = ["three_a_page"]
pytestmark = pytest.mark.usefixtures("clean_db", "clean_index", "with_plugins")


@pytest.fixture
def catalogue(clean_db: None, clean_index: None) -> list[dict[str, Any]]:
    """The datasets, for one test."""
    return fill()


def test_a_change_on_the_way_shifts_no_page(app: CKANTestApp, catalogue: list[dict[str, Any]]):
    """What changes while a reader is on page one moves to the front; the pages that follow repeat nothing and leave nothing else out."""
    first = read(app, "/feeds/dataset.atom")
    act("package_patch", id=catalogue[5]["id"], title="Đổi tên")
    rest = [each for page in follow(app, link(first, "next")) for each in page]
    assert rest == [dataset["id"] for dataset in reversed(catalogue[:4])]
    assert ids(read(app, "/feeds/dataset.atom"))[0] == catalogue[5]["id"]


def test_datasets_of_the_same_moment_are_all_met(app: CKANTestApp, catalogue: list[dict[str, Any]]):
    """The order goes on by id where times are equal, as after an import in one transaction."""
    from ckan import model
    from ckan.lib.search import rebuild

    model.Session.query(model.Package).update({"metadata_modified": datetime.fromisoformat("2026-07-01T08:00:00.123456")})
    model.Session.commit()
    rebuild(force=True)
    met = [each for page in follow(app, "/feeds/dataset.atom") for each in page]
    assert met == sorted((dataset["id"] for dataset in catalogue), reverse=True)


def test_the_portal_is_the_author_of_samples(app: CKANTestApp, catalogue: list[dict[str, Any]]):
    """An agency does not stand for rows that the portal made; it does for its real data."""
    for kind in ("real", "sample"):
        act("package_patch", id="tap-5", data_kind=kind)
        (author,) = [entry.author for entry in read(app, "/feeds/dataset.atom").entries if entry.link.endswith("/tap-5")]
        assert author == {"real": "Sở Y tế", "sample": "Cổng dữ liệu mở Bình Dương"}[kind]


@pytest.mark.parametrize("how", ["package_delete", "package_patch", "dataset_purge"])
def test_a_deleted_public_dataset_leaves_a_tombstone(app: CKANTestApp, catalogue: list[dict[str, Any]], how: str):
    """Whatever way it goes, its entry is marked as deleted in the feeds where it was and in no other; a later page has no such entry."""
    gone = catalogue[3]
    act(how, id=gone["id"], **({"state": "deleted"} if how == "package_patch" else {}))
    entry = [f"{SITE}/dataset/{gone['id']}"]
    for feed in ("dataset", "organization/so-y-te", "tag/nhãn 1"):
        assert tombstones(app, f"/feeds/{feed}.atom") == entry, feed
    for feed in ("organization/so-xay-dung", "tag/nhãn 0"):
        assert tombstones(app, f"/feeds/{feed}.atom") == [], feed
    assert gone["title"] not in app.get("/feeds/dataset.atom").text
    met = [each for page in follow(app, "/feeds/dataset.atom") for each in page]
    assert met == [dataset["id"] for dataset in reversed(catalogue) if dataset is not gone]


def test_a_restored_dataset_loses_its_tombstone(app: CKANTestApp, catalogue: list[dict[str, Any]]):
    """What is public again is an entry again, the newest."""
    act("package_delete", id="tap-2")
    act("package_patch", id=catalogue[2]["id"], state="active")
    assert tombstones(app, "/feeds/dataset.atom") == []
    assert ids(read(app, "/feeds/dataset.atom"))[0] == catalogue[2]["id"]


@pytest.mark.parametrize("name", ["rieng", "nhap"])
def test_what_was_never_public_leaves_nothing(app: CKANTestApp, catalogue: list[dict[str, Any]], name: str):
    """A private dataset and a draft that are deleted are in no feed, not as a tombstone either."""
    act("package_delete", id=name)
    assert tombstones(app, "/feeds/dataset.atom") == []


def test_a_dataset_made_private_and_then_deleted_leaves_nothing(app: CKANTestApp, catalogue: list[dict[str, Any]]):
    """Only what was public when it was deleted is told of."""
    act("package_patch", id="tap-1", private=True)
    act("package_delete", id="tap-1")
    assert tombstones(app, "/feeds/dataset.atom") == []


def test_who_has_a_feed_gets_304_until_it_changes(app: CKANTestApp, catalogue: list[dict[str, Any]]):
    """By its mark and by its time; a deletion changes both; other origins may read it."""
    first = app.get("/feeds/dataset.atom", headers={"Origin": "https://example.vn"})
    marks = {"If-None-Match": first.headers["ETag"]}, {"If-Modified-Since": first.headers["Last-Modified"]}
    assert [app.get("/feeds/dataset.atom", headers=mark).status_code for mark in marks] == [304, 304]
    assert first.headers["Access-Control-Allow-Origin"] == "*"
    act("package_delete", id="tap-0")
    assert app.get("/feeds/dataset.atom", headers=marks[0]).status_code == 200
