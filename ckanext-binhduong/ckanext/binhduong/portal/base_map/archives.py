"""Where an operator's base map lies: a file of tiles whose name has its content's digest, so that its address may be kept for a year."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["ADDRESS", "FOLDER", "building", "newest", "remove"]

#: Below CKAN's storage (so it is in every backup); nginx serves it at ``ADDRESS``.
FOLDER = "base-map"
ADDRESS = "/base-map/"
_PATTERN = "osm-*.pmtiles"
#: The one in use, and the one before it: pages that are open in a browser still ask for parts of that.
_KEPT = 2


def _by_age(storage: Path) -> list[Path]:
    return sorted((storage / FOLDER).glob(_PATTERN), key=lambda path: path.stat().st_mtime_ns, reverse=True)


def newest(storage: Path) -> str | None:
    """Return the name of the file in use, None where no base map was built."""
    found = _by_age(storage)
    return found[0].name if found else None


@contextmanager
def building(storage: Path) -> Iterator[Path]:
    """Give the path to write tiles to, and take them into use when the block ends well; else what was in use stays.

    Files that no page names any more are deleted. ``storage`` is CKAN's storage folder.
    """
    folder = storage / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    made = folder / f"being-built-{os.getpid()}.pmtiles"
    try:
        yield made
        with made.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        made.chmod(0o644)
        made.replace(folder / f"osm-{digest[:12]}.pmtiles")
    finally:
        made.unlink(missing_ok=True)
    for old in _by_age(storage)[_KEPT:]:
        old.unlink(missing_ok=True)


def remove(storage: Path) -> int:
    """Delete what was built, so that maps lie on the base map that ships; return how many files there were."""
    found = _by_age(storage)
    for path in found:
        path.unlink(missing_ok=True)
    return len(found)
