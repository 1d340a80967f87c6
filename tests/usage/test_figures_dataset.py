"""The figures of use as a dataset of the portal: what is in it, when it is renewed, and what is left out."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from ckan import model
from ckan.plugins import toolkit as tk
from ckan.tests.helpers import call_action
from freezegun import freeze_time

from ckanext.binhduong.core import scheduler
from ckanext.binhduong.usage import stored
from ckanext.binhduong.usage.figures.dataset import FIGURES, renew
from ckanext.binhduong.workflow.own_datasets import record
from ckanext.binhduong.workflow.own_datasets.description import tables
from ckanext.binhduong.workflow.own_datasets.keeping import PUBLISHER
from tests.releases.conftest import REQUIRED, act, add, agency, as_anonymous, clean, dataset, rows, run_jobs

__all__ = ["agency", "clean", "dataset"]


@pytest.fixture(autouse=True)
def publisher(with_plugins: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The agency that publishes the figures."""
    monkeypatch.setitem(tk.config, PUBLISHER, "so-y-te")
    monkeypatch.setitem(tk.config, "email_to", "cong@binhduong.example")


NAME = "luot-su-dung-du-lieu-cua-cong"
NOON = "2026-11-30 05:00"
"""Twelve o'clock in Vietnam: the last whole day is 29 November."""


def _used(dataset_id: str, day: str, resource: str = "", **counts: int) -> None:
    stored.add({(dataset_id, date.fromisoformat(day), resource, kind): count for kind, count in counts.items()})
    model.Session.commit()


def _kept(now: str = NOON) -> str:
    with freeze_time(now):
        done = renew()
    run_jobs()
    return done


def _tables() -> dict[str, dict[str, Any]]:
    return dict(zip(("days", "months"), as_anonymous("package_show", id=NAME)["resources"], strict=True))


def _days() -> list[tuple[Any, ...]]:
    found = rows(_tables()["days"], sort="khoa")
    return [(row["ngay_so_lieu"], row["tap_du_lieu"], row["luot_xem"], row["luot_tai"], row["luot_goi"]) for row in found]


def test_whole_days_and_months_are_public_tables(dataset: dict[str, Any]) -> None:
    """By dataset and day, by file and month, both programs and DCAT read; today's counts still move, so they wait for tomorrow."""
    resource = add(dataset)
    _used(dataset["id"], "2026-10-31", view=1)
    _used(dataset["id"], "2026-11-29", view=5, api=40)
    _used(dataset["id"], "2026-11-29", resource["id"], download=2)
    _used(dataset["id"], "2026-11-30", view=9)
    assert _kept() == "the figures of use: renewed"
    assert _days() == [("2026-10-31", "nha-thuoc", 1, 0, 0), ("2026-11-29", "nha-thuoc", 5, 2, 40)]
    months = rows(_tables()["months"], sort="khoa")
    assert [(row["khoa"], row["thang"], row["ten_tep"], row["luot_xem"], row["luot_tai"], row["luot_goi"]) for row in months] == [
        ("2026-10.nha-thuoc.", "2026-10-01", None, 1, 0, 0),
        ("2026-11.nha-thuoc.", "2026-11-01", None, 5, 0, 40),
        (f"2026-11.nha-thuoc.{resource['id']}", "2026-11-01", "Nhà thuốc", 0, 2, 0),
    ]
    graph = as_anonymous("dcat_dataset_show", id=NAME, format="ttl")
    assert [table.name for table in tables(FIGURES.description) if table.fields["name"] not in graph] == []
    assert call_action("dataset_quality_show", {"ignore_auth": True, "user": ""}, id=NAME)["rating"] == "excellent"


def test_a_day_is_one_release(dataset: dict[str, Any]) -> None:
    """Uses of today make none; the next day makes one of each table, and a file that the portal made needs nobody's approval."""
    _used(dataset["id"], "2026-11-29", view=1)
    _kept()
    _used(dataset["id"], "2026-11-30", view=3)
    assert _kept() == "the figures of use: nothing is new"
    assert _kept("2026-11-30 17:10") == "the figures of use: renewed"
    assert [each["release_number"] for each in _tables().values()] == [2, 2]
    assert _days()[-1] == ("2026-11-30", "nha-thuoc", 3, 0, 0)


def test_what_is_not_public_is_left_out(dataset: dict[str, Any], agency: dict[str, Any]) -> None:
    """A dataset that was taken back is in the next release no more; a day of thirteen months ago is in the months alone."""
    hidden = act("package_create", name="rieng", owner_org=agency["id"], **REQUIRED)
    _used(hidden["id"], "2026-11-29", view=7)
    _used(dataset["id"], "2025-10-25", view=2)
    _used(dataset["id"], "2025-10-26", view=4)
    _kept()
    assert _days() == [("2025-10-26", "nha-thuoc", 4, 0, 0), ("2026-11-29", "rieng", 7, 0, 0)]
    act("package_patch", id=hidden["id"], private=True)
    _kept("2026-11-30 06:00")
    assert _days() == [("2025-10-26", "nha-thuoc", 4, 0, 0)]
    assert [(row["thang"], row["luot_xem"]) for row in rows(_tables()["months"])] == [("2025-10-01", 6)]


def test_without_a_use_there_is_no_dataset(agency: dict[str, Any]) -> None:
    """A new portal shows and counts what its agencies publish; the regular turn is there from the start."""
    assert _kept() == "the figures of use: there is nothing to show"
    assert record.read(FIGURES.key).dataset == ""
    assert "usage-figures" in scheduler._regular


def test_every_column_of_the_figures_has_a_title_in_both_languages() -> None:
    """In the order of the file."""
    for table in tables(FIGURES.description):
        said = json.loads(table.fields["columns"])
        assert tuple(said) == table.columns
        assert [column for column, each in said.items() if not (each["vi"] and each["en"])] == []
