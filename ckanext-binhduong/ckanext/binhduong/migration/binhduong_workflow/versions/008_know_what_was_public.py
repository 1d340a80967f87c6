"""Keep when a dataset was first seen public, and of an item whether its data were so before it was entered."""

import sqlalchemy as sa
from alembic import op

revision = "008"
down_revision = "007"
branch_labels = None
depends_on = None

_TABLE = "binhduong_first_public"
_PUBLIC_NOW = """
INSERT INTO binhduong_first_public SELECT id, now() AT TIME ZONE 'utc' FROM package WHERE state = 'active' AND NOT private
"""


def upgrade() -> None:
    op.create_table(
        _TABLE,
        sa.Column("dataset_id", sa.Text, primary_key=True),
        sa.Column("since", sa.DateTime, nullable=False),
    )
    op.execute(_PUBLIC_NOW)
    op.add_column("binhduong_plan_item", sa.Column("already", sa.Boolean, nullable=False, server_default=sa.false()))


def downgrade() -> None:
    op.drop_column("binhduong_plan_item", "already")
    op.drop_table(_TABLE)
