"""Create the table of the public datasets that were deleted."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "001"
down_revision = None
branch_labels = None
depends_on = None

_TABLE = "binhduong_tombstone"


def upgrade() -> None:
    op.create_table(
        _TABLE,
        sa.Column("dataset_id", sa.Text, primary_key=True),
        sa.Column("deleted", sa.DateTime, nullable=False, index=True),
        sa.Column("organization", sa.Text),
        sa.Column("groups", ARRAY(sa.Text), nullable=False),
        sa.Column("tags", ARRAY(sa.Text), nullable=False),
    )


def downgrade() -> None:
    op.drop_table(_TABLE)
