"""The history of a resource, the page of differences with its twins, and the feeds."""

from __future__ import annotations

import json
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import sqlalchemy as sa
from bs4 import BeautifulSoup
from ckan import model
from ckan.plugins import toolkit as tk

from ckanext.binhduong.comparisons import answers, jobs
from ckanext.binhduong.releases.ledger.model import Release
from ckanext.binhduong.releases.maintenance import retire
from tests.releases.conftest import ADMIN, POINTS, TABLE, act, add, replace, run_jobs

pytestmark = pytest.mark.usefixtures("clean")

ATOM = "{http://www.w3.org/2005/Atom}"
MOVED = POINTS.replace("NT-002,Nhà thuốc Đức Hòa,0274000002,11.0500", "NT-002,Nhà thuốc Đức Hòa,0274000002,11.0600").replace(
    "NT-001", "NT-009"
)


@pytest.fixture
def resource(dataset: dict[str, Any]) -> dict[str, Any]:
    """A layer with a key in two compared releases: one point moved, one row added, one removed."""
    found = replace(add(dataset, key_column="ma"), MOVED, "thang-12.csv")
    jobs.run()
    return found


def page(app: Any, address: str) -> BeautifulSoup:
    """A page as an anonymous visitor gets it."""
    response = app.get(address)
    assert (response.status_code, "Set-Cookie" in response.headers) == (200, False)
    return BeautifulSoup(response.data, "html.parser")


def words(element: Any) -> str:
    """The text of a part of a page, blanks joined."""
    return " ".join(element.get_text(" ").split())


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


def test_an_old_release_is_published_again_from_the_history(resource: dict[str, Any], app: Any, editor: dict[str, Any]) -> None:
    """By an editor of the agency, who then sees how far it is; not by a stranger, and not what there is not."""
    address = f"/dataset/nha-thuoc/resource/{resource['id']}/releases"
    headers = {"Authorization": act("api_token_create", user=editor["name"], name="thu")["token"]}
    assert "roll-back" not in str(page(app, address))
    assert f"{address}/1/roll-back" in app.get(address, headers=headers).body
    app.post(f"{address}/1/roll-back", status=403)
    app.post(f"{address}/9/roll-back", headers=headers, status=404)
    answer = app.post(f"{address}/1/roll-back", headers=headers, follow_redirects=False)
    assert (answer.status_code, answer.headers["Location"].endswith(f"/upload/loading/{resource['id']}")) == (302, True)
    run_jobs()
    newest = act("release_list", id=resource["id"])[0]
    assert (newest["number"], newest["origin"]) == (3, "rollback")


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


def test_a_page_without_differences_and_without_a_key(dataset: dict[str, Any], app: Any) -> None:
    """The same rows in another file: nothing changed, and it is said how rows were compared."""
    resource = replace(add(dataset, TABLE), f"{TABLE}\n")
    shown = page(app, f"/dataset/nha-thuoc/resource/{resource['id']}/releases/1/2")
    assert words(shown.select_one("#summary")) == "Không có gì thay đổi."
    assert "so sánh theo nội dung" in words(shown.main)


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


def test_a_feed_links_nothing_that_is_gone(resource: dict[str, Any], app: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A retired release has no file, and there is no page of what changed from it or to it: their entries lead to the history."""
    replace(resource, POINTS, key_column="ma")
    jobs.run()
    monkeypatch.setitem(tk.config, "ckanext.binhduong.releases.keep", 2)
    retire.retire_all()
    found = entries(app, f"/dataset/nha-thuoc/resource/{resource['id']}/releases.atom")
    links = [[(link.get("href") or "").rsplit(resource["id"])[1] for link in entry.findall(f"{ATOM}link")] for entry in found]
    assert links == [["/releases/2/3", "/release/3/nha-thuoc.csv"], ["/releases", "/release/2/thang-12.csv"], ["/releases"]]


@pytest.mark.parametrize(
    ("prefix", "words_of_it"), [("", "Tệp của bản này không còn được giữ từ"), ("/en", "Its files have not been kept since")]
)
def test_the_history_links_nothing_that_is_gone(
    resource: dict[str, Any], app: Any, monkeypatch: pytest.MonkeyPatch, prefix: str, words_of_it: str
) -> None:
    """A retired release is listed with the day its files went; neither they nor its differences are offered."""
    replace(resource, POINTS, key_column="ma")
    jobs.run()
    monkeypatch.setitem(tk.config, "ckanext.binhduong.releases.keep", 2)
    retire.retire_all()
    shown = page(app, f"{prefix}/dataset/nha-thuoc/resource/{resource['id']}/releases")
    links = [str(link["href"]).rsplit(resource["id"])[1] for link in shown.select(".bd-releases a:not([rel])")]
    assert links == ["/releases/2/3", "/release/3/nha-thuoc.csv", "/release/2/thang-12.csv"]
    assert [words_of_it in words(item) for item in shown.select(".bd-releases > li")] == [False, False, True]
    assert [option["value"] for option in shown.select("#compare-from option")] == ["3", "2"]


def test_breaking_changes_are_flagged(dataset: dict[str, Any], app: Any) -> None:
    """In the feed by a category, on the history and on the page of differences by a badge."""
    resource = replace(add(dataset, TABLE), "ma,so_luong\nA1,12\nA2,7\n")
    act("release_confirm", id=resource["id"])
    run_jobs()
    jobs.run()
    address = f"/dataset/nha-thuoc/resource/{resource['id']}/releases"
    flagged = entries(app, f"{address}.atom")[0]
    assert flagged.find(f"{ATOM}category").get("term") == "breaking-change"  # type: ignore[union-attr]
    assert flagged.findtext(f"{ATOM}summary") == "Bỏ cột “ten”. / Column “ten” removed."
    for shown in (page(app, address), page(app, f"{address}/1/2")):
        assert "Thay đổi phá vỡ" in [words(badge) for badge in shown.select(".bd-badge-bad")]
    assert "Bỏ cột “ten”." in words(page(app, f"{address}/1/2").main)


def test_the_feed_of_facts_is_the_agencys(resource: dict[str, Any], dataset: dict[str, Any], app: Any) -> None:
    """Samples are the portal's own work; the feed says of when the data are."""
    act("package_patch", id=dataset["name"], data_kind="real", frequency="ANNUAL", temporal_start="2018-07-15", temporal_end="2018-07-15")
    feed = ET.fromstring(app.get("/dataset/nha-thuoc/releases.atom").data)
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "Sở Y tế"
    assert (feed.findtext(f"{ATOM}subtitle") or "").startswith("Số liệu đến 15/07/2018. Quá hạn ")


def test_a_datasets_feed_has_all_its_resources(resource: dict[str, Any], dataset: dict[str, Any], app: Any) -> None:
    """Tables and documents together; the feed of a private dataset is not found."""
    add(dataset, b"%PDF-1.4\n%%EOF\n", "qd.pdf", name="Quyết định")
    titles = [entry.findtext(f"{ATOM}title") for entry in entries(app, "/dataset/nha-thuoc/releases.atom")]
    assert titles == ["Quyết định: bản 1 / release 1", "Nhà thuốc: bản 2 / release 2", "Nhà thuốc: bản 1 / release 1"]
    act("package_patch", id=dataset["id"], private=True)
    for address in ("releases.atom", f"resource/{resource['id']}/releases.atom", f"resource/{resource['id']}/releases/1/2.csv"):
        assert app.get(f"/dataset/nha-thuoc/{address}").status_code == 404


def test_the_resources_page_links_its_releases(resource: dict[str, Any], app: Any) -> None:
    """The newest releases with what they changed, the history and the feed; the dataset's page names its feed too."""
    shown = page(app, f"/dataset/nha-thuoc/resource/{resource['id']}")
    section = shown.select_one("#releases")
    assert section
    assert [words(item)[:5] for item in section.select("li")] == ["Bản 2", "Bản 1"]
    assert [str(link["href"]).rsplit("/", 1)[1] for link in section.select(".bd-actions a")] == ["releases", "releases.atom"]
    assert shown.select_one("head link[type='application/atom+xml']")
    assert page(app, "/dataset/nha-thuoc").select_one("head link[type='application/atom+xml']")


def test_the_activity_page_names_the_release(dataset: dict[str, Any], app: Any) -> None:
    """Who published which release, what became of the rows, and the way to the differences."""
    resource = replace(add(dataset, key_column="ma"), MOVED)
    model.Session.execute(sa.update(Release).values(author=ADMIN))
    model.Session.commit()
    jobs.run()
    listed = [words(item) for item in page(app, "/dataset/activity/nha-thuoc").select("li.published-release")]
    assert len(listed) == 1
    assert "đã công bố bản 2 của Nhà thuốc trong Nhà thuốc thử nghiệm : thêm 1 dòng, bớt 1, sửa 1" in listed[0]
    assert page(app, "/dataset/activity/nha-thuoc").select_one(f"a[href='/dataset/nha-thuoc/resource/{resource['id']}/releases/1/2']")
