"""An instance of commit 5933bb7 under the code at hand: its queued jobs run, its databases are upgraded and served."""

from __future__ import annotations

import base64
import inspect
import json
import os
import pickle
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rq.utils import import_attribute

from stack.instance import from_environment
from tests.upgrade import answers, restore
from tests.upgrade.dump import JOBS
from tests.upgrade.portal import Portal, wait_until

OURS = "ckanext.binhduong."
ALL_JOBS = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(JOBS.glob("[0-9]*.json"))]


@pytest.mark.usefixtures("with_plugins")
@pytest.mark.parametrize("job", [job for job in ALL_JOBS if job["path"].startswith(OURS)], ids=lambda job: job["path"])
def test_a_queued_job_finds_its_function(job: dict[str, Any]) -> None:
    """Its dotted path leads to a function that takes the pickled arguments, whose classes can be read."""
    name, instance, args, kwargs = pickle.loads(zlib.decompress(base64.b64decode(job["fields"]["data"])))
    assert (name, instance) == (job["path"], None)
    inspect.signature(import_attribute(name)).bind(*args, **kwargs)
    for file in [each for each in args if type(each).__module__.startswith(OURS)]:
        assert file.path.is_absolute()
        assert isinstance(file.options, dict)


@pytest.fixture(scope="module")
def upgraded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """The old instance after `make up` of this code, with nothing left to do; only when it is asked for, because it takes minutes."""
    if not os.environ.get("PORTAL_UPGRADE"):
        pytest.skip("PORTAL_UPGRADE=1 restores an instance of commit 5933bb7 and upgrades it")
    known = restore.manifest()
    portal = Portal(tmp_path_factory.mktemp("old") / "var", from_environment().port + 60, known["tokens"])
    restore.restore(portal)
    restore.stamp_seed(portal)
    portal.command("up")
    try:
        wait_until(lambda: not _left(portal), 600.0, lambda: _left(portal))
        yield portal
    finally:
        portal.command("down")


def _left(portal: Portal) -> list[str]:
    """What is still to be done, in all queues."""
    redis = portal.redis()
    queues = [name.decode() for name in redis.smembers("rq:queues")]
    waiting = [job.decode() for name in queues for job in redis.lrange(name, 0, -1)]
    return [
        *waiting,
        *(job.decode() for name in queues for job in redis.zrange(name.replace("rq:queue:", "rq:wip:"), 0, -1)),
        *portal.left(),
    ]


def test_the_old_jobs_are_done(upgraded: Portal) -> None:
    """None failed, in any queue."""
    redis = upgraded.redis()
    failed = [key.decode() for key in redis.scan_iter("rq:failed:*") if redis.zcard(key)]
    assert failed == []


def test_the_old_data_is_served(upgraded: Portal) -> None:
    """Pages, actions and files answer what the old code answered, to the byte where it wrote the file."""
    assert answers.differences(upgraded, answers.expected(restore.manifest())) == []


def test_the_schema_has_a_version(upgraded: Portal) -> None:
    """The DataStore's database is at the newest revision, and a second `make up` leaves it there."""
    version = "SELECT version_num FROM portal.schema_version"
    newest = max(path.name[:4] for path in Path(_revisions()).glob("[0-9]*.py"))
    assert upgraded.psql("datastore", version).strip() == newest
    upgraded.command("up")
    assert upgraded.psql("datastore", version).strip() == newest


def _revisions() -> str:
    from ckanext.binhduong.datastore_schema import upgrade

    return str(Path(upgrade.__file__).parent / "migrations" / "versions")
