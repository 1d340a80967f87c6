"""Create the tables of releases and of extents filled in from data."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "001"
down_revision = None
branch_labels = ("binhduong_releases",)
depends_on = None


def upgrade() -> None:
    op.create_table(
        "binhduong_release",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("resource_id", sa.Text, nullable=False, index=True),
        sa.Column("package_id", sa.Text, nullable=False, index=True),
        sa.Column("number", sa.Integer),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False, index=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("mimetype", sa.Text, nullable=False),
        sa.Column("format", sa.Text, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.Column("started", sa.DateTime),
        sa.Column("finished", sa.DateTime),
        sa.Column("report", JSONB),
        sa.Column("rows", sa.BigInteger),
        sa.Column("layer", sa.Text),
        sa.Column("job_id", sa.Text),
        sa.UniqueConstraint("resource_id", "number", name="binhduong_release_number"),
    )
    op.create_table(
        "binhduong_release_extent",
        sa.Column("package_id", sa.Text, primary_key=True),
        sa.Column("spatial", sa.Text, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("binhduong_release_extent")
    op.drop_table("binhduong_release")
