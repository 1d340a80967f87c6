"""Old releases give their files back where the configuration says so; what they were stays known."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk

from ckanext.binhduong.comparisons import jobs as comparisons
from ckanext.binhduong.releases.ledger.model import Release, utcnow
from ckanext.binhduong.releases.maintenance import retire, sweep
from ckanext.binhduong.storage import settings
from tests.releases.conftest import MORE_POINTS, POINTS, act, add, as_anonymous, replace, run_jobs, stored_files

NOW = datetime(2026, 11, 22)  # noqa: DTZ001 - the ledger keeps UTC without a zone


@dataclass
class Published:
    """A release as `due` sees it."""

    number: int
    finished: datetime


def _due(keep: int, days: int, ages: list[int]) -> list[int]:
    """Give the numbers of the releases that go; ``ages`` are in days, from release 1 on."""
    releases = [Published(number, NOW - timedelta(days=age)) for number, age in enumerate(ages, 1)]
    return sorted(release.number for release in retire.due(releases, keep, days, NOW))


@pytest.mark.parametrize(
    ("keep", "days", "gone"),
    [
        (0, 0, []),
        (3, 0, [1, 2]),
        (1, 0, [1, 2, 3]),
        (0, 30, [1, 2, 3]),
        (0, 45, [1, 2]),
        (4, 30, [1]),
        (2, 365, []),
        (99, 1, []),
    ],
)
def test_what_is_due(keep: int, days: int, gone: list[int]) -> None:
    """By number, by age, or by both; never the newest two."""
    assert _due(keep, days, [200, 100, 40, 20, 10]) == gone


@pytest.mark.usefixtures("clean")
def test_nothing_is_retired_by_default(dataset: dict[str, Any]) -> None:
    """Without a word in the configuration every release keeps its files."""
    resource = add(dataset)
    replace(resource, MORE_POINTS, "hai.csv")
    replace(resource, MORE_POINTS.replace("004", "005"), "ba.csv")
    before = stored_files()
    assert retire.retire_all() == 0
    assert stored_files() == before


@pytest.fixture
def three(dataset: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """A resource with three releases, of which two are to be kept."""
    monkeypatch.setitem(tk.config, "ckanext.binhduong.releases.keep", 2)
    resource = add(dataset)
    replace(resource, MORE_POINTS, "hai.csv")
    return replace(resource, MORE_POINTS.replace("004", "005"), "ba.csv")


def _files(resource: dict[str, Any]) -> set[str]:
    """Name the contents that a resource's releases 2 and 3 need."""
    releases = model.Session.query(Release).filter_by(resource_id=resource["id"]).filter(Release.number > 1).all()
    return {content for release in releases for content in (release.sha256, release.canonical) if content}


@pytest.mark.usefixtures("clean")
def test_an_old_release_gives_its_files_back(three: dict[str, Any], dataset: dict[str, Any], app: Any, monkeypatch: Any) -> None:
    """Source and canonical file of release 1 are deleted, its address answers 410 with the reason, the list still tells of it; the
    others are as they were, and nothing more is found to retire or to sweep."""
    assert retire.retire_all() == 1
    assert stored_files() == _files(three)
    address = f"/dataset/{dataset['name']}/resource/{three['id']}"
    gone = app.get(f"{address}/release/1/nha-thuoc.csv")
    assert gone.status_code == 410
    assert f"{utcnow():%d/%m/%Y}" in gone.text
    assert app.get(f"{address}/release/2/hai.csv").text == MORE_POINTS
    listed = as_anonymous("release_list", id=three["id"])
    assert [(each["number"], bool(each["retired"]), each["rows"]) for each in listed] == [(3, False, 4), (2, False, 4), (1, True, 3)]
    assert retire.retire_all() == 0
    monkeypatch.setattr(sweep, "_ORPHAN_AGE", -1.0)
    assert sweep.sweep()["files"] == 0


@pytest.mark.usefixtures("clean")
def test_what_was_not_compared_in_time_is_told_so(three: dict[str, Any]) -> None:
    """A release whose predecessor was retired before they were compared is looked at once more and never again."""
    retire.retire_all()
    comparisons.run()
    summaries = {each["number"]: each["summary"] for each in as_anonymous("release_list", id=three["id"])}
    assert summaries[2] == {"from": None, "gone": True}
    assert (summaries[1]["from"], summaries[3]["from"], summaries[3]["changed"] + summaries[3]["added"]) == (None, 2, 1)
    assert comparisons.repair() == 0


@pytest.mark.usefixtures("clean")
def test_differences_of_a_retired_release_are_swept(three: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed between the ledger's word and the deletion of the files, the next sweep takes the differences; the others stay."""
    comparisons.run()
    root = settings.store().root / "differences"
    assert len(list(root.rglob("*.parquet"))) == 2

    def kill(_contents: set[str]) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(retire, "delete_unnamed", kill)
    with pytest.raises(KeyboardInterrupt):
        retire.retire_all()
    assert sweep.sweep()["differences"] == 1
    assert len(list(root.rglob("*.parquet"))) == 1


@pytest.mark.usefixtures("clean")
def test_a_retired_release_cannot_be_brought_back(three: dict[str, Any]) -> None:
    """Rolling back to it is refused with the reason; rolling back to a kept one works."""
    retire.retire_all()
    with pytest.raises(tk.ValidationError) as error:
        act("release_rollback", id=three["id"], number=1)
    assert list(error.value.error_dict) == ["number"]
    act("release_rollback", id=three["id"], number=2)
    run_jobs()
    assert act("resource_show", id=three["id"])["release_number"] == 4


@pytest.mark.usefixtures("clean")
def test_a_file_that_another_release_has_stays(dataset: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """A release that was brought back shares its file with the old one: retiring the old one deletes nothing of it."""
    monkeypatch.setitem(tk.config, "ckanext.binhduong.releases.keep", 2)
    resource = add(dataset)
    replace(resource, MORE_POINTS, "hai.csv")
    act("release_rollback", id=resource["id"], number=1)
    run_jobs()
    assert retire.retire_all() == 1
    current = Release.current(resource["id"])
    assert current
    assert settings.store().path(current.sha256).read_text() == POINTS


@pytest.mark.usefixtures("clean")
def test_a_file_that_comes_again_while_its_release_is_retired_stays(three: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """An upload keeps release 1's content and has not committed yet; the night retires release 1. The upload's file is there."""
    retiring = threading.Thread(target=_retire_in_thread)
    overtake = Release.overtake

    def meanwhile(resource_id: str) -> None:
        """Between keeping the file and naming it."""
        retiring.start()
        _wait_until_over_or_waiting(retiring)
        overtake(resource_id)

    monkeypatch.setattr(Release, "overtake", meanwhile)
    assert replace(three, POINTS, "lai.csv")["release_number"] == 4
    retiring.join(timeout=60)
    assert not retiring.is_alive()
    assert [each["retired"] is not None for each in act("release_list", id=three["id"])] == [False, False, False, True]
    current = Release.current(three["id"])
    assert current
    assert settings.store().path(current.sha256).read_text() == POINTS


def _retire_in_thread() -> None:
    try:
        retire.retire_all()
    finally:
        model.Session.remove()


def _wait_until_over_or_waiting(thread: threading.Thread) -> None:
    """Wait until a thread has ended or waits for an advisory lock of CKAN's database."""
    waiting = sa.text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
    assert model.meta.engine
    deadline = time.monotonic() + 60
    while thread.is_alive():
        with model.meta.engine.connect() as connection:
            if connection.execute(waiting).scalar():
                return
        assert time.monotonic() < deadline, "it neither ends nor waits"
