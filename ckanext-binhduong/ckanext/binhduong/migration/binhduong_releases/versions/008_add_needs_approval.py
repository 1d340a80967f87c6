"""Keep of a file that who sent it does not publish alone: they may leave the agency while it is being checked."""

import sqlalchemy as sa
from alembic import op

revision = "008"
down_revision = "007"
branch_labels = None
depends_on = None

_TABLE = "binhduong_release"
_OF_CONTRIBUTORS = """
    UPDATE binhduong_release SET needs_approval = true FROM package, member, "user"
    WHERE binhduong_release.state IN ('pending', 'running', 'held', 'submitted') AND package.id = binhduong_release.package_id
    AND "user".name = binhduong_release.author AND NOT "user".sysadmin AND member.table_name = 'user' AND member.table_id = "user".id
    AND member.state = 'active' AND member.group_id = package.owner_org AND member.capacity = 'contributor'
"""


def upgrade() -> None:
    op.add_column(_TABLE, sa.Column("needs_approval", sa.Boolean, nullable=False, server_default=sa.false()))
    op.execute(_OF_CONTRIBUTORS)


def downgrade() -> None:
    op.drop_column(_TABLE, "needs_approval")
