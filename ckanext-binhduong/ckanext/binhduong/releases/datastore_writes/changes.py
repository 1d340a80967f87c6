"""Which published tables were changed since their release, by an agency's system or by anybody else with the right to.

A trigger writes one row a transaction into ``portal.change``, in that transaction: what is there is noted, what was rolled back is not, and
writers never wait for each other. A release of the table's content takes away the rows that its snapshot saw and no others.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from psycopg2.sql import SQL, Identifier

from ckanext.binhduong.core.connections import datastore_connection

__all__ = ["changed_tables", "clear", "last", "note", "seen", "watch", "watch_all"]

_TRIGGER = "znote_change"


def watch(cursor: Any, resource_id: str) -> None:
    """Have every change of a table noted from now on."""
    statement = SQL(
        "CREATE TRIGGER {} BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON {} FOR EACH STATEMENT EXECUTE FUNCTION portal.note_change()"
    )
    cursor.execute(statement.format(Identifier(_TRIGGER), Identifier("public", resource_id)))


def watch_all() -> int:
    """Watch the published tables that are not watched, because an older version of the portal published them; give how many."""
    with datastore_connection.transaction() as cursor:
        cursor.execute(
            "SELECT resource_id FROM portal.published JOIN pg_class ON relname = resource_id AND relnamespace = 'public'::regnamespace "
            "WHERE NOT EXISTS (SELECT FROM pg_trigger WHERE tgrelid = pg_class.oid AND tgname = %s)",
            (_TRIGGER,),
        )
        unwatched = [row[0] for row in cursor.fetchall()]
        for resource_id in unwatched:
            datastore_connection.patiently(cursor, lambda: watch(cursor, resource_id), 10.0)  # noqa: B023
    return len(unwatched)


def note(cursor: Any, resource_id: str) -> None:
    """Note a change that no trigger sees, in the cursor's transaction: of the table's columns."""
    cursor.execute(
        "INSERT INTO portal.change (resource_id, transaction) SELECT resource_id, pg_current_xact_id() FROM portal.published "
        "WHERE resource_id = %s ON CONFLICT DO NOTHING",
        (resource_id,),
    )


def seen(cursor: Any, resource_id: str) -> list[str]:
    """Return the changes of a table since its release that the cursor's transaction sees."""
    cursor.execute("SELECT transaction::text FROM portal.change WHERE resource_id = %s", (resource_id,))
    return [row[0] for row in cursor.fetchall()]


def last(cursor: Any, resource_id: str) -> tuple[datetime | None, list[str]]:
    """Return when a table was changed last since its release (UTC without a zone, None when it was not), and by which transactions."""
    cursor.execute(
        "SELECT max(made) AT TIME ZONE 'UTC', coalesce(array_agg(transaction::text ORDER BY transaction), '{}') FROM portal.change "
        "WHERE resource_id = %s",
        (resource_id,),
    )
    return cursor.fetchone()


def clear(cursor: Any, resource_id: str, changes: list[str] | None = None) -> None:
    """Forget changes that are part of a release now; all of them when none are named."""
    if changes is None:
        cursor.execute("DELETE FROM portal.change WHERE resource_id = %s", (resource_id,))
    else:
        cursor.execute("DELETE FROM portal.change WHERE resource_id = %s AND transaction = ANY (%s::xid8[])", (resource_id, changes))


def changed_tables() -> list[str]:
    """Name the resources whose tables were changed since their release."""
    with datastore_connection.transaction() as cursor:
        cursor.execute("SELECT resource_id FROM portal.change GROUP BY resource_id ORDER BY min(made)")
        return [row[0] for row in cursor.fetchall()]
