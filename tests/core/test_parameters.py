"""Parameters whose bounds differ by use; the rest is tested with the actions that have them."""

from __future__ import annotations

from typing import Any

import pytest

from ckanext.binhduong.core.parameters import read_json, read_limit, read_radius, read_unit
from ckanext.binhduong.core.problems.request_errors import ArgumentError

UNITS = {"718@2024": "Thủ Dầu Một"}


def test_bounds_belong_to_the_use() -> None:
    """An export may have more rows than a search, a search of datasets a smaller circle; the bound itself is inside."""
    assert (read_limit("limit", "100000", 100_000), read_radius("radius", "500000", 500_000)) == (100_000, 500_000.0)
    assert (read_unit("within", "718@2024", UNITS.__getitem__), read_json("q", '{"a": 1}')) == ("Thủ Dầu Một", {"a": 1})


@pytest.mark.parametrize(
    ("read", "value", "code", "said"),
    [
        (lambda value: read_limit("limit", value, 9), "10", "out-of-range", "limit is outside 1–9."),
        (lambda value: read_limit("limit", value, 9), "3.5", "not-a-whole-number", "limit must be a whole number."),
        (lambda value: read_radius("radius", value, 9), "9.5", "out-of-range", "radius is outside 0–9 m."),
        (lambda value: read_unit("within", value, UNITS.__getitem__), "718", "unknown-unit", "within is in no list"),
        (lambda value: read_unit("within", value, UNITS.__getitem__), ["718@2024"], "unknown-unit", "within is in no list"),
        (lambda value: read_json("filters", value), "{", "not-json", "filters must be a JSON object."),
        (lambda value: read_json("filters", value), "[" * 100_000, "not-json", "filters must be a JSON object."),
    ],
)
def test_beyond_the_bound(read: Any, value: Any, code: str, said: str) -> None:
    """The error names the parameter and the bound of this use."""
    with pytest.raises(ArgumentError) as caught:
        read(value)
    assert caught.value.code == code
    assert caught.value.in_language("en").startswith(said)
