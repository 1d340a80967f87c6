"""Keep title, name and reason of public datasets that are withdrawn."""

import sqlalchemy as sa
from alembic import op

revision = "004"
down_revision = "003"
branch_labels = None
depends_on = None

_TABLE = "binhduong_tombstone"
_COLUMNS = ("name", "title", "reason")


def upgrade() -> None:
    for name in _COLUMNS:
        op.add_column(_TABLE, sa.Column(name, sa.Text, nullable=False, server_default=""))


def downgrade() -> None:
    for name in _COLUMNS:
        op.drop_column(_TABLE, name)
