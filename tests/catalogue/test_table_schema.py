"""A resource's declared schema: kept as it came, refused with its place."""

import json
from typing import Any

import pytest

from ckanext.binhduong.catalogue.rules.table_schema import TableSchemaError, clean_table_schema

GOOD = {"fields": [{"name": "ma", "type": "string"}, {"name": "ngay"}], "primaryKey": "ma"}


@pytest.mark.parametrize("given", [GOOD, json.dumps(GOOD)])
def test_a_schema_is_kept_whole(given: Any) -> None:
    """As an object or as text, with what we do not read ourselves."""
    assert json.loads(clean_table_schema(given)) == GOOD


@pytest.mark.parametrize("given", [{"primaryKey": "ma"}, {"missingValues": ["", "đang sửa"]}], ids=["key", "empty words"])
def test_a_schema_may_speak_of_the_table_alone(given: Any) -> None:
    """A key or words for an empty cell, as an officer chooses them on the page of an upload, need no list of columns."""
    assert json.loads(clean_table_schema(given)) == given


@pytest.mark.parametrize(
    ("given", "place"),
    [
        ("{", "JSON"),
        ("[]", "fields"),
        ({}, "fields"),
        ({"fields": []}, "fields"),
        ({"missingValues": []}, "fields"),
        ({"fields": {}, "primaryKey": "ma"}, "fields"),
        ({"fields": ["ma"]}, "fields 1 → name"),
        ({"fields": [{"name": "ma"}, {"type": "string"}]}, "fields 2 → name"),
        ({"fields": [{"name": "ma", "type": "varchar"}]}, "fields 1 → type"),
    ],
)
def test_a_wrong_schema_is_refused_with_its_place(given: Any, place: str) -> None:
    """The officer learns which field to mend."""
    with pytest.raises(TableSchemaError) as caught:
        clean_table_schema(given)
    assert caught.value.place == place
