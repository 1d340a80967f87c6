"""Agencies: their fields, and which of them are former."""

from typing import Any

import pytest
from ckan.plugins import toolkit as tk
from ckan.tests.helpers import call_action
from freezegun import freeze_time

from tests.catalogue.conftest import as_site

pytestmark = pytest.mark.usefixtures("database")


def test_agency_whose_last_day_is_past_is_former() -> None:
    """The last day itself is still a day of the agency."""
    as_site("organization_create", name="so-y-te", title="Sở Y tế", valid_to="2025-06-30")
    with freeze_time("2025-06-30"):
        assert call_action("organization_show", id="so-y-te")["former"] is False
    with freeze_time("2025-07-01"):
        assert call_action("organization_show", id="so-y-te")["former"] is True


def test_agency_without_an_end_is_not_former(agency: dict[str, Any]) -> None:
    """No last day, no end."""
    assert call_action("organization_show", id=agency["id"])["former"] is False


def test_list_says_who_is_former(agency: dict[str, Any]) -> None:
    """With all_fields, whether extras are asked for or not."""
    as_site("organization_create", name="so-giao-thong-van-tai", title="Sở GTVT", valid_to="2025-02-28", successor="so-xay-dung")
    for extras in (False, True):
        listed = call_action("organization_list", all_fields=True, include_extras=extras)
        assert {row["name"]: row["former"] for row in listed} == {"so-giao-thong-van-tai": True, "so-y-te": False}


def test_showing_and_sending_back_is_possible(agency: dict[str, Any]) -> None:
    """A client may patch an agency although the answer has a field that cannot be set."""
    patched = as_site("organization_patch", id=agency["id"], contact_phone="0274 3822 825")
    assert patched["name"] == "so-y-te"
    assert call_action("organization_show", id=agency["id"])["contact_phone"] == "0274 3822 825"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("contact_email", "khong-phai"),
        ("valid_to", "2024-01-01"),
        ("unit", "74"),
        ("url", "javascript:alert(1)"),
        ("valid_from", "hôm qua"),
    ],
)
def test_wrong_value_is_refused(field: str, value: str) -> None:
    """The error is at the field; an end before the beginning is at the end."""
    with pytest.raises(tk.ValidationError) as error:
        as_site("organization_create", **{"title": "Sở Y tế", "valid_from": "2025-03-01", field: value})
    assert list(error.value.error_dict) == [field]
