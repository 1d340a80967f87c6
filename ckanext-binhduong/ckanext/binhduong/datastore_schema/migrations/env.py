"""Alembic's entry: run the revisions on the connection that `upgrade` made, within its transaction."""

from alembic import context

from ckanext.binhduong.datastore_schema.tables import metadata
from ckanext.binhduong.datastore_schema.upgrade import VERSION_TABLE

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=VERSION_TABLE,
    version_table_schema="portal",
)
context.run_migrations()
