"""Folders for what a job writes on its way. A folder is locked as long as its process lives, so that what a killed one left is known."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ckanext.binhduong.storage import settings

__all__ = ["sweep_work", "work_folder"]


@contextmanager
def work_folder() -> Iterator[Path]:
    """Provide an empty folder on the store's disk, removed at the end."""
    with tempfile.TemporaryDirectory(dir=settings.work_path()) as name, _locked(Path(name)):
        yield Path(name)


@contextmanager
def _locked(folder: Path) -> Iterator[bool]:
    """Hold a folder's lock, which the system frees when the process dies; gives False when another process holds it."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield True
    except BlockingIOError:
        yield False
    finally:
        os.close(handle)


def sweep_work(older_than: float) -> int:
    """Remove the folders that dead processes made more than ``older_than`` seconds ago; give how many."""
    limit, removed = time.time() - older_than, 0
    for folder in settings.work_path().iterdir():
        # Its job may have ended and removed it since it was listed.
        with suppress(FileNotFoundError):
            if folder.stat().st_mtime < limit:
                with _locked(folder) as dead:
                    if dead:
                        shutil.rmtree(folder, ignore_errors=True)
                        removed += 1
    return removed
