"""Create the table of the files that are made of releases."""

import sqlalchemy as sa
from alembic import op

revision = "003"
down_revision = "002"
branch_labels = None
depends_on = None

_TABLE = "binhduong_export"


def upgrade() -> None:
    op.create_table(
        _TABLE,
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("release_id", sa.Text, nullable=False),
        sa.Column("ext", sa.Text, nullable=False),
        sa.Column("epsg", sa.Integer, nullable=False),
        sa.Column("state", sa.Text, nullable=False, index=True),
        sa.Column("name", sa.Text),
        sa.Column("title", sa.Text),
        sa.Column("sha256", sa.Text, index=True),
        sa.Column("size", sa.BigInteger),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.Column("finished", sa.DateTime),
        sa.Column("incident", sa.Text),
        sa.UniqueConstraint("release_id", "ext", "epsg", name="binhduong_export_once"),
    )


def downgrade() -> None:
    op.drop_table(_TABLE)
