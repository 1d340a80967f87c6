"""The history of a resource, the page of differences and the feeds when releases, the agency's words or permissions change."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree as ET

import pytest
import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk

from ckanext.binhduong.comparisons import jobs
from ckanext.binhduong.releases.ledger.model import Release
from ckanext.binhduong.releases.maintenance import retire
from tests.comparisons.test_release_pages import ATOM, MOVED, compared, entries, page, words
from tests.releases.conftest import ADMIN, POINTS, TABLE, act, add, replace, run_jobs

pytestmark = pytest.mark.usefixtures("clean")


@pytest.fixture
def resource(dataset: dict[str, Any]) -> dict[str, Any]:
    """The layer, for one test."""
    return compared(dataset)


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


def test_a_page_without_differences_and_without_a_key(dataset: dict[str, Any], app: Any) -> None:
    """The same rows in another file: nothing changed, and it is said how rows were compared."""
    resource = replace(add(dataset, TABLE), f"{TABLE}\n")
    shown = page(app, f"/dataset/nha-thuoc/resource/{resource['id']}/releases/1/2")
    assert words(shown.select_one("#summary")) == "Không có gì thay đổi."
    assert "so sánh theo nội dung" in words(shown.main)


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
