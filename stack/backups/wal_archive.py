"""PostgreSQL's write-ahead log in and out of the archive.

``wal_archive.py put FOLDER PATH NAME`` is PostgreSQL's ``archive_command``, ``wal_archive.py get FOLDER NAME PATH`` its
``restore_command``. Each segment is compressed (one that archive_timeout cut short is nearly empty) and has gzip's checksum. A name that is
there already must hold the same bytes: another content means that two servers write to one archive, and is refused.
"""

from __future__ import annotations

import gzip
import os
import shutil
import sys
import zlib
from pathlib import Path

__all__ = ["get", "is_whole", "put"]

_LEVEL = 1


def put(folder: Path, source: Path, name: str) -> int:
    """Keep a segment; return 0 when it is whole on the archive's disk, else 1 and PostgreSQL tries again."""
    place = folder / f"{name}.gz"
    if place.exists():
        return 0 if _is_same(place, source) else _say(f"{name} is in the archive already, with another content")
    aside = folder / f".{name}.new"
    with source.open("rb") as segment, aside.open("wb") as raw:
        with gzip.GzipFile(filename="", mode="wb", fileobj=raw, compresslevel=_LEVEL, mtime=0) as packed:
            shutil.copyfileobj(segment, packed, 1 << 20)
        raw.flush()
        os.fsync(raw.fileno())
    aside.replace(place)
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
    return 0


def _is_same(place: Path, source: Path) -> bool:
    with gzip.open(place) as kept:
        return kept.read() == source.read_bytes()


def get(folder: Path, name: str, target: Path) -> int:
    """Write a segment where PostgreSQL wants it; return 1 when the archive has none, which ends a recovery."""
    place = folder / f"{name}.gz"
    if not place.exists():
        return 1
    with gzip.open(place) as kept, target.open("wb") as file:
        shutil.copyfileobj(kept, file, 1 << 20)
    return 0


def is_whole(place: Path) -> bool:
    """Whether an archived segment can be read and its checksum holds."""
    try:
        with gzip.open(place) as kept:
            while kept.read(1 << 20):
                pass
    except (OSError, EOFError, zlib.error):
        return False
    return True


def _say(text: str) -> int:
    print(text, file=sys.stderr)
    return 1


if __name__ == "__main__":
    _, verb, archive, first, second = sys.argv
    sys.exit(put(Path(archive), Path(first), second) if verb == "put" else get(Path(archive), first, Path(second)))
