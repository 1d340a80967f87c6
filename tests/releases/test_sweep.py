"""What is left over is swept when it is older than ten minutes; what is named, young or being worked on stays."""

from __future__ import annotations

import fcntl
import io
import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk

from ckanext.binhduong.core import scheduler
from ckanext.binhduong.core.connections import datastore_connection
from ckanext.binhduong.releases.ledger.model import Release
from ckanext.binhduong.releases.maintenance import sweep
from ckanext.binhduong.releases.naming import work_name, work_started
from ckanext.binhduong.storage import references, settings
from ckanext.binhduong.storage.work_folders import work_folder
from tests.releases.conftest import add, stored_files

pytestmark = pytest.mark.usefixtures("clean")


def swept() -> dict[str, int]:
    """Sweep and give how many of each kind were removed, without the kinds of which there were none."""
    return {what: count for what, count in sweep.sweep().items() if count}


@pytest.fixture
def ten_minutes_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever there is now is older than ten minutes, and what was received older than a day."""
    monkeypatch.setattr(sweep, "_ORPHAN_AGE", -1.0)
    monkeypatch.setattr(sweep, "_INCOMING_AGE", -1.0)


@pytest.fixture
def orphans(dataset: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """One of each thing that a kill can leave, beside a release with its files."""
    add(dataset)
    store = settings.store()
    named = stored_files()
    store.keep(store.receive(io.BytesIO(b"orphan"), 100))
    store.receive(io.BytesIO(b"interrupted"), 100)
    table = work_name("rel")
    with datastore_connection.transaction() as cursor:
        cursor.execute(f'CREATE TABLE public."{table}" (a int)')
    folder = settings.work_path() / "dead"
    (folder / "inside").mkdir(parents=True)
    yield {"named": named, "table": table, "folder": folder}
    with datastore_connection.transaction() as cursor:
        cursor.execute(f'DROP TABLE IF EXISTS public."{table}"')


def _stands(table: str) -> bool:
    with datastore_connection.transaction() as cursor:
        return datastore_connection.exists(cursor, table)


def test_left_over_things_are_swept(orphans: dict[str, Any], ten_minutes_later: None) -> None:
    """A table that was being built, a file that no release names, an interrupted upload and a dead job's folder go; a release's own
    source and canonical file stay."""
    assert swept() == {"tables": 1, "files": 2, "folders": 1}
    assert stored_files() == orphans["named"]
    assert len(stored_files()) == 2
    assert not _stands(orphans["table"])
    assert not orphans["folder"].exists()
    assert swept() == {}


def test_young_things_stay(orphans: dict[str, Any]) -> None:
    """What is younger than ten minutes may be on its way to its place."""
    assert swept() == {}
    assert _stands(orphans["table"])
    assert orphans["folder"].exists()


@pytest.mark.parametrize(("hours", "removed"), [(23, 0), (25, 1)])
def test_a_received_file_may_wait_a_day(clean: None, hours: int, removed: int) -> None:
    """A large file that waits in the queue for its check is not taken away from it."""
    received = settings.store().receive(io.BytesIO(b"waits"), 100)
    then = time.time() - hours * 3600
    os.utime(received.path, (then, then))
    assert (sweep.sweep()["files"], received.path.exists()) == (removed, not removed)


def test_what_goes_by_itself_stops_no_sweep(orphans: dict[str, Any], ten_minutes_later: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is discarded, or a folder that its job removes, between being listed and being looked at."""
    listed, within = Path.glob, Path.iterdir
    monkeypatch.setattr(Path, "glob", lambda path, pattern: [path / "ab" / "gone-too", *listed(path, pattern)])
    monkeypatch.setattr(Path, "iterdir", lambda path: iter([path / "gone", *within(path)]))
    assert swept() == {"tables": 1, "files": 2, "folders": 1}


def test_uploads_do_not_wait_for_a_look_at_the_store(dataset: dict[str, Any], statements: list[tuple[str, Any]]) -> None:
    """While nothing is left over no lock is taken; 2,500 stored files are looked up in three statements."""
    named = {f"{number:064x}" for number in range(2_500)}
    add(dataset)
    model.Session.execute(sa.update(Release).values(canonical=None))
    model.Session.commit()
    sha256 = model.Session.scalars(sa.select(Release.sha256)).one()
    statements.clear()
    assert references.delete_unnamed([sha256]) == 0
    assert not any("pg_advisory" in statement for statement, _ in statements)
    statements.clear()
    assert references.delete_unnamed(sorted(named)) == 2_500
    assert sum("unnest" in statement for statement, _ in statements) == 3 + 2_500 // 50
    assert max(len(str(parameters)) for _, parameters in statements) < 1_000 * 70


def test_a_deletion_gives_way_to_an_upload(orphans: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """While an upload has not ended its transaction its lock is waited for shortly; the next sweep deletes what is left over."""
    monkeypatch.setattr(references, "_LOCK_TIMEOUT", "50ms")
    monkeypatch.setattr(sweep, "_ORPHAN_AGE", -1.0)
    assert model.meta.engine
    with model.meta.engine.begin() as upload:
        upload.execute(sa.text("SELECT pg_advisory_xact_lock_shared(hashtext('binhduong_release_contents'))"))
        assert sweep._sweep_files() == 0
    assert sweep._sweep_files() == 1
    assert stored_files() == orphans["named"]


def test_only_tables_of_ours_are_swept(clean: None, ten_minutes_later: None) -> None:
    """CKAN's own tables, and a table that merely begins like ours, are left alone."""
    with datastore_connection.transaction() as cursor:
        cursor.execute('CREATE TABLE public."_rel_of_somebody_else" (a int)')
    try:
        assert sweep.sweep()["tables"] == 0
        assert _stands("_rel_of_somebody_else")
        assert _stands("_table_stats")
    finally:
        with datastore_connection.transaction() as cursor:
            cursor.execute('DROP TABLE public."_rel_of_somebody_else"')


def test_a_folder_in_use_stays(clean: None, ten_minutes_later: None) -> None:
    """A living job's folder is kept however long it works; the job removes it itself."""
    with work_folder() as folder:
        assert sweep.sweep()["folders"] == 0
        assert folder.exists()
    assert not folder.exists()
    handle = os.open(_made(settings.work_path() / "other"), os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    assert sweep.sweep()["folders"] == 0
    os.close(handle)
    assert sweep.sweep()["folders"] == 1


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def test_a_working_name_tells_its_age() -> None:
    """The name of a table that is being built holds the second it was begun; no other name does."""
    started = work_started(work_name("rel"))
    assert started is not None
    assert 0 <= time.time() - started < 60
    assert [work_started(name) for name in ("_table_stats", "_rel_0000000g_0123456789abcdef", "rel_00000000_0123456789abcdef")] == [
        None
    ] * 3


def test_regular_jobs_are_scheduled_once(clean: None, clean_queues: None) -> None:
    """The next sweep and the next night stand in the schedule once, however often they are put there; a turn schedules the next one."""
    registry = tk.get_job_queue().scheduled_job_registry
    for job_id in registry.get_job_ids():
        registry.remove(job_id, delete_job=True)
    now = datetime.now(UTC)
    scheduler.ensure()
    scheduler.run("drift")
    turns = {name: regular.next_turn(now) for name, regular in scheduler._regular.items()}
    wanted = {f"binhduong-releases-{name}-{turn:%Y%m%dT%H%M}": turn for name, turn in turns.items()}
    assert set(registry.get_job_ids()) == set(wanted)
    assert {job_id: registry.get_scheduled_time(job_id) for job_id in wanted} == wanted


@pytest.mark.parametrize(
    ("name", "now", "turn"),
    [
        ("drift", (2026, 11, 22, 10, 0), (2026, 11, 22, 10, 10)),
        ("drift", (2026, 11, 22, 23, 59), (2026, 11, 23, 0, 0)),
        ("nightly", (2026, 11, 22, 18, 59), (2026, 11, 22, 19, 0)),
        ("nightly", (2026, 11, 22, 19, 0), (2026, 11, 23, 19, 0)),
        ("nightly", (2026, 11, 22, 3, 0), (2026, 11, 22, 19, 0)),
    ],
)
def test_the_next_turn(name: str, now: tuple[int, ...], turn: tuple[int, ...]) -> None:
    """Every ten minutes, and at two in the morning in Vietnam (19:00 UTC)."""
    moment = datetime(*now, tzinfo=UTC)  # type: ignore[misc]
    assert scheduler._regular[name].next_turn(moment) == datetime(*turn, tzinfo=UTC)  # type: ignore[misc]
