"""Keep what is said of a resource together with a file that waits for its approval."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "006"
down_revision = "005"
branch_labels = None
depends_on = None

_TABLE = "binhduong_release"


def upgrade() -> None:
    op.add_column(_TABLE, sa.Column("proposed", JSONB))


def downgrade() -> None:
    op.drop_column(_TABLE, "proposed")
