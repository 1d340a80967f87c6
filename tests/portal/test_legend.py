"""The legend of a map: the agency's words, colours that differ, official ones for land use."""

from typing import Any

import pytest

from ckanext.binhduong.portal.maps.land_use import CLASSES, colour_of
from ckanext.binhduong.portal.maps.legend import OTHERS, PALETTE, legend_of


def lines(categories: list[tuple[str | None, int]], positioned: int) -> list[tuple[Any, ...]]:
    found = legend_of([{"value": value, "rows": rows} for value, rows in categories], positioned)
    return [(line["value"], line["rows"], line["colour"], line["official"]) for line in found]


def test_categories_have_colours_of_their_own() -> None:
    """In their order; what is in none of them has a line of its own."""
    assert lines([("Nhà thuốc", 5), (None, 2), ("Quầy", 1)], 9) == [
        ("Nhà thuốc", 5, PALETTE[0], False),
        ("Quầy", 1, PALETTE[2], False),
        (None, 3, OTHERS, False),
    ]
    assert len(set(PALETTE)) == len(PALETTE) == 12


def test_land_use_has_the_colours_of_official_maps() -> None:
    """By sign or by name; a class that the circular does not know is grey there, never of a colour that means another class."""
    assert lines([("Đất ở tại đô thị", 5), ("CLN", 4), ("Đất hỗn hợp", 1)], 10) == [
        ("Đất ở tại đô thị", 5, "#ffa0ff", True),
        ("CLN", 4, "#ffd2a0", True),
        ("Đất hỗn hợp", 1, OTHERS, False),
    ]


def test_one_word_like_a_sign_makes_no_land_use_map() -> None:
    """Most rows must have an official class."""
    assert lines([("Khác", 9), ("CAN", 1)], 10)[1][2:] == (PALETTE[1], False)


def test_a_table_without_categories_has_no_legend() -> None:
    """One colour needs no words."""
    assert lines([], 10) == []


@pytest.mark.parametrize(("value", "colour"), [("odt", "#ffa0ff"), (" dat o tai do thi ", "#ffa0ff"), ("Đất ở", None), ("", None)])
def test_a_class_is_known_by_sign_or_name(value: str, colour: str | None) -> None:
    """Case, marks and spaces do not matter."""
    assert colour_of(value) == colour


def test_signs_and_names_are_not_used_twice() -> None:
    """A name leads to one sign."""
    assert len({name for name, *_ in CLASSES.values()}) == len(CLASSES)
