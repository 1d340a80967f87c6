"""Create the table of reminders before promised days."""

import sqlalchemy as sa
from alembic import op

revision = "005"
down_revision = "004"
branch_labels = None
depends_on = None

_TABLE = "binhduong_plan_reminder"


def upgrade() -> None:
    op.create_table(
        _TABLE,
        sa.Column("item_id", sa.Text, primary_key=True),
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("ahead", sa.Integer, primary_key=True),
        sa.Column("user_id", sa.Text, primary_key=True),
        sa.Column("made", sa.DateTime, nullable=False),
        sa.Column("sent", sa.DateTime),
    )
    op.execute(f"CREATE INDEX binhduong_plan_reminder_unsent ON {_TABLE} (user_id) WHERE sent IS NULL")


def downgrade() -> None:
    op.drop_table(_TABLE)
