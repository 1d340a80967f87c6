"""Records are of public datasets only."""

from __future__ import annotations

from typing import Any

import pytest

from tests.releases.conftest import REQUIRED, act, agency, clean, dataset

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
