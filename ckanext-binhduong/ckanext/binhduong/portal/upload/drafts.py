"""Uploads on their way: a file, what was found in it and what was typed, kept between the steps of a form. Knows no CKAN.

Layout: ``<root>/<draft id>/{draft.json, file}``. A draft is its maker's alone, lives a day from its last change, and nobody has more than
a few; what is over is removed whenever somebody begins a new one (``docs/decisions/portal-upload-drafts.md``).
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

__all__ = ["LIFE", "PER_USER", "Draft", "Drafts", "NoRoom", "TooLarge"]

LIFE = 86_400
"""Seconds that a draft is kept after its last change."""

PER_USER = 5
"""Drafts that one person may have at a time; the oldest goes first."""

VALUES_SIZE = 1 << 20
"""Bytes of typed values that are kept."""

_ID = re.compile(r"[0-9a-f]{32}")
_CHUNK = 1 << 20


class TooLarge(Exception):
    """The file has more bytes than allowed."""


class NoRoom(Exception):
    """The disk would be too full with the file."""


@dataclass
class Draft:
    """One upload on its way.

    Attributes:
        id: 32 random hexadecimal digits, which nobody can guess.
        user: the id of who made it.
        target: where it goes: ``dataset`` and ``resource`` (ids) or ``agency`` (name), what applies.
        name: the file's name as it was sent; empty without a file.
        size: the file's bytes.
        options: how it is to be read, as ``ingest_check`` takes it.
        job: the id of a check that runs; empty otherwise.
        report: the flight-check report, once there is one.
        values: what was typed, by the form's names; a field with several values holds a list.
        dataset: the id of a dataset that was made for it before something failed.
        resource: the id of the resource that was made in it, or was to be.
        changed: when it last changed (seconds since 1970).
    """

    id: str
    user: str
    target: dict[str, str]
    name: str = ""
    size: int = 0
    options: dict[str, Any] = field(default_factory=dict)
    job: str = ""
    report: dict[str, Any] | None = None
    values: dict[str, Any] = field(default_factory=dict)
    dataset: str = ""
    resource: str = ""
    changed: float = 0.0


class Drafts:
    """The drafts below one folder.

    Args:
        reserve: the share of the disk (0–1) that files must leave free.
    """

    def __init__(self, root: Path, reserve: float) -> None:
        self.root = root
        self.reserve = reserve

    def begin(self, user: str, target: dict[str, str]) -> Draft:
        """Make an empty draft; drafts that are over, and the person's oldest ones above the limit, go."""
        kept = [draft for draft in self._swept() if draft.user == user]
        for draft in sorted(kept, key=lambda draft: draft.changed)[: max(0, len(kept) - PER_USER + 1)]:
            self.discard(draft)
        draft = Draft(secrets.token_hex(16), user, target)
        self._folder(draft.id).mkdir(parents=True)
        self.save(draft)
        return draft

    def of(self, user: str) -> list[Draft]:
        """List a person's drafts that have a file, the newest first."""
        return sorted((draft for draft in self._swept() if draft.user == user and draft.name), key=lambda draft: -draft.changed)

    def load(self, draft_id: str) -> Draft | None:
        """Return a draft; None when there is none, or no longer."""
        if not _ID.fullmatch(draft_id):
            return None
        try:
            draft = Draft(**json.loads((self._folder(draft_id) / "draft.json").read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            return None
        return draft if draft.changed > time.time() - LIFE else None

    def save(self, draft: Draft) -> None:
        """Write a draft, whole or not at all."""
        draft.changed = time.time()
        folder = self._folder(draft.id)
        unfinished = folder / f"draft.{secrets.token_hex(4)}"
        unfinished.write_text(json.dumps(asdict(draft), ensure_ascii=False), "utf-8")
        unfinished.replace(folder / "draft.json")

    def keep_values(self, draft: Draft, values: dict[str, Any]) -> None:
        """Keep what was typed; too much of it is not kept at all."""
        if len(json.dumps(values)) <= VALUES_SIZE:
            draft.values = values
            self.save(draft)

    def put_file(self, draft: Draft, stream: IO[bytes], name: str, max_bytes: int) -> None:
        """Take a file in place of the one before; nothing changes when it cannot be taken.

        Raises:
            TooLarge: after ``max_bytes`` bytes.
            NoRoom: the disk would be too full.
        """
        unfinished = self._folder(draft.id) / f"file.{secrets.token_hex(4)}"
        try:
            with unfinished.open("xb") as file:
                size = self._copy(stream, file, max_bytes)
            unfinished.replace(self.file(draft))
        except OSError as error:
            raise NoRoom from error
        finally:
            unfinished.unlink(missing_ok=True)
        draft.name, draft.size, draft.options, draft.job, draft.report = name, size, {}, "", None
        self.save(draft)

    def _copy(self, stream: IO[bytes], file: IO[bytes], max_bytes: int) -> int:
        size = 0
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size > max_bytes:
                raise TooLarge
            usage = shutil.disk_usage(self.root)
            if usage.free - len(chunk) < usage.total * self.reserve:
                raise NoRoom
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
        return size

    def file(self, draft: Draft) -> Path:
        """Return the path of a draft's file, whether or not there is one."""
        return self._folder(draft.id) / "file"

    def discard(self, draft: Draft) -> None:
        """Remove a draft and its file."""
        shutil.rmtree(self._folder(draft.id), ignore_errors=True)

    def _folder(self, draft_id: str) -> Path:
        return self.root / draft_id

    def _swept(self) -> list[Draft]:
        """Remove what is over or broken; give what is left."""
        kept = []
        for folder in self.root.glob("*"):
            draft = self.load(folder.name)
            if draft:
                kept.append(draft)
            elif folder.stat().st_mtime < time.time() - LIFE:
                shutil.rmtree(folder, ignore_errors=True)
        return kept
