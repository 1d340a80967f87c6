"""How a resource's files are to be read: kept without what was not chosen, refused with its place."""

import json
from typing import Any

import pytest

from ckanext.binhduong.catalogue.rules.read_options import KEYS, ReadingError, clean_reading
from ckanext.binhduong.releases.intake.read_options import OPTIONS

GOOD = {"sheet": "Danh sách", "crs": "EPSG:9210"}


@pytest.mark.parametrize("given", [{**GOOD, "layer": "", "encoding": None}, json.dumps(GOOD)])
def test_only_what_was_chosen_is_kept(given: Any) -> None:
    """As an object or as text."""
    assert json.loads(clean_reading(given)) == GOOD


def test_every_choice_of_an_upload_can_be_kept() -> None:
    """All that the check takes as text is a key of ``read_as``; the schema has a field of its own."""
    assert {*KEYS, "schema"} == set(OPTIONS)


def test_nothing_chosen_is_nothing() -> None:
    """An empty choice leaves no field behind."""
    assert clean_reading({"sheet": ""}) == ""


@pytest.mark.parametrize(
    ("given", "place"),
    [("{", "JSON"), ("[]", "JSON"), ({"colour": "x"}, "colour"), ({"sheet": 3}, "sheet"), ({"crs": "a\nb"}, "crs")],
)
def test_a_wrong_choice_is_refused_with_its_place(given: Any, place: str) -> None:
    """The officer learns which choice to mend."""
    with pytest.raises(ReadingError) as caught:
        clean_reading(given)
    assert caught.value.place == place
