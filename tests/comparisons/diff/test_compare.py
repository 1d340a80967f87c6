"""What differs between two tables: added, removed, changed and moved rows, exactly."""

from __future__ import annotations

import math
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.comparisons.diff.conftest import canonical, difference

MANY_DIGITS = pa.decimal128(30, 10)


def test_rows_are_matched_by_their_key(tmp_path: Path) -> None:
    """Changed cells have the old and the new value, whole rows their values; the order of rows is no difference."""
    old = canonical(tmp_path / "old", "ma", ma=["A", "B", "C"], ten=["Một", "Hai", "Ba"], so=[1, 2, 3])
    new = canonical(tmp_path / "new", "ma", ma=["D", "C", "A"], ten=["Bốn", "Ba", "Một"], so=[4, None, 1])
    summary, rows = difference(old, new)
    assert rows == [
        ("changed", 2, "C", {"so": [3, None]}, None),
        ("added", 1, "D", {"ma": "D", "ten": "Bốn", "so": 4}, None),
        ("removed", 2, "B", {"ma": "B", "ten": "Hai", "so": 2}, None),
    ]
    assert summary == {
        "by": "key",
        "key": "ma",
        "rows": [3, 3],
        "columns": [],
        "breaking": False,
        "changed": 1,
        "added": 1,
        "removed": 1,
        "moved": 0,
        "moved_most_m": None,
        "cells": {"so": 1},
    }


@pytest.mark.parametrize(
    ("before", "after", "changed"),
    [
        (pa.array([0.1 + 0.2]), pa.array([0.3]), [0.30000000000000004, 0.3]),
        (pa.array([0.0]), pa.array([-0.0]), None),
        (pa.array([math.nan]), pa.array([math.nan]), None),
        (pa.array([math.nan]), pa.array([None], pa.float64()), ["nan", None]),
        (pa.array([1.0]), pa.array([math.inf]), [1.0, "inf"]),
        (pa.array([None], pa.string()), pa.array([None], pa.string()), None),
        (pa.array([None], pa.string()), pa.array([""]), [None, ""]),
        (pa.array(["Hòa"]), pa.array(["Hoà"]), ["Hòa", "Hoà"]),
        (pa.array(["a"]), pa.array(["a "]), ["a", "a "]),
        (pa.array([2**60]), pa.array([2**60 + 1]), [2**60, 2**60 + 1]),
        (pa.array([Decimal("1.0000000001")], MANY_DIGITS), pa.array([Decimal("1.0000000002")], MANY_DIGITS), [1.0000000001, 1.0000000002]),
        (
            pa.array([Decimal("12345678901234567890.1")], MANY_DIGITS),
            pa.array([Decimal("12345678901234567890.2")], MANY_DIGITS),
            ["12345678901234567890.1000000000", "12345678901234567890.2000000000"],
        ),
        (pa.array([12.5]), pa.array([Decimal("12.5")], MANY_DIGITS), None),
        (pa.array([True]), pa.array([False]), [True, False]),
        (pa.array([date(2026, 1, 1)]), pa.array([date(2026, 1, 2)]), ["2026-01-01", "2026-01-02"]),
        (
            pa.array([8 * 3_600_000_000], pa.timestamp("us")),
            pa.array([9 * 3_600_000_000], pa.timestamp("us")),
            ["1970-01-01T08:00:00", "1970-01-01T09:00:00"],
        ),
        (pa.array([3_600_000_000], pa.time64("us")), pa.array([0], pa.time64("us")), ["01:00:00", "00:00:00"]),
        # the type changed: what the cell says is compared
        (pa.array([12]), pa.array([12.0]), None),
        (pa.array([12]), pa.array([12.5]), [12, 12.5]),
        (pa.array([12]), pa.array(["12"]), None),
        (pa.array([12.0]), pa.array(["12"]), None),
        (pa.array(["012"]), pa.array([12]), ["012", 12]),
        (pa.array([date(1970, 1, 2)]), pa.array([24 * 3_600_000_000], pa.timestamp("us")), None),
        (pa.array(["true"]), pa.array([True]), None),
    ],
)
def test_cells_are_compared_as_what_they_are(tmp_path: Path, before: pa.Array, after: pa.Array, changed: list[Any] | None) -> None:
    """The same cell by key and by content: changed with both values, or no difference at all."""
    pair = [(tmp_path / "old", before), (tmp_path / "new", after)]
    _, rows = difference(*(canonical(path, "ma", ma=["A"], x=values) for path, values in pair))
    assert rows == ([("changed", 1, "A", {"x": changed}, None)] if changed else [])
    _, rows = difference(*(canonical(path, ma=["A"], x=values) for path, values in pair))
    assert [(row[0], row[3]["x"]) for row in rows] == ([("added", changed[1]), ("removed", changed[0])] if changed else [])


def test_equal_rows_count_by_content(tmp_path: Path) -> None:
    """Without a key, three equal rows that become two are one row removed, the last; rows with no value at all count as well."""
    old = canonical(tmp_path / "old", a=["x", "x", "x", None, "y"])
    new = canonical(tmp_path / "new", a=["y", "x", None, None, "x"])
    summary, rows = difference(old, new)
    assert rows == [("added", 4, None, {"a": None}, None), ("removed", 3, None, {"a": "x"}, None)]
    assert (summary["by"], summary["key"], summary["changed"]) == ("content", None, 0)


def test_another_key_is_compared_by_content(tmp_path: Path) -> None:
    """Two releases with different keys have no common name for a row; the change of key is told."""
    old = canonical(tmp_path / "old", "a", a=["1", "2"], b=["x", "y"])
    new = canonical(tmp_path / "new", "b", a=["1", "3"], b=["x", "y"])
    summary, rows = difference(old, new)
    assert [row[:2] for row in rows] == [("added", 2), ("removed", 2)]
    assert summary["columns"] == [{"change": "key-changed", "column": "", "title": {}, "from": "a", "to": "b"}]


def test_new_lost_and_moved_columns(tmp_path: Path) -> None:
    """A new or lost column is told once and is no difference of rows; another order of columns is none at all."""
    old = canonical(tmp_path / "old", "ma", ma=["A", "B"], ten=["Một", "Hai"], cu=[1, 2])
    new = canonical(tmp_path / "new", "ma", moi=["?", "!"], ten=["Một", "Ba"], ma=["A", "B"])
    summary, rows = difference(old, new)
    assert rows == [("changed", 2, "B", {"ten": ["Hai", "Ba"]}, None)]
    assert [(each["change"], each["column"], each["from"], each["to"]) for each in summary["columns"]] == [
        ("column-removed", "cu", "integer", None),
        ("column-added", "moi", None, "text"),
    ]
    assert summary["breaking"] is True


def test_tables_without_a_common_column(tmp_path: Path) -> None:
    """All old rows are removed, all new ones added."""
    summary, rows = difference(canonical(tmp_path / "old", a=[1, 2]), canonical(tmp_path / "new", b=[1]))
    assert [row[:2] for row in rows] == [("added", 1), ("removed", 1), ("removed", 2)]
    assert summary["breaking"] is True


def test_points_move_by_metres_on_the_ellipsoid(tmp_path: Path) -> None:
    """A hundredth of a degree of latitude is 1,106.15 m here; a point that appears or stays has moved nowhere."""
    old = canonical(tmp_path / "old", "ma", ma=["A", "B", "C"], kinh_do=[106.65, None, 106.7], vi_do=[10.98, None, 11.0], so=[1, 2, 3])
    new = canonical(tmp_path / "new", "ma", ma=["A", "B", "C"], kinh_do=[106.65, 106.6, 106.7], vi_do=[10.99, 11.0, 11.0], so=[1, 2, 4])
    summary, rows = difference(old, new)
    assert rows == [
        ("changed", 1, "A", {"vi_do": [10.98, 10.99]}, 1106.15),
        ("changed", 2, "B", {"kinh_do": [None, 106.6], "vi_do": [None, 11.0]}, None),
        ("changed", 3, "C", {"so": [3, 4]}, None),
    ]
    assert (summary["moved"], summary["moved_most_m"]) == (1, 1106.15)


def square(x: float, y: float, side: float = 0.01, start: int = 0, back: bool = False) -> dict[str, Any]:
    """A square by its lower left corner, drawn from one of its corners, in either direction."""
    ring = [[x, y], [x + side, y], [x + side, y + side], [x, y + side]]
    ring = ring[start:] + ring[:start]
    ring = ring[::-1] if back else ring
    return {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}


def test_shapes_are_compared_by_form_and_moved_by_their_centre(tmp_path: Path) -> None:
    """The same square drawn otherwise is no difference; a larger one around the same centre moved by nothing; shapes are told in brief."""
    shapes = [square(106.6, 11.0), square(106.7, 11.0), square(106.8, 11.0), None]
    old = canonical(tmp_path / "old", "ma", ma=["A", "B", "C", "D"], hinh=shapes)
    shapes = [square(106.6, 11.0, start=2, back=True), square(106.7, 11.01), square(106.795, 10.995, 0.02), square(106.6, 11.2)]
    new = canonical(tmp_path / "new", "ma", ma=["A", "B", "C", "D"], hinh=shapes)
    summary, rows = difference(old, new)
    told = [{"type": "MultiPolygon", "vertices": 5, "at": [106.705, y]} for y in (11.005, 11.015)]
    assert rows[0] == ("changed", 2, "B", {"hinh": told}, 1106.15)
    assert [(row[2], row[3]["hinh"][0] is None, row[4]) for row in rows[1:]] == [("C", False, 0.0), ("D", True, None)]
    assert (summary["changed"], summary["moved"], summary["cells"]) == (3, 1, {"hinh": 3})


def test_a_layer_that_becomes_a_mixture_changes_only_where_it_changed(tmp_path: Path) -> None:
    """Single polygons of a mixture are those that were multiple in a layer of polygons only."""
    old = canonical(tmp_path / "old", "ma", ma=["A", "B"], hinh=[square(106.6, 11.0), square(106.7, 11.0)])
    mixed = [square(106.6, 11.0), {"type": "Point", "coordinates": [106.7, 11.0]}]
    new = canonical(tmp_path / "new", "ma", ma=["A", "B"], hinh=mixed, shape="Geometry")
    summary, rows = difference(old, new)
    assert [row[:3] for row in rows] == [("changed", 2, "B")]
    assert summary["columns"] == [{"change": "geometry-changed", "column": "", "title": {}, "from": "MultiPolygon", "to": "Geometry"}]


def test_titles_are_told(tmp_path: Path) -> None:
    """What people call a column changed: no row differs."""
    old = canonical(tmp_path / "old", None, {"a": {"vi": "Tên"}}, a=["x"])
    new = canonical(tmp_path / "new", None, {"a": {"vi": "Tên gọi", "en": "Name"}}, a=["x"])
    summary, rows = difference(old, new)
    assert rows == []
    assert summary["columns"] == [
        {
            "change": "title-changed",
            "column": "a",
            "title": {"vi": "Tên gọi", "en": "Name"},
            "from": {"vi": "Tên", "en": "Tên"},
            "to": {"vi": "Tên gọi", "en": "Name"},
        }
    ]


cells = st.one_of(st.none(), st.sampled_from(["", "a", "á", "a ", "'", '"', "\\", "0", "=1"]))
numbers = st.one_of(st.none(), st.sampled_from([0.0, 0.1, -1.5, 1e300, math.nan, math.inf]))
tables = st.lists(st.tuples(st.integers(0, 6), cells, numbers), max_size=8)


def as_told(value: Any) -> Any:
    """A value as a difference tells it."""
    return str(value) if isinstance(value, float) and not math.isfinite(value) else value


def write(path: Path, key: str | None, rows: list[tuple[Any, ...]]) -> Path:
    """Write rows of (n, t, f)."""
    n, t, f = (list(column) for column in zip(*rows, strict=True)) if rows else ([], [], [])
    return canonical(path, key, n=pa.array(n, pa.int64()), t=pa.array(t, pa.string()), f=pa.array(f, pa.float64()))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(old=tables, new=tables, by_key=st.booleans())
def test_the_old_table_and_the_difference_give_the_new_one(
    tmp_path: Path, old: list[tuple[Any, ...]], new: list[tuple[Any, ...]], by_key: bool
) -> None:
    """Whatever the tables: removing, adding and changing what is told makes the old content the new content."""
    if by_key:
        old, new = (list({row[0]: row for row in rows}.values()) for rows in (old, new))
    key = "n" if by_key else None
    _, told = difference(write(tmp_path / "old", key, old), write(tmp_path / "new", key, new))
    now = Counter(tuple(as_told(value) for value in row) for row in old)
    for kind, _, name, values, _ in told:
        if kind == "changed":
            before = next(row for row in now if str(row[0]) == name)
            after = dict(zip("ntf", before, strict=True)) | {column: pair[1] for column, pair in values.items()}
            assert [values[column][0] for column in values] == [before["ntf".index(column)] for column in values]
            now[before] -= 1
            now[tuple(after.values())] += 1
        else:
            now[tuple(values.values())] += 1 if kind == "added" else -1
        now = +now
    assert now == Counter(tuple(as_told(value) for value in row) for row in new)
