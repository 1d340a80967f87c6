"""A base backup, and what its tables held at one position of the write-ahead log.

PostgreSQL's snapshots carry no position of the log. Where none is written for a moment (the end of the log stays where it is while both
databases take their snapshots, and all of it is on the disk), the snapshots are exactly what a recovery up to that position gives.
"""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from stack.backups.folder.segments import Segment, segment_of
from stack.backups.messages import problem
from stack.install.packages import bin_dir
from stack.instance import Instance
from stack.services import database
from stack.settings import Secrets
from stack.shell import run

__all__ = ["DATABASES", "Session", "base_backup", "count_at_a_quiet_point", "count_one", "counted", "extract", "seal_point", "sessions"]

DATABASES = ("ckan", "datastore")
_PATIENCE = 60.0
_STILL = 0.02
"""Seconds without a write: longer than a transaction is in the log and not yet visible."""
_END = "--end--"

# Each permanent table: rows, and the sum of a hash of each row's text, which no order of the rows changes.
_COUNT = """
SELECT format('SELECT %L, count(*), coalesce(sum(hashtextextended((t.*)::text, 0)::numeric), 0) FROM %I.%I AS t',
              n.nspname || '.' || c.relname, n.nspname, c.relname)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'm') AND c.relpersistence = 'p' AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%'
ORDER BY 1
\\gexec
"""


class Session:
    """One connection, held open by psql: several statements see one snapshot."""

    def __init__(self, instance: Instance, secrets: Secrets, name: str) -> None:
        host, port = instance.address_of("postgres").split(":")
        words = ["psql", "-qAtX", "-v", "ON_ERROR_STOP=1", "-h", host, "-p", port, "-U", "postgres", "-d", name]
        self.process = subprocess.Popen(
            words,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=database.superuser_environment(secrets),
        )
        self.stdin, self.stdout = cast("IO[str]", self.process.stdin), cast("IO[str]", self.process.stdout)

    def ask(self, script: str) -> list[str]:
        """Run statements and return the lines of their results. Raises Problem when one fails."""
        lines: list[str] = []
        try:
            self.stdin.write(f"{script}\n\\echo {_END}\n")
            self.stdin.flush()
        except BrokenPipeError:
            pass  # what it said is read below
        for line in self.stdout:
            if line.rstrip("\n") == _END:
                return lines
            lines.append(line.rstrip("\n"))
        raise problem("recovery", log="\n".join(lines[-5:]))

    def close(self) -> None:
        """End the connection."""
        self.stdin.close()
        self.process.wait()
        self.stdout.close()


@contextmanager
def sessions(instance: Instance, secrets: Secrets) -> Iterator[dict[str, Session]]:
    """A connection to each of the portal's databases."""
    opened = {name: Session(instance, secrets, name) for name in DATABASES}
    try:
        yield opened
    finally:
        for session in opened.values():
            session.close()


def base_backup(instance: Instance, secrets: Secrets, target: Path, name: str) -> Segment:
    """Copy the running cluster to a folder (tar, compressed, with PostgreSQL's own manifest); return the log's first segment of it."""
    host, port = instance.address_of("postgres").split(":")
    words = [bin_dir() / "pg_basebackup", "-h", host, "-p", port, "-U", "postgres", "-w", "-D", target, "-Ft", "-X", "stream"]
    words += ["--checkpoint=fast", "--compress=client-gzip:1", "--manifest-checksums=SHA256", "--label", name]
    run(words, env=database.superuser_environment(secrets))
    (ranges,) = json.loads((target / "backup_manifest").read_text())["WAL-Ranges"]
    return segment_of(ranges["Timeline"], ranges["Start-LSN"])


def extract(source: Path, data: Path) -> None:
    """Unpack a base backup into a data directory and have PostgreSQL check every file of it. Raises Problem when one is not as it was."""
    data.mkdir(mode=0o700, parents=True)
    run(["tar", "-xzf", source / "base.tar.gz", "-C", data])
    run(["tar", "-xzf", source / "pg_wal.tar.gz", "-C", data / "pg_wal"])
    (data / "backup_manifest").write_bytes((source / "backup_manifest").read_bytes())
    # The log is checked by the recovery itself.
    run([bin_dir() / "pg_verifybackup", "-q", "-n", data])


def count_at_a_quiet_point(open_sessions: dict[str, Session]) -> tuple[str, dict[str, list[int | str]]]:
    """A position of the log, and what each table held there. Raises Problem when the log never stands still."""
    deadline = time.monotonic() + _PATIENCE
    first = open_sessions[DATABASES[0]]
    while time.monotonic() < deadline:
        ((before,), (flushed,)) = (first.ask(f"SELECT pg_current_wal_{kind}_lsn();") for kind in ("insert", "flush"))
        time.sleep(_STILL)
        seen = {
            session.ask("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SELECT pg_current_wal_insert_lsn();")[-1]
            for session in open_sessions.values()
        }
        (after,) = first.ask("SELECT pg_current_wal_insert_lsn();")
        if {before, flushed, after} | seen == {before}:
            tables = counted(open_sessions)
            for session in open_sessions.values():
                session.ask("COMMIT;")
            return before, tables
        for session in open_sessions.values():
            session.ask("ROLLBACK;")
    raise problem("never-quiet", seconds=int(_PATIENCE))


def counted(open_sessions: dict[str, Session]) -> dict[str, list[int | str]]:
    """``database.schema.table`` → its rows and the sum of their hashes."""
    tables: dict[str, list[int | str]] = {}
    for name, session in open_sessions.items():
        for line in session.ask(_COUNT):
            table, rows, total = line.rsplit("|", 2)
            tables[f"{name}.{table}"] = [int(rows), total]
    return tables


def count_one(session: Session, table: str) -> list[int | str]:
    """What :func:`counted` gives for one table, now."""
    (line,) = session.ask(f"SELECT count(*), coalesce(sum(hashtextextended((t.*)::text, 0)::numeric), 0) FROM {table} AS t;")
    rows, total = line.split("|")
    return [int(rows), total]


def seal_point(session: Session, name: str) -> None:
    """Write something behind the position, so that a recovery knows where to stop, and have the segment archived."""
    session.ask(f"SELECT pg_create_restore_point('{name}'); SELECT pg_switch_wal();")
