"""What fails in the night is told, and stops nothing else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn

import pytest
from ckan import model
from ckan.plugins import toolkit as tk
from click.testing import CliRunner
from rq.timeouts import JobTimeoutException

from ckanext.binhduong.comparisons import jobs as comparisons
from ckanext.binhduong.core.jobs.independent_steps import SomeFailed, do_each
from ckanext.binhduong.releases.canonical import archive
from ckanext.binhduong.releases.cli import releases as commands
from ckanext.binhduong.releases.datastore_writes import table_release
from ckanext.binhduong.releases.ledger.model import Release
from ckanext.binhduong.releases.maintenance import retire
from ckanext.binhduong.releases.maintenance.repair import repair
from ckanext.binhduong.storage import settings
from tests.releases.conftest import MORE_POINTS, POINTS, act, add, replace, run_jobs

NEW_ROW = {"ma": "NT-009", "ten": "Nhà thuốc mới", "so_dien_thoai": "0274000009", "vi_do": 11.0, "kinh_do": 106.6}


def fail(*_args: Any, **_named: Any) -> NoReturn:
    """Stand for whatever can go wrong."""
    raise OSError("the disk does not answer")


def test_what_fails_is_named_at_the_end() -> None:
    """All is done in its order, and what each gave is given; failures are raised last, with those within a part in brackets."""
    done: list[str] = []

    def part() -> dict[str, None]:
        return do_each({"b1": lambda: done.append("b1"), "b2": fail})

    work: dict[str, Callable[[], Any]] = {"a": fail, "b": part, "c": lambda: done.append("c")}
    with pytest.raises(SomeFailed, match=r"^a, b \(b2\)$"):
        do_each(work)
    assert done == ["b1", "c"]
    assert do_each({"a": lambda: 1, "b": lambda: 2}) == {"a": 1, "b": 2}


def test_the_end_of_the_jobs_time_ends_it() -> None:
    """What comes after it is not begun: nothing would be left of the job to end it in order."""
    done: list[str] = []

    def over() -> None:
        raise JobTimeoutException

    with pytest.raises(JobTimeoutException):
        do_each({"a": over, "b": lambda: done.append("b")})
    assert done == []


@pytest.mark.usefixtures("clean")
def test_the_end_of_the_jobs_time_is_no_releases_fault(dataset: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither writing canonical files nor comparing releases goes on with the next one."""
    replace(add(dataset), MORE_POINTS)
    begun: list[str] = []

    def over(release_id: str) -> None:
        begun.append(release_id)
        raise JobTimeoutException

    monkeypatch.setattr(comparisons, "_summarise", over)
    monkeypatch.setattr(archive, "_fill", over)
    model.Session.query(Release).update({"canonical": None})
    with pytest.raises(JobTimeoutException):
        archive.backfill()
    model.Session.rollback()
    with pytest.raises(JobTimeoutException):
        comparisons.run()
    assert len(begun) == 2


@pytest.mark.usefixtures("clean")
def test_a_step_that_fails_stops_no_other(dataset: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """With the canonical files and a layer in trouble, the changed table still becomes a release; the command names both and fails."""
    resource = add(dataset, key_column="ma")
    act("datastore_upsert", resource_id=resource["id"], force=True, records=[NEW_ROW])
    monkeypatch.setattr(archive, "backfill", fail)
    monkeypatch.setattr("ckanext.binhduong.releases.maintenance.repair.dataset_for", fail)
    said = CliRunner().invoke(commands, ["nightly"])
    assert said.exit_code == 1
    assert said.output == f"Error: failed (see the log): written, repair (repaired (layers ({dataset['id']})))\n"
    run_jobs()
    assert act("resource_show", id=resource["id"])["release_number"] == 2


@pytest.mark.usefixtures("clean")
def test_a_resource_that_fails_stops_no_other(dataset: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two resources with a release to retire, one's file cannot be deleted and one's table cannot be asked for: each is named, and the
    other one's work is done."""
    monkeypatch.setitem(tk.config, "ckanext.binhduong.releases.keep", 2)
    broken, whole = sorted((_changed(dataset, name) for name in ("mot", "hai")), key=lambda resource: resource["id"])
    first = model.Session.query(Release).filter_by(resource_id=broken["id"], number=1).one()
    source = settings.store().path(first.sha256)
    source.unlink()
    source.mkdir()
    with pytest.raises(SomeFailed, match=rf"^{broken['id']}$"):
        retire.retire_all()
    retired = model.Session.query(Release).filter(Release.resource_id == whole["id"], Release.retired.is_not(None)).one()
    assert not settings.store().path(retired.sha256).exists()
    ask = table_release.ask
    monkeypatch.setattr(
        table_release, "ask", lambda resource_id, author: fail() if resource_id == broken["id"] else ask(resource_id, author)
    )
    with pytest.raises(SomeFailed, match=rf"^{broken['id']}$"):
        table_release.ask_changed("")
    assert [release.resource_id for release in Release.waiting()] == [whole["id"]]


def _changed(dataset: dict[str, Any], name: str) -> dict[str, Any]:
    """A resource of three releases, of content of its own, whose table was then changed by an agency's system."""
    resource = add(dataset, POINTS.replace("Bình An", name), "a.csv", name=name, key_column="ma")
    for content in (MORE_POINTS, POINTS):
        replace(resource, content.replace("Minh Tâm", name), "a.csv")
    act("datastore_upsert", resource_id=resource["id"], force=True, records=[NEW_ROW])
    return resource


@pytest.mark.usefixtures("clean")
def test_a_repair_that_fails_stops_no_sweep(dataset: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """What is left over is swept though a layer cannot be looked at."""
    add(dataset)
    folder = settings.work_path() / "dead"
    folder.mkdir()
    monkeypatch.setattr("ckanext.binhduong.releases.maintenance.sweep._ORPHAN_AGE", -1.0)
    monkeypatch.setattr("ckanext.binhduong.releases.maintenance.repair.dataset_for", fail)
    with pytest.raises(SomeFailed):
        repair()
    assert not folder.exists()
