"""What CKAN promises of datasets, agencies and themes holds here too."""

from __future__ import annotations

from typing import Any

import pytest
from ckan.plugins import toolkit as tk
from ckan.tests import factories
from ckan.tests.helpers import call_action

from tests.search.conftest import OFFICER, make_dataset

LISTS = ("extras", "groups", "relationships_as_object", "relationships_as_subject", "resources", "tags")


@pytest.fixture(autouse=True)
def agency(clean_db: None, clean_index: None, with_plugins: None) -> dict[str, Any]:
    """An officer, an agency and a theme."""
    factories.Sysadmin(name=OFFICER)
    call_action("group_create", context={"user": OFFICER}, name="y-te", title="Y tế")
    return call_action("organization_create", context={"user": OFFICER}, name="so-y-te", title="Sở Y tế")


@pytest.mark.parametrize(("kind", "name"), [("organization", "so-y-te"), ("group", "y-te")])
@pytest.mark.parametrize("given", [{}, {"name": ""}, {"name": None}])
def test_an_update_without_a_name_keeps_it(kind: str, name: str, given: dict[str, Any]):
    """`organization_update` and `group_update` need no name, as in CKAN; a new title does not change it."""
    shown = call_action(f"{kind}_show", id=name)
    call_action(f"{kind}_update", context={"user": OFFICER}, id=shown["id"], title="Tên khác", **given)
    after = call_action(f"{kind}_show", id=shown["id"])
    assert (after["name"], after["title"]) == (name, "Tên khác")


def test_a_name_that_is_given_is_taken(agency: dict[str, Any]):
    """An update with a name renames."""
    call_action("organization_update", context={"user": OFFICER}, id=agency["id"], title="Sở Y tế", name="so-y-te-moi")
    assert call_action("organization_show", id=agency["id"])["name"] == "so-y-te-moi"


def test_a_dataset_has_every_list_empty_or_not():
    """`package_show` and `package_search` have `extras` and the others also when nothing is in them; `fl` gets what it asked for."""
    make_dataset("trong", "Trống")
    for shown in (call_action("package_show", id="trong"), call_action("package_search")["results"][0]):
        assert {name: type(shown.get(name)) for name in LISTS} == dict.fromkeys(LISTS, list)
        assert shown["extras"] == []
    assert call_action("package_search", fl="id,name")["results"][0].keys() == {"id", "name"}


@pytest.mark.parametrize(
    "value",
    [
        *("2026-07-01T08:00:00+07:00", "2026-07-01T08:00:00Z", "2026-07-01T08:00:00.123456-03:30", "2026-07-01", "1/7/2026", "10:00"),
        *("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "hôm qua", "9" * 30, " "),
    ],
)
def test_an_extra_that_is_called_a_date_breaks_no_indexing(value: str):
    """Whatever an extra named `…_date` holds, with a zone, without, or no date at all, its dataset is found."""
    make_dataset("co-ngay", "Có ngày", extras=[{"key": "ngay_date", "value": value}])
    assert [dataset["name"] for dataset in call_action("package_search", q="co ngay")["results"]] == ["co-ngay"]


def test_a_date_with_a_zone_is_searched_in_utc():
    """Eight in the morning here is one o'clock in UTC."""
    make_dataset("co-ngay", "Có ngày", extras=[{"key": "ngay_date", "value": "2026-07-01T08:00:00+07:00"}])
    assert call_action("package_search", fq="ngay_date:[2026-07-01T00:59:00Z TO 2026-07-01T01:01:00Z]")["count"] == 1
    assert call_action("package_search", fq="ngay_date:[2026-07-01T07:59:00Z TO 2026-07-01T08:01:00Z]")["count"] == 0


def test_an_unknown_agency_is_still_refused():
    """Keeping the name opens no way to change what there is not."""
    with pytest.raises(tk.ObjectNotFound):
        call_action("organization_update", context={"user": OFFICER}, id="khong-co", title="x")
