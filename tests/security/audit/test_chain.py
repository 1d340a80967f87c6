"""The chain: each change of a row, however small, is found and named; the database itself refuses to make one."""

from __future__ import annotations

import json
import random
import threading
import warnings
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from ckan import model
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import DBAPIError

from ckanext.binhduong.security.audit import chain
from ckanext.binhduong.security.audit.model import HASHED, anchors, head, rows
from ckanext.binhduong.security.audit.recording import record_now

LENGTH = 40
ODD = 'Nhà thuốc "Đức\\Hòa"\n\t\x01\x7f\u2028 Đ̣ 𠀋 </script>'


@pytest.fixture
def log(connection: sa.Connection, database: None) -> sa.Connection:
    """A connection whose transaction sees a log of so many rows, after an anchor; all is rolled back."""
    record_now(event="write")
    chain.cut(connection, datetime.now(UTC) + timedelta(days=1))
    for number in range(1, LENGTH):
        connection.execute(sa.insert(rows), [{"event": "write", "action": f"a{number}", "object_name": ODD, "status": number}])
    # The tests change what the triggers refuse, as an attacker who owns the database could.
    connection.execute(sa.text("ALTER TABLE binhduong_audit DISABLE TRIGGER USER"))
    return connection


def numbers(connection: sa.Connection) -> list[int]:
    """The numbers of the rows."""
    return list(connection.scalars(sa.select(rows.c.seq).order_by(rows.c.seq)))


def test_a_whole_log_is_verified(log: sa.Connection):
    """Python works out the hashes that PostgreSQL wrote, whatever the texts hold."""
    found = chain.verify(log)
    assert (found.fault, found.count) == ("", LENGTH)
    assert (found.seq, found.hash) == tuple(log.execute(sa.select(head.c.seq, head.c.hash)).one())


def test_the_times_and_numbers_rise(log: sa.Connection):
    """Without gaps."""
    found = log.execute(sa.select(rows.c.seq, rows.c.at).order_by(rows.c.seq)).all()
    assert [row.seq for row in found] == list(range(found[0].seq, found[0].seq + LENGTH))
    assert [row.at for row in found] == sorted(row.at for row in found)


@pytest.mark.parametrize("trial", range(50))
def test_a_change_of_any_column_of_any_row_is_found(log: sa.Connection, trial: int):
    """The first wrong row is named."""
    choice = random.Random(trial)
    seq, column = choice.choice(numbers(log)), choice.choice([name for name in (*HASHED, "hash") if name != "seq"])
    value = {"at": rows.c.at + timedelta(microseconds=1), "status": rows.c.status + 1, "count": rows.c.count + 1}.get(column, "x")
    log.execute(sa.update(rows).where(rows.c.seq == seq).values({column: value}))
    assert chain.verify(log).fault.startswith(f"row {seq}: ")


def test_a_row_changed_with_its_hash_is_found_at_the_next(log: sa.Connection):
    """Who knows how hashes are made has to make all that follow."""
    seq = numbers(log)[LENGTH // 2]
    row = dict(log.execute(sa.select(rows).where(rows.c.seq == seq)).mappings().one()) | {"action": "other"}
    log.execute(sa.update(rows).where(rows.c.seq == seq).values(action="other", hash=chain.hash_of(row)))
    assert chain.verify(log).fault == f"row {seq + 1}: it does not follow row {seq}"


@pytest.mark.parametrize(("place", "others"), [(0, False), (LENGTH // 2, False), (LENGTH - 1, True)])
def test_a_missing_row_is_found(log: sa.Connection, place: int, others: bool):
    """At the end by the head."""
    seq = numbers(log)[place]
    log.execute(sa.delete(rows).where(rows.c.seq == seq))
    assert chain.verify(log).fault == f"row {seq} is missing" + (f", and all up to row {seq}" if others else "")


def test_rows_missing_at_the_end_with_their_head_are_found_by_the_anchor(log: sa.Connection):
    """What was verified last night must be there tonight."""
    whole = chain.verify(log)
    chain.remember(log, whole)
    kept = log.execute(sa.select(rows).order_by(rows.c.seq.desc()).offset(5).limit(1)).mappings().one()
    log.execute(sa.delete(rows).where(rows.c.seq > kept["seq"]))
    log.execute(sa.update(head).values(seq=kept["seq"], hash=kept["hash"]))
    assert chain.verify(log).fault == f"row {kept['seq'] + 1} is missing, and all up to row {whole.seq}"


def test_a_chain_made_anew_is_found_by_the_anchor(log: sa.Connection):
    """All hashes fit, but they are not those that were verified."""
    chain.remember(log, chain.verify(log))
    before, seqs = "", numbers(log)
    for seq in seqs[1:]:
        row = dict(log.execute(sa.select(rows).where(rows.c.seq == seq)).mappings().one()) | {"action": "other"}
        row["previous"] = before or row["previous"]
        before = chain.hash_of(row)
        log.execute(sa.update(rows).where(rows.c.seq == seq).values(action="other", previous=row["previous"], hash=before))
    log.execute(sa.update(head).values(hash=before))
    assert chain.verify(log).fault == f"row {seqs[-1]}: it was another one when the log was verified before"


def test_what_is_cut_off_leaves_an_anchor(log: sa.Connection):
    """The rest still verifies, and a row that is missing after the cut is found."""
    seqs = numbers(log)
    log.execute(sa.text("ALTER TABLE binhduong_audit ENABLE TRIGGER USER"))
    moment = log.execute(sa.select(rows.c.at).where(rows.c.seq == seqs[10])).scalar_one()
    assert chain.cut(log, moment) == 10
    assert (chain.verify(log).fault, numbers(log)[0]) == ("", seqs[10])
    log.execute(sa.delete(rows).where(rows.c.seq == seqs[10]))
    assert chain.verify(log).fault == f"row {seqs[10]} is missing"


@pytest.mark.parametrize(
    "statement", ["UPDATE binhduong_audit SET action = 'x'", "DELETE FROM binhduong_audit", "TRUNCATE binhduong_audit"]
)
def test_the_database_refuses_to_rewrite(connection: sa.Connection, database: None, statement: str):
    """Whoever writes such a statement by mistake."""
    record_now(event="write")
    with pytest.raises(DBAPIError, match="the audit log is never rewritten"):
        connection.execute(sa.text(statement))


def test_what_an_insertion_says_of_the_chain_counts_for_nothing(log: sa.Connection):
    """Number, time and hashes are the database's."""
    log.execute(sa.text("ALTER TABLE binhduong_audit ENABLE TRIGGER USER"))
    forged = {"seq": 1, "at": datetime(2020, 1, 1, tzinfo=UTC), "previous": "x", "hash": "x", "event": "write"}
    log.execute(sa.insert(rows), [forged])
    assert chain.verify(log).fault == ""


def test_an_exported_row_can_be_verified_without_the_database(log: sa.Connection):
    """As a line of JSON: what leaves the portal is evidence by itself."""
    lines = [json.dumps(chain.as_json(row), ensure_ascii=False) for row in chain.read(log)]
    read = [json.loads(line) for line in lines]
    assert [chain.hash_of(row) for row in read] == [row["hash"] for row in read]
    assert [row["previous"] for row in read[1:]] == [row["hash"] for row in read[:-1]]


def test_writers_at_the_same_time_make_one_chain(database: None, connection: sa.Connection, new_rows: Callable[..., list[dict[str, Any]]]):
    """Eight at once, each in transactions of its own."""

    def write(number: int) -> None:
        for turn in range(10):
            record_now(event="write", action=f"{number}-{turn}")

    threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    added = new_rows()
    assert len(added) == 80
    assert [row["previous"] for row in added[1:]] == [row["hash"] for row in added[:-1]]
    assert {chain.hash_of(row) == row["hash"] for row in added} == {True}


def test_the_tables_are_those_of_the_migration(connection: sa.Connection, database: None):
    """One fact in two places: the columns, in the database and in the code."""
    for table in (rows, head, anchors):
        found = {column["name"] for column in sa.inspect(connection).get_columns(table.name)}
        assert found == set(table.c.keys())
    assert model.meta.metadata.tables.get(rows.name) is None


def test_sqlalchemy_knows_who_numbers_the_rows():
    """A row is added without its number; a warning for each would hide others in the log of the worker."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        statement = sa.insert(rows).compile(dialect=postgresql.dialect(), column_keys=["event"])
    assert str(statement) == "INSERT INTO binhduong_audit (event) VALUES (%(event)s) RETURNING binhduong_audit.seq"
