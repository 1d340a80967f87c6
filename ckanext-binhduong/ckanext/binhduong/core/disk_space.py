"""Whether an error says that a disk is full: ours, the system's or PostgreSQL's."""

from __future__ import annotations

import errno

__all__ = ["FULL", "DiskFull", "is_full"]

FULL = (errno.ENOSPC, errno.EDQUOT)
"""The system's errors that mean want of space; no other does."""

_POSTGRES_FULL = "53100"


class DiskFull(Exception):
    """Something of ours found too little room on a disk."""


def is_full(error: BaseException) -> bool:
    """Whether an error, or what it was raised from, means that a disk is full."""
    at: BaseException | None = error
    while at is not None:
        # SQLAlchemy wraps the driver's error.
        cause = getattr(at, "orig", None) or at
        if isinstance(cause, DiskFull) or getattr(cause, "pgcode", None) == _POSTGRES_FULL:
            return True
        if isinstance(cause, OSError) and cause.errno in FULL:
            return True
        at = at.__cause__
    return False
