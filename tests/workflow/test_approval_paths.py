"""No way round the second person: each way of CKAN, and of the portal, that could show something to the public."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from ckan import model
from ckan.plugins import toolkit as tk

from ckanext.binhduong.releases.publish import from_file
from ckanext.binhduong.workflow.approval.model import ApprovalRule
from tests.releases.conftest import ADMIN, REQUIRED, TABLE, act, file, rows, run_jobs
from tests.workflow.people import by, decide, public_dataset, publish_file, seen, submissions

pytestmark = pytest.mark.usefixtures("approving")

OTHER = TABLE.replace("Bệnh viện", "Nhà ma")
PRIVATE = {"name": "nha-thuoc", "owner_org": "so-y-te", "private": True, **REQUIRED}


def _private() -> dict[str, Any]:
    made = by("lan", "package_create", **PRIVATE)
    by("lan", "resource_create", package_id=made["id"], upload=file(TABLE, "bang.csv"), name="Bảng")
    run_jobs()
    return act("package_show", id=made["id"])


def _directly(dataset: dict[str, Any]) -> None:
    package = model.Package.get(dataset["id"])
    assert package
    package.private = False
    try:
        model.repo.commit()
    finally:
        model.Session.rollback()


def _moved(dataset: dict[str, Any]) -> None:
    by("minh", "package_owner_org_update", id=dataset["id"], organization_id="so-khac")
    by("minh", "package_patch", id=dataset["id"], private=False)


def _moved_by_form(dataset: dict[str, Any]) -> None:
    by("minh", "package_patch", id=dataset["id"], owner_org="so-khac", private=False)


TO_THE_PUBLIC: dict[str, Callable[[dict[str, Any]], Any]] = {
    "package_patch": lambda d: by("minh", "package_patch", id=d["id"], private=False),
    "package_update": lambda d: by("minh", "package_update", **{**by("minh", "package_show", id=d["id"]), "private": "False"}),
    "without_the_field": lambda d: by(
        "minh", "package_update", **{k: v for k, v in by("minh", "package_show", id=d["id"]).items() if k != "private"}
    ),
    "package_revise": lambda d: by("minh", "package_revise", match={"id": d["id"]}, update={"private": False}),
    "bulk_update_public": lambda d: by("minh", "bulk_update_public", datasets=[d["id"]], org_id=d["owner_org"]),
    "sysadmin": lambda d: by(ADMIN, "package_patch", id=d["id"], private=False, state="active"),
    "without_permission_checks": lambda d: act("package_patch", id=d["id"], private=False),
    "draft_and_back": lambda d: (
        by(ADMIN, "package_patch", id=d["id"], state="draft"),
        by(ADMIN, "package_patch", id=d["id"], private=False),
        by(ADMIN, "package_patch", id=d["id"], state="active"),
    ),
    "deleted_and_back": lambda d: (
        by("minh", "package_delete", id=d["id"]),
        by(ADMIN, "package_patch", id=d["id"], state="active", private=False),
    ),
    "a_commit": _directly,
    "another_agency": _moved,
    "another_agency_by_form": _moved_by_form,
}


def test_a_private_dataset_does_not_become_public() -> None:
    """Refused or submitted, whoever does it and by whatever way."""
    act("organization_create", name="so-khac", title="Sở khác", users=[{"name": "minh", "capacity": "admin"}])
    dataset = _private()
    for way, become_public in TO_THE_PUBLIC.items():
        try:
            become_public(dataset)
        except (tk.ValidationError, tk.NotAuthorized):
            model.Session.rollback()
        rows_seen = seen("datastore_search", resource_id=dataset["resources"][0]["id"])
        assert (way, seen("package_show", id="nha-thuoc"), rows_seen) == (way, None, None)
    assert act("package_show", id="nha-thuoc")["organization"]["name"] == "so-y-te"


@pytest.mark.parametrize("state", ["active", "draft"])
def test_a_dataset_is_not_made_public_by_creating_it(state: str) -> None:
    """Not by a script with all rights, and not as a draft that becomes active by itself."""
    made = act("package_create", **{**PRIVATE, "private": False, "state": state})
    act("package_patch", id=made["id"], state="active")
    assert seen("package_show", id="nha-thuoc") is None
    assert [each["kind"] for each in submissions()] == ["publication"]


def _roll_back(resource: dict[str, Any]) -> None:
    by("lan", "release_rollback", id=resource["id"], number=1)
    run_jobs()


def _new_file(resource: dict[str, Any]) -> None:
    by(ADMIN, "resource_patch", id=resource["id"], upload=file(OTHER, "bang.csv"))
    run_jobs()


TO_A_TABLE: dict[str, Callable[[dict[str, Any]], Any]] = {
    "rollback": _roll_back,
    "file": _new_file,
    "datastore_upsert": lambda r: by(ADMIN, "datastore_upsert", resource_id=r["id"], method="insert", force=True, records=[{"ma": "X"}]),
    "datastore_create": lambda r: by(ADMIN, "datastore_create", resource_id=r["id"], force=True, records=[{"ma": "X"}]),
    "alias": lambda r: by(ADMIN, "datastore_upsert", resource_id="bi_danh", method="insert", force=True, records=[{"ma": "X"}]),
    "datastore_delete": lambda r: by("lan", "datastore_delete", resource_id=r["id"], force=True, filters={"ma": "A1"}),
    "datastore_records_delete": lambda r: by("lan", "datastore_records_delete", resource_id=r["id"], force=True, filters={"ma": "A1"}),
    "link": lambda r: by("lan", "resource_patch", id=r["id"], url="https://example.org/a.csv", url_type="", clear_upload="true"),
    "words": lambda r: by("lan", "resource_patch", id=r["id"], name="Nhà ma"),
    "unused_field": lambda r: by("lan", "resource_patch", id=r["id"], has_views="Nhà ma"),
    "mark_of_a_table": lambda r: by("lan", "resource_patch", id=r["id"], datastore_active="Nhà ma"),
    "new_link": lambda r: by("lan", "resource_create", package_id=r["package_id"], url="https://example.org/x", name="Nhà ma"),
    "new_table": lambda r: by("lan", "datastore_create", resource={"package_id": r["package_id"], "name": "Nhà ma"}, records=[{"ma": "X"}]),
    "new_name": lambda r: by("lan", "package_patch", id=r["package_id"], title="Nhà ma"),
    "new_extra": lambda r: by("lan", "package_revise", match={"id": r["package_id"]}, update={"notes": "Nhà ma"}),
}


def test_a_public_dataset_is_not_changed() -> None:
    """Rows and words are what was approved, also for what an administrator of the portal does."""
    dataset = public_dataset()
    resource = publish_file(dataset, TABLE.replace("A1", "A0"))
    by("lan", "resource_patch", id=resource["id"], upload=file(TABLE, "bang.csv"))
    run_jobs()
    decide()
    _set_alias(resource)
    before = (rows(resource), _shown())
    for way, change in TO_A_TABLE.items():
        try:
            change(resource)
        except (tk.ValidationError, tk.NotAuthorized):
            model.Session.rollback()
        assert (way, rows(resource), _shown()) == (way, *before)


def _set_alias(resource: dict[str, Any]) -> None:
    """Have an alias of the table, from before the agency asked for approval."""
    model.Session.query(ApprovalRule).one().required = False
    model.Session.commit()
    act("datastore_create", resource_id=resource["id"], aliases=["bi_danh"], force=True)
    model.Session.query(ApprovalRule).one().required = True
    model.Session.commit()


def _shown() -> dict[str, Any]:
    shown = seen("package_show", id="nha-thuoc")
    return {name: value for name, value in shown.items() if name not in ("metadata_modified", "resources", "freshness")} | {
        "resources": [
            {
                name: each.get(name)
                for name in ("id", "name", "url", "hash", "release_number", "key_column", "has_views", "datastore_active")
            }
            for each in shown["resources"]
        ]
    }


def test_a_public_dataset_does_not_come_from_another_agency_unapproved() -> None:
    """Published where nobody asks for approval, then moved by the portal's administrator, or by an editor of both, whose change waits."""
    act("organization_create", name="so-khac", title="Sở khác", users=[{"name": "lan", "capacity": "editor"}])
    made = by("lan", "package_create", **{**PRIVATE, "owner_org": "so-khac", "private": False})
    with pytest.raises(tk.ValidationError):
        by(ADMIN, "package_owner_org_update", id=made["id"], organization_id="so-y-te")
    model.Session.rollback()
    by("lan", "package_patch", id=made["id"], owner_org="so-y-te")
    assert act("package_show", id=made["id"])["organization"]["name"] == "so-khac"


def test_the_order_of_resources_waits_as_a_change() -> None:
    """Readers keep the old order until it is approved; the approver sees the names in both."""
    links = [{"name": name, "url": f"https://example.org/{name}"} for name in ("mot", "hai", "ba")]
    dataset = public_dataset(resources=links)
    one, two, three = [each["id"] for each in dataset["resources"]]
    by("lan", "package_resource_reorder", id=dataset["id"], order=[three, one, two])
    assert [each["id"] for each in seen("package_show", id=dataset["id"])["resources"]] == [one, two, three]
    (waiting,) = submissions()
    (change,) = by("minh", "submission_show", id=waiting["id"])["content"]["differences"]
    assert (change["field"], change["old"], change["new"]) == ("order", ["mot", "hai", "ba"], ["ba", "mot", "hai"])
    decide()
    assert [each["id"] for each in seen("package_show", id=dataset["id"])["resources"]] == [three, one, two]


def test_a_file_that_nobody_sees_yet_leaves_an_order_as_it_was_submitted() -> None:
    """It was added after the order was submitted, and waits itself; its place is no part of what is approved."""
    dataset = public_dataset(resources=[{"name": name, "url": f"https://example.org/{name}"} for name in ("mot", "hai")])
    one, two = [each["id"] for each in dataset["resources"]]
    by("lan", "package_resource_reorder", id=dataset["id"], order=[two, one])
    by("lan", "resource_create", package_id=dataset["id"], upload=file(TABLE, "bang.csv"), name="Bảng")
    decide()
    assert [each["id"] for each in seen("package_show", id=dataset["id"])["resources"]] == [two, one]


def test_an_order_is_not_approved_when_a_file_became_public_in_between() -> None:
    """The approver would not have seen where it stands; the message says why and what to do; sent again, the order is approved."""
    dataset = public_dataset(resources=[{"name": name, "url": f"https://example.org/{name}"} for name in ("mot", "hai")])
    one, two = [each["id"] for each in dataset["resources"]]
    three = by("lan", "resource_create", package_id=dataset["id"], upload=file(TABLE, "bang.csv"), name="Bảng")["id"]
    by("lan", "package_resource_reorder", id=dataset["id"], order=[three, two, one])
    run_jobs()
    waiting = {each["kind"]: each for each in submissions()}
    by("minh", "release_approve", id=waiting["release"]["id"], hash=waiting["release"]["hash"])
    run_jobs()
    with pytest.raises(tk.ValidationError, match=r"became public .* sent again"):
        by("minh", "release_approve", id=waiting["change"]["id"], hash=waiting["change"]["hash"])
    by("minh", "release_return", id=waiting["change"]["id"], reason="Sắp xếp lại")
    by("lan", "package_resource_reorder", id=dataset["id"], order=[three, two, one])
    decide()
    assert [each["id"] for each in seen("package_show", id=dataset["id"])["resources"]] == [three, two, one]


@pytest.mark.parametrize("action", ["member_create", "member_delete", "group_update", "group_patch"])
def test_a_theme_is_not_chosen_past_the_second_person(action: str) -> None:
    """Not by who administers the theme either; the dataset's form has the field, and its change waits."""
    dataset = public_dataset()
    themes = [each["name"] for each in dataset["groups"]]
    act("group_create", name="chu-de-thu", title="Thử", users=[{"name": "lan", "capacity": "admin"}])
    member = {"object": dataset["id"], "object_type": "package", "capacity": "public"}
    sent = {"packages": [{"name": dataset["name"]}]} if action.startswith("group") else member
    with pytest.raises(tk.ValidationError, match=r"themes|chủ đề"):
        by("lan", action, id="chu-de-thu", **sent)
    model.Session.rollback()
    assert [each["name"] for each in seen("package_show", id=dataset["id"])["groups"]] == themes


def test_a_theme_is_saved_with_the_datasets_that_it_has() -> None:
    """Clients send back what they were given; without a dataset that needs approval it is refused."""
    dataset = public_dataset()
    theme = act("group_create", name="chu-de-thu", title="Thử")
    model.Session.add(model.Member(group=model.Group.get(theme["id"]), table_name="package", table_id=dataset["id"], capacity="public"))
    model.Session.commit()
    act("group_patch", id=theme["id"], title="Thử lại", packages=[{"id": dataset["id"]}])
    with pytest.raises(tk.ValidationError, match=r"themes|chủ đề"):
        act("group_patch", id=theme["id"], packages=[])
    model.Session.rollback()
    assert [each[0] for each in act("member_list", id=theme["id"], object_type="package")] == [dataset["id"]]


def test_a_file_that_was_being_checked_when_its_dataset_became_public_waits() -> None:
    """The dataset is not approved while a file is being checked; a file that comes right after needs its own approval."""
    made = by("lan", "package_create", **{**PRIVATE, "private": False})
    by("lan", "resource_create", package_id=made["id"], upload=file(TABLE, "bang.csv"), name="Bảng")
    by("lan", "release_submit", id=made["id"])
    (waiting,) = submissions()
    with pytest.raises(tk.ValidationError):
        by("minh", "release_approve", id=waiting["id"], hash=waiting["hash"])
    run_jobs()
    decide()
    resource = seen("package_show", id="nha-thuoc")["resources"][0]
    by("lan", "resource_patch", id=resource["id"], upload=file(OTHER, "bang.csv"))
    run_jobs()
    assert rows(resource)[0]["ten"] == "Bệnh viện"


def test_a_time_that_an_older_portal_kept_as_words_hinders_no_save() -> None:
    """CKAN shows it with the resource, so each save of the dataset sends it back; it is gone when the resource is changed."""
    made = by("lan", "package_create", **PRIVATE, resources=[{"url": "https://example.org/a", "name": "Trang"}])
    resource = model.Resource.get(made["resources"][0]["id"])
    assert resource
    resource.extras = {**(resource.extras or {}), "publish_at": "2026-12-01"}
    model.Session.commit()
    by("lan", "package_patch", id=made["id"], private=False)
    decide()
    by("lan", "resource_patch", id=resource.id, description="Mới")
    decide()
    shown = seen("resource_show", id=resource.id)
    assert (shown["description"], "publish_at" in shown) == ("Mới", False)


def test_rows_that_a_system_wrote_are_not_approved_with_a_dataset() -> None:
    """What was written after the release is bound to nothing; so is a table without a file."""
    dataset = _private()
    resource = dataset["resources"][0]
    by("lan", "datastore_upsert", resource_id=resource["id"], method="insert", force=True, records=[{"ma": "X"}])
    by("lan", "release_submit", id=dataset["id"])
    (waiting,) = submissions()
    with pytest.raises(tk.ValidationError):
        by("minh", "release_approve", id=waiting["id"], hash=waiting["hash"])
    by("lan", "resource_delete", id=resource["id"])
    by("lan", "datastore_create", resource={"package_id": dataset["id"], "name": "Hệ thống"}, records=[{"ma": "X"}])
    by("lan", "release_submit", id=dataset["id"])
    (waiting,) = submissions()
    with pytest.raises(tk.ValidationError):
        by("minh", "release_approve", id=waiting["id"], hash=waiting["hash"])
    assert seen("package_show", id="nha-thuoc") is None


def test_switching_it_off_needs_a_second_person() -> None:
    """On at once, by one administrator; off and exemptions wait."""
    answer = by("minh", "approval_rule_update", id="so-y-te", required=False)
    assert (answer["required"], bool(answer["submission"])) == (True, True)
    _private()
    by("minh", "package_patch", id="nha-thuoc", private=False)
    assert seen("package_show", id="nha-thuoc") is None
    (rule,) = [each for each in submissions() if each["kind"] == "rule"]
    with pytest.raises(tk.NotAuthorized):
        by("minh", "release_approve", id=rule["id"], hash=rule["hash"])
    by("hoa", "release_approve", id=rule["id"], hash=rule["hash"])
    by("minh", "package_patch", id="nha-thuoc", private=False)
    assert seen("package_show", id="nha-thuoc")


def test_an_exempt_dataset_is_published_at_once_and_somebody_answers_for_it() -> None:
    """Rows from a system every hour; ending the exemption needs nobody."""
    dataset = public_dataset()
    resource = publish_file(dataset, TABLE)
    by("minh", "approval_rule_update", id="so-y-te", dataset="nha-thuoc", answers="nam", reason="Từ trạm đo, mỗi giờ")
    assert by("hoa", "approval_rule_show", id="so-y-te")["exempt"] == []
    decide("hoa")
    (exempt,) = by("hoa", "approval_rule_show", id="so-y-te")["exempt"]
    assert (exempt["dataset"], exempt["answers"]) == ("nha-thuoc", model.User.get("nam").display_name)
    by("lan", "datastore_upsert", resource_id=resource["id"], method="insert", force=True, records=[{"ma": "X"}])
    assert len(rows(resource)) == 3
    by("minh", "approval_rule_update", id="so-y-te", dataset="nha-thuoc", answers="")
    with pytest.raises(tk.ValidationError):
        by("lan", "datastore_upsert", resource_id=resource["id"], method="insert", force=True, records=[{"ma": "Y"}])


def test_an_agency_that_does_not_ask_for_it_publishes_as_before() -> None:
    """Beside one that does."""
    act("organization_create", name="so-khac", title="Sở khác", users=[{"name": "nam", "capacity": "editor"}])
    made = by("nam", "package_create", **{**PRIVATE, "owner_org": "so-khac", "private": False})
    resource = by("nam", "resource_create", package_id=made["id"], upload=file(TABLE, "bang.csv"), name="Bảng")
    run_jobs()
    assert len(rows(resource)) == 2
    by("nam", "package_patch", id=made["id"], notes="Mới")
    assert seen("package_show", id="nha-thuoc")["notes"] == "Mới"


def test_the_approval_is_asked_again_where_the_table_is_put_in_place(monkeypatch: pytest.MonkeyPatch) -> None:
    """The agency switches approval on while the table is being loaded: the transaction that would publish it refuses."""
    model.Session.query(ApprovalRule).one().required = False
    model.Session.commit()
    made = by("lan", "package_create", **{**PRIVATE, "private": False})
    resource = by("lan", "resource_create", package_id=made["id"], upload=file(TABLE, "bang.csv"), name="Bảng")
    load = from_file.publish_table

    def switched_on_meanwhile(*arguments: Any) -> None:
        by("minh", "approval_rule_update", id="so-y-te", required=True)
        load(*arguments)

    monkeypatch.setattr(from_file, "publish_table", switched_on_meanwhile)
    run_jobs()
    assert (act("resource_show", id=resource["id"])["release_state"], seen("resource_show", id=resource["id"])) == ("submitted", None)
