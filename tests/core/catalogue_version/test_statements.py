"""Which statements raise the catalogue's version."""

from __future__ import annotations

import pytest

from ckanext.binhduong.core.catalogue_version.statements import ends_transaction, may_change_answers

CHANGES = [
    b"INSERT INTO package (id) VALUES ('a')",
    b"  update package set title = 'a'",
    b"DELETE FROM package",
    b"WITH gone AS (DELETE FROM package RETURNING id) SELECT * FROM gone",
    b"CREATE VIEW geo.a AS SELECT 1",
    b"ALTER TABLE a RENAME TO b",
    b"DROP TABLE a",
    b"TRUNCATE a",
    b"REVOKE SELECT ON a FROM b",
    b"COPY a FROM STDIN",
    b"SELECT * INTO b FROM a",
    b"SELECT 1; DELETE FROM package",
    b"DO $$ BEGIN DELETE FROM a; END $$",
    b"CALL change_all()",
    b"MERGE INTO a USING b ON true WHEN MATCHED THEN DELETE",
    b"UPDATE \"user\" SET fullname='A', last_active='2026-01-01' WHERE \"user\".id = 'a'",
    b"/* a comment */ DELETE FROM package",
    b"INSERT INTO binhduong_graph_x (id) VALUES (1)",
    b"DELETE FROM binhduong_first_public",
]
NO_CHANGES = [
    b"UPDATE binhduong_link SET due=now()",
    b"INSERT INTO binhduong_link_host (host) VALUES ('a')",
    b"UPDATE binhduong_webhook SET due=now()",
    b"INSERT INTO binhduong_webhook_delivery (id) VALUES ('a')",
    b"INSERT INTO binhduong_mail (id) VALUES ('a')",
    b"INSERT INTO binhduong_first_public (dataset_id, since) SELECT package.id, '2026-01-01' FROM package ON CONFLICT DO NOTHING",
    b"SELECT id FROM package WHERE title = 'update'",
    b"WITH a AS (SELECT 1) SELECT * FROM a",
    b"SET LOCAL statement_timeout TO 60000",
    b"SAVEPOINT step",
    b"ROLLBACK TO SAVEPOINT step",
    b"SELECT pg_try_advisory_lock(1);",
    b"COPY (SELECT * FROM a) TO STDOUT WITH CSV",
    b"UPDATE \"user\" SET last_active='2026-01-01T00:00:00'::timestamp WHERE \"user\".id = 'a'",
    b"UPDATE api_token SET last_access='2026-01-01T00:00:00'::timestamp WHERE api_token.id = 'a'",
    b"INSERT INTO binhduong_graph (dataset_id) VALUES ('a') ON CONFLICT (dataset_id) DO UPDATE SET mark = 'b'",
    b"DELETE FROM binhduong_graph WHERE dataset_id = 'a'",
    b"",
    b"  \n",
]


@pytest.mark.parametrize("statement", CHANGES)
def test_what_may_change_an_answer(statement: bytes):
    """Rows, tables, views and rights; and whatever is not known to change nothing."""
    assert may_change_answers(statement)


@pytest.mark.parametrize("statement", NO_CHANGES)
def test_what_changes_no_answer(statement: bytes):
    """Reading, settings of a session, and when somebody was last here."""
    assert not may_change_answers(statement)


def test_what_ends_a_transaction():
    """COMMIT sent as a statement commits; a savepoint's end does not."""
    texts = (b"commit", b" END;", b"ROLLBACK", b"RELEASE SAVEPOINT a")
    assert [ends_transaction(text) for text in texts] == [True, True, False, False]
