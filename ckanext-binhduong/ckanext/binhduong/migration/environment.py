"""How Alembic runs the migrations of one plugin in CKAN's database; each plugin's ``env.py`` calls it."""

from __future__ import annotations

from pathlib import Path

from alembic import context
from ckan.model.meta import metadata
from sqlalchemy import engine_from_config, pool

__all__ = ["run"]


def run(env: str) -> None:
    """Connect as CKAN does and run what is asked for, in one transaction.

    Args:
        env: the path of the plugin's ``env.py``; its folder is named after the plugin, and so is the table that keeps its version.
    """
    section = context.config.get_section(context.config.config_ini_section) or {}
    engine = engine_from_config(section, prefix="sqlalchemy.", poolclass=pool.NullPool)
    with engine.connect() as connection:
        context.configure(connection=connection, target_metadata=metadata, version_table=f"{Path(env).parent.name}_alembic_version")
        with context.begin_transaction():
            context.run_migrations()
