"""Kill -9 in a publish: whatever is killed and whenever, readers have one release whole, and what was accepted gets published."""

from __future__ import annotations

import hashlib
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ckanext.binhduong.exports import jobs as exports
from ckanext.binhduong.exports.model import Export
from ckanext.binhduong.releases.ledger.model import Release
from ckanext.binhduong.releases.publish import jobs
from ckanext.binhduong.storage import settings
from tests.releases.conftest import act, add, file
from tests.releases.faults import killing
from tests.releases.faults.checking import Content, Geo, assert_whole, geo_reader, left_over, look, repair_as_after_ten_minutes
from tests.releases.faults.killing import Instant

pytestmark = pytest.mark.usefixtures("clean")

OLD, NEW = Content("một", 60), Content("hai", 75)

INSTANTS: dict[str, tuple[Instant, str]] = {
    "before the check": (Instant("releases.publish.from_file.ingest.check_file"), "old"),
    "after the check": (Instant("releases.publish.from_file.ingest.check_file", "after"), "old"),
    "before the canonical file": (Instant("releases.canonical.archive.write_canonical"), "old"),
    "after the canonical file, before the ledger names it": (Instant("releases.canonical.archive.keep_canonical", "after"), "old"),
    "before the load": (Instant("releases.publish.staging.build"), "old"),
    "before the copy": (Instant("releases.publish.staging._copy"), "old"),
    "in the copy": (Instant("releases.publish.staging._copy", "copying"), "old"),
    "after the copy": (Instant("releases.publish.staging._copy", "after"), "old"),
    "before the index build": (Instant("releases.publish.staging._index"), "old"),
    "in the index build": (Instant("releases.publish.staging._index_key"), "old"),
    "after the load": (Instant("releases.publish.staging.build", "after"), "old"),
    "inside the swap, before the layer's view": (Instant("releases.publish.swap._place_layer"), "old"),
    "inside the swap, before the names": (Instant("releases.publish.swap.staging.final_names"), "old"),
    "inside the swap, at its end": (Instant("releases.publish.swap._record", "after"), "old"),
    "after the commit, before CKAN knows": (Instant("releases.publish.from_file.finish"), "between"),
    "in CKAN's transaction, before the resource": (Instant("releases.publish.settlement._patch"), "between"),
    "in CKAN's transaction, before its commit": (Instant("releases.publish.settlement._derived_extent", "after"), "between"),
    "after everything": (Instant("releases.publish.from_file.finish", "after"), "new"),
}
"""The instant, and what readers have right after the kill."""

_FIRST_OF_SWAP = list(INSTANTS).index("inside the swap, before the layer's view")
_IN_ORDER = [
    # Before the swap nothing that readers see is touched: `make test` makes some of these, and all of the others.
    *(pytest.param(name, marks=pytest.mark.slow("instant", run=3)) for name in list(INSTANTS)[:_FIRST_OF_SWAP]),
    *list(INSTANTS)[_FIRST_OF_SWAP:],
]

POSTGRES: dict[str, tuple[Callable[[], None], Instant, str]] = {
    "its process in the copy": (killing.kill_backend, Instant("releases.publish.staging._copy", "copying"), "old"),
    "its process inside the swap": (killing.kill_backend, Instant("releases.publish.swap._record", "after"), "old"),
    "all of it in the index build": (killing.kill_postgres, Instant("releases.publish.staging._index_key"), "old"),
    "all of it inside the swap": (killing.kill_postgres, Instant("releases.publish.swap._record", "after"), "old"),
    "all of it before CKAN knows": (killing.kill_postgres, Instant("releases.publish.from_file.finish"), "between"),
}


def _accept(dataset: dict[str, Any]) -> tuple[str, str]:
    """Publish the old release and upload the new one; give the resource's id and the waiting release's."""
    resource = add(dataset, OLD.file, "nha-thuoc.csv", key_column="ma")
    act("resource_patch", id=resource["id"], upload=file(NEW.file, "nha-thuoc.csv"))
    return resource["id"], Release.waiting()[0].id


def _assert_published(resource_id: str, geo: Geo, app: Any) -> None:
    """After the repair the new release is everywhere and nothing is left over; another repair has nothing to do."""
    repair_as_after_ten_minutes()
    assert assert_whole(look(resource_id, geo, app), (1, OLD), (2, NEW)) == "new"
    assert act("resource_show", id=resource_id)["release_state"] == "published"
    assert left_over() == []


@pytest.mark.parametrize("instant", _IN_ORDER)
def test_a_killed_worker(dataset: dict[str, Any], geo: Geo, app: Any, tmp_path: Path, instant: str) -> None:
    """The worker's process is killed at the instant: one release whole, and after the repair the new one."""
    where, expected = INSTANTS[instant]
    resource_id, release_id = _accept(dataset)
    status = killing.run_and_kill(lambda: jobs.run(release_id), where, killing.kill_worker, tmp_path / "hit")
    assert (tmp_path / "hit").exists()
    assert os.WIFSIGNALED(status)
    assert os.WTERMSIG(status) == signal.SIGKILL
    assert assert_whole(look(resource_id, geo, app), (1, OLD), (2, NEW)) == expected
    _assert_published(resource_id, geo, app)


@pytest.mark.restarts_services
@pytest.mark.parametrize("what", list(POSTGRES))
def test_killed_postgresql(dataset: dict[str, Any], app: Any, tmp_path: Path, what: str) -> None:
    """PostgreSQL is killed under the job: after its recovery one release whole, and after the repair the new one."""
    kill, where, expected = POSTGRES[what]
    resource_id, release_id = _accept(dataset)
    killing.run_and_kill(lambda: jobs.run(release_id), where, kill, tmp_path / "hit")
    killing.wait_for_postgres()
    assert (tmp_path / "hit").exists()
    with geo_reader() as geo:
        assert assert_whole(look(resource_id, geo, app), (1, OLD), (2, NEW)) == expected
        _assert_published(resource_id, geo, app)


EXPORTS = {
    "before a file is written": Instant("exports.make.write_export"),
    "in the midst of a file": Instant("releases.canonical.parquet_table.Canonical.batches", "yielding"),
    "before a file is kept": Instant("exports.make.write_export", "after"),
    "before the ledger names the second": Instant("exports.make.make", "after", 2),
}


@pytest.mark.slow("instant", run=2)
@pytest.mark.parametrize("instant", list(EXPORTS))
def test_a_worker_killed_in_an_export(dataset: dict[str, Any], geo: Geo, app: Any, tmp_path: Path, instant: str) -> None:
    """Killed while it writes a release's files: the release stands, no file is offered that is not whole, and after the repair all are."""
    resource_id = add(dataset, OLD.file, "nha-thuoc.csv", key_column="ma")["id"]
    release_id = _current(resource_id).id
    first = Export.find(release_id, "csv", 4326)
    assert first
    only = first.id if instant == "in the midst of a file" else None
    status = killing.run_and_kill(lambda: exports.run_one(release_id, only), EXPORTS[instant], killing.kill_worker, tmp_path / "hit")
    assert (tmp_path / "hit").exists()
    assert len(list(settings.work_path().glob("*/export.*"))) == (instant in ("in the midst of a file", "before a file is kept"))
    assert os.WTERMSIG(status) == signal.SIGKILL
    assert assert_whole(look(resource_id, geo, app), (1, OLD), (2, NEW)) == "old"
    assert _offered(release_id) <= {("pending", False), ("ready", True)}
    repair_as_after_ten_minutes()
    exports.run(release_id)
    assert _offered(release_id) == {("ready", True)}
    assert left_over() == []


def _current(resource_id: str) -> Release:
    current = Release.current(resource_id)
    assert current
    return current


def _offered(release_id: str) -> set[tuple[str, bool]]:
    """Give the states of a release's files, each with whether its content is in the store under its own checksum."""
    store = settings.store()
    return {
        (export.state, bool(export.sha256) and hashlib.sha256(store.path(export.sha256).read_bytes()).hexdigest() == export.sha256)
        for export in Export.of(release_id)
    }
