"""Makes an instance's folder what it was under commit 5933bb7, ready for ``make up``: ``python -m tests.upgrade.restore``.

``PORTAL_VAR`` names a folder that is empty or not there, ``PORTAL_PORT`` the first port. The steps are explained in README.md.
"""

from __future__ import annotations

import base64
import io
import json
import lzma
import os
import shutil
import subprocess
import tarfile
import time
from pathlib import Path
from typing import Any

from tests.upgrade.dump import JOBS, VAR, census
from tests.upgrade.portal import ROOT, USER, Portal, as_user

__all__ = ["manifest", "restore", "stamp_seed"]

_SEED_STAMP = """
from stack import instance, stamps
here = instance.from_environment()
stamps.keep(here, "seed", stamps.digest([instance.ROOT / "datasets", instance.EXTENSION / "catalogue"]))
"""


def manifest() -> dict[str, Any]:
    """Read the fixture's manifest."""
    return json.loads((VAR / "manifest.json").read_text(encoding="utf-8"))


def restore(portal: Portal) -> None:
    """Fill an empty folder and leave the instance stopped.

    Raises:
        FileExistsError: the folder holds an instance already.
        AssertionError: what stands in the restored databases is not what was dumped.
    """
    known = manifest()
    if (portal.var / "postgres").exists():
        raise FileExistsError(f"{portal.var} holds an instance; name an empty folder in PORTAL_VAR")
    write_secrets(portal, known["secrets"])
    # The code at hand makes cluster, roles and settings; what it makes in the databases is replaced by the dump.
    portal.command("services")
    _restore_databases(portal)
    found = census(portal)
    assert found == known["census"], {name: rows for name, rows in found.items() if rows != known["census"].get(name)}
    _restore_storage(portal)
    _restore_jobs(portal)
    portal.command("down")
    _forget_what_was_done(portal)
    _stand_where_it_stood(portal, Path(known["var"]))


def write_secrets(portal: Portal, secrets: dict[str, str]) -> None:
    """Give a new instance the secrets that the fixture's users and tokens were made with; it makes the others itself."""
    portal.var.mkdir(parents=True, exist_ok=True)
    path = portal.var / "secrets.json"
    path.write_text(json.dumps(secrets))
    path.chmod(0o600)


def _restore_databases(portal: Portal) -> None:
    for name in ("ckan", "datastore"):
        portal.psql("postgres", f'DROP DATABASE "{name}" WITH (FORCE)')
        portal.psql("postgres", lzma.decompress((VAR / f"{name}.sql.xz").read_bytes()).decode())


def _restore_storage(portal: Portal) -> None:
    """Unpack the stored files, each as new as today: received files and unnamed ones that look old are swept."""
    root = portal.var / "storage"
    with tarfile.open(fileobj=io.BytesIO(lzma.decompress((VAR / "storage.tar.xz").read_bytes()))) as archive:
        for member in archive:
            path = root / member.name
            path.parent.mkdir(parents=True, exist_ok=True)
            stream = archive.extractfile(member)
            assert stream
            path.write_bytes(stream.read())
            path.chmod(member.mode)
    if os.geteuid() == 0:
        subprocess.run(["chown", "-R", f"{USER}:{USER}", root], check=True)


def _restore_jobs(portal: Portal) -> None:
    """Write the jobs into Redis, byte by byte; what was scheduled is due at its time, or now if that is still to come."""
    redis, lists = portal.redis(), json.loads((JOBS / "queue.json").read_text(encoding="utf-8"))
    for path in sorted(JOBS.glob("[0-9]*.json")):
        job = json.loads(path.read_text(encoding="utf-8"))
        redis.hset(job["key"], mapping={name: base64.b64decode(value) for name, value in job["fields"].items()})
    for name, jobs in lists["queue"].items():
        redis.sadd("rq:queues", name)
        redis.rpush(name, *jobs)
    for name, scores in lists["scheduled"].items():
        redis.zadd(name, {job: min(score, int(time.time())) for job, score in scores.items()})
    for name, state in lists["checks"].items():
        redis.set(name, state, ex=86_400)


def _forget_what_was_done(portal: Portal) -> None:
    """Take away the stamps, so that ``make up`` upgrades the databases, and Solr's configuration, so that it builds the index."""
    for stamp in portal.var.glob(".done-*"):
        stamp.unlink()
    shutil.rmtree(portal.var / "solr" / "configsets")


def stamp_seed(portal: Portal) -> None:
    """Have ``make up`` leave the seed catalogue out; the fixture has a small one of its own."""
    subprocess.run([*as_user(), "/usr/bin/python3", "-B", "-c", _SEED_STAMP], env=portal.environment, cwd=ROOT, check=True)


def _stand_where_it_stood(portal: Portal, old: Path) -> None:
    """Queued checks name their file by its whole path, so the old folder's name must lead to the restored one."""
    if portal.var.resolve() == old.resolve():
        return
    old.parent.mkdir(parents=True, exist_ok=True)
    if old.is_symlink():
        old.unlink()
    old.symlink_to(portal.var.resolve())


if __name__ == "__main__":
    here = Portal((ROOT / os.environ["PORTAL_VAR"]).resolve(), int(os.environ["PORTAL_PORT"]))
    restore(here)
    stamp_seed(here)
    print(f"Restored; now: PORTAL_VAR={here.var} PORTAL_PORT={here.port} make up")
