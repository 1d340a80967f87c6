"""System packages: which are missing, and their installation with services kept from starting.

What a machine already has in a good version is used. A package that must be installed never starts its service: Debian asks
``/usr/sbin/policy-rc.d`` before it starts one, and PostgreSQL's own switch keeps it from making a cluster.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from stack.shell import Problem, run, say

POLICY = Path("/usr/sbin/policy-rc.d")
CLUSTER_SWITCH = Path("/etc/postgresql-common/createcluster.d/binhduong.conf")


@dataclass(frozen=True)
class Need:
    """Something the portal needs from the system: its name, whether it is there, the apt packages that bring it."""

    name: str
    is_there: Callable[[], bool]
    packages: tuple[str, ...]


def postgres_bin() -> Path | None:
    """The newest PostgreSQL ≥ 15 on this machine that has PostGIS, as its bin directory."""
    found = [int(path.parent.parent.name) for path in Path("/usr/lib/postgresql").glob("[0-9]*/bin/initdb")]
    good = [n for n in found if n >= 15 and Path(f"/usr/share/postgresql/{n}/extension/postgis.control").exists()]
    return Path(f"/usr/lib/postgresql/{max(good)}/bin") if good else None


def bin_dir() -> Path:
    """PostgreSQL's programs; a Problem when they are not installed."""
    found = postgres_bin()
    if found is None:
        raise Problem("PostgreSQL ≥ 15 with PostGIS is not installed", "Run `make up`: it installs it, or names the line to run.")
    return found


def _version(command: list[str], pattern: str) -> int:
    """The first number that ``pattern`` finds in what a version command prints; 0 when there is none."""
    if not shutil.which(command[0]):
        return 0
    done = subprocess.run(command, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    match = re.search(pattern, done.stdout)
    return int(match.group(1)) if match else 0


def _postgres_packages() -> tuple[str, ...]:
    """PostGIS is packaged for one major version: the one Debian's or Ubuntu's ``postgresql`` stands for."""
    listed = run(["apt-cache", "depends", "postgresql"])
    match = re.search(r"postgresql-(\d+)", listed)
    if not match:
        raise Problem("apt knows no package `postgresql`", "Run `apt-get update`, and use Debian 12/13 or Ubuntu 24.04.")
    return ("postgresql", f"postgresql-{match.group(1)}-postgis-3")


def _has(*programs: str) -> Callable[[], bool]:
    return lambda: all(shutil.which(program) or Path("/usr/sbin", program).exists() for program in programs)


def _has_headers() -> bool:
    """psycopg2 has no wheel: pip compiles it."""
    return bool(list(Path("/usr/include").glob("python3*/Python.h"))) and Path("/usr/include/postgresql/libpq-fe.h").exists()


def _has_venv() -> bool:
    """Of Debian's own Python, which every user can execute; a machine may have only another one."""
    if not Path("/usr/bin/python3").exists():
        return False
    return not subprocess.run(["/usr/bin/python3", "-c", "import ensurepip, venv"], capture_output=True, check=False).returncode


# What web and worker need; the container image installs only these, and PostgreSQL's client and nginx with them.
PYTHON_SIDE = (
    Need("a C compiler and headers", lambda: _has("gcc")() and _has_headers(), ("gcc", "libc6-dev", "libpq-dev", "python3-dev")),
    Need("Python's venv", _has_venv, ("python3-venv",)),
    Need("bubblewrap", _has("bwrap"), ("bubblewrap",)),
    Need("libmagic", lambda: bool(list(Path("/usr/lib").glob("*/libmagic.so.1"))), ("libmagic1",)),
    Need("nginx", _has("nginx"), ("nginx-light", "libnginx-mod-http-brotli-filter")),
)
APPLICATION = (*PYTHON_SIDE, Need("psql", _has("psql"), ("postgresql-client",)))
RUNTIME = (
    *PYTHON_SIDE,
    Need("PostgreSQL ≥ 15 with PostGIS", lambda: postgres_bin() is not None, ("postgresql",)),
    Need("Redis", _has("redis-server"), ("redis-server",)),
    Need(
        "Java ≥ 17",
        lambda: _version(["java", "-version"], r'version "(\d+)') >= 17,
        ("openjdk-17-jre-headless|default-jre-headless",),
    ),
    Need("Maven", _has("mvn"), ("maven",)),
    Need("make", _has("make"), ("make",)),
    Need("setpriv and setfacl", _has("setpriv", "setfacl"), ("util-linux", "acl")),
)
BACKUPS = (Need("age", _has("age"), ("age",)),)
HEADLESS_SHELL = "chromium-headless-shell"
TESTING = (
    *BACKUPS,
    Need("Chromium", _has("chromium"), ("chromium",)),  # for Lighthouse; the next one borrows its WebGL
    Need("Chromium's headless shell", lambda: _has_headless_shell(), (f"{HEADLESS_SHELL}|chromium",)),
    Need("fonts with Vietnamese glyphs", lambda: Path("/usr/share/fonts/truetype/dejavu").exists(), ("fonts-dejavu-core",)),
)


def ensure(needs: tuple[Need, ...]) -> None:
    """Install what is missing, as root or by sudo; otherwise raise a Problem with the one line to run."""
    missing = [need for need in needs if not need.is_there()]
    if not missing:
        return
    say(f"missing on this machine: {', '.join(need.name for need in missing)}")
    prefix = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if prefix and not _sudo_works():
        names = _package_names(missing)
        raise Problem(
            "these packages must be installed by an administrator", f"sudo apt-get install -y --no-install-recommends {' '.join(names)}"
        )
    run([*prefix, "apt-get", "update"], remedy="apt cannot reach its package lists: check the machine's network and sources.")
    names = _package_names(missing)
    say(f"installing {' '.join(names)} (their services stay off)")
    with _services_kept_off(prefix):
        run(
            [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "install", "-y", "--no-install-recommends", *names],
            remedy="apt could not install a package: read its message above.",
        )
    still = [need.name for need in missing if not need.is_there()]
    if still:
        raise Problem(
            f"installed, and yet not found: {', '.join(still)}", "Use Debian 12/13 or Ubuntu 24.04, or install a fitting version by hand."
        )


def _package_names(missing: list[Need]) -> list[str]:
    names: list[str] = []
    for need in missing:
        packages = _postgres_packages() if need.packages == ("postgresql",) else need.packages
        names += [_first_known(package.split("|")) for package in packages]
    return names


def _first_known(candidates: list[str]) -> str:
    """The first of the alternatives that apt can install."""
    for candidate in candidates:
        done = subprocess.run(["apt-cache", "policy", candidate], text=True, capture_output=True, check=False)
        if re.search(r"Candidate: (?!\(none\))", done.stdout):
            return candidate
    return candidates[-1]


def _has_headless_shell() -> bool:
    """Whether it is there, or apt does not have it: the tests do with Chromium then, more slowly."""
    return bool(shutil.which(HEADLESS_SHELL)) or (
        bool(shutil.which("chromium")) and _first_known([HEADLESS_SHELL, "chromium"]) == "chromium"
    )


def _sudo_works() -> bool:
    return bool(shutil.which("sudo")) and not subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode


@contextmanager
def _services_kept_off(prefix: list[str]) -> Iterator[None]:
    """While packages are installed, refuse to start services and to make a PostgreSQL cluster; an existing policy is left alone."""
    ours = not POLICY.exists()
    if ours:
        run([*prefix, "sh", "-c", f"printf '#!/bin/sh\\nexit 101\\n' > {POLICY} && chmod 755 {POLICY}"])
    run([*prefix, "sh", "-c", f"mkdir -p {CLUSTER_SWITCH.parent} && echo 'create_main_cluster = false' > {CLUSTER_SWITCH}"])
    services = [name for name in ("postgresql", "redis-server", "nginx") if not Path("/lib/systemd/system", f"{name}.service").exists()]
    try:
        yield
        if services and shutil.which("systemctl"):
            subprocess.run([*prefix, "systemctl", "disable", *services], capture_output=True, check=False)
    finally:
        run([*prefix, "rm", "-f", *([str(POLICY)] if ours else []), str(CLUSTER_SWITCH)])
