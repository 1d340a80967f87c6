"""CKAN's `datastore_search` as its clients use it: null means empty, a wrong value names its column, no argument hides rows."""

from __future__ import annotations

import json
from typing import Any

import pytest
from ckan.plugins import toolkit as tk
from ckan.tests import factories
from ckan.tests.helpers import call_action

COLUMNS = {"ten": "text", "so": "integer", "gia": "numeric", "ngay": "date", "luc": "timestamp", "mo": "boolean"}
ROWS = [
    {"ten": "Nhà thuốc A", "so": 1, "gia": 1.5, "ngay": "2026-07-01", "luc": "2026-07-01T08:00:00", "mo": True},
    {"ten": None, "so": None, "gia": None, "ngay": None, "luc": None, "mo": None},
    {"ten": "None", "so": 2, "gia": 2.5, "ngay": "2026-07-02", "luc": "2026-07-02T08:00:00", "mo": False},
    {"ten": "the running of the houses", "so": 3, "gia": 3.5, "ngay": "2026-07-03", "luc": "2026-07-03T08:00:00", "mo": True},
]
OFFICER = "can-bo-bang"


@pytest.fixture(scope="module")
def table(reset_db: Any, reset_index: Any) -> str:
    """A table of four rows, one of them empty."""
    from ckan import plugins

    if not plugins.plugin_loaded("binhduong_tables"):
        plugins.load_all()
    reset_db()
    reset_index()
    factories.Sysadmin(name=OFFICER, password="mot cau dai de thu")
    call_action("organization_create", context={"user": OFFICER}, name="so-y-te", title="Sở Y tế")
    dataset = call_action(
        "package_create", context={"user": OFFICER}, name="bang", title="Bảng", notes="Bảng.", owner_org="so-y-te", theme="y-te",
        license_id="CC-BY-4.0", data_kind="sample", contact_name="Phòng", contact_email="a@example.vn",
    )  # fmt: skip
    made = call_action(
        "datastore_create", context={"user": OFFICER}, resource={"package_id": dataset["id"], "name": "Bảng"},
        fields=[{"id": name, "type": kind} for name, kind in COLUMNS.items()], records=ROWS,
    )  # fmt: skip
    return made["resource_id"]


def numbers(table: str, **asked: Any) -> list[int]:
    """The ids of the rows that a stranger finds."""
    return [row["_id"] for row in call_action("datastore_search", context={"user": ""}, resource_id=table, **asked)["records"]]


@pytest.mark.parametrize("column", COLUMNS)
def test_null_finds_the_empty_cells(table: str, column: str):
    """In a column of each type; in text the word None is no empty cell."""
    assert numbers(table, filters={column: None}) == [2]
    assert numbers(table, filters=json.dumps({column: None})) == [2]


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"so": [1, None]}, [1, 2]),
        ({"ten": ["None", None]}, [2, 3]),
        ({"so": None, "ten": None}, [2]),
        ({"so": None, "ten": "None"}, []),
        ({"so": [None], "mo": [None, True]}, [2]),
        ({"$or": [{"so": None}, {"so": 3}]}, [2, 4]),
        ({"$or": [{"$and": [{"so": None}, {"mo": None}]}, {"ten": "None"}]}, [2, 3]),
        ({"so": {"gt": 1}, "gia": [2.5, None]}, [3]),
        ({"ten": "None"}, [3]),
        ({"so": {"gt": 1}}, [3, 4]),
        ({}, [1, 2, 3, 4]),
    ],
)
def test_null_stands_beside_other_values(table: str, filters: dict[str, Any], found: list[int]):
    """In lists, together with other columns, deep in alternatives; what has no null is CKAN's as before."""
    assert numbers(table, filters=filters) == found


def test_the_count_and_the_next_page_know_it_too(table: str):
    """`total` is of what null finds."""
    answer = call_action("datastore_search", context={"user": ""}, resource_id=table, filters={"so": None}, limit=0)
    assert answer["total"] == 1


@pytest.mark.parametrize(
    ("filters", "column", "word"),
    [
        ({"so": "hai"}, "so", "number"),
        ({"ten": "x", "gia": "1,5"}, "gia", "number"),
        ({"ngay": "32/13/2026"}, "ngay", "date"),
        ({"luc": "hôm qua"}, "luc", "time"),
        ({"mo": "có lẽ"}, "mo", "true or false"),
        ({"so": [1, "hai"]}, "so", "number"),
        ({"$or": [{"so": 1}, {"ngay": "x"}]}, "ngay", "date"),
        ({"so": {"gt": "x"}}, "so", "number"),
    ],
)
def test_a_value_that_does_not_fit_names_its_column(table: str, filters: dict[str, Any], column: str, word: str):
    """The column and what its values look like, in both languages; not a word of the statement."""
    with pytest.raises(tk.ValidationError) as refused:
        numbers(table, filters=filters)
    (message,) = refused.value.error_dict["filters"]
    assert f"“{column}”" in message
    assert word in message.split(" / ")[1]
    assert "SELECT" not in json.dumps(refused.value.error_dict)


@pytest.mark.parametrize("language", ["english", "french", "simple", "public.vi", "klingon", ""])
@pytest.mark.parametrize("q", ["running", "the", "nha thuoc", {"ten": "houses"}])
def test_no_language_hides_rows(table: str, language: str, q: Any):
    """Whatever language a client names, it finds what it finds without."""
    assert numbers(table, q=q, language=language) == numbers(table, q=q) != []
