"""What differs between two releases of a resource, as actions and the command line tell it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from ckan import model
from ckan.plugins import toolkit as tk
from click.testing import CliRunner
from rq.job import JobStatus

from ckanext.binhduong.comparisons import answers, files, jobs
from ckanext.binhduong.releases.cli import releases as commands
from ckanext.binhduong.releases.ledger.model import Release
from tests.releases.conftest import POINTS, act, add, as_anonymous, replace

pytestmark = pytest.mark.usefixtures("clean")

MOVED = (
    POINTS.replace("NT-002,Nhà thuốc Đức Hòa,0274000002,11.0500", "NT-002,Nhà thuốc Đức Hòa,0274000002,11.0600")
    .replace("Minh Tâm", "=Minh Tâm")
    .replace("NT-001", "NT-009")
)
DIFFERENCES = [
    {"kind": "changed", "row": 2, "key": "NT-002", "values": {"vi_do": [11.05, 11.06]}, "moved_m": 1106.15},
    {"kind": "changed", "row": 3, "key": "NT-003", "values": {"ten": ["Nhà thuốc Minh Tâm", "Nhà thuốc =Minh Tâm"]}, "moved_m": None},
]


@pytest.fixture
def resource(dataset: dict[str, Any]) -> dict[str, Any]:
    """A layer with a key in two releases: two rows changed, one added, one removed."""
    return replace(add(dataset, key_column="ma"), MOVED)


def artefacts() -> list[Path]:
    """The stored differences."""
    return sorted(files._root().glob("??/*.parquet"))


def test_a_release_is_compared_with_the_one_before(resource: dict[str, Any]) -> None:
    """The job writes the summary into the ledger; the differences come page by page, to the public too."""
    jobs.run()
    listed = as_anonymous("release_list", id=resource["id"])
    assert [each["summary"]["from"] for each in listed] == [1, None]
    summary = listed[0]["summary"]
    assert {name: summary[name] for name in ("by", "added", "removed", "changed", "moved", "breaking", "cells")} == {
        "by": "key",
        "added": 1,
        "removed": 1,
        "changed": 2,
        "moved": 1,
        "breaking": False,
        "cells": {"vi_do": 1, "ten": 1},
    }
    first = as_anonymous("release_diff", id=resource["id"], limit=3)
    assert (first["state"], first["from"]["number"], first["to"]["number"], first["next_cursor"]) == ("ready", 1, 2, "3")
    assert first["rows"][:2] == DIFFERENCES
    last = as_anonymous("release_diff", id=resource["id"], limit=3, cursor=first["next_cursor"])
    assert ([row["kind"] for row in first["rows"][2:] + last["rows"]], last["next_cursor"]) == (["added", "removed"], None)
    assert [row["key"] for row in as_anonymous("release_diff", id=resource["id"], kind="removed")["rows"]] == ["NT-001"]


def test_any_two_releases_are_compared(resource: dict[str, Any]) -> None:
    """Backwards too; a release that is not there is not found, and neither is a pair of a resource with one release."""
    back = act("release_diff", id=resource["id"], **{"from": 2, "to": 1})
    assert [row["values"] for row in back["rows"][:1]] == [{"vi_do": [11.06, 11.05]}]
    assert act("release_diff", id=resource["id"], **{"from": 2, "to": 2})["rows"] == []
    with pytest.raises(tk.ObjectNotFound):
        act("release_diff", id=resource["id"], **{"from": 1, "to": 3})
    with pytest.raises(tk.ValidationError):
        act("release_diff", id=resource["id"], kind="khac")
    single = act("release_rollback", id=resource["id"], number=1) and add(
        act("package_show", id=resource["package_id"]), "a,b\n1,2\n", "b.csv", name="Khác"
    )
    with pytest.raises(tk.ObjectNotFound):
        act("release_diff", id=single["id"])


def test_differences_obey_the_datasets_permissions(resource: dict[str, Any]) -> None:
    """A private dataset's differences are for its agency; a dataset that is purged takes them with it."""
    jobs.run()
    assert len(artefacts()) == 1
    act("package_patch", id=resource["package_id"], private=True)
    with pytest.raises(tk.NotAuthorized):
        as_anonymous("release_diff", id=resource["id"])
    act("dataset_purge", id=resource["package_id"])
    assert artefacts() == []


@pytest.mark.usefixtures("clean_queues")
def test_large_tables_are_compared_by_a_job(resource: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """Pending until the job has run; the same pair is queued once, and when too many wait the caller is told so."""
    monkeypatch.setattr(answers, "_INLINE_ROWS", 0)
    asked = act("release_diff", id=resource["id"])
    assert (asked["state"], asked["summary"], asked["rows"]) == ("pending", None, [])
    assert act("release_diff", id=resource["id"])["state"] == "pending"
    queued = [job_id for job_id in tk.get_job_queue("exports").get_job_ids() if job_id.startswith("binhduong-difference-")]
    assert len(queued) == 1
    monkeypatch.setattr(jobs, "_MOST_WAITING", 1)
    assert act("release_diff", id=resource["id"], **{"from": 2, "to": 1})["state"] == "busy"
    old, new = answers.compared(resource["id"], 1, 2)
    jobs.run_pair(old.id, new.id)
    assert act("release_diff", id=resource["id"])["rows"][:2] == DIFFERENCES


@pytest.mark.usefixtures("clean_queues")
@pytest.mark.parametrize(("status", "young"), [("started", "pending"), ("failed", "failed")])
def test_a_comparison_that_was_killed_is_queued_again(resource: dict[str, Any], status: str, young: str) -> None:
    """For two hours a job may be at work, or stays failed; after that the pair is queued anew."""
    old, new = answers.compared(resource["id"], 1, 2)
    jobs.request(old, new)
    queue = tk.get_job_queue("exports")
    job_id = f"binhduong-difference-{old.id}-{new.id}"
    job = queue.fetch_job(job_id)
    assert job
    queue.remove(job)
    for hours, said, then in ((1.9, young, status), (2.1, "pending", "queued")):
        job.started_at = datetime.now(UTC) - timedelta(hours=hours)
        job.set_status(JobStatus(status))
        job.save()
        assert jobs.request(old, new) == said
        assert (queue.fetch_job(job_id).get_status(), job_id in queue.get_job_ids()) == (then, then == "queued")  # type: ignore[union-attr]


def test_the_sweep_keeps_neighbours_and_what_is_used(resource: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """A pair that nobody asked for in a week goes, unless one release follows the other; with a canonical file its differences go."""
    old, new = answers.compared(resource["id"], 1, 2)
    kept = [files.make(old, new), files.make(new, old)]
    assert files.sweep() == 0
    monkeypatch.setattr(files, "_UNUSED_AGE", -1.0)
    assert files.sweep() == 1
    assert artefacts() == kept[:1]
    Release.get(old.id).canonical = None  # type: ignore[union-attr]
    model.Session.commit()
    assert files.sweep() == 1


def test_the_activity_stream_tells_what_happened_to_the_rows(resource: dict[str, Any]) -> None:
    """One entry for the second release, none for the first, none again when the job runs again."""
    jobs.run()
    jobs.run()
    asked = {"id": resource["package_id"], "activity_types": ["published release"], "include_hidden_activity": True}
    found = act("package_activity_list", **asked, include_data=True)
    assert [(each["data"]["release"]["number"], each["data"]["release"]["changed"]) for each in found] == [(2, 2)]
    assert found[0]["data"]["release"]["resource"] == "Nhà thuốc"


def test_repair_finds_what_was_not_compared(resource: dict[str, Any]) -> None:
    """The releases whose job was lost are counted and queued; nothing is left once they are compared."""
    assert jobs.repair() == 2
    jobs.run()
    assert jobs.repair() == 0


def test_the_command_line_tells_the_same(resource: dict[str, Any]) -> None:
    """Summary and first rows as JSON, all as CSV with cells no spreadsheet runs; a release that is not there is an error."""
    told = CliRunner().invoke(commands, ["diff", resource["id"], "1", "2"])
    assert '"changed": 2' in told.output
    lines = CliRunner().invoke(commands, ["diff", resource["id"], "1", "2", "--csv"]).output.splitlines()
    assert lines[0] == "change,row,key,column,old,new,moved_m"
    assert lines[1] == "changed,2,NT-002,vi_do,11.05,11.06,1106.15"
    assert [line.split(",")[0] for line in lines[1:]] == ["changed", "changed", "added", "removed"]
    assert CliRunner().invoke(commands, ["diff", resource["id"], "1", "9"]).exit_code == 1


@pytest.fixture
def run_formula(dataset: dict[str, Any]) -> Callable[[str], str]:
    """Give the CSV line of a cell that became a text."""

    def line(text: str) -> str:
        resource = replace(add(dataset, "ma,ghi_chu\nA,cũ\n", key_column="ma"), f'ma,ghi_chu\nA,"{text}"\n')
        return CliRunner().invoke(commands, ["diff", resource["id"], "1", "2", "--csv"]).output.splitlines()[1]

    return line


def test_a_formula_is_made_safe(run_formula: Callable[[str], str]) -> None:
    """A text that a spreadsheet would run begins with an apostrophe."""
    assert run_formula("=HYPERLINK(1)") == "changed,1,A,ghi_chu,cũ,'=HYPERLINK(1),"
