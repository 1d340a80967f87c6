"""Create the audit log: rows that are only added, each with the hash of the one before it (docs/decisions/security-audit-chain.md)."""

import sqlalchemy as sa
from alembic import op

revision = "001"
down_revision = None
branch_labels = None
depends_on = None

_TEXTS = ("event", "action", "actor_kind", "actor_id", "actor_name", "token", "address", "request_id")
_MORE_TEXTS = ("object_type", "object_id", "object_name", "change", "fields", "before", "after", "outcome")

# `chain.py` reads the same array: its order and the form of the time are part of every hash.
_FUNCTIONS = """
CREATE FUNCTION binhduong_audit_chain() RETURNS trigger LANGUAGE plpgsql SET lock_timeout = '10s' AS $$
BEGIN
    INSERT INTO binhduong_audit_head AS head (one, seq, hash) VALUES (true, 1, '')
        ON CONFLICT (one) DO UPDATE SET seq = head.seq + 1 RETURNING head.seq, head.hash INTO NEW.seq, NEW.previous;
    NEW.at := clock_timestamp();
    NEW.hash := encode(sha256(convert_to(json_build_array(
        NEW.seq, to_char(NEW.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), NEW.event, NEW.action, NEW.actor_kind, NEW.actor_id,
        NEW.actor_name, NEW.token, NEW.address, NEW.request_id, NEW.object_type, NEW.object_id, NEW.object_name, NEW.change, NEW.fields,
        NEW.before, NEW.after, NEW.outcome, NEW.status, NEW.count, NEW.previous)::text, 'UTF8')), 'hex');
    UPDATE binhduong_audit_head SET hash = NEW.hash;
    RETURN NEW;
END $$;
CREATE TRIGGER binhduong_audit_chained BEFORE INSERT ON binhduong_audit FOR EACH ROW EXECUTE FUNCTION binhduong_audit_chain();

CREATE FUNCTION binhduong_audit_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND current_setting('binhduong.audit_cut', true) = 'on' THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'the audit log is never rewritten';
END $$;
CREATE TRIGGER binhduong_audit_rows_fixed BEFORE UPDATE OR DELETE ON binhduong_audit FOR EACH ROW EXECUTE FUNCTION binhduong_audit_fixed();
CREATE TRIGGER binhduong_audit_fixed BEFORE TRUNCATE ON binhduong_audit FOR EACH STATEMENT EXECUTE FUNCTION binhduong_audit_fixed();
"""


def _text(name: str) -> sa.Column:
    return sa.Column(name, sa.Text, nullable=False, server_default="")


def _moment(name: str) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)


def upgrade() -> None:
    op.create_table(
        "binhduong_audit",
        sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
        _moment("at"),
        *map(_text, _TEXTS),
        *map(_text, _MORE_TEXTS),
        sa.Column("status", sa.Integer, nullable=False, server_default="0"),
        sa.Column("count", sa.Integer, nullable=False, server_default="1"),
        _text("previous"),
        _text("hash"),
    )
    for columns in (["at"], ["actor_name", "seq"], ["object_id", "seq"], ["object_name", "seq"]):
        op.create_index(f"binhduong_audit_{columns[0]}", "binhduong_audit", columns)
    op.create_table("binhduong_audit_head", sa.Column("one", sa.Boolean, primary_key=True), sa.Column("seq", sa.BigInteger), _text("hash"))
    # Refusals of one kind within a minute, beyond the first of them.
    op.create_table(
        "binhduong_audit_repeat",
        sa.Column("minute", sa.DateTime(timezone=True), primary_key=True),
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("address", sa.Text, primary_key=True),
        sa.Column("count", sa.Integer, nullable=False),
        sa.Column("content", sa.JSON, nullable=False),
    )
    # What was verified, and what was cut off: places where the chain is known to have been whole.
    op.create_table(
        "binhduong_audit_anchor",
        sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=True),
        _moment("at"),
        _text("kind"),
        sa.Column("seq", sa.BigInteger, nullable=False),
        _text("hash"),
        _text("fault"),
    )
    op.execute(_FUNCTIONS)


def downgrade() -> None:
    for table in ("", "_head", "_repeat", "_anchor"):
        op.drop_table(f"binhduong_audit{table}")
    op.execute("DROP FUNCTION binhduong_audit_chain(), binhduong_audit_fixed()")
