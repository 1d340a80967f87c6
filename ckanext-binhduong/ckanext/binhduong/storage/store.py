"""Files by content: a file's place is its SHA-256, so a stored file never changes and an upload can overwrite nothing.

Layout under the root (``<ckan.storage_path>/releases``)::

    incoming/<random>     being received; a leftover is an interrupted upload
    files/<ab>/<sha256>   whole, on disk (written, fsync, renamed, folder fsync), read-only
    quarantine/<sha256>   found damaged: its bytes are no longer those of its name

A kill or a power cut at any instant leaves either no file or the whole file.
"""

from __future__ import annotations

import hashlib
import logging
import os
import shutil
import time
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from ckanext.binhduong.storage.failures import NoSpace, TooLarge, named_errors
from ckanext.binhduong.storage.second_copy import CHUNK, discard, keep_copy, sync_folder

__all__ = ["Incoming", "Store"]

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Incoming:
    """A received file that is not yet kept."""

    path: Path
    sha256: str
    size: int

    def discard(self) -> None:
        """Remove it; does nothing once it is kept."""
        discard(self.path)


class Store:
    """The files under one root folder.

    Args:
        root: made when missing.
        reserve: the share of the disk (0–1) that uploads must leave free, so that a full disk stops uploads before it stops the database.
        backups: a folder with the same layout, on another disk, that has each file before it is accepted (docs/backup.md).
    """

    def __init__(self, root: Path, reserve: float = 0.05, backups: Path | None = None) -> None:
        self.root = root
        self.reserve = reserve
        self.backups = backups

    def receive(self, stream: IO[bytes], max_bytes: int) -> Incoming:
        """Write a stream to disk beside the store and give its checksum; nothing is left behind when it fails.

        Raises:
            TooLarge: after ``max_bytes`` bytes.
            NoSpace: the disk is full, or would keep less than the reserve.
            StoreFailure: the folder is read-only or not ours, the disk is broken, …
        """
        folder = self.root / "incoming"
        path = folder / uuid.uuid4().hex
        with ExitStack() as undo:
            undo.callback(discard, path)
            with named_errors():
                folder.mkdir(parents=True, exist_ok=True)
                incoming = Incoming(path, *self._write(stream, path, max_bytes))
            undo.pop_all()
        return incoming

    def take(self, path: Path) -> Incoming:
        """Return the checksum of a file that we wrote ourselves on the store's disk, once it is whole on that disk.

        Raises:
            NoSpace: the disk would keep less than the reserve.
            StoreFailure: the disk does not give or take it.
        """
        with named_errors():
            self._check_space(0)
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256")
                os.fsync(file.fileno())
        return Incoming(path, digest.hexdigest(), path.stat().st_size)

    def _write(self, stream: IO[bytes], path: Path, max_bytes: int) -> tuple[str, int]:
        digest, size = hashlib.sha256(), 0
        with path.open("xb") as file:
            while chunk := stream.read(CHUNK):
                size += len(chunk)
                if size > max_bytes:
                    raise TooLarge(max_bytes)
                self._check_space(len(chunk))
                digest.update(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        return digest.hexdigest(), size

    def has_room(self) -> bool:
        """Whether the disk has more free than the reserve."""
        try:
            self._check_space(0)
        except NoSpace:
            return False
        return True

    def _check_space(self, more: int) -> None:
        usage = shutil.disk_usage(self.root)
        if usage.free - more < usage.total * self.reserve:
            raise NoSpace

    def keep(self, incoming: Incoming) -> Path:
        """Put a received file in its place for good; the same content twice is one file.

        Raises:
            NoSpace: the disk is full.
            StoreFailure: the disk does not take it.
        """
        place = self.path(incoming.sha256)
        with ExitStack() as undo, named_errors():
            undo.callback(incoming.discard)
            place.parent.mkdir(parents=True, exist_ok=True)
            incoming.path.chmod(0o444)
            incoming.path.replace(place)
            sync_folder(place.parent)
            undo.pop_all()
        if self.backups:
            keep_copy(self.backups / place.relative_to(self.root), place)
        return place

    def recover(self, sha256: str) -> bool:
        """Put a content that was lost back from the backups; False when they do not have it, or not whole.

        Raises:
            NoSpace: the disk is full, or would keep less than the reserve.
            StoreFailure: the disk does not give or take it.
        """
        copy = self.backups / self.path(sha256).relative_to(self.root) if self.backups else None
        if not copy or not copy.is_file():
            return False
        with copy.open("rb") as stream:
            incoming = self.receive(stream, copy.stat().st_size)
        if incoming.sha256 != sha256:
            log.error("The backup of the file %s is damaged", sha256)
            incoming.discard()
            return False
        self.keep(incoming)
        return True

    def path(self, sha256: str) -> Path:
        """Return the place of a content, whether or not it is there."""
        if len(sha256) != 64 or not all(char in "0123456789abcdef" for char in sha256):
            raise ValueError("not a SHA-256")
        return self.root / "files" / sha256[:2] / sha256

    def holds(self, sha256: str, size: int) -> bool:
        """Whether a content is there with as many bytes as it should have."""
        try:
            return self.path(sha256).stat().st_size == size
        except OSError:
            return False

    def is_damaged(self, sha256: str) -> bool:
        """Whether a content is there and its bytes are not those of its name; reads all of it."""
        try:
            with self.path(sha256).open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest() != sha256
        except FileNotFoundError:
            return False

    def quarantine(self, sha256: str) -> None:
        """Take a damaged content out of its place, so that nobody is served it; an administrator may look at it."""
        folder = self.root / "quarantine"
        folder.mkdir(parents=True, exist_ok=True)
        self.path(sha256).replace(folder / sha256)

    def delete(self, sha256: str) -> None:
        """Remove a content; the caller knows that no release names it."""
        with suppress(FileNotFoundError):
            self.path(sha256).unlink()

    def stored(self, older_than: float) -> Iterator[str]:
        """Name the stored contents that were last put in place more than ``older_than`` seconds ago."""
        limit = time.time() - older_than
        for path in (self.root / "files").glob("??/*"):
            with suppress(FileNotFoundError):  # gone since it was listed
                if path.stat().st_ctime < limit:
                    yield path.name

    def sweep_incoming(self, older_than: float) -> int:
        """Remove what interrupted uploads left more than ``older_than`` seconds ago; give how many."""
        limit, removed = time.time() - older_than, 0
        for path in (self.root / "incoming").glob("*"):
            with suppress(FileNotFoundError):  # kept or discarded since it was listed
                if path.stat().st_mtime < limit:
                    path.unlink()
                    removed += 1
        return removed
