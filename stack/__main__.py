"""`bin/portal COMMAND`: the command line (see `bin/portal --help`; the Makefile gives its short names)."""

from __future__ import annotations

import argparse
import os
import signal
import sys

from stack import container, instance
from stack.backups import command as backups
from stack.commands import ckan_command, portal, services, status, testing
from stack.commands.install import install
from stack.install import environment
from stack.shell import Problem, fail

COMMANDS = {
    "install": "system packages, Python environment and Solr's jars; starts nothing",
    "services": "start PostgreSQL, Redis and Solr of this instance",
    "up": "start the whole portal and load the seed catalogue",
    "dev": "the portal with CKAN's development server in place of the web processes; reloads on change",
    "down": "stop this instance; nothing is lost",
    "status": "what runs, and what each dependency says",
    "logs": "follow the logs of every process",
    "test": "pytest on this instance's test databases; further words go to pytest",
    "bench": "the benchmarks; further words name some of them",
    "backup": "a backup now; set FOLDER PUBLIC_KEY [HOW_MANY], list, check [ID], drill, off (docs/backup.md)",
    "restore": "FOLDER --key FILE [--at TIME] [--backup ID]: a backup into an empty PORTAL_VAR",
    "ckan": "CKAN's own command line; further words go to it",
    "install-app": "while the container image is built (docker/)",
    "entry": "a process of the container image (docker/)",
}
# These need no installation step: what they work on exists or they say so.
LIGHT = ("down", "status", "logs", "ckan")


def main() -> int:
    """Parse the words, install what is missing, change to the ordinary user, do it."""
    parser = argparse.ArgumentParser(
        prog="bin/portal", description="Bình Dương's open-data portal", formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument(
        "command", choices=COMMANDS, help="\n".join(f"{name:11} {text}" for name, text in COMMANDS.items()), metavar="COMMAND"
    )
    parser.add_argument("words", nargs=argparse.REMAINDER, help="further words, for `test`, `bench`, `backup`, `restore` and `ckan`")
    given = parser.parse_args()
    # A stop ends what was started, as Ctrl-C does, and leaves nothing half-done.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        return _run(given.command, given.words)
    except Problem as problem:
        return fail(problem)
    except KeyboardInterrupt:
        return 130


def _run(command: str, words: list[str]) -> int:
    here = instance.from_environment()
    if command == "install-app":
        container.install_app()
        return 0
    if command == "entry":
        return container.entry(here, words)
    if command not in LIGHT and not os.environ.get("PORTAL_INSTALLED"):
        install(here, testing=command in ("test", "bench"), backups=command in ("backup", "restore"))
    if command == "install":
        return 0
    if os.geteuid() == 0:
        if command == "restore":
            backups.hold_key(words)
        environment.become_user(here.var)
    with_words = {
        "test": testing.test,
        "bench": testing.bench,
        "backup": backups.backup,
        "restore": backups.restore_command,
        "ckan": ckan_command.ckan_in_place,
    }
    if command in with_words:
        return with_words[command](here, words)
    simple = {
        "services": services.services,
        "up": portal.up,
        "dev": portal.dev,
        "down": portal.down,
        "status": status.status,
        "logs": status.logs,
    }
    result = simple[command](here)
    return result if isinstance(result, int) else 0


if __name__ == "__main__":
    sys.exit(main())
