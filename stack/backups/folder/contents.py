"""The portal's files in the backups: each content once, named by its SHA-256, checked while it is copied."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from stack.backups.folder.manifest import Entry
from stack.backups.folder.place import Place, sync_folder
from stack.backups.messages import problem

__all__ = ["Copied", "copy_content", "copy_in", "copy_new_contents", "fetch", "kept_names"]

# What is on its way, made anew by itself, or set aside; ckanext.binhduong.storage.store has the layout.
_LEFT_OUT = ("releases/incoming", "releases/work", "releases/quarantine", "i18n")
_CONTENT = re.compile(r"releases/files/[0-9a-f]{2}/([0-9a-f]{64})")
_CHUNK = 1 << 20


@dataclass
class Copied:
    """What a pass over the storage found: its files, and the contents whose bytes are not those of their names."""

    entries: dict[str, Entry] = field(default_factory=dict)
    damaged: list[str] = field(default_factory=list)


def copy_in(storage: Path, place: Place, known: Copied | None = None) -> Copied:
    """Copy every file of the storage that the backups do not have; what a pass before this one found stays in the list."""
    found = known or Copied()
    for path in _files(storage):
        relative = path.relative_to(storage).as_posix()
        # Deleted since it was listed: nothing names it.
        with suppress(FileNotFoundError):
            named = _CONTENT.fullmatch(relative)
            sha256 = named[1] if named else _digest(path)
            if relative in found.damaged:
                continue
            if not _has(place, sha256, path) and not copy_content(path, place.content(sha256), sha256):
                found.damaged.append(relative)
                continue
            found.entries[relative] = Entry(relative, sha256, path.stat().st_size)
    return found


def copy_new_contents(storage: Path, place: Place) -> int:
    """Copy the contents of the store that the backups lack, by name alone; return how many. Raises OSError while their disk is away."""
    if not place.files.is_dir():
        # Nothing is written where a disk should be mounted.
        raise FileNotFoundError(place.files)
    copied = 0
    for path in (storage / "releases" / "files").glob("??/*"):
        with suppress(FileNotFoundError):
            if not place.content(path.name).exists():
                copied += copy_content(path, place.content(path.name), path.name)
    return copied


def _files(storage: Path) -> Iterator[Path]:
    for path in sorted(storage.rglob("*")):
        relative = path.relative_to(storage)
        if path.is_file() and not path.name.startswith(".health-") and not any(relative.is_relative_to(left) for left in _LEFT_OUT):
            yield path


def _has(place: Place, sha256: str, path: Path) -> bool:
    kept = place.content(sha256)
    return kept.exists() and kept.stat().st_size == path.stat().st_size


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def copy_content(source: Path, target: Path, sha256: str) -> bool:
    """Copy a file and return whether its bytes have that checksum; nothing is left behind when they have not.

    Raises:
        Problem: the disk is too full.
        OSError: it cannot be read or written.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    size, free = source.stat().st_size, shutil.disk_usage(target.parent).free
    if size > free:
        raise problem("no-space", need=size >> 20, free=free >> 20)
    aside = target.with_name(f".{target.name}.{os.getpid()}")
    total = hashlib.sha256()
    try:
        with source.open("rb") as incoming, aside.open("wb") as outgoing:
            while chunk := incoming.read(_CHUNK):
                total.update(chunk)
                outgoing.write(chunk)
            outgoing.flush()
            os.fsync(outgoing.fileno())
        if total.hexdigest() != sha256:
            return False
        aside.chmod(0o444)
        aside.replace(target)
    finally:
        aside.unlink(missing_ok=True)
    sync_folder(target.parent)
    return True


def fetch(place: Place, storage: Path, entries: list[Entry]) -> tuple[list[str], list[str]]:
    """Write files back into a storage; return which the backups lack and which are damaged there (paths in the storage)."""
    missing: list[str] = []
    damaged: list[str] = []
    for entry in entries:
        source = place.content(entry.sha256)
        if not source.exists():
            missing.append(entry.path)
        elif not copy_content(source, storage / entry.path, entry.sha256):
            damaged.append(entry.path)
    for path in storage.rglob("*"):
        if path.is_file() and not _CONTENT.fullmatch(path.relative_to(storage).as_posix()):
            path.chmod(0o640)  # CKAN replaces its pictures in place
    return missing, damaged


def kept_names(place: Place) -> set[str]:
    """The contents that the backups have."""
    return {path.name for path in place.files.glob("??/*") if len(path.name) == 64}
