"""Give releases a canonical file, an origin, the officer's yes to a breaking change, and what differs from the release before."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "002"
down_revision = "001"
branch_labels = None
depends_on = None

_TABLE = "binhduong_release"


def upgrade() -> None:
    op.add_column(_TABLE, sa.Column("canonical", sa.Text))
    op.add_column(_TABLE, sa.Column("canonical_size", sa.BigInteger))
    op.add_column(_TABLE, sa.Column("origin", sa.Text, nullable=False, server_default="upload"))
    op.add_column(_TABLE, sa.Column("confirmed", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column(_TABLE, sa.Column("summary", JSONB))
    op.add_column(_TABLE, sa.Column("retired", sa.DateTime))
    op.create_index(f"ix_{_TABLE}_canonical", _TABLE, ["canonical"])


def downgrade() -> None:
    op.drop_index(f"ix_{_TABLE}_canonical", _TABLE)
    for column in ("retired", "summary", "confirmed", "origin", "canonical_size", "canonical"):
        op.drop_column(_TABLE, column)
