"""Create the table of the changes that administrators made to the synonyms."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "binhduong_synonym_change",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("user_id", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("entry", JSONB, nullable=False),
        sa.CheckConstraint("kind IN ('added', 'removed')", name="binhduong_synonym_change_kind"),
    )


def downgrade() -> None:
    op.drop_table("binhduong_synonym_change")
