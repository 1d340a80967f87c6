"""Compare two canonical files row by row and write what differs.

By the key column when both releases declare the same one: added, removed, and changed rows with the old and the new value of each changed
column. Else by content: a row is what it says, equal rows count, and what changed is one row removed and one added.

Only columns that both releases have are compared: a new column is told once, not once a row. Values of a column whose type changed are
compared as what they say (12, 12.0 and "12" are equal). No value equals no value and nothing else; NaN equals NaN; −0 is 0.

DuckDB sorts and joins within a memory limit and goes to disk beyond it (measurements in docs/releases/measurements.md).
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
from ckanext.binhduong.comparisons.diff.duckdb_sql import Fragment, compose, joined, name
from ckanext.binhduong.comparisons.diff.load import MARK, PLACE, ROW, load
from ckanext.binhduong.releases.canonical.parquet_table import Canonical, open_canonical

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
        fields = {column: (old.schema.field(column).type, new.schema.field(column).type) for column in both if column not in shapes}
        self.pairs = {column: Pair(column, *types) for column, types in fields.items()}
        # Points are compared by their longitude and latitude, whose columns say what changed.
        self.drawn = new.geometry_column if new.geometry_column == old.geometry_column and new.geometry_column in both else None
        self.cells = Cells(old, new, self.key, self.drawn)

    def facts(self) -> dict[str, Any]:
        """Return the summary before a row was compared."""
        told = columns.changes(self.old, self.new)
        return {
            "by": "key" if self.key else "content",
            "key": self.key,
            "rows": [self.old.rows, self.new.rows],
            "columns": told,
            "breaking": columns.breaks(told),
        }

    def differences(self, connection: Any) -> Iterator[tuple[str, pa.RecordBatch]]:
        """Yield the differing rows in batches: changed and added ones in the order of the new release, removed ones in that of the old."""
        for kind, query in (self._by_key(self.key) if self.key else self._by_content()).items():
            for batch in connection.sql(query.text).to_arrow_reader(_BATCH):
                yield kind, batch

    def _by_key(self, key: str) -> dict[str, Fragment]:
        parts = {
            "same": compose("{old} = {new}", old=self.pairs[key].old, new=self.pairs[key].new),
            "o_row": name("o", ROW),
            "n_row": name("n", ROW),
        }
        differs = {column: pair.differs for column, pair in self.pairs.items() if column != key}
        if self.drawn:
            differs[self.drawn] = _differ(name("o", MARK), name("n", MARK))
        shown = [_named(name("n", ROW), ROW)]
        shown += [_named(name(side, column), f"{side}:{column}") for column in (*self.pairs, *PLACE) for side in "on"]
        shown += [_named(condition, f"d:{column}") for column, condition in differs.items()]
        any_differs = joined(" OR ", differs.values() or [compose("false")])
        changed = "SELECT {shown} FROM new n JOIN old o ON {same} WHERE {any_differs} ORDER BY {n_row}"
        return {
            "changed": compose(changed, shown=joined(", ", shown), any_differs=any_differs, **parts),
            "added": compose("SELECT n.* FROM new n ANTI JOIN old o ON {same} ORDER BY {n_row}", **parts),
            "removed": compose("SELECT o.* FROM old o ANTI JOIN new n ON {same} ORDER BY {o_row}", **parts),
        }

    def _by_content(self) -> dict[str, Fragment]:
        """Equal rows are numbered on either side; the third of them here is missing there when there are two."""
        old, new = ([getattr(pair, side) for pair in self.pairs.values()] for side in ("old", "new"))
        if self.drawn:
            old, new = [*old, name("o", MARK)], [*new, name("n", MARK)]
        olds, news = _numbered("old", "o", old), _numbered("new", "n", new)
        names = _value_names(len(new))
        pairs = [compose("{a} IS NOT DISTINCT FROM {b}", a=name("a", each), b=name("b", each)) for each in [*names, "nth"]]
        same = joined(" AND ", pairs) if names else compose("false")
        return {"added": _missing("new", news, olds, same), "removed": _missing("old", olds, news, same)}


def _value_names(count: int) -> list[str]:
    return [f"v{number}" for number in range(count)]


def _named(value: Fragment, as_name: str) -> Fragment:
    return compose("{value} AS {as_name}", value=value, as_name=name(as_name))


def _differ(one: Fragment, other: Fragment) -> Fragment:
    return compose("{one} IS DISTINCT FROM {other}", one=one, other=other)


def _numbered(table: str, short: str, values: list[Fragment]) -> Fragment:
    names = _value_names(len(values))
    named = [_named(value, as_name) for value, as_name in zip(values, names, strict=True)]
    return compose(
        "(SELECT *, row_number() OVER (PARTITION BY {values} ORDER BY r) AS nth FROM (SELECT {named} FROM {table} {short}))",
        values=joined(", ", map(name, names)) if names else compose("1"),
        named=joined(", ", [*named, _named(name(short, ROW), "r")]),
        table=name(table),
        short=name(short),
    )


def _missing(table: str, here: Fragment, there: Fragment, same: Fragment) -> Fragment:
    return compose(
        "SELECT t.* FROM {table} t SEMI JOIN (SELECT a.r FROM {here} a ANTI JOIN {there} b ON {same}) d ON {row} = d.r ORDER BY {row}",
        table=name(table),
        here=here,
        there=there,
        same=same,
        row=name("t", ROW),
    )


class Pair:
    """SQL of one column's values as they are compared: as they are while the type stays, else as what they say."""

    def __init__(self, column: str, before: pa.DataType, after: pa.DataType) -> None:
        self.old, self.new = name("o", column), name("n", column)
        if before == after:
            return
        if _is_number(before) and _is_number(after):
            # A column with few digits is binary, one with many decimal; beside a binary number more digits say nothing.
            if pa.types.is_floating(before) or pa.types.is_floating(after):
                self._cast(compose("DOUBLE"))
        elif pa.types.is_temporal(before) and pa.types.is_temporal(after) and not pa.types.is_time(before) and not pa.types.is_time(after):
            self._cast(compose("TIMESTAMP"))
        else:
            self.old, self.new = _text(self.old, before), _text(self.new, after)

    def _cast(self, type: Fragment) -> None:
        self.old, self.new = (compose("CAST({value} AS {type})", value=value, type=type) for value in (self.old, self.new))

    @property
    def differs(self) -> Fragment:
        """The condition under which the two values are not the same."""
        return _differ(self.old, self.new)


def _is_number(type: pa.DataType) -> bool:
    return pa.types.is_integer(type) or pa.types.is_floating(type) or pa.types.is_decimal(type)


def _text(value: Fragment, type: pa.DataType) -> Fragment:
    text = compose("CAST({value} AS VARCHAR)", value=value)
    # 12.0 was written 12 when the column was text.
    return compose(r"regexp_replace({text}, '\.0+$', '')", text=text) if _is_number(type) else text
