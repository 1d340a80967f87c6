"""What the catalogue's tests share: an agency, an editor of it, and a dataset with the required fields only."""

from collections.abc import Callable
from typing import Any

import pytest
from ckan.tests import factories
from ckan.tests.helpers import call_action

REQUIRED = {
    "title": "Nhà thuốc thử nghiệm",
    "notes": "Mô tả",
    "theme": "nha-thuoc",
    "license_id": "CC-BY-4.0",
    "data_kind": "sample",
    "contact_name": "Phòng Nghiệp vụ Dược",
    "contact_email": "duoc@so-y-te.example",
}


@pytest.fixture
def database(with_plugins: None, clean_db: None, clean_index: None) -> None:
    """An empty catalogue."""


def as_site(action: str, **values: Any) -> dict[str, Any]:
    """Call an action as the site's own user: CKAN makes the creator of a group its administrator, so there must be one."""
    return call_action(action, context={"user": call_action("get_site_user")["name"]}, **values)


@pytest.fixture
def agency() -> dict[str, Any]:
    """An agency."""
    return as_site("organization_create", name="so-y-te", title="Sở Y tế")


@pytest.fixture
def make_dataset(agency: dict[str, Any]) -> Callable[..., dict[str, Any]]:
    """Create a dataset of the agency: the required fields, and what the test adds."""

    def make(**values: Any) -> dict[str, Any]:
        return as_site("package_create", **{**REQUIRED, "owner_org": agency["id"], **values})

    return make


@pytest.fixture
def editor(agency: dict[str, Any]) -> dict[str, Any]:
    """A user who may edit the agency's datasets and has no role in any theme."""
    user = factories.User()
    call_action("organization_member_create", id=agency["id"], username=user["name"], role="editor")
    return user
