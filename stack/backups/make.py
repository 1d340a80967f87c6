"""One backup: written aside, renamed when it is whole, then the oldest are removed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tarfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from stack.backups.database import base_backup
from stack.backups.folder import contents, manifest, secret_box, segments
from stack.backups.folder.manifest import Manifest
from stack.backups.folder.place import Place, Settings, sync_folder
from stack.backups.messages import problem
from stack.backups.state import now, reason_of, record
from stack.commands.ckan_command import ckan
from stack.instance import CONFIG, ROOT, Instance
from stack.services import database
from stack.settings import Secrets
from stack.shell import Problem, say

__all__ = ["code_version", "inventory", "make", "system_identifier"]

_ARCHIVE_PATIENCE = 120
_ATTEMPTS = 3
# What an instance is started with, apart from secrets (stack/instance.py, stack/settings.py).
_ENVIRONMENT = ("PORTAL_URL", "PORTAL_HOST", "PORTAL_PORT", "PORTAL_PROXIES")


def make(instance: Instance, secrets: Secrets, settings: Settings) -> Manifest:
    """Make a backup and return its manifest.

    Raises:
        Problem: it could not be made; nothing of it is visible then. Or it is complete, and files of the portal's own store are damaged.
    """
    began = time.monotonic()
    try:
        with settings.place.locked():
            made = _make(instance, secrets, settings)
            _prune_what_is_readable(settings)
    except BaseException as error:
        record(instance, "backup", ok=False, reason=reason_of(error))
        raise
    seconds = round(time.monotonic() - began, 1)
    record(
        instance, "backup", ok=not made.damaged, id=made.id, seconds=seconds, files=made.files, bytes=made.bytes, damaged=len(made.damaged)
    )
    say(f"{made.id}: {len(made.tables)} tables, {made.files} files, {made.bytes >> 20} MB, {seconds} s")
    if made.damaged:
        raise problem("damaged-store", id=made.id, count=len(made.damaged), names=_some(made.damaged))
    return made


def _some(names: list[str]) -> str:
    return ", ".join(names[:5]) + (" …" if len(names) > 5 else "")


def _make(instance: Instance, secrets: Secrets, settings: Settings) -> Manifest:
    place, begun = settings.place, now()
    name = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    work = place.incoming / name
    work.mkdir()
    storage = instance.var / "storage"
    _require_archiving(instance, secrets)
    say("files")
    copied = contents.copy_in(storage, place)
    say("database")
    first = base_backup.base_backup(instance, secrets, work / "database", name)
    say("what is compared after a restore: every table, a hundred searches")
    point, tables, searches = _observe(instance, secrets, name)
    # A file is kept before the transaction that names it: this pass has all that the tables above name, the first what was deleted since.
    copied = contents.copy_in(storage, place, copied)
    manifest.write_files(work / "files.jsonl.gz", name, copied.entries.values())
    _pack_configuration(work / "configuration.tar.gz")
    (work / "secrets.age").write_bytes(secret_box.seal(secrets, settings.recipient))
    _wait_archived(place, segments.segment_of(first.timeline, point))
    made = Manifest(
        id=name,
        begun=begun,
        ended=now(),
        system_identifier=place.system_identifier(),
        postgres=database.psql(instance, secrets, "postgres", "SHOW server_version").strip(),
        timeline=first.timeline,
        first_segment=first.name,
        point=point,
        recipient=settings.recipient,
        code=code_version(),
        environment={key: os.environ[key] for key in _ENVIRONMENT if os.environ.get(key)},
        tables=tables,
        searches=searches,
        files=len(copied.entries),
        bytes=sum(entry.size for entry in copied.entries.values()) + sum(path.stat().st_size for path in work.rglob("*") if path.is_file()),
        damaged=copied.damaged,
    )
    manifest.write(work, made)
    _sync(work)
    work.rename(place.backups / name)
    sync_folder(place.backups)
    return made


def _require_archiving(instance: Instance, secrets: Secrets) -> None:
    mode, command = database.psql(instance, secrets, "postgres", "SHOW archive_mode; SHOW archive_command").splitlines()
    if mode != "on" or "wal_archive.py" not in command:
        raise problem("no-archiving")


def _observe(instance: Instance, secrets: Secrets, name: str) -> tuple[str, dict[str, list[int | str]], dict[str, list[int | str]] | None]:
    """A position of the log, the tables there, and the searches, if the catalogue did not change between the two."""
    point, tables = "", {}
    for _ in range(_ATTEMPTS):
        with base_backup.sessions(instance, secrets) as opened:
            point, tables = base_backup.count_at_a_quiet_point(opened)
            base_backup.seal_point(opened["ckan"], name)
            try:
                searches = inventory(instance)["searches"]
            except Problem as error:
                say(f"searches are not compared: {error.reason.splitlines()[-1]}")
                return point, tables, None
            if base_backup.count_one(opened["ckan"], "public.package") == tables["ckan.public.package"]:
                return point, tables, searches
    say("searches are not compared: the catalogue changes all the time")
    return point, tables, None


def inventory(instance: Instance) -> dict[str, Any]:
    """What the portal answers and which files it lacks, by its own command (docs/backup.md). Raises Problem when it fails."""
    return json.loads(ckan(instance, ["binhduong", "releases", "inventory"]).strip().splitlines()[-1])


def _pack_configuration(target: Path) -> None:
    with tarfile.open(target, "w:gz") as archive:
        archive.add(CONFIG, "config", filter=lambda item: None if "__pycache__" in item.name else item)


def code_version() -> str:
    """The commit of the code, as far as git knows it."""
    done = subprocess.run(["git", "-c", "safe.directory=*", "-C", ROOT, "rev-parse", "HEAD"], text=True, capture_output=True, check=False)
    return done.stdout.strip() or "unknown"


def system_identifier(instance: Instance, secrets: Secrets) -> str:
    """The number that PostgreSQL gave the cluster when it was made."""
    if not database.is_ready(instance):
        raise problem("not-running")
    return database.psql(instance, secrets, "postgres", "SELECT system_identifier FROM pg_control_system()").strip()


def _wait_archived(place: Place, segment: segments.Segment) -> None:
    deadline = time.monotonic() + _ARCHIVE_PATIENCE
    while not (place.wal / f"{segment.name}.gz").exists():
        if time.monotonic() > deadline:
            raise problem("not-archived", segment=segment.name, seconds=_ARCHIVE_PATIENCE)
        time.sleep(0.2)


def _sync(folder: Path) -> None:
    """Have every file and folder of a backup on the disk before its name is."""
    for path in [*folder.rglob("*"), folder]:
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _prune_what_is_readable(settings: Settings) -> None:
    """A damaged old backup keeps the others from being removed; the new one is made all the same."""
    try:
        _prune(settings)
    except Problem as error:
        say(f"no old backup is removed: {error.reason.splitlines()[-1].strip()}")


def _prune(settings: Settings) -> None:
    """Remove the backups beyond those that are kept, and the log and contents that only they needed."""
    place = settings.place
    all_of_them = manifest.backups_of(place)
    kept, old = all_of_them[-settings.keep :], all_of_them[: -settings.keep]
    if not old:
        return
    for folder in old:
        aside = place.incoming / folder.name
        folder.rename(aside)
        shutil.rmtree(aside)
    oldest = manifest.read(kept[0])
    for segment in segments.archived(place.wal):
        if segment.name[8:] < oldest.first_segment[8:]:
            (place.wal / f"{segment.name}.gz").unlink()
    _prune_contents(place, kept, datetime.fromisoformat(oldest.begun).timestamp())


def _prune_contents(place: Place, kept: list[Path], oldest: float) -> None:
    """Remove contents that no kept backup names; one that came after the oldest of them may be named by the log."""
    named = {entry.sha256 for folder in kept for entry in manifest.read_files(folder / "files.jsonl.gz")[1]}
    for path in place.files.glob("??/*"):
        if path.name not in named and path.stat().st_mtime < oldest:
            path.unlink()
