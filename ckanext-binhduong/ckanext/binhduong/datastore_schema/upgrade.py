"""Bring a database ``datastore`` to the newest schema: Alembic's revisions, then what is generated from the definition.

The superuser's part (schemas, extensions, roles, grants) is ``config/postgres/datastore.sql``, run before. This part runs as the owner of
the schemas ``geo`` and ``portal``, in one transaction: an upgrade is whole or has not happened. The version stands in
``portal.schema_version``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from ckanext.binhduong.datastore_schema import generated

__all__ = ["VERSION_TABLE", "upgrade"]

VERSION_TABLE = "schema_version"
_MIGRATIONS = Path(__file__).parent / "migrations"
_LOCK = "SELECT pg_advisory_xact_lock(hashtext('binhduong_datastore_schema'))"


def upgrade(address: str, revision: str = "head") -> None:
    """Upgrade a database; nothing happens when it is the newest already.

    Args:
        address: ``postgresql://…`` of the role that owns ``geo`` and ``portal``.
        revision: Alembic's name of the revision to reach.

    Raises:
        sqlalchemy.exc.SQLAlchemyError: the database refused; nothing is changed.
    """
    engine = sa.create_engine(address, poolclass=sa.pool.NullPool)
    with engine.begin() as connection:
        # Two starts at once take turns.
        connection.exec_driver_sql(_LOCK)
        config = Config()
        config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        # psycopg2's own cursor: SQLAlchemy would read the functions' "%" as places of values.
        cursor: Any = connection.connection.cursor()
        for statement in generated.statements():
            cursor.execute(statement)
