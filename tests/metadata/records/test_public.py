"""Records are of public datasets only."""

from __future__ import annotations

from typing import Any

import pytest

from tests.releases.conftest import REQUIRED, TABLE, act, add, agency, clean, dataset, file, run_jobs
from tests.workflow.times import at, come

__all__ = ["agency", "clean", "dataset"]

ITEMS = "/records/collections/datasets/items"


@pytest.mark.usefixtures("dataset")
def test_only_what_is_public_appears(app: Any) -> None:
    """Neither a private dataset nor a draft, for its editors no more than for a stranger; what becomes private is gone at once."""
    hidden = {
        name: act("package_create", name=name, owner_org="so-y-te", **{**REQUIRED, **fields})["id"]
        for name, fields in {"rieng-tu": {"private": True}, "ban-nhap": {"state": "draft"}, "thanh-rieng": {}}.items()
    }
    act("package_patch", id="thanh-rieng", private=True)
    page = app.get(ITEMS, status=200).json
    assert [feature["properties"]["title"] for feature in page["features"]] == [REQUIRED["title"]]
    assert page["numberMatched"] == 1
    for id in hidden.values():
        app.get(f"{ITEMS}/{id}", status=404)
        assert app.get(f"{ITEMS}?ids={id}", status=200).json["features"] == []


def test_a_withdrawn_dataset_is_gone(dataset: dict[str, Any], app: Any) -> None:
    """410 with what stays of it, under its identifier; no record has a name for an address."""
    app.get(f"{ITEMS}/{dataset['id']}", status=200)
    act("package_delete", id=dataset["id"], reason="Số liệu sai")
    said = app.get(f"{ITEMS}/{dataset['id']}", status=410).json
    assert (said["id"], said["reason"]) == (dataset["id"], "Số liệu sai")
    assert app.get(ITEMS, status=200).json["numberMatched"] == 0
    app.get(f"{ITEMS}/{dataset['name']}", status=404)


def test_what_is_under_embargo_is_in_no_record(dataset: dict[str, Any], app: Any) -> None:
    """A dataset with a time, and the first file with a time of a public dataset, which has a record without it; both are there after it."""
    waiting = act("package_create", name="tap-cho", owner_org="so-y-te", **{**REQUIRED, "title": "Chim cắm ván", "private": True})
    add(waiting, TABLE, "cho.csv")
    act("publication_schedule", id=waiting["id"], publish_at=at(hours=1))
    act("resource_create", package_id=dataset["id"], upload=file(TABLE, "cam.csv"), name="Bảng cấm", publish_at=at(hours=1))
    run_jobs()
    app.get(f"{ITEMS}/{waiting['id']}", status=404)
    assert app.get(f"{ITEMS}?q=chim+cam+van", status=200).json["features"] == []
    assert app.get(ITEMS, status=200).json["numberMatched"] == 1
    for address in (ITEMS, f"{ITEMS}/{dataset['id']}"):
        assert "Bảng cấm" not in app.get(address, status=200).get_data(as_text=True)
    come()
    assert app.get(f"{ITEMS}/{waiting['id']}", status=200).json["properties"]["title"] == "Chim cắm ván"
    assert app.get(f"{ITEMS}?q=chim+cam+van", status=200).json["numberMatched"] == 1
    assert "Bảng cấm" in app.get(f"{ITEMS}/{dataset['id']}", status=200).get_data(as_text=True)
