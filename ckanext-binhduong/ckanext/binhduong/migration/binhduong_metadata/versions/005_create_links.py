"""Create the tables of links and of datasets that could not be measured; keep what is known of links with what was measured."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "005"
down_revision = "004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("binhduong_quality", sa.Column("links", JSONB, nullable=False, server_default="{}"))
    op.create_table(
        "binhduong_link",
        sa.Column("dataset_id", sa.Text, primary_key=True),
        sa.Column("address", sa.Text, primary_key=True),
        sa.Column("resource_id", sa.Text, nullable=False),
        sa.Column("host", sa.Text, nullable=False, index=True),
        sa.Column("due", sa.DateTime, nullable=False, index=True),
        sa.Column("checked", sa.DateTime),
        sa.Column("since", sa.DateTime),
        sa.Column("answers", sa.Boolean),
        sa.Column("fault", sa.Text, nullable=False),
        sa.Column("status", sa.Integer),
        sa.Column("failures", sa.Integer, nullable=False),
    )
    op.create_index("ix_binhduong_link_address", "binhduong_link", ["address"], postgresql_using="hash")
    op.create_table(
        "binhduong_link_host",
        sa.Column("host", sa.Text, primary_key=True),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("due", sa.DateTime, nullable=False),
    )
    op.create_table(
        "binhduong_quality_failing",
        sa.Column("dataset_id", sa.Text, primary_key=True),
        sa.Column("modified", sa.DateTime, nullable=False),
        sa.Column("made_with", sa.Text, nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("due", sa.DateTime, nullable=False),
    )


def downgrade() -> None:
    for table in ("binhduong_quality_failing", "binhduong_link_host", "binhduong_link"):
        op.drop_table(table)
    op.drop_column("binhduong_quality", "links")
