"""What stays at the address of a public dataset that was withdrawn."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from ckan.plugins import toolkit as tk
from ckan.tests import factories

from tests.releases.conftest import REQUIRED, act, agency, clean, dataset

__all__ = ["agency", "clean", "dataset"]

REASON = "Số liệu <sai>, sẽ công bố lại"
JSON = {"Accept": "application/json"}


def test_a_withdrawn_dataset_leaves_title_agency_time_and_reason(dataset: dict[str, Any], app: Any) -> None:
    """A page in the reader's language, escaped, and JSON; nothing of the content; restored, the dataset is there again."""
    act("package_delete", id=dataset["id"], reason=REASON)
    page = app.get("/dataset/nha-thuoc", status=410)
    shown = BeautifulSoup(page.body, "html.parser")
    heading, reason = shown.select_one("main h1"), shown.select_one("#withdrawal-reason")
    assert heading
    assert reason
    assert (heading.get_text(), reason.get_text()) == (dataset["title"], REASON)
    assert "Sở Y tế" in shown.get_text()
    assert dataset["contact_email"] not in page.text
    said = app.get(f"/dataset/{dataset['id']}", headers=JSON, status=410).json
    assert said.pop("withdrawn").endswith("Z")
    agency = {"name": "so-y-te", "title": "Sở Y tế"}
    assert said == {"id": dataset["id"], "name": "nha-thuoc", "title": dataset["title"], "reason": REASON, "agency": agency}
    act("package_patch", id=dataset["id"], state="active")
    app.get("/dataset/nha-thuoc", status=200)


def test_without_a_reason_no_title_stays(dataset: dict[str, Any], app: Any) -> None:
    """Whoever closes a leak at once says nothing: the page says that a dataset of the agency was withdrawn, and when."""
    act("package_delete", id=dataset["id"])
    page = app.get("/dataset/nha-thuoc", status=410)
    assert "Sở Y tế" in page.text
    assert dataset["title"] not in page.text
    assert app.get("/dataset/nha-thuoc", headers=JSON, status=410).json["title"] == ""


@pytest.mark.parametrize("how", ["private", "purged", "unknown"])
def test_what_was_not_public_leaves_nothing(dataset: dict[str, Any], app: Any, how: str) -> None:
    """Neither a dataset that was private by then, nor what was purged, by its name, nor what there never was."""
    if how == "private":
        act("package_patch", id=dataset["id"], private=True)
    if how != "unknown":
        act("package_delete", id=dataset["id"], reason=REASON)
    if how == "purged":
        act("dataset_purge", id=dataset["id"])
        assert app.get(f"/dataset/{dataset['id']}", headers=JSON, status=410).json["title"] == ""
    answer = app.get("/dataset/khong-co" if how == "unknown" else "/dataset/nha-thuoc")
    assert answer.status_code in (403, 404)
    assert REASON not in answer.text


def test_the_delete_form_asks_for_the_reason(agency: dict[str, Any], dataset: dict[str, Any], app: Any) -> None:
    """Of a public dataset, without a script; what is typed there is what readers find."""
    editor = factories.User()
    act("organization_member_create", id=agency["id"], username=editor["name"], role="editor")
    headers = {"Authorization": factories.APIToken(user=editor["name"])["token"]}
    act("package_create", name="rieng", owner_org=agency["id"], private=True, **REQUIRED)
    assert app.get("/dataset/delete/nha-thuoc", headers=headers).text.count('name="reason"') == 1
    assert 'name="reason"' not in app.get("/dataset/delete/rieng", headers=headers).text
    app.post("/dataset/delete/nha-thuoc", data={"delete": "", "reason": REASON}, headers=headers, follow_redirects=False)
    assert app.get("/dataset/nha-thuoc", headers=JSON, status=410).json["reason"] == REASON


@pytest.mark.parametrize("reason", ["x" * 2001, ["x"], 5])
def test_a_reason_that_is_none_is_refused(dataset: dict[str, Any], reason: Any) -> None:
    """The field is named, and the dataset stays."""
    with pytest.raises(tk.ValidationError) as refused:
        act("package_delete", id=dataset["id"], reason=reason)
    assert list(refused.value.error_dict) == ["reason"]
    assert act("package_show", id=dataset["id"])["state"] == "active"
