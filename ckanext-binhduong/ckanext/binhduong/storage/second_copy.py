"""Each accepted file once more, on the disk of the backups."""

from __future__ import annotations

import logging
import os
import shutil
import uuid
from contextlib import suppress
from pathlib import Path

__all__ = ["CHUNK", "discard", "keep_copy", "sync_folder"]

log = logging.getLogger(__name__)

CHUNK = 1 << 20
"""Bytes that are read at once."""


def keep_copy(target: Path, place: Path) -> None:
    """Copy a kept file to its place in the backups. Their disk stops no upload when it is full or away: the keeper copies what lacks."""
    aside = target.with_name(f".{target.name}.{uuid.uuid4().hex}")
    try:
        if target.exists():
            return
        # No parents: nothing is written where a disk should be mounted.
        target.parent.mkdir(exist_ok=True)
        with place.open("rb") as file, aside.open("xb") as copy:
            shutil.copyfileobj(file, copy, CHUNK)
            copy.flush()
            os.fsync(copy.fileno())
        aside.chmod(0o444)
        aside.replace(target)
        sync_folder(target.parent)
    except OSError:
        log.exception("The accepted file %s was not copied to the backups", place.name)
        discard(aside)


def discard(path: Path) -> None:
    """Remove a file, whether or not it is there."""
    with suppress(OSError):
        path.unlink()


def sync_folder(folder: Path) -> None:
    """Make a rename last through a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
