"""How the check is run, what it says in a terminal and what it keeps for the metrics."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk

from ckanext.binhduong.core import scheduler
from ckanext.binhduong.core.connections.redis_client import client
from ckanext.binhduong.core.drift import differences, registry
from ckanext.binhduong.core.drift.differences import Verdict, examine
from ckanext.binhduong.core.drift.registry import Kind, Outcome
from ckanext.binhduong.observability.drift import check as drift
from ckanext.binhduong.observability.drift.cli import check as command
from ckanext.binhduong.observability.drift.result import key_of, read_result
from ckanext.binhduong.observability.metrics.sources import sources_of

pytestmark = pytest.mark.usefixtures("with_plugins")


@pytest.fixture
def two_kinds(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    """Two comparisons in place of the portal's: what they find is in the dictionary, an exception is raised."""
    finds: dict[str, Any] = {"first": Outcome(), "second": Outcome()}

    def compare(kind: str) -> registry.Comparison:
        def comparison(repair: bool) -> dict[str, Outcome]:
            if isinstance(finds[kind], Exception):
                raise finds[kind]
            return {kind: finds[kind]}

        return comparison

    monkeypatch.setattr(registry, "_comparisons", {kind: compare(kind) for kind in finds})
    monkeypatch.setattr(
        registry, "_kinds", {kind: Kind("a file that the database names and the store does not have", "Remedy.") for kind in finds}
    )
    yield finds
    client().delete(key_of(tk.config["ckan.site_id"]))


def test_the_command_says_that_all_is_well(cli: Any, two_kinds: dict[str, Any]):
    """Exit code 0 and a line a kind; what was repaired is well, too."""
    two_kinds["second"] = Outcome(2)
    result = cli.invoke(command, [])
    assert result.exit_code == 0
    assert result.stdout.splitlines()[:2] == ["first: found 0, repaired 0, left 0", "second: found 2, repaired 2, left 0"]
    assert cli.invoke(command, ["--quiet"]).stdout.splitlines()[0].startswith("second:")


def test_the_command_names_what_is_left_and_the_remedy(cli: Any, two_kinds: dict[str, Any]):
    """Exit code 1; the text in both languages."""
    two_kinds["first"] = Outcome(3, ("one", "two"))
    result = cli.invoke(command, [])
    assert result.exit_code == 1
    assert result.stdout.splitlines()[:5] == [
        "first: found 3, repaired 1, left 2",
        "  tệp mà cơ sở dữ liệu nêu tên nhưng kho lưu trữ không có / a file that the database names and the store does not have",
        "    one",
        "    two",
        "  Remedy.",
    ]


def test_a_comparison_that_cannot_be_done_keeps_the_others_from_nothing(cli: Any, two_kinds: dict[str, Any]):
    """Exit code 2: nobody may take it for well."""
    two_kinds["first"], two_kinds["second"] = RuntimeError("Solr is away"), Outcome(1, ("one",))
    result = cli.invoke(command, [])
    assert result.exit_code == 2
    assert result.stdout.splitlines()[0] == "second: found 1, repaired 0, left 1"
    assert result.stderr.startswith("first: ")
    assert "Solr is away" not in result.output


def test_the_regular_job_keeps_what_it_found_for_the_metrics(two_kinds: dict[str, Any]):
    """By kind, with the first twenty names; `/metrics` reads it from Redis."""
    source = sources_of({**tk.config, "health_url": ""})["drift"]
    assert source() == []
    two_kinds["first"], two_kinds["second"] = Outcome(31, tuple(str(number) for number in range(30))), ValueError()
    scheduler._regular["drift"].job()
    kept = read_result(client(), tk.config["ckan.site_id"])
    assert kept["kinds"] == {"first": {"found": 31, "repaired": 1, "left": 30, "names": [str(number) for number in range(20)]}}
    readings = {(name, json.dumps(labels)): value for name, labels, value in source()}
    assert 0 <= readings.pop(("binhduong_drift_checked_age_seconds", "{}")) < 60
    assert readings == {
        ("binhduong_drift_left", '{"kind": "first"}'): 30,
        ("binhduong_drift_repaired", '{"kind": "first"}'): 1,
        ("binhduong_drift_uncompared", "{}"): 1,
    }


def test_every_kind_of_the_portal_has_a_text_and_a_remedy():
    """And every kind that a comparison gives is known."""
    report = drift.check(repair=False)
    assert set(report.outcomes) <= set(registry.kinds())
    assert {kind for kind, about in registry.kinds().items() if not about.text or not about.remedy} == set()


def test_what_fails_is_left_and_what_is_too_much_is_counted(monkeypatch: pytest.MonkeyPatch):
    """One look that raises does not end the others; beyond the bound nothing is looked at, and all of it is left."""
    monkeypatch.setattr(differences, "_MOST", 4)
    verdicts = {"a": Verdict.REPAIRED, "b": Verdict.MOVING, "c": Verdict.LEFT}
    assert examine(["a", "b", "broken", "c", "e", "f"], verdicts.__getitem__) == Outcome(5, ("e", "f", "broken", "c"))


def test_a_batch_follows_the_other_until_there_are_no_more(monkeypatch: pytest.MonkeyPatch):
    """By key, with nothing lost or twice where a batch is exactly full."""
    monkeypatch.setattr(differences, "BATCH", 2)
    everything = ["a", "b", "c", "d"]
    batches = differences.in_batches(lambda after: [name for name in everything if name > after][:2], str)
    assert list(batches) == [["a", "b"], ["c", "d"]]


def test_a_dataset_that_somebody_changes_is_not_held(clean_db: None):
    """The answer is there at once, and the session can be used afterwards."""
    from ckan.tests import factories

    organization = factories.Group()["id"]
    with differences.held_dataset(organization) as free:
        assert free
    assert model.Session.scalar(sa.text("SELECT 1")) == 1


def test_a_regular_job_of_an_older_portal_is_left_out():
    """The queue may still hold a turn of a job that is no more."""
    scheduler.run("sweep-of-an-older-portal")
