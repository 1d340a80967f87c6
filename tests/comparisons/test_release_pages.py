"""The history of a resource, the page of differences with its twins, and the feeds."""

from __future__ import annotations

import json
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from bs4 import BeautifulSoup

from ckanext.binhduong.comparisons import answers, jobs
from tests.releases.conftest import POINTS, act, add, public_dataset, replace

ATOM = "{http://www.w3.org/2005/Atom}"
MOVED = POINTS.replace("NT-002,Nhà thuốc Đức Hòa,0274000002,11.0500", "NT-002,Nhà thuốc Đức Hòa,0274000002,11.0600").replace(
    "NT-001", "NT-009"
)


def compared(dataset: dict[str, Any]) -> dict[str, Any]:
    """Publish a layer with a key in two compared releases: one point moved, one row added, one removed."""
    found = replace(add(dataset, key_column="ma"), MOVED, "thang-12.csv")
    jobs.run()
    return found


@pytest.fixture(scope="module")
def resource(empty_portal: None) -> dict[str, Any]:
    """The layer, for tests that only read; those that change something are in `test_release_page_changes.py`."""
    return compared(public_dataset())


def page(app: Any, address: str) -> BeautifulSoup:
    """A page as an anonymous visitor gets it."""
    response = app.get(address)
    assert (response.status_code, "Set-Cookie" in response.headers) == (200, False)
    return BeautifulSoup(response.data, "html.parser")


def words(element: Any) -> str:
    """The text of a part of a page, blanks joined."""
    return " ".join(element.get_text(" ").split())


def entries(app: Any, address: str) -> list[ET.Element]:
    """The entries of a feed, which must have what RFC 4287 asks for."""
    response = app.get(address)
    assert response.content_type == "application/atom+xml; charset=utf-8"
    feed = ET.fromstring(response.data)
    assert (feed.tag, feed.get("{http://www.w3.org/XML/1998/namespace}lang")) == (f"{ATOM}feed", "vi")
    for element in (feed, *feed.findall(f"{ATOM}entry")):
        assert [len(element.findall(f"{ATOM}{name}")) for name in ("id", "title", "updated")] == [1, 1, 1]
        assert (element.findtext(f"{ATOM}id") or "").startswith("urn:uuid:")
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "Cổng dữ liệu mở Bình Dương"
    assert (feed.find(f"{ATOM}link[@rel='self']").get("href") or "").endswith(address)  # type: ignore[union-attr]
    return feed.findall(f"{ATOM}entry")


def test_the_history_lists_every_release(resource: dict[str, Any], app: Any) -> None:
    """Newest first: what changed, the rows, the file under its own address, the way to the differences, the feed."""
    address = f"/dataset/nha-thuoc/resource/{resource['id']}"
    shown = page(app, f"{address}/releases")
    listed = [words(item) for item in shown.select(".bd-releases > li")]
    assert [item[:5] for item in listed] == ["Bản 2", "Bản 1"]
    assert "Thêm 1 dòng; bớt 1 dòng; sửa 1 dòng (1 dời chỗ, xa nhất 1.106 m)." in listed[0]
    assert "Bản phát hành đầu tiên." in listed[1]
    links = [link["href"] for link in shown.select(".bd-releases a:not([rel])")]
    assert links == [f"{address}/releases/1/2", f"{address}/release/2/thang-12.csv", f"{address}/release/1/nha-thuoc.csv"]
    assert all(app.get(link).status_code == 200 for link in links)
    feed = shown.select_one("link[type='application/atom+xml']")
    assert feed
    assert feed["href"] == f"{address}/releases.atom"
    chosen = app.get(f"{address}/releases/compare?from=1&to=2", follow_redirects=False)
    assert (chosen.status_code, chosen.headers["Location"].endswith(f"{address}/releases/1/2")) == (302, True)
    assert app.get(f"{address}/releases/compare?from=x&to=2", follow_redirects=False).status_code == 400


def test_the_home_page_says_what_changed_this_week(resource: dict[str, Any], app: Any) -> None:
    """In words, in the reader's language; a dataset with a second release is no longer called new."""
    said = [words(page(app, path).select_one(".bd-new li")) for path in ("/", "/en/")]
    assert "Thêm 1 dòng; bớt 1 dòng; sửa 1 dòng (1 dời chỗ, xa nhất 1.106 m) · Sở Y tế · bản phát hành 2" in said[0]
    assert "release 2" in said[1]
    assert "New dataset" not in said[1]


def test_each_release_is_cited_by_its_own_number_and_address(resource: dict[str, Any], app: Any) -> None:
    """On the history and as a file; of when a former release's data are nobody says. A release that there is not is named."""
    address = f"/dataset/nha-thuoc/resource/{resource['id']}/releases"
    cite = next(str(link["href"]) for link in page(app, address).select(".bd-releases a[rel]") if "cite=1" in str(link["href"]))
    cited = page(app, cite.partition("#")[0]).select_one("#citation-text")
    assert cited
    text = words(cited)
    assert "bản phát hành 1, đăng trên cổng" in text.lower()
    assert "số liệu đến" not in text.lower()
    assert text.endswith(f"{address}#release-1")
    entry = app.get(f"/dataset/nha-thuoc/citation.ris?resource={resource['id']}&release=1")
    assert "ET  - Bản phát hành 1" in entry.text.splitlines()
    assert "“7”" in words(page(app, f"{address}?cite=7").select_one("[role=alert]"))
    wrong = (f"?resource={resource['id']}&release=7", f"?resource={resource['id']}&release=x", "?resource=x&release=1", "?release=1")
    assert {app.get(f"/dataset/nha-thuoc/citation.ris{asked}").status_code for asked in wrong} == {404}
    assert app.get("/dataset/nha-thuoc/citation.doc").status_code == 404


def test_the_page_of_differences(resource: dict[str, Any], app: Any) -> None:
    """What moved with old and new value and metres, what came and went with all values, in Vietnamese and in English."""
    address = f"/dataset/nha-thuoc/resource/{resource['id']}/releases/1/2"
    shown = page(app, address)
    assert words(shown.h1) == "Thay đổi từ bản 1 đến bản 2"
    assert [words(cell) for cell in shown.select("#changed tbody tr > *")] == ["NT-002 dời 1,1 km", "vi_do", "11,05", "11,06"]
    assert [words(cell) for cell in shown.select("#added tbody tr > *")][:3] == ["1", "NT-009", "Nhà thuốc Bình An"]
    assert [words(cell) for cell in shown.select("#removed tbody tr > *")][:3] == ["1", "NT-001", "Nhà thuốc Bình An"]
    assert words(page(app, f"/en{address}").h1) == "What changed from release 1 to release 2"
    assert [table["id"] for table in page(app, f"{address}?kind=added").select("table.bd-differences")] == ["added"]
    assert [app.get(f"{address}{wrong}").status_code for wrong in ("?kind=khac", "?cursor=-1")] == [400, 400]
    assert app.get(address.replace("/1/2", "/1/3")).status_code == 404


def test_the_twins_of_the_page(resource: dict[str, Any], app: Any) -> None:
    """JSON is the action's answer, CSV a line a changed cell or whole row."""
    address = f"/dataset/nha-thuoc/resource/{resource['id']}/releases/1/2"
    answer = json.loads(app.get(f"{address}.json").data)
    assert answer == json.loads(json.dumps(act("release_diff", id=resource["id"])))
    response = app.get(f"{address}.csv?kind=changed")
    assert response.headers["Content-Disposition"] == 'attachment; filename="nha-thuoc-1-2.csv"'
    assert response.data.decode() == "change,row,key,column,old,new,moved_m\r\nchanged,2,NT-002,vi_do,11.05,11.06,1106.15\r\n"


@pytest.mark.usefixtures("clean_queues")
def test_the_csv_of_a_comparison_that_is_not_ready(resource: dict[str, Any], app: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """202 and when to ask again while a job compares, 503 when many wait; a kind that there is not is 400 at any time."""
    address = f"/dataset/nha-thuoc/resource/{resource['id']}/releases/2/1.csv"
    monkeypatch.setattr(answers, "_INLINE_ROWS", 0)
    later = app.get(address)
    assert (later.status_code, later.headers["Retry-After"], later.content_type) == (202, "15", "text/plain; charset=utf-8")
    assert later.data.decode() == "Hai bản đang được so sánh. Hãy thử lại sau giây lát.\n"
    wrong = app.get(f"/en{address}?kind=khac")
    assert (wrong.status_code, "kind must be one of: changed, added, removed" in wrong.body) == (400, True)
    monkeypatch.setattr(jobs, "_MOST_WAITING", 0)
    busy = app.get(address.replace("2/1", "2/2"))
    assert (busy.status_code, busy.headers["Retry-After"]) == (503, "15")


def test_a_resources_feed(resource: dict[str, Any], app: Any) -> None:
    """An entry a release, newest first, in Vietnamese and English, with the page and the file; a reader who has it gets 304."""
    address = f"/dataset/nha-thuoc/resource/{resource['id']}/releases.atom"
    newest, first = entries(app, address)
    assert newest.findtext(f"{ATOM}title") == "Nhà thuốc: bản 2 / release 2"
    assert newest.findtext(f"{ATOM}summary") == (
        "Thêm 1 dòng; bớt 1 dòng; sửa 1 dòng (1 dời chỗ, xa nhất 1.106 m). / "
        "1 row added; 1 row removed; 1 row changed (1 moved, 1,106 m at most)."
    )
    assert [(link.get("rel"), (link.get("href") or "").rsplit(resource["id"])[1]) for link in newest.findall(f"{ATOM}link")] == [
        ("alternate", "/releases/1/2"),
        ("enclosure", "/release/2/thang-12.csv"),
    ]
    assert first.findtext(f"{ATOM}summary") == "Bản phát hành đầu tiên. / The first release."
    assert newest.find(f"{ATOM}category") is None
    response = app.get(address)
    assert response.cache_control.no_cache
    assert response.cache_control.max_age == 0
    assert app.get(address, headers={"If-None-Match": response.headers["ETag"]}).status_code == 304
    assert app.get(address, headers={"If-Modified-Since": response.headers["Last-Modified"]}).status_code == 304
    assert "Set-Cookie" not in response.headers
    assert app.get(f"/en{address}").data == response.data


def test_the_resources_page_links_its_releases(resource: dict[str, Any], app: Any) -> None:
    """The newest releases with what they changed, the history and the feed; the dataset's page names its feed too."""
    shown = page(app, f"/dataset/nha-thuoc/resource/{resource['id']}")
    section = shown.select_one("#releases")
    assert section
    assert [words(item)[:5] for item in section.select("li")] == ["Bản 2", "Bản 1"]
    assert [str(link["href"]).rsplit("/", 1)[1] for link in section.select(".bd-actions a")] == ["releases", "releases.atom"]
    assert shown.select_one("head link[type='application/atom+xml']")
    assert page(app, "/dataset/nha-thuoc").select_one("head link[type='application/atom+xml']")
