"""The forms people fill in: nothing chosen for them, and each field in both languages."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from ckan.tests import factories

from tests.catalogue.conftest import as_site

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def headers(agency: dict[str, Any]) -> dict[str, str]:
    """Sign in as an administrator by token."""
    user = factories.Sysadmin()
    return {"Authorization": as_site("api_token_create", user=user["name"], name="t", expires_in=1, unit=86400)["token"]}


def form(app: Any, address: str, headers: dict[str, str]) -> BeautifulSoup:
    return BeautifulSoup(app.get(address, headers=headers).body, "html.parser")


def test_required_choices_are_left_to_the_officer(app: Any, headers: dict[str, str]) -> None:
    """Theme, licence and kind of data begin empty: a dataset must not become real data of the first theme by oversight."""
    page = form(app, "/dataset/new", headers)
    for name in ("theme", "license_id", "data_kind"):
        assert page.select_one(f"#field-{name} option").get("value") == ""


def test_labels_follow_the_language_of_the_address(app: Any, headers: dict[str, str]) -> None:
    """Label, help and choices."""
    for prefix, label, choice in (("", "Lĩnh vực", "Nhà thuốc"), ("/en", "Theme", "Pharmacies")):
        page = form(app, f"{prefix}/dataset/new", headers)
        assert label in page.select_one("label[for=field-theme]").text
        assert page.select_one("#field-theme option[value=nha-thuoc]").text.strip() == choice


@pytest.mark.parametrize("address", ["/dataset/new", "/organization/new", "/group/new"])
def test_slug_preview_is_ours(app: Any, headers: dict[str, str], address: str) -> None:
    """Every form that makes an address loads our script."""
    page = form(app, address, headers)
    assert any("binhduong_catalogue" in script.get("src", "") for script in page.select("script"))
    assert page.select_one("#field-name")["data-module"] == "slug-preview-slug"


def test_release_fields_are_not_in_the_form(app: Any, headers: dict[str, str]) -> None:
    """What the portal writes is not offered."""
    dataset = as_site(
        "package_create",
        title="Nhà thuốc",
        notes="Mô tả",
        theme="nha-thuoc",
        license_id="CC0-1.0",
        data_kind="sample",
        contact_name="Phòng Dược",
        contact_email="duoc@so-y-te.example",
        owner_org="so-y-te",
    )
    page = form(app, f"/dataset/{dataset['name']}/resource/new", headers)
    names = {field.get("name") for field in page.select("input, select, textarea")}
    assert {"name", "key_column", "upload"} <= names
    assert not {"release_state", "release_number", "layer", "rows", "columns"} & names
