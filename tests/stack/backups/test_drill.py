"""A backup of the live portal, restored beside it and compared; sabotaged copies of it are each named; a moment is returned to."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from stack import settings
from stack.backups import check, command
from stack.backups import make as making
from stack.backups.drill import drill, free_instance
from stack.backups.folder import manifest, segments
from stack.backups.folder.manifest import Manifest
from stack.backups.folder.place import Place, Settings, configured
from stack.backups.restore import choose, open_with, restore_data
from stack.backups.state import read_state
from stack.install.packages import bin_dir
from stack.instance import Instance, from_environment
from stack.services import database, supervision
from stack.shell import Problem, wait_until


@dataclass
class Made:
    """The live portal's instance, where its backups go, the one that was made, and the operator's key."""

    instance: Instance
    settings: Settings
    manifest: Manifest
    key: bytes

    @property
    def folder(self) -> Path:
        return choose(self.settings.place, self.manifest.id)

    def psql(self, script: str) -> str:
        """SQL on CKAN's database, as the superuser."""
        return database.psql(self.instance, settings.ensure_secrets(self.instance), "ckan", script).strip()

    def archive(self) -> None:
        """Have what was written so far archived."""
        name = self.psql("SELECT pg_walfile_name(pg_current_wal_insert_lsn()); SELECT pg_switch_wal()").splitlines()[0]
        path = self.settings.place.wal / f"{name}.gz"
        wait_until(path.exists, "the archive", seconds=60, remedy="")


@pytest.fixture(scope="module")
def made(portal_url: str) -> Iterator[Made]:
    """One backup of the live portal, for all tests of this module."""
    instance = from_environment()
    secrets = settings.ensure_secrets(instance)
    # It would make the first backup by itself within a minute.
    supervision.stop(instance, secrets, "backup")
    # Not pytest's folder for temporary files: that one is the instance's own.
    outside = Path(tempfile.mkdtemp(prefix="backups-", dir="/tmp"))
    key = outside / "key.txt"
    recipient = subprocess.run(["age-keygen", "-o", key], capture_output=True, text=True, check=True).stderr.split()[-1]
    command.backup(instance, ["set", str(outside / "kept"), recipient])
    known = configured(instance)
    assert known
    done = making.make(instance, secrets, known)
    yield Made(instance, known, done, key.read_bytes())
    command.backup(instance, ["off"])
    supervision.start(instance, secrets, "backup")
    shutil.rmtree(outside)


def test_the_drill_finds_everything_as_it_was(made: Made):
    """Every table by rows and content, every file by its hash, every search: restored beside the portal, compared, removed, recorded."""
    done = drill(made.instance, settings.ensure_secrets(made.instance), made.settings)
    assert (done.differences, done.tables) == ([], len(made.manifest.tables))
    assert done.files == made.manifest.files > 0
    assert made.manifest.searches
    assert done.searches == len(made.manifest.searches) > 10
    recorded = read_state(made.instance)
    assert (recorded["backup"]["ok"], recorded["drill"]["ok"], recorded["drill"]["id"]) == (True, True, made.manifest.id)
    assert not (made.instance.var / "drill").exists()


def test_a_whole_backup_passes_the_check(made: Made):
    """And its secrets are not readable on the way."""
    assert check.check(made.settings.place, made.folder).id == made.manifest.id
    secret = settings.ensure_secrets(made.instance)["postgres"].encode()
    assert not any(secret in path.read_bytes() for path in made.folder.rglob("*") if path.is_file() and path.stat().st_size < 1 << 20)


def _flip(path: Path, at: int | None = None) -> None:
    """Change one bit (in the middle, or at a byte) of a file that has other hard links."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2 if at is None else at] ^= 1
    path.unlink()
    path.write_bytes(data)


def _files_of_a_newer(folder: Path) -> None:
    """The list of files of a later backup, with a manifest that knows its checksum."""
    path = folder / "files.jsonl.gz"
    entries = list(manifest.read_files(path)[1])
    path.unlink()
    manifest.write_files(path, "29990101T000000Z", entries)
    known = manifest.read(folder)
    (folder / "manifest.json").unlink()
    manifest.write(folder, known)


def _content(place: Place, folder: Path) -> Path:
    return place.content(next(manifest.read_files(folder / "files.jsonl.gz")[1]).sha256)


def _first(place: Place, folder: Path) -> Path:
    return place.wal / f"{manifest.read(folder).first_segment}.gz"


@pytest.mark.parametrize(
    ("sabotage", "named"),
    [
        (lambda place, folder: _flip(folder / "database/base.tar.gz"), r"database/base\.tar\.gz is damaged"),
        (lambda place, folder: _flip(folder / "database/pg_wal.tar.gz"), r"database/pg_wal\.tar\.gz is damaged"),
        (lambda place, folder: _flip(folder / "secrets.age"), r"secrets\.age is damaged"),
        (lambda place, folder: _flip(folder / "files.jsonl.gz"), r"files\.jsonl\.gz is damaged"),
        (lambda place, folder: _flip(folder / "manifest.json"), r"manifest\.json is damaged"),
        (lambda place, folder: (folder / "database/backup_manifest").unlink(), r"lacks database/backup_manifest"),
        (lambda place, folder: _files_of_a_newer(folder), r"of the backup 29990101T000000Z, newer than the database"),
        (lambda place, folder: _flip(_content(place, folder)), r"1 files in the store of the backups are damaged: \w+/"),
        (lambda place, folder: _content(place, folder).unlink(), r"lacks 1 files: \w+/"),
        (lambda place, folder: _first(place, folder).unlink(), r"segment 0000000\w+, without which the backup"),
        # In what was written: of the zeros behind it a bit may be packed in two ways that mean the same.
        (lambda place, folder: _flip(_first(place, folder), 200), r"segment 0000000\w+ is damaged"),
    ],
    ids=["base", "wal-in-base", "secrets", "list", "manifest", "part", "newer-files", "content", "no-content", "no-log", "log"],
)
def test_a_sabotaged_backup_is_named(made: Made, sabotage: Callable[[Place, Path], None], named: str):
    """One bit or one part of a copy of the backup: the check says which, in both languages, with exit status 3."""
    copy = made.settings.place.folder.with_name("sabotaged")
    shutil.copytree(made.settings.place.folder, copy, copy_function=os.link)
    try:
        place = Place(copy)
        sabotage(place, place.backups / made.manifest.id)
        with pytest.raises(Problem, match=named) as found:
            check.check(place, place.backups / made.manifest.id)
        assert found.value.status == 3
    finally:
        shutil.rmtree(copy)


def test_a_hole_in_the_log_ends_what_can_be_restored(made: Made):
    """A segment behind the backup is missing: the newest state is refused and the moment named up to which a restore goes."""
    for number in range(3):
        made.psql(f"CREATE TABLE backup_hole_{number} (); DROP TABLE backup_hole_{number}")
        made.archive()
    place = made.settings.place
    middle = place.wal / f"{segments.archived(place.wal)[-2].name}.gz"
    aside = middle.with_name("aside")
    middle.rename(aside)
    try:
        with pytest.raises(Problem, match=rf"lacks the write-ahead log segment {middle.stem}: nothing after 20\d\d-") as found:
            check.check_log(place, made.manifest)
        assert "--at '20" in found.value.remedy
        check.check_log(place, made.manifest, to_the_end=False)
    finally:
        aside.rename(middle)


@contextmanager
def _restored(made: Made, at: datetime | None) -> Iterator[Callable[[str], str]]:
    """A restored database at a moment, as a function that asks it."""
    aside = free_instance(made.instance, "restored")
    try:
        done, _ = restore_data(aside, made.settings.place, made.folder, open_with(made.key, made.folder), at=at)
        assert done.differences == []
        secrets = settings.ensure_secrets(aside)
        control = [bin_dir() / "pg_ctl", "-D", aside.var / "postgres", "-w", "-l", aside.log_dir / "pg.log"]
        subprocess.run([*control, "-o", f"-c config_file={aside.var / 'postgresql.conf'}", "start"], check=True, capture_output=True)
        try:
            yield lambda script: database.psql(aside, secrets, "ckan", script).strip()
        finally:
            subprocess.run([*control, "-m", "fast", "stop"], check=True, capture_output=True)
    finally:
        shutil.rmtree(aside.var, ignore_errors=True)


def test_a_restore_goes_to_a_moment_or_to_the_newest(made: Made):
    """What was written before the moment is there, what was written after it is not; without a moment both are, from the archive alone."""
    made.psql("CREATE TABLE backup_probe (n int); INSERT INTO backup_probe VALUES (1)")
    try:
        time.sleep(0.2)
        between = datetime.now(UTC)
        time.sleep(0.2)
        made.psql("INSERT INTO backup_probe VALUES (2)")
        made.archive()
        for at, rows in ((between, "1"), (None, "2")):
            with _restored(made, at) as ask:
                assert ask("SELECT count(*) FROM backup_probe") == rows
    finally:
        made.psql("DROP TABLE backup_probe")


def test_a_restore_refuses_a_folder_that_is_taken(made: Made):
    """The live portal's folder is not touched; the exit status says that it is occupied."""
    with pytest.raises(Problem, match="holds a portal already") as found:
        restore_data(made.instance, made.settings.place, made.folder, open_with(made.key, made.folder))
    assert found.value.status == 4


def test_without_the_key_nothing_is_restored(made: Made):
    """No key, and a key that is not the operator's."""
    aside = free_instance(made.instance, "restored")
    for key, named in ((None, "key file is missing"), (b"AGE-SECRET-KEY-1", made.settings.recipient)):
        with pytest.raises(Problem, match=named):
            restore_data(aside, made.settings.place, made.folder, open_with(key, made.folder))
        assert not aside.var.exists()


def test_a_stopped_backup_leaves_nothing_that_looks_like_one(made: Made, monkeypatch: pytest.MonkeyPatch):
    """Ctrl-C when all parts are written: the list of backups is as it was, the failure is recorded, the time of the last success stays."""
    before = read_state(made.instance)["backup"]

    def interrupted(*_arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(making, "_wait_archived", interrupted)
    monkeypatch.setattr(making, "inventory", lambda _: {"searches": {}})
    with pytest.raises(KeyboardInterrupt):
        making.make(made.instance, settings.ensure_secrets(made.instance), made.settings)
    assert [path.name for path in manifest.backups_of(made.settings.place)] == [made.manifest.id]
    after = read_state(made.instance)["backup"]
    assert (after["ok"], after["succeeded"]) == (False, before["succeeded"])
