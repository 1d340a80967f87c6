"""Which write-ahead log segments an archive has, and whether one is missing between the first that a backup needs and the newest."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

__all__ = ["Gap", "Segment", "archived", "find_gap", "segment_of"]

SEGMENT_BYTES = 16 * 1024 * 1024
_PER_ID = 0x100000000 // SEGMENT_BYTES
_NAME = re.compile(r"([0-9A-F]{8})([0-9A-F]{8})([0-9A-F]{8})\.gz")


@dataclass(frozen=True, order=True)
class Segment:
    """A segment: its place in the log, and the timeline that wrote it."""

    number: int
    timeline: int

    @property
    def name(self) -> str:
        """PostgreSQL's file name."""
        return f"{self.timeline:08X}{self.number // _PER_ID:08X}{self.number % _PER_ID:08X}"


def segment_of(timeline: int, position: str) -> Segment:
    """The segment that a position of the log (``0/16B3740``) lies in."""
    high, low = (int(part, 16) for part in position.split("/"))
    return Segment((high << 32 | low) // SEGMENT_BYTES, timeline)


def archived(folder: Path) -> list[Segment]:
    """The segments of an archive, in the log's order."""
    matches = (_NAME.fullmatch(path.name) for path in folder.iterdir())
    found = (tuple(int(part, 16) for part in match.groups()) for match in matches if match)
    return sorted(Segment(high * _PER_ID + low, timeline) for timeline, high, low in found)


@dataclass(frozen=True)
class Gap:
    """A missing segment: its name, and when the last one before it was archived (UTC; None when there is none before)."""

    segment: str
    until: datetime | None


def find_gap(folder: Path, start: Segment) -> Gap | None:
    """The first segment that is missing from ``start`` to the newest; a segment counts on the timeline of the backup or a later one."""
    by_number: dict[int, Segment] = {}
    for segment in archived(folder):
        if segment.timeline >= start.timeline and segment.number >= start.number:
            by_number[segment.number] = segment
    previous: Segment | None = None
    for number in range(start.number, max(by_number, default=start.number) + 1):
        if number not in by_number:
            timeline = previous.timeline if previous else start.timeline
            return Gap(Segment(number, timeline).name, _archived_at(folder, previous))
        previous = by_number[number]
    return None


def _archived_at(folder: Path, segment: Segment | None) -> datetime | None:
    if segment is None:
        return None
    return datetime.fromtimestamp((folder / f"{segment.name}.gz").stat().st_mtime, UTC)
