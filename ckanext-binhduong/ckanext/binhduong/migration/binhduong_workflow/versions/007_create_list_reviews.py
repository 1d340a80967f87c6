"""Create the table of reviews of the open-data lists, which is only ever added to."""

import sqlalchemy as sa
from alembic import op

revision = "007"
down_revision = "006"
branch_labels = None
depends_on = None

_TABLE = "binhduong_list_review"
_REFUSE = """
CREATE FUNCTION binhduong_list_review_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'reviews of open-data lists are never rewritten';
END $$
"""


def upgrade() -> None:
    op.create_table(
        _TABLE,
        sa.Column("organization_id", sa.Text, primary_key=True),
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("made", sa.DateTime, nullable=False),
    )
    op.execute(_REFUSE)
    op.execute(
        f"CREATE TRIGGER {_TABLE}_fixed BEFORE UPDATE OR DELETE ON {_TABLE} FOR EACH ROW EXECUTE FUNCTION binhduong_list_review_fixed()"
    )


def downgrade() -> None:
    op.drop_table(_TABLE)
    op.execute("DROP FUNCTION binhduong_list_review_fixed()")
