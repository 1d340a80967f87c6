"""Where a second person approves, the time is part of what is approved, and nothing else is published at it."""

from __future__ import annotations

from typing import Any

import pytest
from ckan.plugins import toolkit as tk

from tests.releases.conftest import REQUIRED, TABLE, act, file, rows, run_jobs
from tests.workflow.people import by, decide, public_dataset, publish_file, seen, submissions
from tests.workflow.times import come, last, scheduled

pytestmark = pytest.mark.usefixtures("approving")

MORE = f"{TABLE}A3,Phòng khám,3\n"


@pytest.fixture
def private() -> dict[str, Any]:
    """Lan's private dataset with a table, which she has given a time."""
    made = by("lan", "package_create", name="nha-thuoc", owner_org="so-y-te", private=True, **REQUIRED)
    by("lan", "resource_create", package_id=made["id"], upload=file(TABLE, "bang.csv"), name="Bảng")
    run_jobs()
    scheduled("nha-thuoc")
    return act("package_show", id=made["id"])


def test_what_was_approved_becomes_public_at_its_time(private: dict[str, Any]) -> None:
    """Setting the time submits the dataset; the approver sees the time; approving does not publish before it."""
    (waiting,) = submissions()
    content = by("minh", "submission_show", id=waiting["id"])["content"]
    assert content["publish_at"] == by("lan", "publication_schedule_list")["times"][0]["publish_at"]
    assert decide()["state"] == "approved"
    assert (seen("package_show", id="nha-thuoc"), submissions()) == (None, [])
    come()
    assert (seen("package_show", id="nha-thuoc")["private"], last()) == (False, ("done", ""))


def test_what_nobody_approved_is_not_published_and_can_be_approved_later(private: dict[str, Any]) -> None:
    """The time fails with its reason; what waits goes on without a time, and the approval publishes it at once."""
    come()
    assert (seen("package_show", id="nha-thuoc"), last()) == (None, ("failed", "unapproved"))
    decide()
    assert seen("package_show", id="nha-thuoc")["private"] is False


@pytest.mark.parametrize("change", ["words", "file"])
def test_what_changes_after_the_approval_is_not_published(private: dict[str, Any], change: str) -> None:
    """Other words or another file: nothing becomes public at the time, and the reason is kept."""
    decide()
    if change == "words":
        by("lan", "package_patch", id="nha-thuoc", notes="Khác")
    else:
        by("lan", "resource_patch", id=private["resources"][0]["id"], upload=file(MORE, "bang.csv"))
        run_jobs()
    come()
    assert (seen("package_show", id="nha-thuoc"), last()) == (None, ("failed", "changed"))


def test_another_time_needs_another_approval(private: dict[str, Any]) -> None:
    """One person cannot bring forward, or put off, what a second one approved for a time; an old approval of the new one is refused."""
    (waiting,) = submissions()
    decide()
    scheduled("nha-thuoc", days=2)
    (again,) = submissions()
    with pytest.raises(tk.ValidationError):
        by("minh", "release_approve", id=again["id"], hash=waiting["hash"])
    come()
    assert (seen("package_show", id="nha-thuoc"), last()) == (None, ("failed", "unapproved"))


def test_a_returned_dataset_is_not_published_at_its_time(private: dict[str, Any]) -> None:
    """Neither then nor by itself later: it is not submitted again."""
    (waiting,) = submissions()
    by("minh", "release_return", id=waiting["id"], reason="Thiếu mô tả")
    come()
    assert (seen("package_show", id="nha-thuoc"), last(), submissions()) == (None, ("failed", "unapproved"), [])


def test_a_cleared_time_takes_the_approval_with_it(private: dict[str, Any]) -> None:
    """What was approved for a time is not approved for now."""
    decide()
    by("lan", "publication_unschedule", id="nha-thuoc")
    come()
    by("lan", "package_patch", id="nha-thuoc", private=False)
    assert seen("package_show", id="nha-thuoc") is None
    decide()
    assert seen("package_show", id="nha-thuoc")["private"] is False


def test_an_approved_file_is_published_at_its_time() -> None:
    """Approved before, it still waits; readers get it at the time, once."""
    resource = publish_file(public_dataset(), TABLE)
    scheduled(resource["id"])
    by("lan", "resource_patch", id=resource["id"], upload=file(MORE, "bang.csv"), name="Bảng mới")
    run_jobs()
    decide()
    run_jobs()
    assert (len(rows(resource)), submissions(), seen("resource_show", id=resource["id"])["name"]) == (2, [], "Bảng")
    come()
    shown = seen("resource_show", id=resource["id"])
    assert (len(rows(resource)), shown["name"], shown["release_number"], last()) == (3, "Bảng mới", 2, ("done", ""))
    assert submissions() == []


def test_a_file_that_nobody_approved_waits_on() -> None:
    """At the time the reason is kept; approved afterwards it is published at once."""
    resource = publish_file(public_dataset(), TABLE)
    by("lan", "resource_patch", id=resource["id"], upload=file(MORE, "bang.csv"))
    run_jobs()
    (before,) = submissions()
    scheduled(resource["id"])
    (waiting,) = submissions()
    assert waiting["hash"] != before["hash"]
    come()
    assert (len(rows(resource)), last()) == (2, ("failed", "unapproved"))
    decide()
    assert len(rows(resource)) == 3


def test_a_newer_file_than_the_approved_one_is_not_published() -> None:
    """The approval was of other bytes."""
    resource = publish_file(public_dataset(), TABLE)
    scheduled(resource["id"])
    by("lan", "resource_patch", id=resource["id"], upload=file(MORE, "bang.csv"))
    run_jobs()
    decide()
    by("nam", "resource_patch", id=resource["id"], upload=file(f"{MORE}X,Nhà ma,9\n", "bang.csv"))
    run_jobs()
    come()
    assert (len(rows(resource)), last()) == (2, ("failed", "unapproved"))
