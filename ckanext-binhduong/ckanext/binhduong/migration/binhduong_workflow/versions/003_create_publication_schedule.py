"""Create the table of the times at which datasets and files become public."""

import sqlalchemy as sa
from alembic import op

revision = "003"
down_revision = "002"
branch_labels = None
depends_on = None

_TABLE = "binhduong_publication_schedule"


def _text(name: str, *, index: bool = False) -> sa.Column:
    return sa.Column(name, sa.Text, nullable=False, index=index)


def upgrade() -> None:
    op.create_table(
        _TABLE,
        sa.Column("id", sa.Text, primary_key=True),
        _text("package_id", index=True),
        sa.Column("resource_id", sa.Text, index=True),
        sa.Column("release_id", sa.Text, index=True),
        _text("organization_id", index=True),
        sa.Column("publish_at", sa.DateTime, nullable=False),
        _text("state"),
        _text("author"),
        sa.Column("made", sa.DateTime, nullable=False),
        sa.Column("closed", sa.DateTime),
        _text("closed_by"),
        _text("reason"),
        _text("detail"),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("next_attempt", sa.DateTime, nullable=False),
    )
    # One time for a dataset, and one for the next file of a resource.
    once = "CREATE UNIQUE INDEX binhduong_publication_schedule_once ON {} (package_id, coalesce(resource_id, '')) WHERE state = 'waiting'"
    op.execute(once.format(_TABLE))
    op.execute(f"CREATE INDEX binhduong_publication_schedule_due ON {_TABLE} (next_attempt) WHERE state IN ('waiting', 'publishing')")


def downgrade() -> None:
    op.drop_table(_TABLE)
