"""The page of the synonyms: who sees it, what it previews, and that a change is in force at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import bs4
import pytest
import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk
from ckan.tests import factories

from ckanext.binhduong.core.catalogue_version import commits
from ckanext.binhduong.core.connections.redis_client import client
from ckanext.binhduong.search.rebuild import catching_up, rebuild
from ckanext.binhduong.search.synonyms import in_force, indexed, reindexing
from ckanext.binhduong.search.synonyms.in_force import SynonymChange
from ckanext.binhduong.search.synonyms.indexed import SynonymIndexed
from ckanext.binhduong.search.synonyms.table import current
from tests.search.conftest import make_dataset

PAGE = "/quan-tri/tu-dong-nghia"
NEW = {"terms": "xe lôi\nxích lô đạp", "source": "lời nói ở miền Nam"}
KEY = "xe lôi,xích lô đạp||"


@pytest.fixture(scope="module")
def vehicles(empty_catalogue: None) -> str:
    """Two datasets, one for each word; the token of an administrator."""
    make_dataset("xe-loi", "Điểm đỗ xe lôi")
    make_dataset("xich-lo", "Danh sách xích lô đạp")
    return factories.SysadminWithToken(password="mot cau dai de thu")["token"]


@pytest.fixture
def ask(vehicles: str, app: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Any]]:
    """Send the form, or read the page, as an administrator; afterwards the shipped list is in force."""
    queued: list[str] = []
    monkeypatch.setattr(reindexing.queueing, "enqueue_once", lambda name, **_: queued.append(name))
    monkeypatch.setattr(reindexing, "_seen", reindexing._Seen())
    clear(SynonymIndexed)

    def send(status: int = 200, path: str = PAGE, **form: str) -> bs4.BeautifulSoup:
        how = {"headers": {"Authorization": vehicles}, "follow_redirects": False}
        answer = app.post(path, data=form, **how) if form else app.get(path, **how)
        assert answer.status_code == status, answer.text
        return bs4.BeautifulSoup(answer.text, "html.parser")

    send.queued = queued  # type: ignore[attr-defined]
    yield send
    clear(SynonymChange, SynonymIndexed)
    client().delete(in_force._key(), reindexing._key())
    in_force._kept.__init__()  # type: ignore[misc]


def clear(*tables: type) -> None:
    """Leave no row in these."""
    model.Session.rollback()
    for table in tables:
        model.Session.execute(sa.delete(table))
    model.Session.commit()


def texts(page: bs4.BeautifulSoup, selector: str) -> list[str]:
    """The texts of the elements, blanks made one."""
    return [" ".join(each.get_text(" ").split()) for each in page.select(selector)]


def test_it_is_for_system_administrators(vehicles: str, app: Any) -> None:
    """Others get 403, to read and to write."""
    token = factories.UserWithToken(password="mot cau dai de thu")["token"]
    for headers in ({}, {"Authorization": token}):
        assert app.get(PAGE, headers=headers, follow_redirects=False).status_code == 403
        assert app.post(PAGE, data={"do": "save", **NEW}, headers=headers, follow_redirects=False).status_code == 403


def test_a_preview_changes_nothing(ask: Callable[..., Any]) -> None:
    """It names what is found as well."""
    page = ask(do="preview", query="xe loi", **NEW)
    assert texts(page, "#before li") == ["Điểm đỗ xe lôi"]
    assert texts(page, "#gained li") == ["Danh sách xích lô đạp"]
    assert texts(page, "#lost li") == []
    assert in_force.history() == []


def test_a_saved_entry_is_in_force_and_removed_again(ask: Callable[..., Any], names: Callable[..., list[str]]) -> None:
    """For queries at once, for datasets after the job; the history says who did what."""
    ask(302, do="save", **NEW)
    assert current().alternatives(["Bến xe lôi"]) == ["xích lô đạp"]
    assert reindexing.run() == 2
    assert set(names(q="xe loi")) == {"xe-loi", "xich-lo"}
    page = ask(path=f"{PAGE}?old=xe+lôi,xích+lô+đạp||&find=xe+loi")
    assert page.select_one("#synonym-terms").get_text() == "xe lôi\nxích lô đạp"
    assert texts(page, "#entries li") == ["xe lôi = xích lô đạp lời nói ở miền Nam Sửa"]
    page = ask(do="preview", old=KEY, query="xe loi", terms="", means="")
    assert texts(page, "#lost li") == ["Danh sách xích lô đạp"]
    ask(302, do="remove", old=KEY)
    assert current().alternatives(["Bến xe lôi"]) == []
    assert reindexing.run() == 2
    assert names(q="xe loi") == ["xe-loi"]
    rows = [[cell.get_text(" ", strip=True) for cell in row("td")][2] for row in ask().select("#history tbody tr")]
    assert rows == ["đã bỏ", "đã thêm"]


def test_an_entry_is_changed_in_one_step(ask: Callable[..., Any]) -> None:
    """The new one in the place of the old."""
    ask(302, do="save", **NEW)
    ask(302, do="save", old=KEY, terms="xe lôi\nxe kéo", source="lời nói")
    assert current().alternatives(["Bến xe lôi"]) == ["xe kéo"]
    assert [each["kind"] for each in in_force.history()] == ["added", "removed", "added"]


def test_what_cannot_be_taken_is_said_and_nothing_typed_is_lost(ask: Callable[..., Any]) -> None:
    """400, the reason, the form as it was."""
    page = ask(400, do="save", terms="xe lôi", source="lời nói")
    assert texts(page, "[role=alert]") == ["Hãy viết ít nhất hai từ khác nhau, mỗi dòng một từ."]
    assert page.select_one("#synonym-terms").get_text() == "xe lôi"
    assert "đã có" in ask(400, do="save", terms="heo\nlợn", source="lời nói").select_one("[role=alert]").get_text()
    assert "đã bỏ hoặc sửa" in ask(400, do="remove", old="không|có|").select_one("[role=alert]").get_text()


def test_another_process_reads_the_change_within_seconds(ask: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """It looks at the number of the last change, also when Redis was emptied."""
    ask(302, do="save", **NEW)
    monkeypatch.setattr(in_force, "_kept", in_force._Kept())
    assert current().alternatives(["Bến xe lôi"]) == ["xích lô đạp"]
    client().delete(in_force._key())
    monkeypatch.setattr(in_force, "_kept", in_force._Kept())
    assert current().alternatives(["Bến xe lôi"]) == ["xích lô đạp"]


def test_the_clock_queues_what_the_index_lacks(ask: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """Once every process reads the change, with kept answers renewed; what fails is queued again, what is done is not."""
    announced: list[str] = []
    ask(302, do="save", **NEW)
    monkeypatch.setattr(commits, "announce", lambda: announced.append("now"))
    reindexing.look()
    assert (ask.queued, announced) == ([], [])  # type: ignore[attr-defined]
    monkeypatch.setattr(in_force, "FRESH", 0.0)
    reindexing.look()
    reindexing.look()
    assert (ask.queued, announced) == (["search.synonyms"], ["now"])  # type: ignore[attr-defined]
    client().delete(reindexing._key())
    reindexing.look()
    assert len(ask.queued) == 2  # type: ignore[attr-defined]
    reindexing.run()
    client().delete(reindexing._key())
    reindexing.look()
    assert len(ask.queued) == 2  # type: ignore[attr-defined]


def test_a_change_that_redis_did_not_hear_of_is_read_and_indexed(ask: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """It is saved all the same; the clock writes its number, and the job reads the database."""
    with monkeypatch.context() as patch:
        patch.setitem(tk.config, "ckan.redis.url", "redis://127.0.0.1:1/0")
        in_force.change("nobody", add={"terms": ["xe lôi", "xích lô đạp"], "source": "lời nói"})
    client().set(in_force._key(), 0)
    assert current().alternatives(["Bến xe lôi"]) == []
    reindexing.look()
    assert int(client().get(in_force._key())) == in_force.newest()  # type: ignore[arg-type]
    client().set(in_force._key(), 0)
    assert reindexing.run() == 2
    assert current().alternatives(["Bến xe lôi"]) == ["xích lô đạp"]


def test_a_dataset_that_somebody_is_changing_is_indexed_later(ask: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """The change counts as indexed when all datasets have it."""
    ask(302, do="save", **NEW)
    monkeypatch.setattr(catching_up, "_PAUSE", 0.0)
    with model.meta.engine.connect() as writer:  # type: ignore[union-attr]
        writer.execute(sa.text("UPDATE package SET title = title WHERE name = 'xe-loi'"))
        assert (reindexing.run(), indexed.last()) == (1, 0)
        writer.rollback()
    assert (reindexing.run(), indexed.last(), reindexing.run()) == (2, in_force.newest(), 0)


def test_a_new_index_has_the_changes_before_it(ask: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """But for those so new that some process may not read them yet; what a rebuild is wanted for is wanted until one has it."""
    ask(302, do="save", **NEW)
    wanted: list[str] = []
    monkeypatch.setattr(reindexing.watch, "queue", lambda: wanted.append("rebuild"))
    monkeypatch.setattr(reindexing, "_MOST", 1)
    assert (reindexing.run(), wanted) == (0, ["rebuild"])
    assert in_force.newest(age=10.0) == 0
    monkeypatch.setattr(in_force, "FRESH", 0.0)
    rebuild.rebuild()
    assert indexed.last() == in_force.newest()
