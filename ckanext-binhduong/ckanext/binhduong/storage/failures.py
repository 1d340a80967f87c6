"""Why the store does not take a file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ckanext.binhduong.core.disk_space import FULL, DiskFull

__all__ = ["NoSpace", "StoreFailure", "TooLarge", "named_errors"]


class TooLarge(Exception):
    """The file has more bytes than allowed; ``args[0]`` is the limit in bytes."""


class NoSpace(DiskFull):
    """The disk or the portal's share of it is too full to take the file, or would be afterwards."""


class StoreFailure(Exception):
    """The disk does not take the file for another reason than want of space; ``__cause__`` is the system's error."""


@contextmanager
def named_errors() -> Iterator[None]:
    """Turn the system's errors into the store's."""
    try:
        yield
    except OSError as error:
        raise (NoSpace if error.errno in FULL else StoreFailure) from error
