"""The list, the changes and the lateness as a dataset of the portal: made, renewed and restored by the portal itself."""

from __future__ import annotations

import json
from datetime import UTC, date
from types import SimpleNamespace
from typing import Any

import pytest
from ckan import model
from ckan.plugins import toolkit as tk
from ckan.tests.helpers import call_action
from freezegun import freeze_time

from ckanext.binhduong.core import scheduler
from ckanext.binhduong.core.jobs import queueing
from ckanext.binhduong.releases.ledger.model import Release
from ckanext.binhduong.storage import settings
from ckanext.binhduong.workflow.open_list.dataset import OPEN_LIST
from ckanext.binhduong.workflow.open_list.renewal import renew
from ckanext.binhduong.workflow.open_list.tables import TABLES as MADE
from ckanext.binhduong.workflow.open_list.tables import Said, figure_key
from ckanext.binhduong.workflow.own_datasets import record
from ckanext.binhduong.workflow.own_datasets.description import tables
from ckanext.binhduong.workflow.own_datasets.keeping import PUBLISHER
from ckanext.binhduong.workflow.plan.lateness import Promise, lateness_of
from ckanext.binhduong.workflow.plan.listing import Listed
from tests.releases.conftest import REQUIRED, act, as_anonymous, file, rows, run_jobs
from tests.workflow.conftest import ROWS, workbook
from tests.workflow.people import by


@pytest.fixture(autouse=True)
def publisher(with_plugins: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The agency that publishes the list. Not by `ckan_config`, which has all plugins loaded anew for each test."""
    monkeypatch.setitem(tk.config, PUBLISHER, "so-y-te")
    monkeypatch.setitem(tk.config, "email_to", "cong@binhduong.example")


NAME = "danh-muc-du-lieu-mo"
AS_IS = "the open-data list: nothing is new"
TABLES = tables(OPEN_LIST.description)
RENEWED = "the open-data list: renewed"


def _import(user: str, rows_: Any = ROWS, **more: Any) -> None:
    by(user, "plan_import", agency="so-y-te", plan="2026", upload=workbook(rows_), **more)


def _kept() -> str:
    """Have the portal do its work, and publish what it sent."""
    done = renew()
    run_jobs()
    return done


@pytest.fixture
def listed(administrator: dict[str, Any]) -> str:
    """An agency whose list of two is published; its administrator."""
    _import(administrator["name"])
    _kept()
    return administrator["name"]


def _resources() -> dict[str, dict[str, Any]]:
    """The dataset's files as everybody sees them, by table."""
    shown = as_anonymous("package_show", id=NAME)["resources"]
    return dict(zip((table.name for table in TABLES), shown, strict=True))


def _releases() -> list[int]:
    return [each["release_number"] for each in _resources().values()]


def _file(resource: dict[str, Any]) -> str:
    current = Release.current(resource["id"])
    assert current
    return settings.store().path(current.sha256).read_text(encoding="utf-8-sig")


def test_a_plan_becomes_a_public_dataset_of_three_tables(listed: str) -> None:
    """With its publisher, and rows that programs read; a column without a value has its type, so that the first value holds nothing up."""
    dataset = as_anonymous("package_show", id=NAME)
    assert (dataset["title"], dataset["organization"]["name"], dataset["frequency"]) == ("Danh mục dữ liệu mở", "so-y-te", "AS_NEEDED")
    assert [each["release_state"] for each in dataset["resources"]] == ["published"] * 3
    found = _resources()
    items = rows(found["items"], sort="ky_hieu")
    assert [(row["ky_hieu"], row["ten"], row["han_dau_tien"], row["muc_toi_thieu"], row["tinh_trang"]) for row in items] == [
        ("YT-01", "Nhà thuốc", "2026-01-15", 1, "Trễ hạn"),
        ("YT-02", "Cơ sở khám bệnh", "2027-12-31", 3, "Chưa đến hạn"),
    ]
    figures = rows(found["figures"], sort="khoa")
    counts = ("khoa", "so_muc", "den_han", "dang_tre", "da_co_truoc", "ty_le_dung_han")
    assert [tuple(row[name] for name in counts) for row in figures] == [
        ("so-y-te", 2, 1, 1, 0, 0),
        ("so-y-te.2026", 1, 1, 1, 0, 0),
        ("so-y-te.2027", 1, 0, 0, 0, None),
    ]
    assert [(row["ra_soat"], row["han_ra_soat"] is None, row["qua_han_ra_soat"]) for row in figures] == [
        (None, False, 0),
        (None, True, None),
        (None, True, None),
    ]
    assert [row["moi"] for row in rows(found["changes"], sort="so_thay_doi")] == ["2026-01-15", "2027-12-31"]
    types = {each["id"]: each["type"] for each in as_anonymous("datastore_search", resource_id=found["items"]["id"])["fields"]}
    assert (types["ngay_dat"], types["ngay_tu_choi"], types["can_cu_tu_choi"]) == ("date", "date", "text")


def test_it_is_described_as_well_as_agencies_are_asked_to(listed: str) -> None:
    """Rated excellent; in DCAT with each table."""
    assert call_action("dataset_quality_show", {"ignore_auth": True, "user": ""}, id=NAME)["rating"] == "excellent"
    graph = as_anonymous("dcat_dataset_show", id=NAME, format="ttl")
    assert [table.name for table in TABLES if table.fields["name"] not in graph] == []


def test_a_table_has_a_release_when_it_changes_and_only_then(listed: str) -> None:
    """None without a change; a new day alone is one of the figures, which count days; a moved day is one of all. No person is named."""
    before = {row["ky_hieu"]: row["ma_muc"] for row in rows(_resources()["items"])}
    assert [_kept(), _kept(), _releases()] == [AS_IS, AS_IS, [1, 1, 1]]
    _import(listed, [(*ROWS[0][:6], "15/03/2027", ""), ROWS[1]], reason="Chờ khảo sát")
    assert [_kept(), _releases()] == [RENEWED, [2, 2, 2]]
    with freeze_time("2027-03-01"):
        _kept()
    assert _releases() == [2, 2, 3]
    found = _resources()
    assert {row["ky_hieu"]: row["ma_muc"] for row in rows(found["items"])} == before
    last = rows(found["changes"], sort="so_thay_doi desc", limit=1)[0]
    assert (last["truong"], last["cu"], last["moi"]) == ("Thời hạn công bố", "2026-01-15", "2027-03-15")
    assert (last["ly_do"], last["boi"]) == ("Chờ khảo sát", "Cơ quan")
    assert [name for name, each in found.items() if listed in _file(each)] == []


def test_an_agency_that_goes_meanwhile_stops_nothing() -> None:
    """Its items were read, its reviews are not there any more: three empty cells."""
    due = date(2026, 1, 15)
    promise = Promise(due, due)
    item: Any = SimpleNamespace(phase="2026", promise=promise)
    plan: Any = None
    listed = Listed(item, plan, ("id", "so-y-te", "Sở Y tế"), None, lateness_of(promise, due))
    assert [row[-3:] for row in MADE["figures"](Said([listed], [], {}, UTC))] == [(None, None, None)] * 2


def test_an_empty_plan_has_no_dataset(administrator: dict[str, Any]) -> None:
    """So a portal without plans counts what its agencies publish, and nothing else."""
    assert renew() == "the open-data list: there is nothing to show"
    with pytest.raises(tk.ObjectNotFound):
        act("package_show", id=NAME)


def test_without_its_publisher_none_is_made(administrator: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """The log names what is missing."""
    monkeypatch.setitem(tk.config, PUBLISHER, "so-khong-co")
    _import(administrator["name"])
    assert "so-khong-co" in renew()
    with pytest.raises(tk.ObjectNotFound):
        act("package_show", id=NAME)


def test_what_is_edited_by_hand_is_put_back(listed: str) -> None:
    """The description, a file, an added link, and a dataset that was taken away."""
    figures = _resources()["figures"]
    act("package_patch", id=NAME, title="Khác", private=True)
    act("resource_patch", id=figures["id"], name="Khác", upload=file(_file(figures).replace(",1,", ",0,"), "bia.csv"))
    act("resource_create", package_id=NAME, name="Thêm", url="https://example.com/them")
    run_jobs()
    assert [row["dang_tre"] for row in rows_of_portal(figures)][:1] == [0]
    assert _kept() == RENEWED
    assert as_anonymous("package_show", id=NAME)["title"] == "Danh mục dữ liệu mở"
    assert [row["dang_tre"] for row in rows(_resources()["figures"], sort="khoa")][:1] == [1]
    act("package_delete", id=NAME)
    assert [_kept(), len(rows(_resources()["items"])), _kept()] == [RENEWED, 2, AS_IS]


def rows_of_portal(resource: dict[str, Any]) -> list[dict[str, Any]]:
    """A private table's rows, as the machine's own code reads them."""
    return act("datastore_search", resource_id=resource["id"], sort="khoa")["records"]


def test_rows_are_not_written_by_hand(listed: str) -> None:
    """Not even by the agency's administrators; the plan is named as the place."""
    found = _resources()["figures"]
    for action in ("datastore_upsert", "datastore_delete"):
        with pytest.raises(tk.ValidationError) as refused:
            by(listed, action, resource_id=found["id"], records=[{"khoa": "so-y-te", "dang_tre": 0}], filters={}, force=True)
        assert list(refused.value.error_dict) == ["resource_id"]


def test_no_approval_is_needed_and_none_is_given_to_other_bytes(approving: dict[str, Any]) -> None:
    """The portal publishes what it made; an editor's file in the same place waits for a second person."""
    _import("minh")
    _kept()
    assert _releases() == [1, 1, 1]
    assert by("minh", "submission_list")["submissions"] == []
    figures = _resources()["figures"]
    by("lan", "resource_patch", id=figures["id"], upload=file(_file(figures).replace(",1,", ",0,"), "bia.csv"))
    run_jobs()
    assert act("resource_show", id=figures["id"])["release_state"] == "submitted"
    assert [row["dang_tre"] for row in rows(figures, sort="khoa")][:1] == [1]


def test_a_dataset_of_that_name_is_not_taken_over(administrator: dict[str, Any]) -> None:
    """The portal's own is known by its id; it takes the next free name."""
    other = act("package_create", name=NAME, owner_org="so-y-te", **REQUIRED)
    _import(administrator["name"])
    renew()
    assert act("package_show", id=NAME)["id"] == other["id"]
    assert act("package_show", id=record.read(OPEN_LIST.key).dataset)["name"] == f"{NAME}-2"


def test_many_changes_in_a_minute_are_one_job(administrator: dict[str, Any], clean_queues: None) -> None:
    """At the next full minute; the regular turn is there without any change."""
    registry = tk.get_job_queue().scheduled_job_registry
    known = set(registry.get_job_ids())
    with freeze_time("2026-11-30 04:00:30"):
        _import(administrator["name"])
        _import(administrator["name"], ROWS[:1])
        assert set(registry.get_job_ids()) - known == {"binhduong-open-list-20261130T0401"}
    assert queueing.fetch("binhduong-open-list-20261130T0401")
    assert "open-list" in scheduler._regular
    model.Session.rollback()


@pytest.mark.parametrize(("phase", "key"), [("2026", "so-y-te.2026"), ("", "so-y-te.")])
def test_a_plain_phase_is_its_own_key(phase: str, key: str) -> None:
    """What can stand in an address as it is."""
    assert figure_key("so-y-te", phase) == key


@pytest.mark.parametrize(("one", "other"), [("Đợt 1", "đợt 1"), ("a" * 60, "a" * 61), ("—", "")])
def test_phases_that_look_alike_have_keys_of_their_own(one: str, other: str) -> None:
    """Short ones, whatever the phase is called."""
    assert figure_key("so-y-te", one) != figure_key("so-y-te", other)
    assert len(figure_key("so-y-te", one)) < 70


def test_every_column_has_a_title_in_both_languages() -> None:
    """In the order of the file."""
    for table in TABLES:
        said = json.loads(table.fields["columns"])
        assert tuple(said) == table.columns
        assert [column for column, each in said.items() if not (each["vi"] and each["en"])] == []
