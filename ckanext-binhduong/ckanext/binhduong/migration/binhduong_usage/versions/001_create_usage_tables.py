"""Create the tables of the figures of use: a count a day, and how far the log has been read."""

import sqlalchemy as sa
from alembic import op

revision = "001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "binhduong_usage",
        sa.Column("dataset_id", sa.Text, primary_key=True),
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("resource_id", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("count", sa.BigInteger, nullable=False),
        sa.CheckConstraint("kind IN ('view', 'download', 'api')", name="binhduong_usage_kind"),
    )
    op.create_table(
        "binhduong_usage_log",
        sa.Column("path", sa.Text, primary_key=True),
        sa.Column("inode", sa.BigInteger, nullable=False),
        sa.Column("position", sa.BigInteger, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("binhduong_usage_log")
    op.drop_table("binhduong_usage")
