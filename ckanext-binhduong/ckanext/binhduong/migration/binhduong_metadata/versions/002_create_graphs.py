"""Create the table of the datasets' serialised graphs."""

import sqlalchemy as sa
from alembic import op

revision = "002"
down_revision = "001"
branch_labels = None
depends_on = None

_TABLE = "binhduong_graph"
_FORMS = ("nt", "ttl", "xml", "jsonld", "csv")


def upgrade() -> None:
    op.create_table(
        _TABLE,
        sa.Column("dataset_id", sa.Text, primary_key=True),
        sa.Column("mark", sa.Text, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("changed", sa.DateTime, nullable=False),
        *(sa.Column(form, sa.LargeBinary, nullable=False) for form in _FORMS),
    )


def downgrade() -> None:
    op.drop_table(_TABLE)
