"""Say of a webhook until when a job delivers to it, apart from until when it is left alone."""

import sqlalchemy as sa
from alembic import op

revision = "002"
down_revision = "001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("binhduong_webhook", sa.Column("held", sa.DateTime))


def downgrade() -> None:
    op.drop_column("binhduong_webhook", "held")
