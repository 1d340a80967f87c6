"""A new file is compared with what readers have, and what differs is told."""

from __future__ import annotations

from typing import Any

import pytest

from ckanext.binhduong.releases.publish.column_changes import with_differences
from tests.releases.conftest import TABLE, act, add, file, replace, rows, run_jobs

pytestmark = pytest.mark.usefixtures("clean")

CHANGED = "ma,so_luong,dia_chi\nA1,12.5,Thủ Dầu Một\nA2,7.25,Dĩ An\n"
TOLD = [("warning", "column-lost"), ("warning", "column-type-changed"), ("note", "column-new")]


def differences(report: dict[str, Any]) -> list[tuple[str, str]]:
    """Severity and code of what this package told."""
    codes = [code for _, code in TOLD]
    return [(each["severity"], each["code"]) for each in report["findings"] if each["code"] in codes]


def latest_report(resource: dict[str, Any]) -> dict[str, Any]:
    """The report of a resource's newest upload."""
    return act("release_status", id=resource["id"])["attempt"]["report"]


def test_a_first_file_and_the_same_columns_again_tell_nothing(dataset: dict[str, Any]) -> None:
    """More rows in the same columns are no difference."""
    resource = add(dataset, TABLE)
    assert differences(latest_report(resource)) == []
    replace(resource, f"{TABLE}A3,Phòng khám,1\n")
    assert differences(latest_report(resource)) == []


def test_lost_changed_and_new_columns_are_told(dataset: dict[str, Any]) -> None:
    """Each has its finding in two languages; the file waits for a yes and then replaces the table all the same."""
    resource = add(dataset, TABLE)
    assert replace(resource, CHANGED)["release_state"] == "held"
    act("release_confirm", id=resource["id"])
    run_jobs()
    after = act("resource_show", id=resource["id"])
    assert (after["release_state"], after["release_number"]) == ("published", 2)
    assert list(rows(resource)[0]) == ["_id", "ma", "so_luong", "dia_chi"]
    report = latest_report(resource)
    assert (report["ok"], differences(report)) == (True, TOLD)
    told = {each["code"]: each["message"] for each in report["findings"]}
    assert told["column-lost"]["vi"] == "Tệp không còn cột “ten” của bản đang công bố."
    assert told["column-type-changed"]["vi"] == "Cột “so_luong” trước đây có kiểu số nguyên, nay có kiểu số thập phân."
    assert told["column-new"]["en"] == "The column “dia_chi” is new since the published release."


def test_the_check_tells_them_before_the_upload(dataset: dict[str, Any]) -> None:
    """`upload` with `resource_id` gives the report that the upload then gets; afterwards the check of the resource gives it again."""
    resource = add(dataset, TABLE)
    asked = act("ingest_check", upload=file(CHANGED, "nha-thuoc.csv"), resource_id=resource["id"])
    replace(resource, CHANGED)
    assert differences(asked) == TOLD
    assert asked == latest_report(resource) == act("ingest_check", resource_id=resource["id"])


def test_differences_stand_by_their_severity() -> None:
    """After the errors, before the notes; a file that could not be read is compared with nothing."""
    before = [{"name": "a", "title": "A", "type": "text"}]
    found = [{"severity": "error", "code": "x"}, {"severity": "note", "code": "y"}]
    report = {"columns": [{"name": "b", "title": "B", "type": "text"}], "findings": found}
    assert [each["code"] for each in with_differences(report, before)["findings"]] == ["x", "column-lost", "y", "column-new"]
    unread = {"columns": [], "findings": found}
    assert with_differences(unread, before) == unread
