"""Create the tables of the datasets that the index was taken without, and of the last change of the synonyms that it has."""

import sqlalchemy as sa
from alembic import op

revision = "002"
down_revision = "001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "binhduong_index_left_out",
        sa.Column("package_id", sa.Text, primary_key=True),
        sa.Column("at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "binhduong_synonym_indexed",
        sa.Column("only", sa.Boolean, primary_key=True),
        sa.Column("change_id", sa.Integer, nullable=False),
        sa.CheckConstraint('"only"', name="binhduong_synonym_indexed_only"),
    )


def downgrade() -> None:
    op.drop_table("binhduong_synonym_indexed")
    op.drop_table("binhduong_index_left_out")
