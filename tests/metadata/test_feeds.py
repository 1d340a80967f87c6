"""The Atom feeds of the catalogue, read by feedparser as a feed reader reads them."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

import feedparser
import pytest
from ckan.tests import factories
from ckan.tests.helpers import CKANTestApp, call_action

from tests.search.conftest import OFFICER, make_dataset

SITE = "http://test.ckan.net"
TOMBSTONE = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"


def fill() -> list[dict[str, Any]]:
    """Make seven public datasets of two agencies, a private one and a draft in an empty catalogue."""
    factories.Sysadmin(name=OFFICER)
    for name, title in (("so-y-te", "Sở Y tế"), ("so-xay-dung", "Sở Xây dựng")):
        call_action("organization_create", context={"user": OFFICER}, name=name, title=title)
    call_action("group_create", context={"user": OFFICER}, name="y-te", title="Y tế")
    made = [make_dataset(f"tap-{n}", f"Tập {n} & <b>", tags=[{"name": f"nhãn {n % 2}"}]) for n in range(6)]
    made.append(make_dataset("tap-6", "Của sở khác", owner_org="so-xay-dung"))
    make_dataset("rieng", "Riêng tư", private=True)
    make_dataset("nhap", "Bản nháp", state="draft")
    return made


@pytest.fixture(scope="module")
def catalogue(empty_portal: None) -> list[dict[str, Any]]:
    """The datasets, for tests that only read; those that change one are in `test_feed_changes.py`."""
    return fill()


@pytest.fixture(autouse=True)
def three_a_page(monkeypatch: pytest.MonkeyPatch, ckan_config: dict[str, Any]) -> None:
    """A feed of a few pages."""
    monkeypatch.setitem(ckan_config, "ckan.feeds.limit", 3)


def act(action: str, **data: Any) -> Any:
    """Call an action as the officer."""
    return call_action(action, context={"user": OFFICER}, **data)


def read(app: CKANTestApp, address: str) -> Any:
    """A feed as feedparser reads it, without a complaint."""
    answer = app.get(address.removeprefix(SITE), status=200)
    feed = feedparser.parse(answer.data, response_headers={"content-type": answer.content_type})
    assert not feed.bozo, feed.get("bozo_exception")
    return feed


def link(feed: Any, relation: str) -> str | None:
    """The address that a feed names by a relation."""
    return next((each["href"] for each in feed.feed.links if each["rel"] == relation), None)


def ids(feed: Any) -> list[str]:
    """The datasets of a page."""
    return [entry.id.rpartition("/")[2] for entry in feed.entries]


def follow(app: CKANTestApp, address: str | None, relation: str = "next") -> list[list[str]]:
    """The pages that a reader meets who follows a relation."""
    pages = []
    while address:
        feed = read(app, address)
        pages.append(ids(feed))
        address = link(feed, relation)
        assert len(pages) < 10
    return pages


def tombstones(app: CKANTestApp, address: str) -> list[str]:
    """The entries that a feed says are no more."""
    return [each.attrib["ref"] for each in ET.fromstring(app.get(address, status=200).data).iter(TOMBSTONE)]


def test_a_reader_that_follows_next_meets_each_dataset_once(app: CKANTestApp, catalogue: list[dict[str, Any]]):
    """Three pages, newest change first, the private dataset and the draft on none."""
    newest_first = [dataset["id"] for dataset in reversed(catalogue)]
    assert follow(app, "/feeds/dataset.atom") == [newest_first[:3], newest_first[3:6], newest_first[6:]]


def test_previous_and_last_lead_back(app: CKANTestApp, catalogue: list[dict[str, Any]]):
    """``last`` is where the oldest changes are, ``previous`` leads from there to the newest, ``first`` is the feed itself."""
    first = read(app, "/feeds/dataset.atom")
    pages = follow(app, link(first, "last"), "previous")
    assert [each for page in reversed(pages) for each in page] == [dataset["id"] for dataset in reversed(catalogue)]
    assert link(first, "first") == f"{SITE}/feeds/dataset.atom"
    assert link(first, "previous") is None
    assert link(read(app, str(link(first, "last"))), "next") is None


def test_an_entry_names_its_page_its_action_and_its_metadata(app: CKANTestApp, catalogue: list[dict[str, Any]]):
    """One alternate, for people; absolute addresses; the times are the dataset's own."""
    feed = read(app, "/feeds/dataset.atom")
    entry, page = feed.entries[1], f"{SITE}/dataset/tap-5"
    assert [(each["rel"], each["type"], each["href"]) for each in entry.links] == [
        ("alternate", "text/html", page),
        ("related", "application/json", f"{SITE}/api/3/action/package_show?id=tap-5"),
        ("describedby", "text/turtle", f"{page}.ttl"),
    ]
    assert (entry.title, entry.author, [tag["term"] for tag in entry.tags]) == ("Tập 5 & <b>", "Cổng dữ liệu mở Bình Dương", ["nhãn 1"])
    assert entry.updated == act("package_show", id="tap-5")["metadata_modified"][:19] + "Z"
    assert feed.feed.updated == act("package_show", id="tap-6")["metadata_modified"][:19] + "Z"


@pytest.mark.parametrize(
    ("address", "numbers"),
    [
        ("/feeds/organization/so-xay-dung.atom", [6]),
        ("/feeds/group/y-te.atom", [6, 5, 4]),
        ("/feeds/tag/nhãn 1.atom", [5, 3, 1]),
        ("/feeds/tag/khong-co.atom", []),
        (f"/feeds/custom.atom?{urlencode({'q': 'khác'})}", [6]),
        (f"/feeds/custom.atom?{urlencode({'organization': 'so-xay-dung', 'tags': 'nhãn 1'})}", []),
        (f"/feeds/custom.atom?{urlencode({'tags': 'nhãn 0'})}", [4, 2, 0]),
    ],
)
def test_each_feed_has_its_own(app: CKANTestApp, catalogue: list[dict[str, Any]], address: str, numbers: list[int]):
    """An agency's, a theme's, a tag's and a question's feed hold their datasets and name themselves."""
    feed = read(app, address)
    assert ids(feed) == [catalogue[number]["id"] for number in numbers]
    assert str(link(feed, "self")).startswith(f"{SITE}/feeds/")


def test_a_numbered_page_leads_to_where_it_begins_now(app: CKANTestApp, catalogue: list[dict[str, Any]]):
    """Addresses that CKAN's feeds had keep working."""
    answer = app.get("/feeds/dataset.atom?page=2", follow_redirects=False)
    assert (answer.status_code, "Deprecation" in answer.headers) == (302, True)
    assert ids(read(app, answer.headers["Location"])) == [dataset["id"] for dataset in reversed(catalogue[1:4])]


def test_a_question_with_nothing_new_stays_empty(app: CKANTestApp, catalogue: list[dict[str, Any]]):
    """A reader who polls a question's feed after its newest change gets no dataset that has only one of its words."""
    (newest,) = ids(read(app, f"/feeds/custom.atom?{urlencode({'q': 'sở khác'})}"))
    place = f"{catalogue[6]['metadata_modified'][:23]}Z,{newest}"
    assert ids(read(app, f"/feeds/custom.atom?{urlencode({'q': 'sở khác', 'after': place})}")) == []


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        ("before=x", "before"),
        ("before=oldest", "before"),
        ("after=2026-99-99T00:00:00.000Z,a", "after"),
        ("page=0", "page"),
        ("page=x", "page"),
    ],
)
def test_a_place_that_is_none_is_refused_by_name(app: CKANTestApp, catalogue: list[dict[str, Any]], arguments: str, name: str):
    """A page that cannot be read names the parameter, in both languages, as JSON for a program."""
    answer = app.get(f"/feeds/dataset.atom?{arguments}", status=400)
    assert answer.json["error"]["__type"] == "Validation Error"
    assert [part.startswith(name) for part in answer.json["error"]["message"].split(" / ")] == [True, True]


def test_another_order_and_a_missing_agency_are_refused(app: CKANTestApp, catalogue: list[dict[str, Any]]):
    """A feed is newest first; an agency that there is not is 404."""
    assert app.get("/feeds/custom.atom?sort=title_string+asc", expect_errors=True).status_code == 400
    assert app.get("/feeds/custom.atom?sort=metadata_modified+desc").status_code == 200
    assert app.get("/feeds/organization/khong-co.atom", expect_errors=True).status_code == 404
