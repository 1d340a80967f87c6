"""Raise the catalogue's version with every commit that may change an answer, whichever code commits it and in which process.

All that is written passes through SQLAlchemy's engines (CKAN's, the DataStore's, Alembic's) or through connections taken from them. So the
connections themselves take note: whatever an action, a job, a command or an extension writes, nobody has to remember to announce it.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import psycopg2.extensions
from sqlalchemy import event
from sqlalchemy.engine import Engine

from ckanext.binhduong.core.catalogue_version import counter
from ckanext.binhduong.core.catalogue_version.statements import ends_transaction, may_change_answers

__all__ = ["WatchedConnection", "announce", "follow", "version"]


class WatchedConnection(psycopg2.extensions.connection):
    """A connection that announces each commit of a change, once it is committed and before its caller goes on.

    Attributes:
        changed: whether the transaction has made a change.
    """

    changed = False

    def cursor(self, *args: Any, cursor_factory: Any = None, **kwargs: Any) -> Any:
        """Return a cursor of the class that its caller wants, which also notes what it executes."""
        return super().cursor(*args, cursor_factory=_watching(cursor_factory or psycopg2.extensions.cursor), **kwargs)

    def commit(self) -> None:
        """Commit, and announce the change if there was one; a commit that failed half-way may have happened."""
        changed, self.changed = self.changed, False
        try:
            super().commit()
        finally:
            if changed:
                announce()

    def rollback(self) -> None:
        """Roll back: there was no change."""
        self.changed = False
        super().rollback()


@cache
def _watching(factory: type) -> type:
    return type(f"Watching{factory.__name__}", (_Watching, factory), {})


class _Watching(psycopg2.extensions.cursor):
    """Put before a class of cursors, it has each statement looked at after it was executed."""

    def execute(self, query: Any, vars: Any = None) -> None:
        super().execute(query, vars)
        self._note()

    def executemany(self, query: Any, vars_list: Any) -> None:
        super().executemany(query, vars_list)
        self._note()

    def copy_expert(self, sql: Any, file: Any, size: int = 8192) -> None:
        super().copy_expert(sql, file, size)
        self._note()

    def copy_from(self, *args: Any, **kwargs: Any) -> None:
        super().copy_from(*args, **kwargs)
        self._note()

    def callproc(self, procname: Any, parameters: Any = None) -> Any:
        result = super().callproc(procname, parameters)
        self._note()
        return result

    def _note(self) -> None:
        connection: Any = self.connection
        statement = self.query or b""
        connection.changed = connection.changed or may_change_answers(statement)
        if connection.changed and (connection.autocommit or ends_transaction(statement)):
            connection.changed = False
            announce()


def follow(path: Path | None) -> None:
    """Have every engine of this process open connections that raise the version at ``path``; before the first connection is opened.

    Args:
        path: the version's file; None leaves the engines as they are, and :func:`announce` without effect.
    """
    _followed["path"] = path
    if path and not event.contains(Engine, "do_connect", _use_watched):
        event.listen(Engine, "do_connect", _use_watched)


def announce() -> None:
    """Raise the version for a change that no database knows of: Solr has another index, a process begins with other code or settings."""
    if path := _followed["path"]:
        counter.advance(path)


def version() -> int | None:
    """Return the version, None where this process follows none."""
    path = _followed["path"]
    return counter.current(path) if path else None


_followed: dict[str, Path | None] = {"path": None}


def _use_watched(_dialect: Any, _record: Any, _arguments: Any, parameters: dict[str, Any]) -> None:
    parameters["connection_factory"] = WatchedConnection
