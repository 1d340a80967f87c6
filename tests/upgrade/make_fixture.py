"""Makes this folder's fixture anew, on the code of commit 5933bb7 only: ``.tools/venv/bin/python -m tests.upgrade.make_fixture``.

``dump`` makes an instance, fills it, stops its worker, leaves it work and dumps it; ``try`` restores the dump into an empty folder with
the same old code, lets the worker do the work, and compares what the portal answers with what is expected. Without a word both are done:
ten minutes on a quiet machine, eleven ports from ``PORTAL_PORT`` (6000) and eleven from 100 higher.
"""

from __future__ import annotations

import datetime
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.upgrade import answers, dump, history, restore
from tests.upgrade.portal import ROOT, Portal

OLD = Path("/tmp/portal-5933bb7")
"""Where the old instances stand: queued checks hold the whole path of their file, and it must be one that any machine can have."""

_CODE = ("ckanext-binhduong", "stack", "config", "bin", "setup.py")


def main(steps: list[str]) -> None:
    """Do the steps named, or both."""
    _refuse_other_code()
    port = int(os.environ.get("PORTAL_PORT", "6000"))
    chosen = {"dump": lambda: _make(Portal(OLD / "var", port)), "try": lambda: _try_it(OLD / "restored", port + 100)}
    for name in steps or chosen:
        chosen[name]()


def _refuse_other_code() -> None:
    if subprocess.run(["git", "diff", "--quiet", dump.COMMIT, "--", *_CODE], cwd=ROOT, check=False).returncode:
        raise SystemExit(f"the fixture is of the code of commit {dump.COMMIT}; check that out first (git worktree add … {dump.COMMIT})")


def _make(portal: Portal) -> None:
    """Make, fill and dump the old instance."""
    print("an instance of the old code", flush=True)
    _refuse_leftovers(portal.var)
    for folder in (dump.VAR, dump.JOBS):
        shutil.rmtree(folder, ignore_errors=True)
    secrets = {"admin": history.ADMIN_PASSWORD, "jwt": history.JWT_SECRET}
    restore.write_secrets(portal, secrets)
    portal.command("services")
    restore.stamp_seed(portal)
    portal.up()
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
    dump.write_json(dump.VAR / "manifest.json", {**known, "files": list_files()})
    portal.command("down")
    portal.var.rename(portal.var.with_name("var-first"))


def _try_it(var: Path, port: int) -> None:
    """Restore the dump into an empty folder, let the old worker do what was waiting, and see what the portal answers then."""
    print("the dump, restored", flush=True)
    _refuse_leftovers(var)
    known = restore.manifest()
    portal = Portal(var, port, known["tokens"])
    restore.restore(portal)
    restore.stamp_seed(portal)
    portal.up()
    portal.wait_idle()
    wrong = answers.differences(portal, answers.expected(known)) + [f"failed: {job}" for job in portal.failed_jobs()]
    portal.command("down")
    if wrong:
        raise SystemExit("\n".join(wrong))
    print("the restored instance answers as expected")


def _refuse_leftovers(var: Path) -> None:
    if var.exists():
        raise SystemExit(f"{var} is left from another run: stop what runs there (make down), remove it, and begin again")


def list_files() -> dict[str, str]:
    """Return the SHA-256 of every file of the fixture but the manifest, by its path."""
    files = [*sorted(dump.VAR.iterdir()), *sorted(dump.JOBS.iterdir())]
    return {f"{path.parent.name}/{path.name}": dump.sha256(path.read_bytes()) for path in files if path.name != "manifest.json"}


if __name__ == "__main__":
    main(sys.argv[1:])
