"""In an agency that asks for it nothing is public before a second person has approved exactly that."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk

from tests.releases.conftest import ADMIN, POINTS, REQUIRED, TABLE, act, as_anonymous, file, rows, run_jobs
from tests.workflow.people import by, decide, public_dataset, publish_file, seen, submissions

pytestmark = pytest.mark.usefixtures("approving")

MORE = f"{TABLE}A3,Phòng khám,3\n"


def _create(**more: Any) -> dict[str, Any]:
    return by("lan", "package_create", name="nha-thuoc", owner_org="so-y-te", **{**REQUIRED, **more})


def _approve(user: str, submission: dict[str, Any], **more: Any) -> Any:
    return by(user, "release_approve", **{"id": submission["id"], "hash": submission["hash"], **more})


def test_a_new_dataset_waits_and_a_second_person_makes_it_public() -> None:
    """Nobody else sees it before; then everybody, and the history names both."""
    made = _create()
    (waiting,) = submissions()
    assert (made["private"], waiting["kind"], waiting["submitter"]["name"], waiting["can_decide"]) == (True, "publication", "lan", True)
    assert seen("package_show", id="nha-thuoc") is None
    assert decide()["state"] == "approved"
    assert seen("package_show", id="nha-thuoc")["private"] is False
    history = by("minh", "submission_show", id=waiting["id"])["history"]
    assert [(step["act"], step["author"]["name"], step["hash"]) for step in history] == [
        ("submitted", "lan", waiting["hash"]), ("approved", "minh", waiting["hash"]),
    ]  # fmt: skip


@pytest.mark.parametrize("submitter", ["minh", ADMIN])
def test_nobody_approves_what_they_submitted(submitter: str) -> None:
    """An agency's administrator does not, and neither does one of the portal."""
    by(submitter, "package_create", name="nha-thuoc", owner_org="so-y-te", **REQUIRED)
    (waiting,) = submissions(submitter)
    with pytest.raises(tk.NotAuthorized, match=r"yourself|chính"):
        _approve(submitter, waiting)
    with pytest.raises(tk.NotAuthorized, match=r"yourself|chính"):
        tk.get_action("release_approve")({"user": submitter, "ignore_auth": True}, {"id": waiting["id"], "hash": waiting["hash"]})
    assert _approve("hoa", waiting)["state"] == "approved"


@pytest.mark.parametrize("user", ["nam", "", "la"])
def test_who_does_not_administer_the_agency_does_not_approve(user: str) -> None:
    """An editor, a stranger, and the administrator of another agency."""
    from ckan.tests import factories

    factories.User(name="la")
    act("organization_create", name="so-khac", title="Sở khác", users=[{"name": "la", "capacity": "admin"}])
    _create()
    (waiting,) = submissions()
    with pytest.raises(tk.NotAuthorized):
        _approve(user, waiting)
    assert seen("package_show", id="nha-thuoc") is None


@pytest.mark.parametrize("change", ["metadata", "file"])
def test_what_changes_after_it_was_submitted_needs_to_be_submitted_again(change: str) -> None:
    """Other words or another file: the old approval is refused, and a new one by another person is possible."""
    made = _create()
    by("lan", "resource_create", package_id=made["id"], upload=file(TABLE, "bang.csv"), name="Bảng")
    run_jobs()
    by("lan", "release_submit", id=made["id"])
    (waiting,) = submissions()
    if change == "metadata":
        by("nam", "package_patch", id=made["id"], notes="Khác")
    else:
        resource = act("package_show", id=made["id"])["resources"][0]
        by("nam", "resource_patch", id=resource["id"], upload=file(MORE, "bang.csv"))
        run_jobs()
    with pytest.raises(tk.ValidationError) as refused:
        _approve("minh", waiting)
    assert list(refused.value.error_dict) == ["hash"]
    assert seen("package_show", id="nha-thuoc") is None
    by("nam", "release_submit", id=made["id"])
    decide()
    assert seen("package_show", id="nha-thuoc")["resources"][0]["release_state"] == "published"


def test_another_hash_than_the_one_shown_is_refused() -> None:
    """Who saw something else has not seen this."""
    _create()
    (waiting,) = submissions()
    with pytest.raises(tk.ValidationError):
        _approve("minh", waiting, hash="0" * 64)


def test_a_decision_is_taken_once() -> None:
    """A second click, or a second administrator, finds it decided."""
    _create()
    (waiting,) = submissions()
    by("minh", "release_return", id=waiting["id"], reason="Thiếu mô tả")
    with pytest.raises(tk.ValidationError):
        _approve("hoa", waiting)
    assert submissions("lan", state="returned")[0]["reason"] == "Thiếu mô tả"


def test_several_are_returned_for_one_reason() -> None:
    """What is decided already, one's own or unknown is named and stops nothing."""
    for name in ("mot", "hai"):
        by("lan", "package_create", name=name, owner_org="so-y-te", **REQUIRED)
    by("minh", "package_create", name="cua-minh", owner_org="so-y-te", **REQUIRED)
    own, *others = ((each["own"], each["id"]) for each in sorted(submissions("minh"), key=lambda each: not each["own"]))
    (first, second), mine = [each for _own, each in others], own[1]
    by("minh", "release_return", id=first, reason="Thiếu mô tả")
    answer = by("minh", "submissions_return", ids=[first, mine, "khong-co", second], reason="Thiếu nguồn")
    assert (answer["returned"], [each["id"] for each in answer["refused"]]) == ([second], [first, mine, "khong-co"])
    assert answer["refused"][0]["message"] != answer["refused"][1]["message"]
    assert {each["reason"] for each in submissions("lan", state="returned")} == {"Thiếu mô tả", "Thiếu nguồn"}


@pytest.mark.parametrize(
    ("sent", "field"),
    [({"ids": [], "reason": "x"}, "ids"), ({"ids": ["x"] * 51, "reason": "x"}, "ids"), ({"ids": ["x"], "reason": " "}, "reason")],
    ids=["none", "too many", "no reason"],
)
def test_several_are_not_returned_without_ids_or_reason(sent: dict[str, Any], field: str) -> None:
    """The field is named."""
    with pytest.raises(tk.ValidationError) as refused:
        by("minh", "submissions_return", **sent)
    assert list(refused.value.error_dict) == [field]


def test_a_change_of_a_public_dataset_waits_as_a_change() -> None:
    """Readers keep the old words until it is approved; the approver sees both."""
    dataset = public_dataset()
    answer = by("lan", "package_patch", id=dataset["id"], notes="Mới", tags=[{"name": "y te"}])
    assert answer["approval"]["state"] == "waiting"
    assert seen("package_show", id="nha-thuoc")["notes"] == "Mô tả"
    (waiting,) = submissions()
    shown = by("minh", "submission_show", id=waiting["id"])["content"]["differences"]
    assert {(each["field"], each["new"] if isinstance(each["new"], str) else tuple(each["new"])) for each in shown} == {
        ("notes", "Mới"), ("tags", ("y te",)),
    }  # fmt: skip
    decide()
    after = seen("package_show", id="nha-thuoc")
    assert (after["notes"], [tag["name"] for tag in after["tags"]]) == ("Mới", ["y te"])


def test_saving_a_public_dataset_as_it_is_submits_nothing() -> None:
    """A form that is sent back unchanged is no change."""
    dataset = public_dataset()
    by("lan", "package_update", **by("lan", "package_show", id=dataset["id"]))
    by("lan", "package_patch", id=dataset["id"], notes="Mô tả")
    assert submissions() == []


def test_two_changes_of_different_fields_do_not_undo_each_other() -> None:
    """The later one takes the place of the earlier that waits; it names only its own fields."""
    dataset = public_dataset()
    by("lan", "package_patch", id=dataset["id"], notes="Một")
    by("nam", "package_patch", id=dataset["id"], contact_name="Hai")
    assert decide()["submitter"]["name"] == "nam"
    after = seen("package_show", id="nha-thuoc")
    assert (after["notes"], after["contact_name"]) == ("Mô tả", "Hai")


@pytest.mark.parametrize("field", ["private", "deleted"])
def test_taking_data_away_needs_nobody(field: str) -> None:
    """A leak is closed at once, by one person; words that come with it are not shown."""
    dataset = public_dataset()
    if field == "private":
        by("lan", "package_patch", id=dataset["id"], private=True, notes="Mới")
    else:
        by("lan", "package_delete", id=dataset["id"])
    assert seen("package_show", id="nha-thuoc") is None


def test_a_resource_is_taken_away_at_once() -> None:
    """Less is public than was approved."""
    dataset = public_dataset()
    resource = publish_file(dataset, TABLE)
    by("lan", "resource_delete", id=resource["id"])
    assert seen("package_show", id="nha-thuoc")["resources"] == []
    assert submissions() == []


def test_a_file_of_a_public_dataset_waits_and_is_published_by_the_approval() -> None:
    """The first file is not seen; the next leaves rows and download as they are until it is approved."""
    dataset = public_dataset()
    first = by("lan", "resource_create", package_id=dataset["id"], upload=file(TABLE, "bang.csv"), name="Bảng")
    run_jobs()
    assert act("resource_show", id=first["id"])["release_state"] == "submitted"
    assert (seen("package_show", id="nha-thuoc")["resources"], seen("resource_show", id=first["id"])) == ([], None)
    decide()
    assert [row["ma"] for row in rows(first)] == ["A1", "A2"]
    by("nam", "resource_patch", id=first["id"], upload=file(MORE, "bang.csv"))
    run_jobs()
    run_jobs()
    assert (len(rows(first)), as_anonymous("release_status", id=first["id"])["state"]) == (2, "submitted")
    assert [each["number"] for each in as_anonymous("release_list", id=first["id"])] == [1]
    decide()
    assert (len(rows(first)), act("resource_show", id=first["id"])["release_number"]) == (3, 2)


def test_what_is_said_of_a_resource_with_its_next_file_waits_with_the_file() -> None:
    """Name and key column are the old ones until the file is published, then the new ones."""
    resource = publish_file(public_dataset(), TABLE)
    by("lan", "resource_patch", id=resource["id"], upload=file(MORE, "bang.csv"), name="Bảng mới", key_column="ma")
    run_jobs()
    shown = seen("resource_show", id=resource["id"])
    assert (shown["name"], shown.get("key_column") or "") == ("Bảng", "")
    decide()
    shown = seen("resource_show", id=resource["id"])
    assert (shown["name"], shown["key_column"], shown["release_number"]) == ("Bảng mới", "ma", 2)
    assert submissions() == []


def test_a_returned_file_is_refused_with_the_reason() -> None:
    """The submitter reads it where findings stand; readers keep what they have."""
    resource = publish_file(public_dataset(), TABLE)
    by("lan", "resource_patch", id=resource["id"], upload=file(MORE, "bang.csv"))
    run_jobs()
    (waiting,) = submissions()
    by("minh", "release_return", id=waiting["id"], reason="Dòng 3 sai {đơn vị}")
    status = by("lan", "release_status", id=resource["id"])
    assert (status["state"], status["findings"][-1]["code"]) == ("refused", "returned")
    assert "Dòng 3 sai {đơn vị}" in status["findings"][-1]["message"]["vi"]
    assert len(rows(resource)) == 2


def test_a_document_waits_too() -> None:
    """A file that is no table is not downloaded before it is approved, neither the first nor the next."""
    dataset = public_dataset()
    resource = by("lan", "resource_create", package_id=dataset["id"], upload=file(b"%PDF-1.4 one", "a.pdf"), name="Tệp")
    assert seen("resource_show", id=resource["id"]) is None
    decide()
    shown = seen("resource_show", id=resource["id"])
    assert shown["url"].endswith("a.pdf")
    by("lan", "resource_patch", id=resource["id"], upload=file(b"%PDF-1.4 two", "b.pdf"), name="Tệp hai")
    shown = seen("resource_show", id=resource["id"])
    assert (shown["url"].endswith("a.pdf"), shown["name"]) == (True, "Tệp")
    decide()
    shown = seen("resource_show", id=resource["id"])
    assert (shown["url"].endswith("b.pdf"), shown["name"], shown["release_state"] or "") == (True, "Tệp hai", "")


def test_the_history_is_never_rewritten() -> None:
    """The database itself refuses."""
    _create()
    for statement in ("UPDATE binhduong_approval_event SET author = 'x'", "DELETE FROM binhduong_approval_event"):
        with pytest.raises(sa.exc.DBAPIError, match="never rewritten"):
            model.Session.execute(sa.text(statement))
        model.Session.rollback()


def test_the_extent_that_the_portal_fills_in_changes_nothing_approved(approving: dict[str, Any]) -> None:
    """As the guided upload does it: a draft with its file, submitted before the file is read, approved after."""
    context = {"user": "lan", "ignore_auth": False, "allow_state_change": True}
    made = tk.get_action("package_create")(context, {"name": "nha-thuoc", "owner_org": "so-y-te", "state": "draft", **REQUIRED})  # type: ignore[arg-type]
    by("lan", "resource_create", package_id=made["id"], upload=file(POINTS, "diem.csv"), name="Điểm")
    by("lan", "package_patch", id=made["id"], state="active")
    run_jobs()
    assert act("package_show", id=made["id"])["spatial"]
    assert seen("package_show", id="nha-thuoc") is None
    decide()
    assert seen("package_show", id="nha-thuoc")["spatial"]
