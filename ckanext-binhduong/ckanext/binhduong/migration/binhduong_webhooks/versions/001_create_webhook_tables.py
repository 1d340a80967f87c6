"""Create the tables of webhooks; what is public now counts as announced."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "binhduong_webhook",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("user_id", sa.Text, nullable=False, index=True),
        sa.Column("organization_id", sa.Text, index=True),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("description", sa.Text, nullable=False),
        sa.Column("events", ARRAY(sa.Text), nullable=False),
        sa.Column("agency_id", sa.Text),
        sa.Column("dataset_id", sa.Text),
        sa.Column("secret", sa.Text, nullable=False),
        sa.Column("former_secret", sa.Text, nullable=False),
        sa.Column("former_until", sa.DateTime),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.Column("due", sa.DateTime, nullable=False),
        sa.Column("strained", sa.Integer, nullable=False),
        sa.Column("failing_since", sa.DateTime),
        sa.Column("noticed", sa.DateTime),
    )
    op.create_table(
        "binhduong_webhook_event",
        sa.Column("sequence", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("dataset_id", sa.Text, nullable=False, index=True),
        sa.Column("made", sa.DateTime, nullable=False),
        sa.Column("data", JSONB, nullable=False),
    )
    op.create_table(
        "binhduong_webhook_delivery",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("webhook_id", sa.Text, sa.ForeignKey("binhduong_webhook.id", ondelete="CASCADE"), nullable=False),
        sa.Column(
            "sequence", sa.BigInteger, sa.ForeignKey("binhduong_webhook_event.sequence", ondelete="CASCADE"), nullable=False, index=True
        ),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("begun", sa.DateTime, nullable=False),
        sa.Column("due", sa.DateTime, nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("attempts", JSONB, nullable=False),
    )
    op.create_index("ix_binhduong_webhook_delivery_of", "binhduong_webhook_delivery", ["webhook_id", "sequence"])
    waiting = sa.text("state = 'waiting'")
    op.create_index("ix_binhduong_webhook_delivery_waiting", "binhduong_webhook_delivery", ["webhook_id", "due"], postgresql_where=waiting)
    op.create_table(
        "binhduong_webhook_dataset",
        sa.Column("dataset_id", sa.Text, primary_key=True),
        sa.Column("agency_id", sa.Text),
        sa.Column("modified", sa.DateTime),
    )
    op.create_table(
        "binhduong_webhook_release",
        sa.Column("resource_id", sa.Text, primary_key=True),
        sa.Column("dataset_id", sa.Text, nullable=False, index=True),
        sa.Column("release_id", sa.Text, nullable=False),
    )
    op.execute(
        "INSERT INTO binhduong_webhook_dataset SELECT id, owner_org, metadata_modified FROM package "
        "WHERE state = 'active' AND NOT private AND type = 'dataset'"
    )
    # A new portal's releases have no table yet.
    if op.get_bind().scalar(sa.text("SELECT to_regclass('binhduong_release')")):
        op.execute(
            "INSERT INTO binhduong_webhook_release SELECT DISTINCT ON (resource_id) resource_id, dataset_id, binhduong_release.id "
            "FROM binhduong_release JOIN resource ON resource.id = resource_id AND resource.state = 'active' "
            "JOIN binhduong_webhook_dataset ON dataset_id = resource.package_id "
            "WHERE binhduong_release.state = 'published' ORDER BY resource_id, number DESC"
        )


def downgrade() -> None:
    for table in ("release", "dataset", "delivery", "event"):
        op.drop_table(f"binhduong_webhook_{table}")
    op.drop_table("binhduong_webhook")
