"""Run this plugin's migrations; its version table is ``binhduong_workflow_alembic_version``."""

from pathlib import Path

from alembic import context
from ckan.model.meta import metadata
from sqlalchemy import engine_from_config, pool

_PLUGIN = Path(__file__).parent.name


def _run() -> None:
    """Connect as CKAN does and run what is asked for, in one transaction."""
    section = context.config.get_section(context.config.config_ini_section) or {}
    engine = engine_from_config(section, prefix="sqlalchemy.", poolclass=pool.NullPool)
    with engine.connect() as connection:
        context.configure(connection=connection, target_metadata=metadata, version_table=f"{_PLUGIN}_alembic_version")
        with context.begin_transaction():
            context.run_migrations()


_run()
