"""A place as a reader types it in the search of datasets."""

from __future__ import annotations

import pytest

from ckanext.binhduong.search.query.places.typed_place import MAX_TEXT, TypedPlace, read_typed_place


@pytest.mark.parametrize(
    ("typed", "units"),
    [
        ("tp thu dau mot", ("718@2024",)),
        ("Dĩ An", ("724@2024", "25942@2025", "25942@2024")),
        ("25747@2025", ("25747@2025",)),
        ("Tân Định", ("25852@2024", "25894@2024")),
    ],
)
def test_a_name_is_a_unit_and_all_of_that_name_are_offered(typed, units):
    """With or without type word and marks, old or new; the best first."""
    assert read_typed_place(typed) == TypedPlace("ext_within", units[0], units)


@pytest.mark.parametrize(
    "typed", ["10.9804, 106.6512", "106.6512 10.9804", "10,9804; 106,6512", "10°58'49.44\"N 106°39'4.32\"E", "1214436.117 598294.674"]
)
def test_two_numbers_are_a_position(typed):
    """Degrees in either order, in minutes and seconds, metres of VN-2000."""
    assert read_typed_place(typed) == TypedPlace("ext_near", "106.6512,10.9804")


@pytest.mark.parametrize(
    "typed",
    [
        *("106.6,10.9,106.7,11.0", "10.9, 106.6; 11.0, 106.7", "11.0, 106.6; 10.9, 106.7", "106.7, 11.0, 106.6, 10.9"),
        *("10,9; 106,6; 11,0; 106,7", "10,9 106,6; 11,0 106,7", "10.9 106.6 11.0 106.7"),
    ],
)
def test_four_numbers_are_two_corners(typed):
    """Whichever two, in either order, with decimal points or commas."""
    assert read_typed_place(typed) == TypedPlace("ext_bbox", "106.6,10.9,106.7,11")


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "Paris",
        "1, 2",
        "1 2 3 4",
        "10.9, 106.6; 11.0",
        "10.98",
        "-10.98, 106.65",
        "nan, nan",
        "1e9 1e9 1e9 1e9",
        "x" * (MAX_TEXT + 1),
    ],
)
def test_what_is_no_place_here_is_none(typed):
    """Nothing is guessed for another country, numbers out of range or half a box."""
    assert read_typed_place(typed) is None


@pytest.mark.parametrize("sent", [None, 5, ["Dĩ An", "Thuận An"], {"a": 1}])
def test_what_is_no_text_is_no_place(sent):
    """An argument sent twice, or by a program as another type."""
    assert read_typed_place(sent) is None
