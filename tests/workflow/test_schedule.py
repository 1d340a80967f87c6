"""What has a time becomes public at it, once, and not a second before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk
from redis.exceptions import RedisError

from ckanext.binhduong.core.jobs import prompt_work, queueing
from ckanext.binhduong.releases.publish import jobs
from ckanext.binhduong.storage import references
from ckanext.binhduong.workflow.approval import decisions
from ckanext.binhduong.workflow.schedule import due
from ckanext.binhduong.workflow.schedule.model import Schedule
from tests.releases.conftest import ADMIN, REQUIRED, TABLE, act, file, rows, run_jobs
from tests.workflow.people import by, join, seen
from tests.workflow.times import at, come, kept, last, scheduled

MORE = f"{TABLE}A3,Phòng khám,3\n"


@pytest.fixture
def lan(agency: dict[str, Any]) -> str:
    """An editor of an agency that publishes without a second person."""
    return join(agency, "lan", "editor")


@pytest.fixture
def private(lan: str) -> dict[str, Any]:
    """Lan's private dataset with a table."""
    made = by(lan, "package_create", name="nha-thuoc", owner_org="so-y-te", private=True, **REQUIRED)
    by(lan, "resource_create", package_id=made["id"], upload=file(TABLE, "bang.csv"), name="Bảng")
    run_jobs()
    return act("package_show", id=made["id"])


@pytest.fixture
def public(private: dict[str, Any]) -> dict[str, Any]:
    """The same, public."""
    return by("lan", "package_patch", id=private["id"], private=False)


def test_a_private_dataset_becomes_public_at_its_time(private: dict[str, Any]) -> None:
    """Nobody else sees it before, whoever looks how often; then everybody, in the name of who set the time."""
    answer = scheduled("nha-thuoc")
    assert (answer["state"], answer["dataset"]["name"], answer["author"]["name"]) == ("waiting", "nha-thuoc", "lan")
    assert due.carry_out_due() == 0
    assert seen("package_show", id="nha-thuoc") is None
    come()
    assert seen("package_show", id="nha-thuoc")["private"] is False
    assert len(rows(private["resources"][0])) == 2
    assert last() == ("done", "")
    newest = act("package_activity_list", id=private["id"])[0]
    assert model.User.get(newest["user_id"]).name == "lan"


def test_it_happens_once(private: dict[str, Any]) -> None:
    """Made private again afterwards, it stays so; a second worker that looks finds nothing to do."""
    scheduled("nha-thuoc")
    come()
    by("lan", "package_patch", id="nha-thuoc", private=True)
    come()
    assert seen("package_show", id="nha-thuoc") is None
    assert model.Session.scalar(sa.select(sa.func.count()).select_from(Schedule)) == 1


EARLY: dict[str, Callable[[dict[str, Any]], Any]] = {
    "package_patch": lambda d: by("lan", "package_patch", id=d["id"], private=False),
    "sysadmin": lambda d: by(ADMIN, "package_patch", id=d["id"], private=False),
    "bulk_update_public": lambda d: by(ADMIN, "bulk_update_public", datasets=[d["id"]], org_id=d["owner_org"]),
}


def test_it_is_not_made_public_before_by_another_way(private: dict[str, Any]) -> None:
    """Refused with the field and the remedy; a form that leaves the field out leaves it private; without the time it is possible."""
    scheduled("nha-thuoc")
    by("lan", "package_update", **{name: value for name, value in act("package_show", id=private["id"]).items() if name != "private"})
    assert seen("package_show", id="nha-thuoc") is None
    for way, become_public in EARLY.items():
        with pytest.raises(tk.ValidationError) as refused:
            become_public(private)
        model.Session.rollback()
        assert (way, list(refused.value.error_dict), seen("package_show", id="nha-thuoc")) == (way, ["private"], None)
    by("lan", "publication_unschedule", id="nha-thuoc")
    by("lan", "package_patch", id="nha-thuoc", private=False)
    assert seen("package_show", id="nha-thuoc")


def test_the_next_file_of_a_public_dataset_waits_for_its_time(public: dict[str, Any]) -> None:
    """It is checked at once; readers keep the old rows, name and list of releases until then."""
    (resource,) = public["resources"]
    scheduled(resource["id"])
    by("lan", "resource_patch", id=resource["id"], upload=file(MORE, "moi.csv"), name="Bảng mới")
    run_jobs()
    run_jobs()
    shown = seen("resource_show", id=resource["id"])
    assert (act("release_status", id=resource["id"])["attempt"]["state"], shown["name"], len(rows(resource))) == ("submitted", "Bảng", 2)
    assert [each["name"] for each in seen("release_list", id=resource["id"])] == ["bang.csv"]
    come()
    shown = seen("resource_show", id=resource["id"])
    assert (shown["name"], shown["release_number"], len(rows(resource))) == ("Bảng mới", 2, 3)
    assert last() == ("done", "")
    by("lan", "resource_patch", id=resource["id"], upload=file(TABLE, "bang.csv"))
    run_jobs()
    assert (len(rows(resource)), seen("resource_show", id=resource["id"])["release_number"]) == (2, 3)


def test_a_document_waits_for_its_time(lan: str) -> None:
    """A file that is no table is published by the clock itself."""
    made = by(lan, "package_create", name="nha-thuoc", owner_org="so-y-te", **REQUIRED)
    resource = by(lan, "resource_create", package_id=made["id"], upload=file(b"%PDF-1.4 one", "a.pdf"), name="Tệp")
    scheduled(resource["id"])
    by(lan, "resource_patch", id=resource["id"], upload=file(b"%PDF-1.4 two", "b.pdf"), name="Tệp hai")
    shown = seen("resource_show", id=resource["id"])
    assert (shown["url"].endswith("a.pdf"), shown["name"]) == (True, "Tệp")
    come()
    shown = seen("resource_show", id=resource["id"])
    assert (shown["url"].endswith("b.pdf"), shown["name"], last()) == (True, "Tệp hai", ("done", ""))


def test_the_first_file_of_a_new_resource_has_its_time_with_it(public: dict[str, Any]) -> None:
    """Nobody else sees the resource before, though its dataset is public; a form writes the time by the clock of Vietnam."""
    made = by("lan", "resource_create", package_id=public["id"], upload=file(TABLE, "moi.csv"), name="Mới", publish_at=at(hours=1))
    local = (datetime.now(UTC) + timedelta(hours=9)).strftime("%Y-%m-%dT%H:%M")
    document = {"upload": file("Ghi chú", "ghi-chu.txt"), "name": "Ghi chú", "publish_at_local": local}
    noted = by("lan", "resource_create", package_id=public["id"], **document)
    run_jobs()
    assert "publish_at" not in made
    assert [seen("resource_show", id=each["id"]) for each in (made, noted)] == [None, None]
    assert [last(resource_id=each["id"]) for each in (made, noted)] == [("waiting", "")] * 2
    come()
    assert (len(rows(made)), seen("resource_show", id=noted["id"])["name"]) == (2, "Ghi chú")


@pytest.mark.parametrize(
    ("action", "sent"),
    [
        ("resource_create", {"url": "https://example.org/a", "name": "Trang"}),
        ("resource_create", {"upload": "file", "name": "Mới", "publish_at": "2026-13-01T08:00:00+07:00"}),
        ("resource_patch", {"upload": "file", "publish_at": "2020-01-01T08:00:00+07:00"}),
        ("resource_patch", {"description": "Mới"}),
        ("package_patch", {}),
    ],
    ids=["a link", "no time", "a time that is over", "a resource without a file", "a dataset"],
)
def test_a_time_that_nothing_would_wait_for_is_refused(public: dict[str, Any], action: str, sent: dict[str, Any]) -> None:
    """What was sent with it is not published at once either."""
    files = {"upload": file(TABLE.replace("12", "99"), "bang.csv")} if "upload" in sent else {}
    of = (
        {"package_id": public["id"]}
        if action == "resource_create"
        else {"id": (public if action == "package_patch" else public["resources"][0])["id"]}
    )
    with pytest.raises(tk.ValidationError) as refused:
        by("lan", action, **{"publish_at": at(hours=1), **sent, **files, **of})
    assert list(refused.value.error_dict) == ["publish_at"]
    assert kept() == []
    assert len(act("package_show", id=public["id"])["resources"]) == 1


@pytest.mark.parametrize("timed", [False, True], ids=["file", "file and time"])
def test_a_newer_file_takes_the_place_of_the_one_that_waits(public: dict[str, Any], timed: bool) -> None:
    """The time is the next file's, whichever that is by then, also when that one brings another time."""
    (resource,) = public["resources"]
    for content, ahead in ((MORE, 1), (f"{MORE}A4,Trạm,1\n", 2)):
        time = {"publish_at": at(days=ahead)} if timed or ahead == 1 else {}
        by("lan", "resource_patch", id=resource["id"], upload=file(content, "moi.csv"), **time)
        run_jobs()
    assert kept() == ([("cleared", "replaced"), ("waiting", "")] if timed else [("waiting", "")])
    come()
    assert (len(rows(resource)), seen("resource_show", id=resource["id"])["release_number"]) == (4, 2)


def test_the_file_that_readers_have_is_given_no_time(public: dict[str, Any]) -> None:
    """Nothing would wait for it, and the next file would wait instead."""
    with pytest.raises(tk.ValidationError, match="Readers have this very file"):
        by("lan", "resource_patch", id=public["resources"][0]["id"], upload=file(TABLE, "bang.csv"), publish_at=at())
    assert kept() == []


def test_the_file_that_readers_have_takes_no_waiting_file_away(public: dict[str, Any]) -> None:
    """Sent with a time it is refused before anything is changed: a colleague's file waits on for its yes."""
    (resource,) = public["resources"]
    by("lan", "resource_patch", id=resource["id"], upload=file("ma,ten\nA1,Bệnh viện\n", "moi.csv"))
    run_jobs()
    assert act("release_status", id=resource["id"])["attempt"]["state"] == "held"
    with pytest.raises(tk.ValidationError, match="Readers have this very file"):
        by("lan", "resource_patch", id=resource["id"], upload=file(TABLE, "bang.csv"), publish_at=at())
    assert (act("release_status", id=resource["id"])["attempt"]["state"], kept()) == ("held", [])


def test_while_a_file_is_checked_the_next_one_is_given_no_time(public: dict[str, Any]) -> None:
    """That one is to be public as soon as it has been checked."""
    (resource,) = public["resources"]
    by("lan", "resource_patch", id=resource["id"], upload=file(MORE, "moi.csv"))
    with pytest.raises(tk.ValidationError, match="being checked"):
        by("lan", "resource_patch", id=resource["id"], upload=file(TABLE, "moi.csv"), publish_at=at())
    run_jobs()
    assert (len(rows(resource)), kept()) == (3, [])


@pytest.mark.parametrize("action", ["resource_create", "resource_patch"])
def test_an_error_of_the_portal_leaves_no_time(monkeypatch: pytest.MonkeyPatch, public: dict[str, Any], action: str) -> None:
    """Whatever else the request commits."""

    def broken(*_args: Any) -> None:
        raise OSError

    monkeypatch.setattr(references, "keep", broken)
    of = {"package_id": public["id"]} if action == "resource_create" else {"id": public["resources"][0]["id"]}
    with pytest.raises(OSError):  # noqa: PT011
        by("lan", action, upload=file(MORE, "moi.csv"), name="Mới", publish_at=at(), **of)
    model.Session.commit()
    assert kept() == []


def test_a_cleared_time_publishes_nothing(public: dict[str, Any]) -> None:
    """The file that waited is refused and says why; the next one is published at once."""
    (resource,) = public["resources"]
    scheduled(resource["id"])
    by("lan", "resource_patch", id=resource["id"], upload=file(MORE, "moi.csv"))
    run_jobs()
    assert by("lan", "publication_unschedule", id=resource["id"])["state"] == "cleared"
    come()
    status = by("lan", "release_status", id=resource["id"])
    assert (status["state"], status["findings"][-1]["code"], len(rows(resource))) == ("refused", "time-cleared", 2)
    by("lan", "resource_patch", id=resource["id"], upload=file(MORE, "moi.csv"))
    run_jobs()
    assert len(rows(resource)) == 3


def test_another_time_takes_the_place_of_the_first(private: dict[str, Any]) -> None:
    """One time waits; the first one is kept as cleared."""
    scheduled("nha-thuoc", days=1)
    scheduled(private["id"], days=2)
    listed = by("lan", "publication_schedule_list")
    assert (listed["count"], [each["state"] for each in listed["times"]]) == (1, ["waiting"])
    assert by("lan", "publication_schedule_list", state="cleared")["times"][0]["reason"] == "replaced"


@pytest.mark.parametrize(
    ("publish_at", "message"),
    [
        (at(days=-1), "Choose a later one"),
        ("2026-12-31T08:00:00", "no zone"),
        ("NaN", "no time"),
        (float("nan"), "no time"),
        (at(days=800), "two years"),
    ],
    ids=["past", "no-zone", "text", "number", "far"],
)
def test_a_wrong_time_is_named_with_its_remedy(private: dict[str, Any], publish_at: Any, message: str) -> None:
    """The field is named; nothing is set."""
    with pytest.raises(tk.ValidationError) as refused:
        by("lan", "publication_schedule", id="nha-thuoc", publish_at=publish_at)
    assert message in refused.value.error_dict["publish_at"][0]
    assert by("lan", "publication_schedule_list")["count"] == 0


def test_only_who_may_publish_sets_sees_and_clears_a_time(private: dict[str, Any]) -> None:
    """A member of the agency, an editor of another one and a stranger do not."""
    join({"id": "so-y-te"}, "la", "member")
    act("organization_create", name="so-khac", title="Sở khác", users=[])
    join({"id": "so-khac"}, "khac", "editor")
    scheduled("nha-thuoc")
    for user in ("la", "khac", ""):
        for call in (
            lambda user=user: scheduled("nha-thuoc", user),
            lambda user=user: scheduled(private["resources"][0]["id"], user),
            lambda user=user: by(user, "publication_unschedule", id="nha-thuoc"),
        ):
            with pytest.raises(tk.NotAuthorized):
                call()
    assert [by(user, "publication_schedule_list")["count"] for user in ("la", "khac", "lan")] == [0, 0, 1]
    with pytest.raises(tk.NotAuthorized):
        by("", "publication_schedule_list")
    with pytest.raises(tk.ValidationError):
        by("lan", "publication_schedule_list", state="x")


def test_what_could_not_become_public_has_no_time(public: dict[str, Any]) -> None:
    """A public dataset, a resource of a private one, a draft, and nothing."""
    (resource,) = public["resources"]
    for reference in (public["id"], "khong-co-gi"):
        with pytest.raises((tk.ValidationError, tk.ObjectNotFound)):
            scheduled(reference)
    by("lan", "package_patch", id=public["id"], private=True)
    with pytest.raises(tk.ValidationError):
        scheduled(resource["id"])
    by("lan", "package_patch", id=public["id"], state="draft")
    with pytest.raises(tk.ValidationError):
        scheduled(public["id"])


def test_a_deleted_dataset_is_not_published_and_says_so(private: dict[str, Any]) -> None:
    """The reason is kept where the officer looks."""
    scheduled("nha-thuoc")
    by("lan", "package_delete", id="nha-thuoc")
    come()
    assert last() == ("failed", "deleted")
    assert seen("package_show", id="nha-thuoc") is None


def test_a_time_without_a_file_and_with_a_refused_one(public: dict[str, Any]) -> None:
    """Nothing came, or what came had errors: readers keep what they have, and the reason is kept."""
    (resource,) = public["resources"]
    scheduled(resource["id"])
    come()
    assert last() == ("failed", "no-file")
    scheduled(resource["id"])
    by("lan", "resource_patch", id=resource["id"], upload=file("ma,ten\nA1,2,3\n4,5\n6,7\n", "hong.csv"))
    run_jobs()
    come()
    assert (last(), len(rows(resource))) == (("failed", "refused"), 2)


def test_an_error_that_may_pass_is_tried_again(private: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is half done meanwhile; when it has passed the dataset is public."""
    scheduled("nha-thuoc")
    save = decisions.save

    def broken(*arguments: Any) -> None:
        raise sa.exc.OperationalError("", {}, Exception("the server closed the connection"))

    monkeypatch.setattr(decisions, "save", broken)
    come()
    assert (last(), seen("package_show", id="nha-thuoc")) == (("waiting", "machine"), None)
    monkeypatch.setattr(decisions, "save", save)
    come()
    assert (last(), seen("package_show", id="nha-thuoc")["private"]) == (("done", ""), False)


def test_a_worker_that_dies_between_the_swap_and_its_note_leaves_nothing_undone(
    private: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next look finds the dataset public and ends its time."""
    scheduled("nha-thuoc")

    def killed(_schedule_id: str) -> None:
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(due, "_done", killed)
        with pytest.raises(SystemExit):
            come()
    assert (last(), seen("package_show", id="nha-thuoc")["private"]) == (("publishing", ""), False)
    come()
    assert last() == ("done", "")


def test_without_redis_a_file_is_published_by_the_clock(public: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """The queue does not answer, before or after: PostgreSQL alone knows the time, and the clock runs what has no job."""
    (resource,) = public["resources"]
    scheduled(resource["id"])
    by("lan", "resource_patch", id=resource["id"], upload=file(MORE, "moi.csv"))
    run_jobs()

    def lost(*_arguments: Any, **_more: Any) -> None:
        raise RedisError("the queue does not answer")

    for name in ("enqueue", "enqueue_at", "fetch"):
        monkeypatch.setattr(queueing, name, lost)
    monkeypatch.setattr(jobs, "enqueue_waiting", lambda _package: None)
    for _look in range(2):
        model.Session.execute(sa.update(Schedule).values(next_attempt=sa.func.now() - sa.text("interval '1 day'")))
        model.Session.commit()
        prompt_work.turn()
    assert (len(rows(resource)), last()) == (3, ("done", ""))
