"""Makes this folder's fixture anew, on the code of commit 5933bb7 only: ``.tools/venv/bin/python -m tests.upgrade.make_fixture``.

Makes an instance, fills it, stops its worker, leaves it work, dumps it; then restores the dump into an empty folder with the same old
code, lets the worker do the work, and records what the portal answers. It takes ten minutes, ten ports from ``PORTAL_PORT`` (6000) and
ten from 100 higher.
"""

from __future__ import annotations

import datetime
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from tests.upgrade import answers, dump, history, restore
from tests.upgrade.portal import ROOT, Portal

OLD = Path("/tmp/portal-5933bb7")
"""Where the old instances stand: queued checks hold the whole path of their file, and it must be one that any machine can have."""

_CODE = ("ckanext-binhduong", "stack", "config", "bin", "setup.py")


def main() -> None:
    """Make the fixture."""
    _refuse_other_code()
    if OLD.exists():
        raise SystemExit(f"{OLD} is left from another run: stop what runs there, remove it, and begin again")
    port = int(os.environ.get("PORTAL_PORT", "6000"))
    shutil.rmtree(dump.VAR, ignore_errors=True)
    shutil.rmtree(dump.JOBS, ignore_errors=True)
    try:
        known, waiting = _make(Portal(OLD / "var", port))
        (OLD / "var").rename(OLD / "var-first")
        done = _try_it(Portal(OLD / "restored", port + 100, known["tokens"]), known)
    finally:
        for var, first in (("var", port), ("restored", port + 100)):
            if (OLD / var / "secrets.json").exists():
                Portal(OLD / var, first).command("down")
    dump.write_json(dump.VAR / "answers.json", answers.merged(waiting, done))
    _list_files(known)


def _refuse_other_code() -> None:
    if subprocess.run(["git", "diff", "--quiet", dump.COMMIT, "--", *_CODE], cwd=ROOT, check=False).returncode:
        raise SystemExit(f"the fixture is of the code of commit {dump.COMMIT}; check that out first (git worktree add … {dump.COMMIT})")


def _make(portal: Portal) -> tuple[dict[str, Any], answers.Answers]:
    """Make, fill and dump the old instance; return the manifest so far and what the portal answers while work is waiting."""
    print("an instance of the old code", flush=True)
    secrets = {"admin": history.ADMIN_PASSWORD, "jwt": history.JWT_SECRET}
    restore.write_secrets(portal, secrets)
    portal.command("services")
    restore.stamp_seed(portal)
    portal.command("up")
    resources = history.fill(portal)
    portal.stop("worker")
    checks = history.leave_work(portal, resources)
    dump.dump_databases(portal)
    dump.dump_jobs(portal)
    known = {
        "commit": dump.COMMIT,
        "made": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "var": str(portal.var),
        "secrets": secrets,
        "officer": {"name": history.OFFICER, "password": history.OFFICER_PASSWORD},
        "tokens": portal.tokens,
        "resources": resources,
        "checks": checks,
        "census": dump.census(portal),
        "storage": dump.dump_storage(portal),
    }
    # Asked last: an answer may leave a file in the store that was not there, such as the difference of two releases.
    waiting = answers.ask_all(portal, resources | checks)
    portal.command("down")
    dump.write_json(dump.VAR / "manifest.json", known)
    return known, waiting


def _try_it(portal: Portal, known: dict[str, Any]) -> answers.Answers:
    """Restore the dump into an empty folder and let the old worker do what was waiting; return what the portal answers then."""
    print("the dump, restored", flush=True)
    restore.restore(portal)
    restore.stamp_seed(portal)
    portal.command("up")
    portal.wait_idle()
    assert portal.failed_jobs() == []
    return answers.ask_all(portal, known["resources"] | known["checks"])


def _list_files(known: dict[str, Any]) -> None:
    files = [*sorted(dump.VAR.iterdir()), *sorted(dump.JOBS.iterdir())]
    listed = {f"{path.parent.name}/{path.name}": dump.sha256(path.read_bytes()) for path in files if path.name != "manifest.json"}
    dump.write_json(dump.VAR / "manifest.json", {**known, "files": listed})


if __name__ == "__main__":
    main()
