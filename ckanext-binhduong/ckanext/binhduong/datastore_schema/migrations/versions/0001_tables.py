"""The tables as commit 5933bb7 has them. Databases made by that code, which have no version, have them already.

Revision ID: 0001
Revises:
"""

from alembic import op

revision = "0001"
down_revision = None

_TABLES = (
    """
CREATE TABLE IF NOT EXISTS portal.layer (
    resource_id text PRIMARY KEY,
    layer text NOT NULL UNIQUE CHECK (layer ~ '^[a-z0-9-]+$' AND octet_length(layer) <= 63),
    visible boolean NOT NULL DEFAULT false,
    title text NOT NULL DEFAULT '',
    title_en text NOT NULL DEFAULT '',
    theme text NOT NULL DEFAULT '',
    dataset text NOT NULL DEFAULT '',
    dataset_id text NOT NULL DEFAULT '',
    dataset_title text NOT NULL DEFAULT '',
    dataset_title_en text NOT NULL DEFAULT '',
    organization text NOT NULL DEFAULT '',
    organization_title text NOT NULL DEFAULT '',
    license_id text NOT NULL DEFAULT '',
    data_kind text NOT NULL DEFAULT '',
    geometry_type text NOT NULL,
    feature_count bigint NOT NULL DEFAULT 0,
    extent float8[],
    fields jsonb NOT NULL DEFAULT '[]',
    key_column text,
    release int NOT NULL DEFAULT 0,
    published timestamptz,
    units text[] NOT NULL DEFAULT '{}'
)
""",
    "CREATE INDEX IF NOT EXISTS layer_dataset_id ON portal.layer (dataset_id)",
    """
CREATE TABLE IF NOT EXISTS portal.published (
    resource_id text PRIMARY KEY,
    release_id text NOT NULL,
    number int NOT NULL,
    rows bigint NOT NULL,
    layer text,
    extent float8[],
    published timestamptz NOT NULL DEFAULT now()
)
""",
    """
CREATE TABLE IF NOT EXISTS portal.change (
    resource_id text NOT NULL,
    transaction xid8 NOT NULL,
    made timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (resource_id, transaction)
)
""",
)


def upgrade() -> None:
    """Make the tables that are not there."""
    for statement in _TABLES:
        op.get_bind().exec_driver_sql(statement)
