"""The Python environment from the lock file, and the ordinary user that everything runs as."""

from __future__ import annotations

import hashlib
import os
import pwd
import subprocess
import sys
from pathlib import Path

from stack.instance import CONFIG, EXTENSION, ROOT, TOOLS, VENV
from stack.shell import Problem, run, say

TRANSLATIONS = EXTENSION / "i18n"
LOCK = CONFIG / "lock" / "requirements.txt"
USER = "binhduong"
# Debian's own Python: any user can execute it, unlike one installed below root's home.
PYTHON = Path("/usr/bin/python3")


def ensure_python() -> None:
    """Make the environment of exactly the locked, hash-checked packages; nothing when the lock file is the one it was made from."""
    stamp = VENV / ".lock-sha256"
    digest = hashlib.sha256(LOCK.read_bytes() + (ROOT / "setup.py").read_bytes() + str(ROOT).encode()).hexdigest()
    if stamp.exists() and stamp.read_text() == digest:
        return
    say("Python environment from config/lock/requirements.txt (two minutes the first time)")
    if not (VENV / "bin" / "pip").exists():
        run([PYTHON, "-m", "venv", VENV], remedy="Install Python's venv: apt-get install python3-venv")
    pip = [VENV / "bin" / "pip", "install", "--quiet", "--disable-pip-version-check"]
    run(
        [*pip, "--require-hashes", "--no-deps", "-r", LOCK],
        remedy="pip could not install the locked packages: check the machine's network.",
    )
    run([*pip, "--no-deps", "--no-build-isolation", "-e", ROOT])
    _open_namespace()
    stamp.write_text(digest)


def ensure_translations() -> None:
    """Compile the message catalogues; without them the pages fall back to CKAN's half-done Vietnamese."""
    stamp = TOOLS / ".translations-sha256"
    sources = sorted(TRANSLATIONS.rglob("*.po"))
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()
    if stamp.exists() and stamp.read_text() == digest and all(path.with_suffix(".mo").exists() for path in sources):
        return
    say("translations")
    run([VENV / "bin" / "pybabel", "compile", "-D", "ckanext-binhduong", "-d", TRANSLATIONS])
    stamp.write_text(digest)


def ensure_compiled() -> None:
    """Compile the extension beside its source: the Python that checks a file may write nowhere and would compile it each time."""
    run([VENV / "bin" / "python", "-m", "compileall", "-q", EXTENSION])


def _open_namespace() -> None:
    """Make ``ckanext`` a PEP 420 namespace again: some wheels drop an ``__init__.py`` into it, which hides our part from the type checker.

    CKAN's own wheel has none (it ships an ``nspkg.pth``), so nothing needs that file.
    """
    for leftover in (VENV / "lib").glob("python3*/site-packages/ckanext/__init__.py"):
        leftover.unlink()


def ensure_user(var: Path) -> None:
    """As root: an ordinary user who owns ``var`` and can read the project. PostgreSQL refuses to run as root, and nothing else should."""
    try:
        pwd.getpwnam(USER)
    except KeyError:
        say(f"ordinary user {USER} for the portal's processes")
        run(["useradd", "--system", "--no-create-home", "--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin", USER])
    var.mkdir(parents=True, exist_ok=True)
    account = pwd.getpwnam(USER)
    if var.stat().st_uid != account.pw_uid:
        run(["chown", "-R", f"{USER}:", var])
    _refuse_unreachable(var)
    _let_user_read(ROOT)


def _refuse_unreachable(var: Path) -> None:
    """A folder outside the project is its owner's: who closed it is told what to open, and nothing is changed there."""
    if var.is_relative_to(ROOT) or _user_can("-w", var):
        return
    closed = next((folder for folder in reversed(var.parents) if not _user_can("-x", folder)), var)
    raise Problem(
        f"the portal's user {USER} cannot reach PORTAL_VAR={var}: {closed} is closed to it",
        f"Let that user pass (setfacl -m u:{USER}:x {closed}), or put the instance elsewhere: PORTAL_VAR=/srv/binhduong make up",
    )


def _let_user_read(root: Path) -> None:
    """Where a closed directory above the project would shut the user out, let that one user pass through it (and no more)."""
    for folder in [*reversed(root.parents), root]:
        if not _user_can("-x", folder):
            run(["setfacl", "-m", f"u:{USER}:x", folder], remedy=f"Put the project where {USER} can read it, for example below /opt.")
    if not _user_can("-r", root / "setup.py") or not _user_can("-r", root / "stack"):
        run(["setfacl", "-R", "-m", f"u:{USER}:rX", root])


def _user_can(test: str, path: Path) -> bool:
    return not subprocess.run(["setpriv", "--reuid", USER, "--regid", USER, "--clear-groups", "test", test, path], check=False).returncode


def become_user(var: Path) -> None:
    """As root: go on as the ordinary user, in this process's place, with the same arguments."""
    home = var / "home"
    run(["install", "-d", "-o", USER, "-g", USER, home])
    os.chdir(ROOT)
    environment = {**os.environ, "HOME": str(home), "USER": USER, "LOGNAME": USER, "PORTAL_INSTALLED": "1"}
    words = ["setpriv", "--reuid", USER, "--regid", USER, "--init-groups", str(PYTHON), "-B", "-m", "stack", *sys.argv[1:]]
    os.execvpe("setpriv", words, environment)


def refuse_root() -> None:
    """Nothing below this point runs as root."""
    if os.geteuid() == 0:
        raise Problem("the portal's processes do not run as root", "Start it by `make up`, which changes to an ordinary user by itself.")
