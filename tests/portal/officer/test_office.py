"""What an officer's home says of each dataset, and in which order."""

from typing import Any

import pytest

from ckanext.binhduong.portal.officer.office import described, in_order


def dataset(**more: Any) -> dict[str, Any]:
    """A published dataset with one uploaded file."""
    return {"state": "active", "private": False, "resources": [{"id": "r1", "url_type": "upload"}], "freshness": {"state": "fresh"}, **more}


def upload(state: str = "published", created: str = "2026-01-02T03:04:05", errors: int = 0, warnings: int = 0) -> dict[str, Any]:
    """A newest upload."""
    return {"state": state, "name": "a.csv", "created": created, "errors": errors, "warnings": warnings}


@pytest.mark.parametrize(
    ("more", "upload_state", "state"),
    [
        ({}, "published", "published"),
        ({"private": True}, "published", "private"),
        ({"freshness": {"state": "overdue"}}, "published", "overdue"),
        ({"freshness": {"state": "due"}, "private": True}, "published", "due"),
        ({"state": "draft"}, "published", "draft"),
        ({}, "pending", "waiting"),
        ({}, "running", "waiting"),
        ({}, "held", "held"),
        ({"freshness": {"state": "overdue"}}, "refused", "refused"),
        ({"state": "draft"}, "failed", "failed"),
    ],
)
def test_the_most_urgent_state_is_shown(more: dict[str, Any], upload_state: str, state: str) -> None:
    """A refused file comes before late data, late data before what is only private."""
    assert described(dataset(**more), {"r1": upload(upload_state)})["state"] == state


def test_findings_of_all_files_are_added_up() -> None:
    """Two files: their open findings together, the newest upload of both, and no single file to follow."""
    files = [{"id": "r1", "url_type": "upload"}, {"id": "r2", "url_type": "datastore"}, {"id": "r3", "url_type": ""}]
    uploads = {"r1": upload(created="2026-01-02", errors=1, warnings=2), "r2": upload(created="2026-01-03", warnings=3)}
    found = described(dataset(resources=files), uploads)
    assert (found["errors"], found["warnings"], found["last"]["resource"], found["resource"]) == (1, 5, "r2", "")


def test_a_dataset_without_a_file() -> None:
    """Nothing was uploaded: no last upload, no finding, no file to follow."""
    assert described(dataset(resources=[], freshness=None), {}) == {
        "state": "published",
        "last": None,
        "errors": 0,
        "warnings": 0,
        "resource": "",
    }


def test_what_waits_comes_first() -> None:
    """The order is that of urgency; equal ones stay as they came."""
    rows = [{"n": 1, "state": "published"}, {"n": 2, "state": "overdue"}, {"n": 3, "state": "refused"}, {"n": 4, "state": "overdue"}]
    assert [row["n"] for row in in_order(rows)] == [3, 2, 4, 1]
