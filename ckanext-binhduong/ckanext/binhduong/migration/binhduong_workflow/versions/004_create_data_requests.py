"""Create the tables of requests for data, and what keeps the day on which one came in, and every step of it, as they are."""

import sqlalchemy as sa
from alembic import op

revision = "004"
down_revision = "003"
branch_labels = None
depends_on = None

_FIXED = """
CREATE FUNCTION binhduong_data_request_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_TABLE_NAME = 'binhduong_data_request_event' THEN
        RAISE EXCEPTION 'steps of requests for data are never rewritten';
    END IF;
    IF NEW.received IS DISTINCT FROM OLD.received OR NEW.due IS DISTINCT FROM OLD.due THEN
        RAISE EXCEPTION 'the days of a request for data never change';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER binhduong_data_request_fixed BEFORE UPDATE ON binhduong_data_request
    FOR EACH ROW EXECUTE FUNCTION binhduong_data_request_fixed();
CREATE TRIGGER binhduong_data_request_event_fixed BEFORE UPDATE ON binhduong_data_request_event
    FOR EACH ROW EXECUTE FUNCTION binhduong_data_request_fixed();
"""


def _text(name: str, *, index: bool = False) -> sa.Column:
    return sa.Column(name, sa.Text, nullable=False, index=index)


def upgrade() -> None:
    op.create_table(
        "binhduong_data_request",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("received", sa.DateTime, nullable=False),
        sa.Column("due", sa.Date, nullable=False),
        *(_text(name) for name in ("title", "description", "contact")),
        sa.Column("organization_id", sa.Text, index=True),
        _text("state", index=True),
        sa.Column("closed", sa.DateTime),
        sa.Column("edited", sa.Boolean, nullable=False),
        *(_text(name) for name in ("rejection", "reply", "ground")),
        sa.Column("plan_item_id", sa.Text, sa.ForeignKey("binhduong_plan_item.id")),
        sa.Column("dataset_id", sa.Text),
        sa.Column("modified", sa.DateTime, nullable=False),
    )
    op.create_table(
        "binhduong_data_request_event",
        sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=True),
        sa.Column("request_id", sa.Integer, sa.ForeignKey("binhduong_data_request.id"), nullable=False, index=True),
        sa.Column("made", sa.DateTime, nullable=False),
        *(_text(name) for name in ("author", "act", "detail")),
    )
    op.execute(_FIXED)


def downgrade() -> None:
    for table in ("binhduong_data_request_event", "binhduong_data_request"):
        op.drop_table(table)
    op.execute("DROP FUNCTION binhduong_data_request_fixed()")
