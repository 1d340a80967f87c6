"""Where backups are kept, and how the folder is laid out.

::

    portal-backup.json      which cluster this folder belongs to
    files/<ab>/<sha256>     contents of files, each once for all backups
    wal/<segment>.gz        PostgreSQL's write-ahead log
    backups/<id>/           manifest.json, database/, files.jsonl.gz, configuration.tar.gz, secrets.age
    incoming/               being written; a leftover is an interrupted run
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from stack.backups.messages import problem
from stack.instance import Instance

__all__ = ["Place", "Settings", "alone", "configured", "keep_settings", "sync_folder", "write_whole"]

MARKER = "portal-backup.json"
FORMAT = 1


@dataclass(frozen=True)
class Place:
    """A folder of backups."""

    folder: Path

    @property
    def files(self) -> Path:
        return self.folder / "files"

    @property
    def wal(self) -> Path:
        return self.folder / "wal"

    @property
    def backups(self) -> Path:
        return self.folder / "backups"

    @property
    def incoming(self) -> Path:
        return self.folder / "incoming"

    def content(self, sha256: str) -> Path:
        """The place of a file's content."""
        return self.files / sha256[:2] / sha256

    def ensure(self, system_identifier: str) -> None:
        """Make the folder this cluster's, unless it is already. Raises Problem when it is another's or cannot be written."""
        try:
            for folder in (self.folder, self.files, self.wal, self.backups, self.incoming):
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not (self.folder / MARKER).exists():
                write_whole(self.folder / MARKER, json.dumps({"format": FORMAT, "system_identifier": system_identifier}).encode())
        except OSError:
            raise problem("unwritable", folder=self.folder) from None
        if self.system_identifier() != system_identifier:
            raise problem("another-portal", folder=self.folder)

    def system_identifier(self) -> str:
        """Which cluster the backups are of. Raises Problem when this is no such folder."""
        try:
            return str(json.loads((self.folder / MARKER).read_text())["system_identifier"])
        except (OSError, ValueError, KeyError):
            raise problem("not-backups", folder=self.folder) from None

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the folder alone; what an interrupted run left is removed. Raises Problem when another run holds it."""
        with alone(self.folder):
            for leftover in self.incoming.glob("*"):
                shutil.rmtree(leftover, ignore_errors=True)
            yield


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold a folder that nobody else may work in; the system frees it when the process dies. Raises Problem when another holds it."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise problem("busy") from None
        yield
    finally:
        os.close(handle)


@dataclass(frozen=True)
class Settings:
    """What `bin/portal backup set` wrote: the folder, the public key that secrets are encrypted for, how many backups are kept."""

    place: Place
    recipient: str
    keep: int = 14


def _settings_file(instance: Instance) -> Path:
    return instance.var / "backup.json"


def configured(instance: Instance) -> Settings | None:
    """The instance's settings; None when no place is set."""
    try:
        known = json.loads(_settings_file(instance).read_text())
    except FileNotFoundError:
        return None
    return Settings(Place(Path(known["folder"])), known["recipient"], int(known["keep"]))


def keep_settings(instance: Instance, settings: Settings) -> None:
    """Remember the settings."""
    known = {"folder": str(settings.place.folder), "recipient": settings.recipient, "keep": settings.keep}
    write_whole(_settings_file(instance), json.dumps(known, indent=1).encode())


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that a kill or a power cut leaves the old one or the new one; readable by its owner only."""
    aside = path.with_name(f".{path.name}.new")
    with open(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make a rename last through a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
