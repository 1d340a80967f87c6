"""Create the tables of the datasets' quality: what was measured last, and the points of each day."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "003"
down_revision = "002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "binhduong_quality",
        sa.Column("dataset_id", sa.Text, primary_key=True),
        sa.Column("modified", sa.DateTime, nullable=False),
        sa.Column("made_with", sa.Text, nullable=False),
        sa.Column("forms", sa.Text, nullable=False),
        sa.Column("measured", sa.DateTime, nullable=False),
        sa.Column("points", sa.Integer, nullable=False, index=True),
        sa.Column("metrics", JSONB, nullable=False),
        sa.Column("lost", JSONB, nullable=False),
        sa.Column("violations", JSONB, nullable=False),
        sa.Column("columns", sa.Integer, nullable=False),
        sa.Column("described_columns", sa.Integer, nullable=False),
    )
    op.create_table(
        "binhduong_quality_day",
        sa.Column("dataset_id", sa.Text, primary_key=True),
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("points", sa.Integer, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("binhduong_quality_day")
    op.drop_table("binhduong_quality")
