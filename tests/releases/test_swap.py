"""Replacing a table under readers, and crashes in the middle."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import psycopg2
import psycopg2.errors
import pytest
from ckan import model
from ckan.plugins import toolkit as tk
from rq.job import JobStatus

from ckanext.binhduong.core.connections import datastore_connection
from ckanext.binhduong.releases.ledger.model import Release
from ckanext.binhduong.releases.maintenance import repair
from ckanext.binhduong.releases.publish import jobs, settlement, swap
from tests.releases.conftest import MORE_POINTS, POINTS, act, add, as_anonymous, file, replace, rows, run_jobs

pytestmark = pytest.mark.usefixtures("clean")


class Crash(BaseException):
    """The process is killed here."""


def crash(*_args: Any, **_kwargs: Any) -> None:
    """Stand for a kill at this instant: nothing of ours handles it."""
    raise Crash


def test_a_reader_in_the_middle_delays_the_swap_and_sees_one_table(dataset: dict[str, Any]) -> None:
    """While a reader's transaction is open the old table stands; when it ends the new one is put in place."""
    resource = add(dataset)
    act("resource_patch", id=resource["id"], upload=file(MORE_POINTS, "moi.csv"))
    waiting = Release.waiting()[0].id
    with psycopg2.connect(tk.config["ckan.datastore.read_url"]) as reader, reader.cursor() as cursor:
        cursor.execute(f'SELECT count(*) FROM "{resource["id"]}"')
        assert cursor.fetchone() == (3,)
        worker = threading.Thread(target=_run_in_thread, args=(waiting,))
        worker.start()
        # Other readers are never queued behind the waiting swap.
        for _ in range(5):
            assert len(rows(resource)) == 3
        cursor.execute(f'SELECT count(*) FROM "{resource["id"]}"')
        assert cursor.fetchone() == (3,)
        reader.commit()
        worker.join(timeout=60)
    assert not worker.is_alive()
    assert len(rows(resource)) == 4


def _run_in_thread(release_id: str) -> None:
    try:
        jobs.run(release_id)
    finally:
        model.Session.remove()


def test_a_reader_who_never_ends_fails_the_release(dataset: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """After our patience the release is failed with a finding, the old table stands, and running it again publishes it."""
    monkeypatch.setitem(tk.config, "ckanext.binhduong.releases.swap_patience", 1)
    resource = add(dataset)
    with psycopg2.connect(tk.config["ckan.datastore.read_url"]) as reader, reader.cursor() as cursor:
        cursor.execute(f'SELECT count(*) FROM "{resource["id"]}"')
        after = replace(resource, MORE_POINTS)
    assert (after["release_state"], after["release_number"], after["hash"]) == ("failed", 1, resource["hash"])
    assert [item["code"] for item in act("release_status", id=resource["id"])["findings"] if item["severity"] == "error"] == [
        "table-in-use"
    ]
    jobs.run(act("release_status", id=resource["id"])["attempt"]["id"])
    assert act("resource_show", id=resource["id"])["release_number"] == 2


def first_look(monkeypatch: pytest.MonkeyPatch, seen: Callable[[list[str]], list[str]]) -> list[list[str]]:
    """Have the swap see, the first time it looks for aliases, what ``seen`` makes of those that are there; gives what was there."""
    look, looked = swap._aliases, []

    def too_early(*arguments: Any) -> list[str]:
        looked.append(look(*arguments))
        return seen(looked[-1]) if len(looked) == 1 else looked[-1]

    monkeypatch.setattr(swap, "_aliases", too_early)
    return looked


def test_an_alias_made_during_the_swap_is_kept(dataset: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """An alias that comes after the swap has looked for aliases: the swap begins again, and both aliases read the new table."""
    resource = add(dataset)
    act("datastore_create", resource_id=resource["id"], force=True, aliases="nha_thuoc_mot,nha_thuoc_hai")
    looked = first_look(monkeypatch, lambda there: there[1:])
    assert replace(resource, MORE_POINTS)["release_number"] == 2
    assert looked == [["nha_thuoc_hai", "nha_thuoc_mot"]] * 2
    assert [as_anonymous("datastore_search", resource_id=alias)["total"] for alias in looked[0]] == [4, 4]


def test_an_alias_taken_away_during_the_swap_stays_away(dataset: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """An alias that goes after the swap has looked for aliases: the swap begins again without it."""
    resource = add(dataset)
    act("datastore_create", resource_id=resource["id"], force=True, aliases="nha_thuoc_mot")
    looked = first_look(monkeypatch, lambda there: [*there, "nha_thuoc_hai"])
    assert replace(resource, MORE_POINTS)["release_number"] == 2
    assert looked == [["nha_thuoc_mot"]] * 2


def test_a_dataset_can_be_changed_between_two_tries(dataset: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """While the swap sleeps until its next try it holds no row of CKAN's: an editor who saves the dataset does not wait for it."""
    resource = add(dataset)
    tried, in_the_way = swap._swap, [psycopg2.errors.LockNotAvailable()]
    changed: list[int] = []

    def once(*arguments: Any) -> None:
        if in_the_way:
            raise in_the_way.pop()
        tried(*arguments)

    def change(_seconds: float) -> None:
        with psycopg2.connect(tk.config["sqlalchemy.url"]) as editor, editor.cursor() as cursor:
            cursor.execute("SELECT FROM package WHERE id = %s FOR UPDATE NOWAIT", (dataset["id"],))
            changed.append(cursor.rowcount)

    monkeypatch.setattr(swap, "_swap", once)
    monkeypatch.setattr(datastore_connection, "time", SimpleNamespace(monotonic=time.monotonic, sleep=change))
    assert replace(resource, MORE_POINTS)["release_number"] == 2
    assert changed == [1]


CRASHES = {
    "before the load": ("ckanext.binhduong.releases.publish.staging.build", 3),
    "in the copy": ("ckanext.binhduong.releases.publish.staging._copy", 3),
    "in the index build": ("ckanext.binhduong.releases.publish.staging._index", 3),
    "inside the swap": ("ckanext.binhduong.releases.publish.swap._record", 3),
    "after the commit, before CKAN knows": ("ckanext.binhduong.releases.publish.from_file.finish", 4),
}


@pytest.mark.slow("instant", run=2)
@pytest.mark.parametrize("instant", list(CRASHES))
def test_a_crash_leaves_the_old_or_the_new_whole_and_can_be_run_again(
    dataset: dict[str, Any], geo: Any, monkeypatch: pytest.MonkeyPatch, instant: str
) -> None:
    """Killed anywhere: table, view and list agree on one release; the repair or the next run brings the new one everywhere."""
    resource = add(dataset)
    act("resource_patch", id=resource["id"], upload=file(MORE_POINTS, "moi.csv"))
    target, expected = CRASHES[instant]
    monkeypatch.setattr(target, crash)
    with pytest.raises(Crash):
        run_jobs()
    monkeypatch.undo()
    model.Session.rollback()
    assert as_anonymous("datastore_search", resource_id=resource["id"])["total"] == expected
    assert geo('SELECT count(*) FROM geo."nha-thuoc"') == [(expected,)]
    assert geo("SELECT feature_count FROM geo.layers") == [(expected,)]
    repair.repair()
    run_jobs()
    after = act("resource_show", id=resource["id"])
    assert (after["release_state"], after["release_number"], after["rows"]) == ("published", 2, 4)
    assert len(rows(resource)) == 4
    assert {what for what, count in repair.repair().items() if count} <= {"layers", "exports", "compared"}


def test_a_dataset_that_no_longer_meets_its_schema_is_mended_later(dataset: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """When CKAN refuses to save the dataset, the release counts as published and the resource says so after the repair."""
    resource = add(dataset)

    def refuse(release: Release) -> None:
        raise tk.ValidationError({"title": ["…"]})

    monkeypatch.setattr(settlement, "_patch", refuse)
    assert replace(resource, MORE_POINTS)["release_number"] == 1
    monkeypatch.undo()
    assert repair.repair()["resources"] == 1
    assert act("resource_show", id=resource["id"])["release_number"] == 2


def test_two_workers_do_not_publish_one_resource_at_once(dataset: dict[str, Any], clean_queues: None) -> None:
    """While another process publishes a resource, its next job steps back and is scheduled again."""
    resource = act("resource_create", package_id=dataset["id"], name="x", upload=file(POINTS, "a.csv"))
    release = Release.waiting()[0]
    with datastore_connection.resource_lock(resource["id"]) as held:
        assert held
        jobs.run(release.id)
        assert Release.waiting()[0].state == "pending"
        queue = tk.get_job_queue("publish")
        scheduled = [queue.fetch_job(job_id) for job_id in queue.scheduled_job_registry.get_job_ids()]
        assert ("releases.publish", 1, json.dumps({"release_id": release.id})) in [job.args for job in scheduled if job]
    run_jobs()
    assert act("resource_show", id=resource["id"])["release_number"] == 1


def test_lost_jobs_are_queued_again(dataset: dict[str, Any], clean_queues: None) -> None:
    """A flushed queue loses nothing: the ledger fills it again, once."""
    act("resource_create", package_id=dataset["id"], name="x", upload=file(POINTS, "a.csv"))
    queue = tk.get_job_queue("publish")
    release = Release.waiting()[0]
    assert queue.job_ids == [f"binhduong-release-{release.id}"]
    queue.empty()
    assert repair.repair()["queued"] == 1
    assert repair.repair()["queued"] == 0
    assert queue.job_ids == [f"binhduong-release-{release.id}"]


def test_a_job_that_died_with_its_worker_is_queued_again(dataset: dict[str, Any], clean_queues: None) -> None:
    """A killed worker leaves its job "started" for ever; a minute later it is seen that nobody works on it."""
    act("resource_create", package_id=dataset["id"], name="x", upload=file(POINTS, "a.csv"))
    queue = tk.get_job_queue("publish")
    job = queue.fetch_job(Release.waiting()[0].job_id or "")
    assert job
    assert "binhduong-releases-watch" in tk.get_job_queue().scheduled_job_registry.get_job_ids()
    queue.empty()
    job.save()
    job.set_status(JobStatus.STARTED)
    with datastore_connection.resource_lock(Release.waiting()[0].resource_id):
        repair.watch()
        assert queue.job_ids == []
    repair.watch()
    assert queue.job_ids == [job.id]
