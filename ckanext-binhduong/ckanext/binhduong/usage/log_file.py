"""A log read from where it was left, whatever was done to it meanwhile. Imports no CKAN."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

__all__ = ["Position", "read_on"]

#: Bytes of one turn: a job that was away for a week catches up in several, each committed.
MOST = 32 * 1024 * 1024


@dataclass(frozen=True)
class Position:
    """How far a log has been read: the file, by its inode, and the bytes."""

    inode: int = 0
    bytes: int = 0


def read_on(path: Path, position: Position) -> tuple[list[str], Position]:
    """Return the whole lines after a position and where they end; no lines when there is nothing new, or no log.

    A log that was renamed to ``<name>.1`` is read to its end before the new one begins; one that was emptied in place is read anew.
    """
    try:
        now = path.stat()
    except FileNotFoundError:
        return [], position
    old = path.with_name(path.name + ".1")
    if position.inode not in (0, now.st_ino) and old.exists() and old.stat().st_ino == position.inode:
        lines, end = _lines(old, position.bytes)
        return (lines, Position(position.inode, end)) if lines else _from(path, now.st_ino, 0)
    start = position.bytes if position.inode == now.st_ino and position.bytes <= now.st_size else 0
    return _from(path, now.st_ino, start)


def _from(path: Path, inode: int, start: int) -> tuple[list[str], Position]:
    lines, end = _lines(path, start)
    return lines, Position(inode, end)


def _lines(path: Path, start: int) -> tuple[list[str], int]:
    with path.open("rb") as log:
        log.seek(start)
        read = log.read(MOST)
    whole = read[: read.rfind(b"\n") + 1]
    return whole.decode(errors="replace").splitlines(), start + len(whole)
