"""Create the tables of publication plans, and what keeps first deadlines and past changes as they are."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "001"
down_revision = None
branch_labels = None
depends_on = None

_FIXED = """
CREATE FUNCTION binhduong_plan_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_TABLE_NAME = 'binhduong_plan_change' THEN
        RAISE EXCEPTION 'changes of plan items are never rewritten';
    END IF;
    IF NEW.due_first IS DISTINCT FROM OLD.due_first OR NEW.plan_id IS DISTINCT FROM OLD.plan_id THEN
        RAISE EXCEPTION 'the first deadline of a plan item never changes';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER binhduong_plan_item_fixed BEFORE UPDATE ON binhduong_plan_item
    FOR EACH ROW EXECUTE FUNCTION binhduong_plan_fixed();
CREATE TRIGGER binhduong_plan_change_fixed BEFORE UPDATE ON binhduong_plan_change
    FOR EACH ROW EXECUTE FUNCTION binhduong_plan_fixed();
"""


def _text(name: str, *, index: bool = False) -> sa.Column:
    return sa.Column(name, sa.Text, nullable=False, index=index)


def upgrade() -> None:
    op.create_table(
        "binhduong_plan",
        sa.Column("id", sa.Text, primary_key=True),
        _text("organization_id", index=True),
        *(_text(name) for name in ("name", "title", "decision")),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.UniqueConstraint("organization_id", "name", name="binhduong_plan_name"),
    )
    op.create_table(
        "binhduong_plan_item",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("plan_id", sa.Text, sa.ForeignKey("binhduong_plan.id"), nullable=False, index=True),
        *(_text(name) for name in ("code", "title", "description", "sector", "phase")),
        sa.Column("minimum_level", sa.Integer, nullable=False),
        sa.Column("formats", ARRAY(sa.Text), nullable=False),
        _text("frequency"),
        sa.Column("due_first", sa.Date, nullable=False),
        sa.Column("due_now", sa.Date, nullable=False, index=True),
        *(_text(name) for name in ("legal_basis", "decision", "refusal_ground")),
        sa.Column("dataset_id", sa.Text, index=True),
        sa.Column("level", sa.Integer, nullable=False),
        sa.Column("unmet", ARRAY(sa.Text), nullable=False),
        *(sa.Column(name, sa.Date) for name in ("reached", "lost", "refused")),
        *(sa.Column(name, sa.DateTime, nullable=False) for name in ("created", "modified")),
        sa.UniqueConstraint("plan_id", "code", name="binhduong_plan_item_code"),
    )
    op.create_table(
        "binhduong_plan_change",
        sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=True),
        sa.Column("item_id", sa.Text, sa.ForeignKey("binhduong_plan_item.id"), nullable=False, index=True),
        sa.Column("made", sa.DateTime, nullable=False),
        *(_text(name) for name in ("author", "field")),
        sa.Column("old", JSONB),
        sa.Column("new", JSONB),
        _text("reason"),
    )
    op.execute(_FIXED)


def downgrade() -> None:
    for table in ("binhduong_plan_change", "binhduong_plan_item", "binhduong_plan"):
        op.drop_table(table)
    op.execute("DROP FUNCTION binhduong_plan_fixed()")
