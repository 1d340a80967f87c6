"""Whether a backup can be restored: each part is there, unchanged and of this backup, and the log goes on without a gap."""

from __future__ import annotations

import zlib
from datetime import timedelta
from pathlib import Path

from stack.backups import wal_archive
from stack.backups.folder import manifest, segments
from stack.backups.folder.manifest import Entry, Manifest
from stack.backups.folder.place import Place
from stack.backups.messages import problem

__all__ = ["check", "check_log", "check_parts"]


def check(place: Place, folder: Path) -> Manifest:
    """Read everything that a restore of this backup would, and return its manifest. Raises Problem naming what is not as it was."""
    known, entries = check_parts(folder)
    _check_contents(place, entries)
    check_log(place, known)
    return known


def check_parts(folder: Path) -> tuple[Manifest, list[Entry]]:
    """The manifest, what it lists, and the list of files. Raises Problem."""
    known = manifest.read(folder)
    _check_owner(known, folder / "files.jsonl.gz")
    for part, facts in known.parts.items():
        path = folder / part
        if not path.exists():
            raise problem("part-missing", id=known.id, part=part)
        if path.stat().st_size != facts["size"] or manifest.digest_of(path) != facts["sha256"]:
            raise problem("part-damaged", id=known.id, part=part)
    _, entries = manifest.read_files(folder / "files.jsonl.gz")
    return known, list(entries)


def _check_owner(known: Manifest, listed: Path) -> None:
    """A list of files that belongs to another backup is named as such; one that cannot be read is found by its checksum."""
    try:
        owner, _ = manifest.read_files(listed)
    except (OSError, EOFError, ValueError, LookupError, zlib.error):
        return
    if owner != known.id:
        raise problem("mixed" if owner > known.id else "mixed-older", id=known.id, other=owner)


def _check_contents(place: Place, entries: list[Entry]) -> None:
    missing = [entry.path for entry in entries if not place.content(entry.sha256).exists()]
    if missing:
        raise problem("files-missing", count=len(missing), names=_some(missing))
    damaged = [entry.path for entry in entries if manifest.digest_of(place.content(entry.sha256)) != entry.sha256]
    if damaged:
        raise problem("files-damaged", count=len(damaged), names=_some(damaged))


def check_log(place: Place, known: Manifest, *, to_the_end: bool = True) -> None:
    """The write-ahead log of a backup: from its first segment to its point, or to the newest. Raises Problem."""
    start = _first(known)
    needed = segments.segment_of(known.timeline, known.point)
    gap = segments.find_gap(place.wal, start)
    if gap and (gap.until is None or gap.segment[8:] <= needed.name[8:]):
        raise problem("wal-missing-first", segment=gap.segment, id=known.id)
    if gap and gap.until and to_the_end:
        # The segment was archived then; what it holds is a little older.
        moment = gap.until - timedelta(seconds=1)
        raise problem("wal-missing", segment=gap.segment, moment=moment.isoformat(sep=" ", timespec="seconds"))
    _check_segments(place, start, None if to_the_end else needed)


def _first(known: Manifest) -> segments.Segment:
    high, low = int(known.first_segment[8:16], 16), int(known.first_segment[16:], 16)
    return segments.segment_of(known.timeline, f"{high:X}/{low * segments.SEGMENT_BYTES:X}")


def _check_segments(place: Place, start: segments.Segment, end: segments.Segment | None) -> None:
    for segment in segments.archived(place.wal):
        needed = start.number <= segment.number <= (end.number if end else segment.number)
        if needed and not wal_archive.is_whole(place.wal / f"{segment.name}.gz"):
            raise problem("wal-damaged", segment=segment.name)


def _some(names: list[str]) -> str:
    return ", ".join(names[:5]) + (" …" if len(names) > 5 else "")
