"""What a caller says of a file it does not send, and of a table's names and types."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from ckan.plugins import toolkit as tk

from ckanext.binhduong.releases.datastore_writes.declared_table import alias_fault, refused_type
from ckanext.binhduong.releases.intake.claimed_fields import TABLE_MARK, forged_field
from tests.releases.conftest import TABLE, act, add

LINK = "https://example.vn/a.csv"
FORGED = {
    "url_type": ["upload", "datastore", "x"],
    "hash": ["sha256:" + "0" * 64, "x"],
    "size": [1, "5", 10**20],
    "last_modified": ["2026-01-01T00:00:00"],
    "datastore_active": [True, "True", "yes"],
}


@pytest.mark.parametrize(("field", "value"), [(field, value) for field, values in FORGED.items() for value in values])
def test_a_field_of_a_file_without_a_file_is_forged(field: str, value: Any) -> None:
    """On a new link and on a stored one each such field is named; the stored value and none are taken."""
    assert forged_field({"url": LINK, field: value}, {}) == field
    assert forged_field({"url": LINK, field: value}, {field: None}) == field
    assert forged_field({"url": LINK, field: value}, {field: value}) is None
    assert [forged_field({"url": LINK, field: nothing}, {}) for nothing in (None, "", False)] == [None] * 3


def test_what_was_shown_may_be_sent_back() -> None:
    """The API's spelling of a stored time, number or yes/no is the stored value."""
    stored = {
        "url_type": "upload",
        "size": 12,
        "last_modified": datetime.fromisoformat("2026-01-02T03:04:05.000006"),
        "datastore_active": True,
        "hash": "sha256:AB",
    }
    shown = {
        "url_type": "upload",
        "size": "12",
        "last_modified": "2026-01-02T03:04:05.000006",
        "datastore_active": "true",
        "hash": "sha256:ab",
    }
    assert forged_field(shown, stored) is None
    assert forged_field({**shown, "size": 13}, stored) == "size"


def test_a_table_that_exists_may_be_named() -> None:
    """CKAN writes the time and the mark of a table in the caller's name; they are true when there is a table, and a hash is not."""
    written = {"url": LINK, "datastore_active": True, "last_modified": "2026-01-02T03:04:05"}
    assert forged_field(written, {"url": LINK}, lambda: True) is None
    assert forged_field(written, {"url": LINK}, lambda: False) == "last_modified"
    assert forged_field({**written, "hash": "x"}, {"url": LINK}, lambda: True) == "hash"


def test_a_table_may_be_made_for_a_new_resource() -> None:
    """`datastore_create` with a resource says itself what the resource is."""
    assert forged_field({"url": TABLE_MARK, "url_type": "datastore"}, {}) is None
    assert forged_field({"url": LINK, "url_type": "datastore"}, {}) == "url_type"


@pytest.mark.parametrize("alias", ["nha_thuoc", "nha-thuoc-2026", "ab", "a" * 63])
def test_names_for_a_table(alias: str) -> None:
    """Plain lower-case names are aliases."""
    assert not alias_fault(alias)


@pytest.mark.parametrize(
    "alias",
    [
        *(
            "pg_class",
            "pg_anything",
            "geo.x",
            "public.a",
            "_table_metadata",
            "_a",
            "a",
            "a" * 64,
            "A",
            "Bảng",
            "a b",
            'a"b',
            "a;b",
            "1a",
            "a\n",
            "",
        ),
        *("3f2504e0-4f89-41d3-9a0c-0305e82c3301", "a3f2504e-4f89-41d3-9a0c-0305e82c3301", 5, None, ["a"]),
    ],
)
def test_names_that_are_none(alias: Any) -> None:
    """Schemas, quotes, PostgreSQL's own names, other resources' ids and what is no text are refused."""
    assert alias_fault(alias)


@pytest.mark.parametrize(
    "type_", ["text", "int", "INT4", "numeric(10, 2)", "double precision", "timestamp without time zone", "_int4", "json", "text[]"]
)
def test_types_of_columns(type_: str) -> None:
    """CKAN's types, PostgreSQL's names for them and arrays of them."""
    assert refused_type([{"id": "a", "type": type_}]) is None


@pytest.mark.parametrize(
    "type_",
    [
        "regclass",
        "xml",
        "regproc",
        "oid",
        "name",
        "tsvector",
        "geometry",
        "bytea",
        "pg_lsn",
        "text; DROP TABLE x",
        "_regclass",
        "a" * 500,
        5,
    ],
)
def test_types_that_are_refused(type_: Any) -> None:
    """What is not on the list is refused, with the column named."""
    assert refused_type([{"id": "x", "type": "text"}, {"id": "cot", "type": type_}]) == ("cot", str(type_)[:100])


def _refusal(action: str, **data: Any) -> list[str]:
    with pytest.raises(tk.ValidationError) as refused:
        act(action, **data)
    return sorted(refused.value.error_dict)


def test_forged_fields_are_refused_by_every_action(dataset: dict[str, Any]) -> None:
    """Creating, updating and patching a link or its dataset refuse each forged field by its name; an upload keeps its own values."""
    for field, values in FORGED.items():
        assert _refusal("resource_create", package_id=dataset["id"], name="a", url=LINK, **{field: values[0]}) == [field]
    link = act("resource_create", package_id=dataset["id"], name="a", url=LINK)
    for field, values in FORGED.items():
        assert _refusal("resource_patch", id=link["id"], **{field: values[0]}) == [field]
    shown = act("package_show", id=dataset["id"])
    assert _refusal("package_update", **{**shown, "resources": [{**shown["resources"][0], "hash": "x"}]}) == ["hash"]
    act("package_update", **{**shown, "notes": "khác"})
    upload = add(dataset, TABLE)
    again = act("package_update", **act("package_show", id=dataset["id"]), version="2")
    assert [again["resources"][1][name] for name in ("hash", "size", "url_type")] == [upload["hash"], upload["size"], "upload"]


@pytest.mark.parametrize("alias", ["pg_class", "geo.x", "spatial_ref_sys", "_table_metadata", "geometry_columns"])
def test_an_alias_that_is_taken_or_forbidden(dataset: dict[str, Any], alias: str) -> None:
    """No alias takes the name of a relation of any schema."""
    resource = {"package_id": dataset["id"], "name": "Bảng"}
    assert _refusal("datastore_create", resource=resource, fields=[{"id": "a", "type": "text"}], aliases=alias) == ["aliases"]
    assert act("package_show", id=dataset["id"])["resources"] == []


def test_a_table_keeps_its_own_alias(dataset: dict[str, Any]) -> None:
    """An alias is taken for others and the table's own for itself; a refused type names the field."""
    resource = {"package_id": dataset["id"], "name": "Bảng"}
    made = act("datastore_create", resource=resource, fields=[{"id": "a", "type": "text"}], aliases="bang_mot")
    act("datastore_create", resource_id=made["resource_id"], aliases="bang_mot", force=True)
    assert _refusal("datastore_create", resource=resource, fields=[{"id": "a", "type": "text"}], aliases="bang_mot") == ["aliases"]
    assert _refusal("datastore_create", resource=resource, fields=[{"id": "a", "type": "regclass"}]) == ["fields"]


def test_a_table_that_was_deleted_has_its_time() -> None:
    """CKAN notes the deletion of a table in the caller's name once the table is gone; of a file nobody may say when it changed."""
    stored = {"url_type": "datastore", "last_modified": None, "datastore_active": True}
    gone = {"url_type": "datastore", "last_modified": "2026-01-01T00:00:00", "datastore_active": False}
    assert forged_field(gone, stored) is None
    assert forged_field({**gone, "datastore_active": True}, {**stored, "datastore_active": False}) == "last_modified"
    assert forged_field({**gone, "url_type": "upload"}, {**stored, "url_type": "upload"}) == "last_modified"


def test_a_table_that_the_api_made_can_be_deleted(dataset: dict[str, Any]) -> None:
    """`datastore_create` of a resource, then `datastore_delete`: the resource stays, without a table."""
    made = act("datastore_create", resource={"package_id": dataset["id"], "name": "Bảng"}, fields=[{"id": "a"}], records=[{"a": "1"}])
    act("datastore_delete", resource_id=made["resource_id"], force=True)
    assert act("resource_show", id=made["resource_id"])["datastore_active"] is False
    with pytest.raises(tk.ObjectNotFound):
        act("datastore_search", resource_id=made["resource_id"])
