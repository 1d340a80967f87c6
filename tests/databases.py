"""Empty the databases of a test process: quickly, and without building anything anew (`stack/testbed.py` does that when a run begins)."""

from __future__ import annotations

import sys
from typing import Any

# Which tables have rows is asked first, and those are few rows: to truncate a table makes its files and those of its indexes anew, which
# costs five times as much as to delete. As a replica PostgreSQL asks for no foreign keys and no triggers. The audit log is only added to,
# here too: its tests look at what is new.
EMPTY_TABLES = """
DO $$
DECLARE
    name text;
    has_rows boolean;
BEGIN
    SET LOCAL lock_timeout = '30s';
    SET LOCAL session_replication_role = 'replica';
    FOR name IN
        SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public' AND tablename !~ 'alembic_version$|^binhduong_audit'
    LOOP
        EXECUTE 'SELECT EXISTS (SELECT FROM ' || name || ')' INTO has_rows;
        IF has_rows THEN
            EXECUTE 'DELETE FROM ' || name;
        END IF;
    END LOOP;
END
$$
"""
# CKAN's own tables there begin with `_table_`.
TABLES = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname !~ '^_table_'"
VIEWS = "SELECT relname FROM pg_class WHERE relkind = 'v' AND relnamespace = 'geo'::regnamespace AND relname <> 'layers'"


def empty_catalogue() -> None:
    """Remove every row of CKAN's and the plugins' tables."""
    import sqlalchemy as sa
    from ckan import model
    from sqlalchemy.orm import close_all_sessions

    close_all_sessions()
    # The template has been migrated; CKAN need not look.
    model.repo.tables_created_and_initialised = True
    with model.meta.engine.begin() as connection:
        connection.execute(sa.text(EMPTY_TABLES))


def let_go() -> None:
    """Close every session and connection of this process: the server may be killed before the next is needed."""
    if "ckan.model" not in sys.modules:
        return
    from ckan import model
    from ckanext.datastore.backend import postgres
    from sqlalchemy.orm import close_all_sessions

    close_all_sessions()
    for engine in (model.meta.engine, *postgres._engines.values()):
        if engine:
            engine.dispose()


def empty_datastore(cursor: Any) -> None:
    """Drop every table and layer of the DataStore, with a cursor of its owner."""
    cursor.execute(TABLES)
    for (table,) in cursor.fetchall():
        cursor.execute(f'DROP TABLE public."{table}" CASCADE')
    cursor.execute('TRUNCATE portal.layer, portal.published, portal.change, "_table_stats"')
    cursor.execute(VIEWS)
    for (view,) in cursor.fetchall():
        cursor.execute(f'DROP VIEW geo."{view}"')
