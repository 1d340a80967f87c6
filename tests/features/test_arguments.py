"""Arguments of `feature_search`: what is read and what is refused."""

from __future__ import annotations

import pytest

from ckanext.binhduong.core.problems.request_errors import ArgumentError
from ckanext.binhduong.features.query.arguments import ARGUMENTS, Question, read_question
from ckanext.binhduong.features.query.cursor import read_cursor, write_cursor


def test_everything_is_read():
    """Every argument at once, as text from an address."""
    data = {
        "theme": "nha-thuoc",
        "layer": "nha-thuoc",
        "q": "thuốc",
        "near": "106.65, 10.98",
        "at": "106.6,11",
        "radius": "500",
        "within": "724@2024",
        "bbox": "106,10,107,11",
        "limit": "7",
        "cursor": "",
        "open_now": "true",
        "always_open": "FALSE",
        "filters": '{"loai": ["B", "A"], "gpp": true}',
        "facets": "true",
        "counts": "true",
    }
    assert set(data) == set(ARGUMENTS)
    assert read_question(data) == Question(
        "nha-thuoc",
        "nha-thuoc",
        "thuốc",
        (106.65, 10.98),
        (106.6, 11.0),
        500.0,
        "724@2024",
        (106.0, 10.0, 107.0, 11.0),
        7,
        None,
        True,
        False,
        (("gpp", ("true",)), ("loai", ("A", "B"))),
        True,
        True,
    )


def test_json_lists_are_read_too():
    """A program may send positions and boxes as lists of numbers."""
    assert read_question({"near": [106.65, 10.98], "radius": 5, "limit": 3}) == Question(near=(106.65, 10.98), radius=5.0, limit=3)


REFUSED = [
    ("near", "106.65", "position"),
    ("near", "106.65,10.98,1", "position"),
    ("near", "10.98,106.65", "position"),
    ("near", "nan,10", "position"),
    ("near", "106,inf", "position"),
    ("near", "đây", "position"),
    ("near", {"lon": 1}, "position"),
    ("at", "181,0", "position"),
    ("bbox", "106,10,107", "box"),
    ("bbox", "107,10,106,11", "box"),
    ("bbox", "106,11,107,10", "box"),
    ("bbox", "nan,nan,nan,nan", "box"),
    ("bbox", "1," * 100_000, "box"),
    ("radius", "-5", "out-of-range"),
    ("radius", "0", "out-of-range"),
    ("radius", "1e9", "out-of-range"),
    ("radius", "inf", "not-a-number"),
    ("limit", "0", "out-of-range"),
    ("limit", "-1", "out-of-range"),
    ("limit", "1001", "out-of-range"),
    ("limit", "1e9", "out-of-range"),
    ("limit", 10**30, "out-of-range"),
    ("limit", "2.5", "not-a-whole-number"),
    ("limit", "nhiều", "not-a-whole-number"),
    ("limit", True, "not-a-whole-number"),
    ("within", "718", "unknown-unit"),
    ("within", "718@2030", "unknown-unit"),
    ("theme", ["a", "b"], "twice"),
    ("theme", {"a": 1}, "not-text"),
    ("q", "a" * 201, "too-long"),
    ("q", "a\x00b", "control-character"),
    ("layer", "a" * 2001, "too-long"),
    ("open_now", "yes", "not-true-or-false"),
    ("always_open", "1", "not-true-or-false"),
    ("facets", 2, "not-true-or-false"),
    ("filters", "loai=A", "filters-form"),
    ("filters", "[1]", "filters-form"),
    ("filters", '{"loai": 5}', "filters-form"),
    ("filters", '{"loai": []}', "filters-form"),
    ("filters", '{"loai": "a\\u0000b"}', "filters-form"),
    ("filters", "[" * 100_000, "filters-form"),
    ("filters", {"loai": ["x"] * 51}, "filters-form"),
    ("themes", "nha-thuoc", "unknown-argument"),
    ("offset", "5", "unknown-argument"),
]


@pytest.mark.parametrize(("name", "value", "code"), REFUSED)
def test_refused(name, value, code):
    """The error names the argument in Vietnamese and in English."""
    data = {name: value} | ({"near": "106,10"} if name == "radius" else {})
    with pytest.raises(ArgumentError) as caught:
        read_question(data)
    assert (caught.value.place, caught.value.code) == (name, code)
    assert caught.value.in_language("vi").startswith(name)
    assert caught.value.in_language("en").startswith(name)


def test_radius_needs_near():
    """A radius around nothing is no question."""
    with pytest.raises(ArgumentError) as caught:
        read_question({"radius": "5"})
    assert (caught.value.place, caught.value.code) == ("radius", "needs")


def _with_cursor(question: Question, cursor: str) -> Question:
    return Question(**{**question.__dict__, "cursor": cursor})


def test_a_cursor_comes_back_as_it_was():
    """The distance keeps its last digit; another page size is the same question."""
    question = Question(near=(106.65, 10.98), limit=5)
    cursor = write_cursor(question, (1234.567890123456, "nha-thuoc", 42), "bí mật")
    assert read_cursor(_with_cursor(Question(near=(106.65, 10.98), limit=50), cursor), "bí mật") == (1234.567890123456, "nha-thuoc", 42)


@pytest.mark.parametrize("change", ["other question", "other secret", "other letter", "nonsense", "nothing signed"])
def test_a_foreign_cursor_is_refused(change):
    """Only this portal's token for this very question counts."""
    question = Question(near=(106.65, 10.98))
    cursor = write_cursor(question, (1.0, "a", 1), "bí mật")
    changed = {"other letter": "A" + cursor[1:], "nonsense": "💥.\x00", "nothing signed": "WzEsMl0"}.get(change, cursor)
    asked = Question(near=(106.66, 10.98)) if change == "other question" else question
    with pytest.raises(ArgumentError) as caught:
        read_cursor(_with_cursor(asked, changed), "khác" if change == "other secret" else "bí mật")
    assert caught.value.code == "bad-cursor"
