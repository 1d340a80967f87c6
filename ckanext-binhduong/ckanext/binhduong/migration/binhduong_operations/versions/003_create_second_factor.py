"""Create the table of second factors (docs/decisions/security-second-factor.md)."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "003"
down_revision = "002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "binhduong_second_factor",
        sa.Column("user_id", sa.Text, sa.ForeignKey("user.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("secret", sa.Text, nullable=False),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.Column("confirmed", sa.DateTime),
        sa.Column("counter", sa.BigInteger, nullable=False, server_default="0"),
        sa.Column("recovery", JSONB, nullable=False, server_default="[]"),
    )


def downgrade() -> None:
    op.drop_table("binhduong_second_factor")
