"""Note with each release how its file was read, so that bringing it back reads it the same way."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "004"
down_revision = "003"
branch_labels = None
depends_on = None

_TABLE = "binhduong_release"


def upgrade() -> None:
    op.add_column(_TABLE, sa.Column("read_as", JSONB))


def downgrade() -> None:
    op.drop_column(_TABLE, "read_as")
