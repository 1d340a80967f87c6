"""The catalogue's version, kept as the time stamp of an empty file: nginx shows it as the file's ``ETag``. Imports no CKAN.

A time stamp is changed at once, takes no disk space and is read by nginx in a few microseconds. Its seconds are the version: the present
second, or one more than the last version where that is later, so that a version never comes back, even when the file was lost.
"""

from __future__ import annotations

import fcntl
import logging
import os
import time
from pathlib import Path

__all__ = ["advance", "current"]

log = logging.getLogger(__name__)


def current(path: Path) -> int | None:
    """Return the version, or None where there is none: nothing is kept then."""
    try:
        return int(path.stat().st_mtime)
    except FileNotFoundError:
        return None


def advance(path: Path) -> None:
    """Raise the version; who asks nginx from now on gets nothing that was kept before.

    A version that cannot be raised is taken away, so that nothing is kept; when even that fails, the log says so and the change itself,
    which is committed, stands.

    Args:
        path: the file; made when it is missing.
    """
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o640)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            status = os.fstat(descriptor)
            # A new file has the present second already, and nginx may have read it.
            version = max(int(status.st_mtime) + 1, int(time.time()))
            os.utime(descriptor, (version, version))
        finally:
            os.close(descriptor)
    except OSError:
        log.critical("the catalogue's version cannot be raised; kept answers are switched off", exc_info=True)
        _switch_off(path)


def _switch_off(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError:
        log.critical("kept answers cannot be switched off: stop nginx, or make %s writable", path, exc_info=True)
