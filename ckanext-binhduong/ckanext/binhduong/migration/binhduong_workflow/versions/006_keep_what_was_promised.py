"""Keep items of plans, requests for data and their histories from being deleted: a late item that goes away would improve a figure."""

from alembic import op

revision = "006"
down_revision = "005"
branch_labels = None
depends_on = None

_TABLES = ("binhduong_plan_item", "binhduong_plan_change", "binhduong_data_request", "binhduong_data_request_event")
_REFUSE = """
CREATE FUNCTION binhduong_never_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are never deleted', TG_TABLE_NAME;
END $$
"""


def upgrade() -> None:
    op.execute(_REFUSE)
    for table in _TABLES:
        op.execute(f"CREATE TRIGGER {table}_kept BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION binhduong_never_deleted()")


def downgrade() -> None:
    for table in _TABLES:
        op.execute(f"DROP TRIGGER {table}_kept ON {table}")
    op.execute("DROP FUNCTION binhduong_never_deleted()")
