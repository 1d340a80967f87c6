"""What a transaction changed, as rows: objects, fields and digests, without a database."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from ckanext.binhduong.security.audit.changes import MOST_OBJECTS, Change, digest, recorded, summarise


def change(table: str, key: str = "1", kind: str = "changed", *, before: Any = None, after: Any = None, **values: Any) -> Change:
    """A change of one row."""
    return Change(table, key, kind, values, before or {}, after or {})


def said(*changes: Change, statements: tuple[Change, ...] = ()) -> list[dict[str, str]]:
    """The rows of a transaction, names unknown."""
    return summarise(changes, statements, lambda kind, key: "")


def test_a_digest_is_of_the_canonical_json():
    """Sorted names, no blanks, UTF-8: what any program can work out again."""
    assert digest({"b": "Nhà thuốc", "a": 1}) == hashlib.sha256('{"a":1,"b":"Nhà thuốc"}'.encode()).hexdigest()
    assert digest({}) == ""


def test_a_dataset_and_its_parts_are_one_row():
    """Whoever looks for the dataset finds what became of its resources."""
    rows = said(
        change("package", "p", before={"title": "A"}, after={"title": "B"}, name="nha-thuoc"),
        change("resource", "r", "created", after={"url": "x"}, package_id="p"),
        change("member", "m", "deleted", before={"state": "active"}, table_name="package", table_id="p", group_id="g"),
    )
    assert [(row["object_type"], row["object_id"], row["object_name"], row["change"]) for row in rows] == [
        ("dataset", "p", "nha-thuoc", "changed")
    ]
    assert rows[0]["fields"] == "+resource, -member, package.title"


def test_of_a_field_changed_twice_the_first_and_the_last_value_count():
    """A transaction that flushes twice has the digests of one that flushes once."""
    twice = said(
        change("package", before={"title": "A"}, after={"title": "B"}), change("package", before={"title": "B"}, after={"title": "C"})
    )
    once = said(change("package", before={"title": "A"}, after={"title": "C"}))
    assert twice == once
    assert once[0]["before"] == digest({"package 1": {"title": "A"}})
    assert once[0]["after"] == digest({"package 1": {"title": "C"}})


@pytest.mark.parametrize("column", ["password", "email", "fullname", "reset_key", "apikey"])
def test_no_digest_is_made_of_what_could_be_guessed(column: str):
    """The name of the field is recorded; nobody can try addresses or passwords against a digest."""
    (row,) = said(change("user", "u", before={column: "old"}, after={column: "new"}, name="an"))
    assert (row["fields"], row["before"], row["after"]) == (f"user.{column}", "", "")


def test_a_contact_of_a_request_for_data_leaves_no_digest():
    """Neither when it is left nor when it is deleted: an address could be tried against it."""
    left = change("binhduong_data_request", kind="created", after={"contact": "lan@example.com"})
    gone = change("binhduong_data_request", before={"contact": "lan@example.com"}, after={"contact": ""})
    for each, fields in (left, "+binhduong_data_request"), (gone, "binhduong_data_request.contact"):
        (row,) = said(each)
        assert (row["fields"], row["before"], row["after"]) == (fields, "", "")


def test_a_state_of_deleted_is_a_deletion():
    """CKAN deletes datasets, agencies and accounts by their state."""
    (row,) = said(change("package", before={"state": "active"}, after={"state": "deleted"}))
    assert row["change"] == "deleted"


@pytest.mark.parametrize(
    ("table", "columns", "kept"),
    [
        ("user", {"last_active"}, set()),
        ("user", {"last_active", "email"}, {"email"}),
        ("activity", {"data"}, set()),
        ("binhduong_release", {"report"}, set()),
        ("binhduong_release", {"report", "state"}, {"state"}),
        ("package", {"title"}, {"title"}),
    ],
)
def test_presence_and_what_is_derived_is_no_write(table: str, columns: set[str], kept: set[str]):
    """Else every page of a signed-in reader would be a row."""
    assert recorded(table, columns) == kept


def test_a_statement_goes_with_the_first_object_and_alone_has_a_row():
    """Rows that nothing loaded have neither an id nor a digest of what they were."""
    release = change("binhduong_release", "", after={"state": None})
    (row,) = said(change("package", before={"title": "A"}, after={"title": "B"}), statements=(release,))
    assert (row["object_type"], row["fields"]) == ("dataset", "binhduong_release.state, package.title")
    (alone,) = said(statements=(release,))
    assert (alone["object_type"], alone["object_id"], alone["fields"]) == ("binhduong_release", "", "binhduong_release.state")


@pytest.mark.parametrize(("objects", "rows"), [(MOST_OBJECTS, MOST_OBJECTS), (MOST_OBJECTS + 5, MOST_OBJECTS)])
def test_very_many_objects_share_their_last_row(objects: int, rows: int):
    """An import of ten thousand is no ten thousand rows, and changing one of the others changes a digest."""
    made = [change("package", str(number), "created", after={"title": number}) for number in range(objects)]
    found = said(*made)
    assert len(found) == rows
    assert found[-1]["object_type"] == ("dataset" if objects == rows else "many")
    other = said(*made[:-1], change("package", str(objects - 1), "created", after={"title": "other"}))
    assert other[-1]["after"] != found[-1]["after"]
