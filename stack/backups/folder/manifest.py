"""The manifest that ties the parts of a backup: what they are, their checksums, and what a restored portal is compared with."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from stack.backups.folder.place import FORMAT, Place, write_whole
from stack.backups.messages import problem

__all__ = ["Entry", "Manifest", "backups_of", "digest_of", "read", "read_files", "write", "write_files"]


@dataclass(frozen=True)
class Entry:
    """A file of the portal's storage: its path there, its content and size in bytes."""

    path: str
    sha256: str
    size: int


@dataclass
class Manifest:
    """A backup.

    Attributes:
        id: its name and when it began (UTC).
        point: the position of the write-ahead log at which ``tables`` was counted.
        first_segment: the write-ahead log that a recovery begins with.
        tables: ``database.schema.table`` → rows and the sum of their hashes.
        searches: query → number of datasets found and a digest of their names; None when it could not be recorded.
        parts: path below the backup → checksum and size.
        damaged: contents of the portal's own store that were damaged already.
    """

    id: str
    begun: str
    ended: str
    system_identifier: str
    postgres: str
    timeline: int
    first_segment: str
    point: str
    recipient: str
    code: str
    environment: dict[str, str]
    tables: dict[str, list[int | str]]
    searches: dict[str, list[int | str]] | None
    files: int
    bytes: int
    parts: dict[str, dict[str, Any]] = field(default_factory=dict)
    damaged: list[str] = field(default_factory=list)
    format: int = FORMAT

    def ended_at(self) -> datetime:
        """When it ended (UTC)."""
        return datetime.fromisoformat(self.ended)


def digest_of(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _canonical(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def write(folder: Path, manifest: Manifest) -> None:
    """Take the checksums of all parts in a folder and write its manifest, with a checksum of its own."""
    parts = sorted(path for path in folder.rglob("*") if path.is_file())
    manifest.parts = {path.relative_to(folder).as_posix(): {"sha256": digest_of(path), "size": path.stat().st_size} for path in parts}
    body = asdict(manifest)
    whole = {"manifest": body, "sha256": hashlib.sha256(_canonical(body)).hexdigest()}
    write_whole(folder / "manifest.json", json.dumps(whole, indent=1, ensure_ascii=False).encode())


def read(folder: Path) -> Manifest:
    """Read a backup's manifest. Raises Problem when it is damaged or of another format."""
    path = folder / "manifest.json"
    try:
        whole = json.loads(path.read_bytes())
        body = whole["manifest"]
        if hashlib.sha256(_canonical(body)).hexdigest() != whole["sha256"]:
            raise ValueError
    except (OSError, ValueError, KeyError, TypeError):
        raise problem("manifest", path=path) from None
    if body["format"] != FORMAT:
        raise problem("other-format", path=path, format=body["format"], known=FORMAT, code=body.get("code"))
    return Manifest(**body)


def backups_of(place: Place) -> list[Path]:
    """The folders of the complete backups, oldest first."""
    return sorted(path for path in place.backups.glob("[0-9]*") if path.is_dir())


def write_files(path: Path, backup: str, entries: Iterable[Entry]) -> None:
    """Write the list of files; its first line names the backup that it belongs to."""
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.write(json.dumps({"backup": backup}) + "\n")
        for entry in entries:
            file.write(json.dumps(asdict(entry), ensure_ascii=False) + "\n")


def read_files(path: Path) -> tuple[str, Iterator[Entry]]:
    """The backup that a list of files belongs to, and its entries."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        lines = file.read().splitlines()
    return json.loads(lines[0])["backup"], (Entry(**json.loads(line)) for line in lines[1:])
