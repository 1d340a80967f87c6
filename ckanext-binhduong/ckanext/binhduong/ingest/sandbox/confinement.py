"""Run the reader in a child process that can harm nothing: no network, no files but its own, bounded memory, CPU, output and time.

bubblewrap where it works (it needs unprivileged user namespaces, or root): the child sees the interpreter, this package, its one input
file read-only and its one output folder. Where it does not: ``unshare`` takes the network away. Where that is not allowed either, the
limits alone would stand, and no file is read, unless the operator has said that limits suffice (`allow_unconfined`). The limits are set by
the child itself before it opens the file (``child``), as hard limits, which it cannot raise again.
"""

import os
import shutil
import subprocess
import sys
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path

import ckanext.binhduong.ingest as ingest

MIB = 2**20


@dataclass(frozen=True)
class Limits:
    """Bounds of one check: data memory and output in bytes, CPU and wall clock in seconds."""

    memory: int = 1024 * MIB
    output: int = 16 * 1024 * MIB
    cpu: int = 900
    wall: int = 1200


def command(request: Path, source: Path, out: Path) -> list[str]:
    """Return the command that runs the child on ``request`` (a JSON file in ``out``); paths are the same inside and outside."""
    python = [sys.executable, "-P", "-m", "ckanext.binhduong.ingest.sandbox.child", str(request)]
    return [*_wrapper(confinement(), source, out), *python]


def environment() -> dict[str, str]:
    """Return the child's whole environment: no secret of the portal is in it."""
    variables = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "PYTHONPATH": _package_root(), "PYTHONDONTWRITEBYTECODE": "1"}
    one_thread = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    return variables | one_thread | {"ARROW_DEFAULT_MEMORY_POOL": "system", "MALLOC_ARENA_MAX": "2"}


@lru_cache(maxsize=1)
def confinement() -> str:
    """Say which confinement works on this machine: "bubblewrap", "no-network" or "limits"; tried once a process."""
    for kind in ("bubblewrap", "no-network"):
        if _works(kind):
            return kind
    return "limits"


_allowed = {"limits": False}


def allow_unconfined(allowed: bool) -> None:
    """Set whether files may be read under limits alone where neither bubblewrap nor ``unshare`` works; without this call they may not."""
    _allowed["limits"] = allowed


def may_read() -> bool:
    """Whether files are read on this machine."""
    return confinement() != "limits" or _allowed["limits"]


def _works(kind: str) -> bool:
    program = {"bubblewrap": "bwrap", "no-network": "unshare"}[kind]
    if shutil.which(program) is None:
        return False
    here = Path(sys.prefix)
    trial = [*_wrapper(kind, here / "pyvenv.cfg", here), sys.executable, "-I", "-c", "pass"]
    try:
        return subprocess.run(trial, env=environment(), capture_output=True, timeout=20, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _wrapper(kind: str, source: Path, out: Path) -> list[str]:
    if kind == "limits":
        return []
    if kind == "no-network":
        return ["unshare", *([] if os.geteuid() == 0 else ["--user", "--map-root-user"]), "--net"]
    binds = [part for path in _read_only() for part in ("--ro-bind", path, path)]
    # No --new-session: the child stays in the group that ``check`` starts and can kill whole.
    own = ["--ro-bind-try", str(source), str(source), "--bind", str(out), str(out)]
    # The empty /tmp comes first: the portal's own folders may lie under it.
    bare = ["--unshare-all", "--die-with-parent", "--cap-drop", "ALL", "--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"]  # noqa: S108
    return ["bwrap", *bare, *binds, *own]


def _read_only() -> list[str]:
    """Return what Python needs to run: system libraries, interpreter, environment, this package; no folder of the portal's data."""
    wanted = ["/usr", "/lib", "/lib64", "/bin", "/etc/ld.so.cache", "/etc/localtime", sys.base_prefix, sys.prefix, _package_root()]
    return list(dict.fromkeys(path for path in wanted if Path(path).exists()))


def _package_root() -> str:
    return str(Path(ingest.__path__[0]).resolve().parents[2])


def as_request(limits: Limits) -> dict[str, int]:
    """Return the limits as the child's request holds them."""
    return asdict(limits)
