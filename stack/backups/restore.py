"""From a folder of backups to an instance in an empty folder, compared with what the backup counted."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from stack import settings
from stack.backups import check
from stack.backups.database import base_backup, recovery
from stack.backups.folder import contents, manifest, secret_box
from stack.backups.folder.manifest import Entry, Manifest
from stack.backups.folder.place import Place
from stack.backups.make import inventory
from stack.backups.messages import problem
from stack.commands.portal import down
from stack.commands.services import rebuild_index, refuse_taken_ports, services
from stack.instance import CONFIG, Instance
from stack.settings import Secrets
from stack.shell import Problem, run, say

__all__ = ["Restored", "choose", "moment", "open_with", "restore", "restore_data"]

_BEGUN = ".restoring"
_TAKEN = ("postgres", "storage", "secrets.json", "backup.json")


@dataclass
class Restored:
    """What came of a restore: the backup, the time of the last transaction, how long it took, and each difference found."""

    id: str
    until: str
    seconds: float = 0.0
    tables: int = 0
    files: int = 0
    searches: int = 0
    differences: list[str] = field(default_factory=list)


def moment(text: str) -> datetime:
    """A moment that an operator typed; without a zone it is Vietnam's (+07:00). Raises Problem."""
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        raise problem("bad-time", text=text) from None
    found = found if found.tzinfo else datetime.fromisoformat(f"{found.isoformat()}+07:00")
    if found > datetime.now(UTC):
        raise problem("future", text=text)
    return found


def choose(place: Place, name: str = "", at: datetime | None = None) -> Path:
    """The backup of a name, or the newest that had ended by a moment. Raises Problem when there is none."""
    place.system_identifier()
    found = [path for path in manifest.backups_of(place) if path.name == name or not name]
    if at:
        found = [path for path in found if _had_ended(path, at)]
    if not found:
        when = (f" với mã {name}", f" with the id {name}") if name else (f" trước {at}", f" before {at}") if at else ("", "")
        raise problem("none", folder=place.folder, when_vi=when[0], when_en=when[1])
    return found[-1]


def _had_ended(folder: Path, at: datetime) -> bool:
    """Whether a backup had ended by a moment; one whose manifest is damaged is passed over."""
    try:
        return manifest.read(folder).ended_at() <= at
    except Problem as error:
        say(error.reason.splitlines()[-1].strip())
        return False


def restore(
    instance: Instance,
    place: Place,
    folder: Path,
    open_secrets: Callable[[Manifest], Secrets],
    *,
    at: datetime | None = None,
    to_the_point: bool = False,
) -> Restored:
    """Restore a backup into an instance that does not exist yet; its services run at the end, its portal does not.

    Args:
        open_secrets: gives the secrets of a backup.
        at: the moment to go to; without one, to the end of the log.
        to_the_point: stop where the backup counted, as the drill does.

    Raises:
        Problem: a part is damaged or missing, the key does not fit, the folder is not empty, the moment is not reached.
    """
    began = time.monotonic()
    done, known = restore_data(instance, place, folder, open_secrets, at=at, to_the_point=to_the_point)
    say("services and the search index")
    services(instance)
    rebuild_index(instance)
    done.searches = _compare_answers(instance, known, done.differences, compare=to_the_point)
    (instance.var / _BEGUN).unlink()
    done.seconds = round(time.monotonic() - began, 1)
    return done


def restore_data(
    instance: Instance,
    place: Place,
    folder: Path,
    open_secrets: Callable[[Manifest], Secrets],
    *,
    at: datetime | None = None,
    to_the_point: bool = False,
) -> tuple[Restored, Manifest]:
    """The part of a restore without services: secrets, database and files. Arguments and errors as in :func:`restore`."""
    _refuse_taken(instance)
    say(f"{folder.name}: its parts and its log")
    known, entries = check.check_parts(folder)
    check.check_log(place, known, to_the_end=not (at or to_the_point))
    secrets = open_secrets(known)
    _begin(instance, secrets)
    say("database")
    base_backup.extract(folder / "database", instance.var / "postgres")
    (instance.var / "postgres" / "recovery.signal").touch()
    differences = recovery.compare_at_the_point(instance, secrets, place, known)
    until = recovery.recover(instance, secrets, place, known, at, to_the_point=to_the_point)
    say(f"{len(known.tables)} tables compared; the last transaction is of {until or known.ended}")
    files = _restore_files(instance, place, entries, differences, only_listed=to_the_point)
    _keep_configuration(instance, folder)
    return Restored(known.id, until, tables=len(known.tables), files=files, differences=differences), known


def open_with(key: bytes | None, folder: Path) -> Callable[[Manifest], Secrets]:
    """Secrets by the operator's key."""

    def opened(known: Manifest) -> Secrets:
        if key is None:
            raise problem("no-key")
        return secret_box.unseal(folder / "secrets.age", key, known.id, known.recipient)

    return opened


def _refuse_taken(instance: Instance) -> None:
    """An interrupted restore may be begun again; anything else that lives there may not be touched."""
    if (instance.var / _BEGUN).exists():
        down(instance)
        for path in [*(instance.var / name for name in (*_TAKEN, "solr")), *instance.var.glob(".done-*")]:
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    if any((instance.var / name).exists() for name in _TAKEN):
        raise problem("not-empty", var=instance.var)
    refuse_taken_ports(instance)


def _begin(instance: Instance, secrets: Secrets) -> None:
    instance.var.mkdir(parents=True, exist_ok=True)
    (instance.var / _BEGUN).touch()
    settings.keep_secrets(instance, secrets)
    settings.render_all(instance, secrets)


def _restore_files(instance: Instance, place: Place, entries: list[Entry], differences: list[str], *, only_listed: bool) -> int:
    """The files of the backup, and the contents that came after it (the log may name them; a sweep removes those that nothing names)."""
    wanted = list(entries)
    if not only_listed:
        listed = {entry.sha256 for entry in entries}
        later = sorted(contents.kept_names(place) - listed)
        wanted += [Entry(f"releases/files/{sha256[:2]}/{sha256}", sha256, 0) for sha256 in later]
    say(f"{len(wanted)} files")
    missing, damaged = contents.fetch(place, instance.var / "storage", wanted)
    differences += [f"{path} (not in the backups)" for path in missing]
    differences += [f"{path} (damaged in the backups)" for path in damaged]
    return len(wanted) - len(missing) - len(damaged)


def _keep_configuration(instance: Instance, folder: Path) -> None:
    """The configuration as it was is laid beside the instance: the code's own is under version control, and differences are named."""
    target = instance.var / "restored"
    target.mkdir(exist_ok=True)
    run(["tar", "-xzf", folder / "configuration.tar.gz", "-C", target])
    for path in sorted((target / "config").rglob("*")):
        now = CONFIG / path.relative_to(target / "config")
        if path.is_file() and (not now.exists() or now.read_bytes() != path.read_bytes()):
            say(f"config/{path.relative_to(target / 'config')} differs from the backup's, which is {path}")


def _compare_answers(instance: Instance, known: Manifest, differences: list[str], *, compare: bool) -> int:
    """Ask the restored portal: the files that its database names, and the searches of the backup (exact only at the backup's point)."""
    found: dict[str, Any] = inventory(instance)
    differences += [f"{name} (named by the database, not restored)" for name in found["missing"]]
    if not compare or known.searches is None:
        return 0
    changed = [query for query, answer in known.searches.items() if found["searches"].get(query) != answer]
    differences += [f"search “{query}” ({known.searches[query][0]} → {found['searches'].get(query, [0])[0]} datasets)" for query in changed]
    return len(known.searches)
