"""Statements for DuckDB: a name stays a name."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest

from ckanext.binhduong.comparisons.diff.duckdb_sql import compose, joined, name


@pytest.mark.parametrize("hostile", ['a"; DROP TABLE kept; --', "a.b", "{x}", "$row", "Mã số", "select"])
def test_a_name_stays_a_name(hostile: str) -> None:
    """DuckDB reads back the very column, and runs nothing else."""
    connection = duckdb.connect()
    connection.execute("CREATE TABLE kept (x int)")
    create = compose("CREATE TABLE {table} AS SELECT 1 AS {column}", table=name(hostile), column=name(hostile))
    connection.execute(create.text)
    found = connection.sql(compose("SELECT {column} FROM {table}", column=name(hostile, hostile), table=name(hostile)).text)
    assert (found.columns, found.fetchall()) == ([hostile], [(1,)])
    assert connection.sql("SELECT count(*) FROM kept").fetchall() == [(0,)]


def test_a_text_becomes_no_part_of_a_statement() -> None:
    """Only fragments are put in."""
    text: Any = "x; DROP TABLE kept"
    with pytest.raises(TypeError):
        compose("SELECT {column}", column=text)
    assert joined(", ", [name("a"), name("b", "c")]).text == '"a", "b"."c"'
