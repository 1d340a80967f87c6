"""Find the newest published release of each resource in an index alone: webhooks look for it after every change of the catalogue."""

import sqlalchemy as sa
from alembic import op

revision = "007"
down_revision = "006"
branch_labels = None
depends_on = None

_NAME = "ix_binhduong_release_published"


def upgrade() -> None:
    columns = ["resource_id", sa.text("number DESC")]
    published = sa.text("state = 'published'")
    op.create_index(_NAME, "binhduong_release", columns, postgresql_include=["id"], postgresql_where=published)


def downgrade() -> None:
    op.drop_index(_NAME, "binhduong_release")
