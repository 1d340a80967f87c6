# ruff: noqa: S608 - every name from outside goes through `identifier`
"""Compare two canonical files row by row and write what differs.

By the key column when both releases declare the same one: added, removed, and changed rows with the old and the new value of each changed
column. Else by content: a row is what it says, equal rows count, and what changed is one row removed and one added.

Only columns that both releases have are compared: a new column is told once, not once a row. Values of a column whose type changed are
compared as what they say (12, 12.0 and "12" are equal). No value equals no value and nothing else; NaN equals NaN; −0 is 0.

DuckDB sorts and joins within a memory limit and goes to disk beyond it (measurements in docs/releases.md).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from ckanext.binhduong.comparisons.diff import columns
from ckanext.binhduong.comparisons.diff.artefact import Writer
from ckanext.binhduong.comparisons.diff.cells import Cells
from ckanext.binhduong.comparisons.diff.load import MARK, PLACE, ROW, load
from ckanext.binhduong.releases.canonical.parquet_table import Canonical, open_canonical
from ckanext.binhduong.releases.publish.table_sql import identifier

__all__ = ["compare"]

_MEMORY = "256MB"
_BATCH = 5_000


def compare(old: Path, new: Path, target: Path, work: Path) -> dict[str, Any]:
    """Write the difference of two canonical files.

    Args:
        old, new: canonical files.
        target: the artefact to write (``artefact``).
        work: an empty folder for what does not fit into memory.

    Returns:
        The summary: {by, key, rows: [old, new], added, removed, changed, moved, moved_most_m, cells: {column: changed cells}, columns:
        [changes of ``columns.changes``], breaking}.
    """
    comparison = _Comparison(open_canonical(old), open_canonical(new))
    settings = {
        "memory_limit": _MEMORY,
        "threads": 1,
        "temp_directory": str(work),
        # Nothing is fetched from anywhere: what we use is in the wheel.
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
    }
    with duckdb.connect(str(work / "compare.duckdb"), config=settings) as connection:
        load(connection, "old", comparison.old)
        load(connection, "new", comparison.new)
        with Writer(target, comparison.facts()) as writer:
            for kind, batch in comparison.differences(connection):
                writer.write(comparison.cells.rows(kind, batch))
        return writer.summary


class _Comparison:
    """The SQL of one comparison; ``o`` and ``n`` are the old and the new row."""

    def __init__(self, old: Canonical, new: Canonical) -> None:
        self.old, self.new = old, new
        self.key = new.key if new.key and new.key == old.key else None
        known = {column["name"] for column in old.columns}
        both = [column["name"] for column in new.columns if column["name"] in known]
        shapes = {old.geometry_column, new.geometry_column}
        self.pairs = {name: Pair(name, old.schema.field(name).type, new.schema.field(name).type) for name in both if name not in shapes}
        # Points are compared by their longitude and latitude, whose columns say what changed.
        self.drawn = new.geometry_column if new.geometry_column == old.geometry_column and new.geometry_column in both else None
        self.cells = Cells(old, new, self.key, self.drawn)

    def facts(self) -> dict[str, Any]:
        """Give the summary before a row was compared."""
        told = columns.changes(self.old, self.new)
        return {
            "by": "key" if self.key else "content",
            "key": self.key,
            "rows": [self.old.rows, self.new.rows],
            "columns": told,
            "breaking": columns.breaks(told),
        }

    def differences(self, connection: Any) -> Iterator[tuple[str, pa.RecordBatch]]:
        """Give the differing rows in batches: changed and added ones in the order of the new release, removed ones in that of the old."""
        for kind, query in (self._by_key(self.key) if self.key else self._by_content()).items():
            for batch in connection.sql(query).to_arrow_reader(_BATCH):
                yield kind, batch

    def _by_key(self, key: str) -> dict[str, str]:
        same = f"{self.pairs[key].old} = {self.pairs[key].new}"
        differs = {name: pair.differs for name, pair in self.pairs.items() if name != key}
        if self.drawn:
            differs[self.drawn] = f"o.{identifier(MARK)} IS DISTINCT FROM n.{identifier(MARK)}"
        shown = [f"n.{identifier(ROW)} AS {identifier(ROW)}"]
        shown += [f"{side}.{identifier(name)} AS {identifier(f'{side}:{name}')}" for name in (*self.pairs, *PLACE) for side in "on"]
        shown += [f"{condition} AS {identifier(f'd:{name}')}" for name, condition in differs.items()]
        any_differs = " OR ".join(differs.values()) or "false"
        row = identifier(ROW)
        return {
            "changed": f"SELECT {', '.join(shown)} FROM new n JOIN old o ON {same} WHERE {any_differs} ORDER BY n.{row}",
            "added": f"SELECT n.* FROM new n ANTI JOIN old o ON {same} ORDER BY n.{row}",
            "removed": f"SELECT o.* FROM old o ANTI JOIN new n ON {same} ORDER BY o.{row}",
        }

    def _by_content(self) -> dict[str, str]:
        """Equal rows are numbered on either side; the third of them here is missing there when there are two."""
        old, new = ([getattr(pair, side) for pair in self.pairs.values()] for side in ("old", "new"))
        if self.drawn:
            old, new = [*old, f"o.{identifier(MARK)}"], [*new, f"n.{identifier(MARK)}"]
        names = [f"v{number}" for number in range(len(new))]
        same = " AND ".join(f"a.{name} IS NOT DISTINCT FROM b.{name}" for name in [*names, "nth"]) if names else "false"

        def numbered(table: str, values: list[str]) -> str:
            named = [f"{value} AS {name}" for name, value in zip(names, values, strict=True)]
            inner = f"SELECT {', '.join([*named, f'{table[0]}.{identifier(ROW)} AS r'])} FROM {table} {table[0]}"
            return f"(SELECT *, row_number() OVER (PARTITION BY {', '.join(names) or '1'} ORDER BY r) AS nth FROM ({inner}))"

        def missing(table: str, here: str, there: str) -> str:
            rows = f"SELECT a.r FROM {here} a ANTI JOIN {there} b ON {same}"
            return f"SELECT t.* FROM {table} t SEMI JOIN ({rows}) d ON t.{identifier(ROW)} = d.r ORDER BY t.{identifier(ROW)}"

        olds, news = numbered("old", old), numbered("new", new)
        return {"added": missing("new", news, olds), "removed": missing("old", olds, news)}


class Pair:
    """SQL of one column's values as they are compared: as they are while the type stays, else as what they say."""

    def __init__(self, name: str, before: pa.DataType, after: pa.DataType) -> None:
        self.old, self.new = f"o.{identifier(name)}", f"n.{identifier(name)}"
        if before == after:
            return
        if _is_number(before) and _is_number(after):
            # A column with few digits is binary, one with many decimal; beside a binary number more digits say nothing.
            if pa.types.is_floating(before) or pa.types.is_floating(after):
                self._cast("DOUBLE")
        elif pa.types.is_temporal(before) and pa.types.is_temporal(after) and not pa.types.is_time(before) and not pa.types.is_time(after):
            self._cast("TIMESTAMP")
        else:
            self.old, self.new = _text(self.old, before), _text(self.new, after)

    def _cast(self, type: str) -> None:
        self.old, self.new = f"CAST({self.old} AS {type})", f"CAST({self.new} AS {type})"

    @property
    def differs(self) -> str:
        """The condition under which the two values are not the same."""
        return f"{self.old} IS DISTINCT FROM {self.new}"


def _is_number(type: pa.DataType) -> bool:
    return pa.types.is_integer(type) or pa.types.is_floating(type) or pa.types.is_decimal(type)


def _text(value: str, type: pa.DataType) -> str:
    text = f"CAST({value} AS VARCHAR)"
    # 12.0 was written 12 when the column was text.
    return rf"regexp_replace({text}, '\.0+$', '')" if _is_number(type) else text
