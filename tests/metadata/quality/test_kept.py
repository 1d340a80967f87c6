"""A dataset is measured once as it is, by a job after each change and by the night; nothing old is taken for new."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from ckan import model

from ckanext.binhduong.core.clock import utcnow
from ckanext.binhduong.core.jobs.independent_steps import SomeFailed
from ckanext.binhduong.metadata.bulk import jobs
from ckanext.binhduong.metadata.bulk.stored import StoredGraph
from ckanext.binhduong.metadata.dcat.serializer import CatalogueSerializer
from ckanext.binhduong.metadata.quality import measuring, stored
from ckanext.binhduong.metadata.quality.failing import Failing
from ckanext.binhduong.metadata.quality.stored import Quality, QualityDay
from tests.releases.conftest import REQUIRED, act, add, agency, clean

__all__ = ["agency", "clean"]

pytestmark = pytest.mark.usefixtures("clean")


@pytest.fixture
def dataset(agency: dict[str, Any]) -> dict[str, Any]:
    """A public dataset of real data (a sample has a keyword that says so) without files."""
    return act("package_create", name="nha-thuoc", owner_org=agency["id"], **{**REQUIRED, "data_kind": "real"})


def kept(dataset_id: str) -> Quality | None:
    """What is known of a dataset as it is now."""
    model.Session.expire_all()
    return stored.current([dataset_id]).get(dataset_id)


def test_a_dataset_is_measured_once_as_it_is(dataset: dict[str, Any]) -> None:
    """Without keywords, place, period, basis and files; after a change what is kept says nothing any more until it is measured anew."""
    assert [measuring.measure_dataset(dataset["id"]) for _ in range(2)] == [True, False]
    first = kept(dataset["id"])
    assert first
    assert (first.points, first.violations) == (115, [])
    assert {"keywordAvailability", "spatialAvailability", "temporalAvailability", "rightsAvailability"} < set(first.lost)
    assert sum(first.lost.values()) + first.points == 405
    act("package_patch", id=dataset["id"], tag_string="thuốc")
    assert kept(dataset["id"]) is None
    assert measuring.measure_dataset(dataset["id"])
    again = kept(dataset["id"])
    assert again
    assert again.points == 145


def test_what_is_unknown_is_measured_within_minutes(dataset: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """After an upgrade, or when a job was lost; what is known as it is, not again."""
    assert [measuring.measure_unknown() for _ in range(2)] == ["measured 1 datasets", "measured 0 datasets"]
    monkeypatch.setattr(stored, "code_mark", lambda: "other")
    assert measuring.measure_unknown() == "measured 1 datasets"


def test_other_rules_make_what_is_kept_old(dataset: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """After an upgrade everything is measured anew."""
    measuring.measure_dataset(dataset["id"])
    monkeypatch.setattr(stored, "code_mark", lambda: "other")
    assert kept(dataset["id"]) is None
    assert measuring.measure_dataset(dataset["id"])


def test_a_file_in_open_forms_has_every_point_of_interoperability(dataset: dict[str, Any]) -> None:
    """What the portal makes of the table counts; the columns are counted, and those that are explained."""
    resource = add(dataset)
    measuring.measure_dataset(dataset["id"])
    found = kept(dataset["id"])
    assert found
    assert set(found.lost) == {
        "keywordAvailability",
        "temporalAvailability",
        "rightsAvailability",
        "byteSizeAvailability",
    }
    assert (found.described_columns, found.columns) == (0, 5)
    assert found.metrics["rightsAvailability"] == [0, 14, resource["id"]]


def test_the_rights_of_a_dataset_are_those_of_its_files(dataset: dict[str, Any]) -> None:
    """A legal basis is worth the five points."""
    add(dataset)
    act("package_patch", id=dataset["id"], legal_basis="Luật Giao dịch điện tử")
    measuring.measure_dataset(dataset["id"])
    found = kept(dataset["id"])
    assert found
    assert "rightsAvailability" not in found.lost


def test_the_job_measures_what_is_private_too_and_writes_no_graph_of_it(dataset: dict[str, Any]) -> None:
    """Its agency sees what is missing before it is public."""
    hidden = act("package_create", name="rieng-tu", owner_org="so-y-te", private=True, **REQUIRED)
    draft = act("package_create", name="ban-nhap", owner_org="so-y-te", state="draft", **REQUIRED)
    for each in (dataset, hidden, draft):
        jobs.write(each["id"])
    assert all(kept(each["id"]) for each in (dataset, hidden, draft))
    assert [row.dataset_id for row in model.Session.query(StoredGraph)] == [dataset["id"]]


def test_a_day_has_its_last_points(dataset: dict[str, Any]) -> None:
    """The history has a row a day, however often the dataset changes."""
    model.Session.add(QualityDay(dataset_id=dataset["id"], day=date(2026, 1, 2), points=90))
    measuring.measure_dataset(dataset["id"])
    act("package_patch", id=dataset["id"], tag_string="thuốc")
    measuring.measure_dataset(dataset["id"])
    assert [points for _, points in stored.history(dataset["id"], 10)] == [90, 145]
    assert [points for _, points in stored.history(dataset["id"], 1)] == [145]


def test_the_night_measures_what_no_job_did_and_forgets_what_is_gone(dataset: dict[str, Any]) -> None:
    """Every dataset, once."""
    act("package_create", name="rieng-tu", owner_org="so-y-te", private=True, **REQUIRED)
    model.Session.add(QualityDay(dataset_id="gone", day=date(2026, 1, 2), points=90))
    model.Session.commit()
    gone = act("package_create", name="da-xoa", owner_org="so-y-te", **REQUIRED)
    measuring.measure_dataset(gone["id"])
    act("package_delete", id="da-xoa")
    assert [measuring.measure_all() for _ in range(2)] == ["measured 2 datasets", "measured 0 datasets"]
    assert model.Session.query(Quality).filter_by(dataset_id=gone["id"]).count() == 0
    assert model.Session.query(QualityDay).filter_by(dataset_id="gone").count() == 0


def test_one_dataset_that_fails_costs_the_others_nothing(dataset: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """The night goes on, and is reported as failed at its end with the dataset's id."""
    other = act("package_create", name="khac", owner_org="so-y-te", **REQUIRED)
    usual = CatalogueSerializer.graph_from_dataset

    def fail(self: CatalogueSerializer, data: dict[str, Any]) -> Any:
        if data["name"] == "khac":
            raise ValueError("x")
        return usual(self, data)

    monkeypatch.setattr(CatalogueSerializer, "graph_from_dataset", fail)
    with pytest.raises(SomeFailed, match=other["id"]):
        measuring.measure_all()
    assert kept(dataset["id"])


def test_a_dataset_that_cannot_be_described_is_left_alone_for_longer_each_time(
    dataset: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ten minutes, twenty, at most a day; a change of it brings it back at once, and other datasets are measured meanwhile."""

    def fail(*_: Any) -> Any:
        raise ValueError("x")

    with monkeypatch.context() as broken:
        broken.setattr(CatalogueSerializer, "graph_from_dataset", fail)
        for failures, minutes in ((1, 10), (2, 20)):
            with pytest.raises(SomeFailed, match=dataset["id"]):
                measuring.measure_unknown()
            model.Session.expire_all()
            (kept_failure,) = model.Session.query(Failing)
            assert kept_failure.failures == failures
            assert timedelta(minutes=minutes - 1) < kept_failure.due - utcnow() <= timedelta(minutes=minutes)
            assert measuring.measure_unknown() == "measured 0 datasets"
            kept_failure.due = utcnow()
            model.Session.commit()
        with pytest.raises(SomeFailed):
            measuring.measure_unknown()
        act("package_patch", id=dataset["id"], tag_string="thuốc")
        with pytest.raises(SomeFailed):
            measuring.measure_unknown()
    act("package_create", name="khac", owner_org="so-y-te", **REQUIRED)
    assert measuring.measure_unknown() == "measured 1 datasets"
    act("package_patch", id=dataset["id"], tag_string="y tế")
    assert measuring.measure_unknown() == "measured 1 datasets"
    measuring.measure_all()
    assert model.Session.query(Failing).count() == 0
