"""Note why a release can have no canonical file, so that it is not tried again every night."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "005"
down_revision = "004"
branch_labels = None
depends_on = None

_TABLE = "binhduong_release"


def upgrade() -> None:
    op.add_column(_TABLE, sa.Column("unfillable", JSONB))


def downgrade() -> None:
    op.drop_column(_TABLE, "unfillable")
