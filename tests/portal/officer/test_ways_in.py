"""Whoever may publish for an agency comes to the guided upload from wherever there is nothing yet."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from ckan.tests import factories

from tests.releases.conftest import REQUIRED, act

pytestmark = pytest.mark.usefixtures("agency")

AGENCYS = "/upload?agency=so-y-te"
EMPTY = {
    "/co-quan": AGENCYS,
    "/organization/so-y-te": AGENCYS,
    "/dashboard/datasets": "/upload",
    "/user/lan": "/upload",
    "/dataset": "/upload",
}


def ways(app: Any, token: str, path: str, within: str = "main, [role=main]") -> set[str]:
    """Where a page's links to the upload and to CKAN's own form of a dataset lead."""
    page = BeautifulSoup(app.get(path, headers={"Authorization": token}).body, "html.parser")
    links = {str(link["href"]) for part in page.select(within) for link in part.select("a[href]")}
    return {link for link in links if link.startswith(("/upload", "/dataset/new"))}


@pytest.mark.parametrize(
    ("role", "may"), [("editor", True), ("contributor", True), ("member", False)], ids=["editor", "contributor", "member"]
)
def test_empty_pages_lead_to_the_upload(app: Any, role: str, may: bool) -> None:
    """The office, the agency, the dashboard, one's own page and the list of datasets lead there, to no other form, and nobody else."""
    factories.User(name="lan")
    act("organization_member_create", id="so-y-te", username="lan", role=role)
    token = factories.APIToken(user="lan")["token"]
    assert {path: ways(app, token, path) for path in EMPTY} == {path: {way} if may else set() for path, way in EMPTY.items()}
    dataset = act("package_create", name="nha-thuoc", owner_org="so-y-te", **REQUIRED)
    assert ways(app, token, f"/dataset/{dataset['name']}", "[aria-labelledby=dataset-resources]") == (
        {"/upload?dataset=nha-thuoc"} if may else set()
    )
