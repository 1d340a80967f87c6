"""`bin/portal backup …` and `bin/portal restore …`."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from stack import settings
from stack.backups import check, state
from stack.backups.drill import drill
from stack.backups.folder import manifest, secret_box
from stack.backups.folder.place import Place, Settings, configured, keep_settings
from stack.backups.make import make, system_identifier
from stack.backups.messages import problem
from stack.backups.restore import choose, moment, open_with, restore
from stack.instance import Instance
from stack.services import database
from stack.settings import Secrets
from stack.shell import Problem, say

__all__ = ["backup", "hold_key", "restore_command"]

_KEY = "PORTAL_KEY_DESCRIPTOR"


def backup(instance: Instance, words: list[str]) -> int:
    """Make a backup (no words), or: set FOLDER PUBLIC_KEY, list, check [ID], drill, off. Raises Problem."""
    verbs: dict[str, Callable[[Instance, list[str]], None]] = {
        "": _make,
        "set": _set,
        "list": _list,
        "check": _check,
        "drill": _drill,
        "off": _off,
    }
    verb = verbs.get(words[0] if words else "")
    if verb is None:
        raise problem("words", words=" ".join(words))
    with _disks():
        verb(instance, words[1:])
    return 0


@contextmanager
def _disks() -> Iterator[None]:
    """A disk that is full, read-only or away is a problem for the operator, not a fault of the program."""
    try:
        yield
    except OSError as error:
        raise problem("disk", error=error) from error


def _path(text: str) -> Path:
    """A path as it was typed: `bin/portal` works in the project's folder, wherever it was called from."""
    return Path(os.environ.get("PORTAL_CALLED_FROM", "."), Path(text).expanduser()).resolve()


def _known(instance: Instance) -> Settings:
    known = configured(instance)
    if known is None:
        raise problem("not-set-up")
    return known


def _secrets(instance: Instance) -> Secrets:
    secrets = settings.ensure_secrets(instance)
    if not database.is_ready(instance):
        raise problem("not-running")
    return secrets


def _make(instance: Instance, words: list[str]) -> None:
    known = _known(instance)
    make(instance, _secrets(instance), known)


def _set(instance: Instance, words: list[str]) -> None:
    """Remember the folder and the public key, and have PostgreSQL archive its log from now on."""
    if len(words) not in (2, 3) or not all(word.isdigit() and int(word) for word in words[2:]):
        raise problem("words", words="backup set " + " ".join(words))
    folder, recipient = _path(words[0]), words[1]
    if folder.is_relative_to(instance.var):
        raise problem("inside", folder=folder)
    if not secret_box.is_recipient(recipient):
        raise problem("bad-recipient", recipient=recipient)
    secrets = _secrets(instance)
    if database.psql(instance, secrets, "postgres", "SHOW archive_mode").strip() != "on":
        raise problem("no-archiving")
    place = Place(folder)
    place.ensure(system_identifier(instance, secrets))
    keep_settings(instance, Settings(place, recipient, *(int(word) for word in words[2:])))
    _render(instance, secrets)
    state.record(instance, "set", ok=True)
    say(f"backups go to {folder}, secrets are encrypted for {recipient}")
    say("`make up` has the portal copy each accepted file there at once; `bin/portal backup` makes the first backup now")


def _render(instance: Instance, secrets: Secrets) -> None:
    settings.render_all(instance, secrets)
    database.psql(instance, secrets, "postgres", "SELECT pg_reload_conf()")


def _off(instance: Instance, words: list[str]) -> None:
    """Make no more backups; those that are there stay."""
    for name in ("backup.json", "backup-state.json"):
        (instance.var / name).unlink(missing_ok=True)
    _render(instance, _secrets(instance))
    say("no more backups are made; `make up` tells the portal")


def _list(instance: Instance, words: list[str]) -> None:
    place = Place(_path(words[0])) if words else _known(instance).place
    place.system_identifier()
    for folder in manifest.backups_of(place):
        try:
            known = manifest.read(folder)
            print(f"{known.id}  {known.ended}  {known.files} files  {known.bytes >> 20} MB  PostgreSQL {known.postgres}  {known.code[:10]}")
        except Problem as found:
            print(f"{folder.name}  ✗ {found.reason.splitlines()[-1].strip()}")


def _check(instance: Instance, words: list[str]) -> None:
    place = _known(instance).place
    checked = check.check(place, choose(place, words[0] if words else ""))
    say(f"{checked.id} is whole: {len(checked.parts)} parts, {checked.files} files, the log from {checked.first_segment} on")


def _drill(instance: Instance, words: list[str]) -> None:
    known = _known(instance)
    drill(instance, settings.ensure_secrets(instance), known)


def restore_command(instance: Instance, words: list[str]) -> int:
    """Restore a backup into this instance's folder, which must be empty. Raises Problem."""
    given = _restore_parser().parse_args(words)
    at = moment(given.at) if given.at else None
    place = Place(_path(given.folder))
    folder = choose(place, given.backup, at)
    with _disks():
        done = restore(instance, place, folder, open_with(_key(given.key), folder), at=at)
    if done.differences:
        raise problem("different", differences="; ".join(done.differences[:10]))
    say(f"restored in {done.seconds} s: {done.tables} tables compared, {done.files} files, up to {done.until or 'the backup'} (UTC)")
    say("`make up` with the same PORTAL_VAR and PORTAL_PORT starts it; then `bin/portal backup set …`")
    return 0


def _restore_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="bin/portal restore", description="Restore a backup into an empty folder (PORTAL_VAR, PORTAL_PORT)"
    )
    parser.add_argument("folder", help="the folder of backups")
    parser.add_argument("--key", help="the key file that age-keygen wrote")
    parser.add_argument("--at", help="a moment, e.g. '2026-11-29 20:15:00+07:00'; without it the newest state")
    parser.add_argument("--backup", default="", metavar="ID", help="this backup instead of the newest before the moment")
    return parser


def hold_key(words: list[str]) -> None:
    """As root: open the key file, which the ordinary user may not read, for the process that this one becomes. Raises Problem."""
    given, _ = _restore_parser().parse_known_args(words)
    if given.key:
        try:
            descriptor = os.open(_path(given.key), os.O_RDONLY)
        except OSError:
            raise problem("unreadable-key", path=given.key) from None
        os.set_inheritable(descriptor, True)
        os.environ[_KEY] = str(descriptor)


def _key(name: str | None) -> bytes | None:
    """The content of the key file. Raises Problem when it cannot be read."""
    if name is None:
        return None
    if descriptor := os.environ.pop(_KEY, ""):
        with os.fdopen(int(descriptor), "rb") as file:
            return file.read()
    try:
        return _path(name).read_bytes()
    except OSError:
        raise problem("unreadable-key", path=name) from None
