"""CQL2 text: the trees it is read into, and how long a hostile one takes."""

from __future__ import annotations

import time

import pytest

from ckanext.binhduong.core.problems.request_errors import ArgumentError
from ckanext.binhduong.features.ogc.cql2.json import read_json_filter
from ckanext.binhduong.features.ogc.cql2.text import MAX_DEPTH, read_text_filter


def read(text):
    """The tree of a text."""
    return read_text_filter("filter", text)


A, B = {"property": "a"}, {"property": "b"}


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        (
            "a=1 or b=2 and a=3",
            {
                "op": "or",
                "args": [{"op": "=", "args": [A, 1]}, {"op": "and", "args": [{"op": "=", "args": [B, 2]}, {"op": "=", "args": [A, 3]}]}],
            },
        ),
        ("a NOT BETWEEN 1 AND 2 AND b", {"op": "and", "args": [{"op": "not", "args": [{"op": "between", "args": [A, 1, 2]}]}, B]}),
        (
            "a + 1 * 2 > -b ^ 2",
            {
                "op": ">",
                "args": [{"op": "+", "args": [A, {"op": "*", "args": [1, 2]}]}, {"op": "^", "args": [{"op": "*", "args": [-1, B]}, 2]}],
            },
        ),
        ("a = 'it''s'", {"op": "=", "args": [A, "it's"]}),
        ("a = 'it\\'s'", {"op": "=", "args": [A, "it's"]}),
        ('"số ""giường""" = -.5e1', {"op": "=", "args": [{"property": 'số "giường"'}, -5.0]}),
        ("f(a, 1)", {"op": "f", "args": [A, 1]}),
        (
            "T_DURING(INTERVAL(a,b), INTERVAL('..','2020-01-01'))",
            {"op": "T_DURING", "args": [{"interval": [A, B]}, {"interval": ["..", "2020-01-01"]}]},
        ),
        ("S_EQUALS(a, POINT(1 2))", {"op": "S_EQUALS", "args": [A, {"type": "Point", "coordinates": (1.0, 2.0)}]}),
        ("số_giường > 3", {"op": ">", "args": [{"property": "số_giường"}, 3]}),
    ],
)
def test_a_text_and_its_tree(text, tree):
    """As CQL2 JSON has it."""
    assert read(text) == tree


@pytest.mark.parametrize(
    "text",
    [
        *(
            "(" * 4096,
            "(" * 2048 + ")" * 2048,
            "a=" + "-" * 4000 + "1",
            "NOT " * 1000 + "a",
            "a=" + "+".join("1" * 2000),
            "f(" * 2000,
            "'" * 4095,
            '"' * 4095,
        ),
        *(
            "a=" + "^".join("1" * 2000),
            "POINT" + "(" * 4000,
            "a IN (" * 600,
            "((a=1) and " * 370,
            "S_EQUALS(a,GEOMETRYCOLLECTION(" * 140,
            "\\'" * 2000,
            "'\\" * 2000,
        ),
    ],
)
def test_hostile_texts_end_at_once(text):
    """Refused, in time that grows with the length only: 4,096 characters in less than a second of this process."""
    start = time.process_time()
    with pytest.raises(ArgumentError):
        read(text)
    assert time.process_time() - start < 1


def test_depth_has_a_border():
    """The deepest that is read, and one more."""
    assert read("(" * MAX_DEPTH + "a" + ")" * MAX_DEPTH) == A
    with pytest.raises(ArgumentError, match="nests more than 40"):
        read("(" * (MAX_DEPTH + 1) + "a" + ")" * (MAX_DEPTH + 1))


def test_long_lists_of_conditions_are_not_deep():
    """Many conditions beside one another are read."""
    assert len(read(" OR ".join(["a=1"] * 500))["args"]) == 500


def test_deep_json_is_refused():
    """Before anything walks it."""
    with pytest.raises(ArgumentError):
        read_json_filter("filter", '{"op":"not","args":[' * 60 + "true" + "]}" * 60)
    with pytest.raises(ArgumentError):
        read_json_filter("filter", "[" * 100_000)
