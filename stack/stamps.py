"""What was done last time, so that a second run does nothing: a stamp is a digest of the files that a step depends on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from stack.instance import Instance


def digest(paths: Iterable[Path]) -> str:
    """One digest of the names, sizes and times of the files among ``paths`` (folders count with all that is in them)."""
    total = hashlib.sha256()
    for path in sorted(_files(paths)):
        facts = path.stat()
        total.update(f"{path}\0{facts.st_size}\0{facts.st_mtime_ns}\n".encode())
    return total.hexdigest()


def _files(paths: Iterable[Path]) -> Iterable[Path]:
    for path in paths:
        if path.is_dir():
            yield from (found for found in path.rglob("*") if found.is_file() and "__pycache__" not in found.parts)
        else:
            yield path


def is_current(instance: Instance, step: str, value: str) -> bool:
    """Whether ``step`` was done with this digest."""
    stamp = instance.var / f".done-{step}"
    return stamp.exists() and stamp.read_text() == value


def keep(instance: Instance, step: str, value: str) -> None:
    """Remember that ``step`` is done."""
    (instance.var / f".done-{step}").write_text(value)
