"""Create the tables of approval by a second person; what happened in them is never rewritten."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "002"
down_revision = "001"
branch_labels = None
depends_on = None

_FIXED = """
CREATE FUNCTION binhduong_approval_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the history of approvals is never rewritten';
END $$;
CREATE TRIGGER binhduong_approval_event_fixed BEFORE UPDATE OR DELETE ON binhduong_approval_event
    FOR EACH ROW EXECUTE FUNCTION binhduong_approval_fixed();
"""


def _text(name: str, *, index: bool = False) -> sa.Column:
    return sa.Column(name, sa.Text, nullable=False, index=index)


def upgrade() -> None:
    op.create_table(
        "binhduong_approval_rule",
        sa.Column("organization_id", sa.Text, primary_key=True),
        sa.Column("required", sa.Boolean, nullable=False),
    )
    op.create_table(
        "binhduong_approval_exemption",
        sa.Column("package_id", sa.Text, primary_key=True),
        _text("organization_id"),
        _text("answers"),
        _text("reason"),
    )
    op.create_table(
        "binhduong_submission",
        sa.Column("id", sa.Text, primary_key=True),
        _text("kind"),
        _text("organization_id", index=True),
        sa.Column("package_id", sa.Text, index=True),
        sa.Column("release_id", sa.Text, index=True),
        _text("hash"),
        sa.Column("content", JSONB, nullable=False),
        _text("state"),
        _text("submitter"),
        sa.Column("submitted", sa.DateTime, nullable=False),
        _text("decider"),
        sa.Column("decided", sa.DateTime),
        _text("reason"),
    )
    op.create_table(
        "binhduong_approval_event",
        sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=True),
        _text("submission_id", index=True),
        _text("act"),
        _text("author"),
        sa.Column("made", sa.DateTime, nullable=False),
        _text("hash"),
        _text("reason"),
    )
    op.execute(_FIXED)


def downgrade() -> None:
    for table in ("event", "exemption", "rule"):
        op.drop_table(f"binhduong_approval_{table}")
    op.drop_table("binhduong_submission")
    op.execute("DROP FUNCTION binhduong_approval_fixed()")
