"""Words of a full-text search never become parameters of the DataStore's statement."""

from __future__ import annotations

import json

import pytest
from ckan.plugins import toolkit as tk
from ckan.tests import factories

from ckanext.binhduong.security.bare_words import bare_words
from tests.security.conftest import dataset


@pytest.mark.parametrize(
    ("asked", "bare"),
    [
        ("nhà thuốc", "nhà thuốc"),
        (":value_0", " value_0"),
        ("mở 7:30", "mở 7 30"),
        ("thu:*", "thu:*"),
        ("::a", ": a"),
        ({"ten": ":value_0"}, {"ten": " value_0"}),
        (r'{"ten": "\u003avalue_0"}', {"ten": " value_0"}),
        ("{:value_0", "{ value_0"),
        ([":value_0"], "[' value_0']"),
        (None, None),
        (7, "7"),
    ],
)
def test_a_colon_before_a_word_is_a_blank(asked: object, bare: object) -> None:
    """Whatever the shape of the argument, and however the colon is written."""
    assert bare_words(asked) == bare


@pytest.fixture
def secret(with_plugins, redis_store, database) -> str:
    """The id of a private dataset's table with one row."""
    agency = factories.Organization()
    made = _table(dataset(private=True, owner_org=agency["id"]), "bi mat 4711")
    return made


def _table(of: dict, text: str) -> str:
    resource = {"package_id": of["id"], "name": "Bảng"}
    asked = {"resource": resource, "fields": [{"id": "ten", "type": "text"}], "records": [{"ten": text}]}
    return tk.get_action("datastore_create")({"ignore_auth": True, "user": factories.Sysadmin()["name"]}, asked)["resource_id"]


@pytest.mark.parametrize("argument", ["q", "full_text"])
def test_words_read_no_other_table(secret: str, argument: str) -> None:
    """A filter's value with quotes, called from the words by its parameter's name, ends no literal."""
    public = _table(dataset(), "nha thuoc")
    value = f'\') "query" WHERE false UNION ALL SELECT 1, ten, 1, 1.0 FROM public."{secret}" --'
    asked = {"resource_id": public, argument: ":value_0", "filters": {"ten": value}}
    found = tk.get_action("datastore_search")({"ignore_auth": True, "user": ""}, asked)
    assert "4711" not in json.dumps(found)
    assert found["records"] == []


def test_a_time_of_day_is_found(secret: str) -> None:
    """What is written with a colon in a cell is found with the colon in the question."""
    public = _table(dataset(), "mở cửa 7:30")
    found = tk.get_action("datastore_search")({"ignore_auth": True, "user": ""}, {"resource_id": public, "q": "7:30"})
    assert [row["ten"] for row in found["records"]] == ["mở cửa 7:30"]
