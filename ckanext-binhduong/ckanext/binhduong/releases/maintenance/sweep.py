"""Remove what killed processes and interrupted purges left: tables being built, files that nothing names, folders of dead jobs.

A thing is left over when nothing names it **and** it is older than ten minutes (a received file: than a day): what is younger may be on
its way. The reports of ``ingest_check`` are not here: Redis forgets them by itself (``flight``).
"""

from __future__ import annotations

import time
from typing import Any

from psycopg2.sql import SQL, Identifier

from ckanext.binhduong.core.connections import datastore_connection
from ckanext.binhduong.core.jobs.independent_steps import do_each
from ckanext.binhduong.releases.maintenance import artefacts
from ckanext.binhduong.releases.naming import work_started
from ckanext.binhduong.storage import settings
from ckanext.binhduong.storage.references import delete_unnamed
from ckanext.binhduong.storage.work_folders import sweep_work

__all__ = ["sweep"]

_ORPHAN_AGE = 600.0
"""Seconds after which what nothing names is left over, not on its way."""

_INCOMING_AGE = 86_400.0
"""For received files: one may wait in the queue for its check (``flight``), whose record goes after a day too."""


def sweep() -> dict[str, int]:
    """Remove all that is left over; give how many of each kind were removed.

    Raises:
        SomeFailed: at the end, when some kinds could not be swept.
    """
    return do_each({"tables": _sweep_tables, "files": _sweep_files, **artefacts.sweep_steps(), "folders": lambda: sweep_work(_ORPHAN_AGE)})


def _sweep_files() -> int:
    store = settings.store()
    artefacts.forget_gone()
    return store.sweep_incoming(_INCOMING_AGE) + delete_unnamed(store.stored(_ORPHAN_AGE))


def _sweep_tables() -> int:
    """Drop tables that were being built. One that we see was committed without being put in place; one in the making is in a
    transaction of its own, and the lock on it tells."""
    limit, removed = time.time() - _ORPHAN_AGE, 0
    with datastore_connection.transaction() as cursor:
        cursor.execute(r"SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname LIKE '\_%'")
        for (table,) in cursor.fetchall():
            started = work_started(table)
            if started is not None and started < limit:
                datastore_connection.patiently(cursor, lambda: _drop(cursor, table), 1.0)  # noqa: B023
                removed += 1
    return removed


def _drop(cursor: Any, table: str) -> None:
    cursor.execute(SQL("DROP TABLE IF EXISTS {}").format(Identifier("public", table)))
