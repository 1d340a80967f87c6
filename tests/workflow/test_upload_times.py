"""The guided upload has a field for the time at which what is uploaded becomes public."""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup
from ckan.tests import factories

from ckanext.binhduong.workflow.logic import action_schedule
from tests.releases.conftest import REQUIRED, TABLE, act, file, rows, run_jobs
from tests.workflow.people import by, decide, join, public_dataset, publish_file, seen, submissions
from tests.workflow.times import come, kept, last, scheduled

NEXT_WEEK = (datetime.now(ZoneInfo("Asia/Ho_Chi_Minh")) + timedelta(days=7)).strftime("%Y-%m-%dT08:30")
SHOWN = datetime.fromisoformat(NEXT_WEEK).strftime("%d/%m/%Y 08:30")
MORE = f"{TABLE}A3,Phòng khám,3\n"


class Upload:
    """A person's way through the pages, without a script."""

    def __init__(self, app: Any, user: str) -> None:
        self.app = app
        self.headers = {"Authorization": factories.APIToken(user=user)["token"]}
        self.address = ""

    def begin(self, content: str = TABLE, **target: str) -> BeautifulSoup:
        """Send a file; return the page with the form."""
        form = {**target, "upload": (io.BytesIO(content.encode()), "bang.csv")}
        answer = self.app.post(
            "/upload", data=form, headers=self.headers, content_type="multipart/form-data", follow_redirects=False
        )  # fmt: skip
        self.address = answer.headers["Location"]
        return self.page(self.address)

    def page(self, address: str) -> BeautifulSoup:
        """Open a page."""
        return BeautifulSoup(self.app.get(address, headers=self.headers).body, "html.parser")

    def publish(self, publish_at: str, status: int = 302, **typed: str) -> BeautifulSoup:
        """Send the form; return the page that comes, with the jobs done."""
        form = {"do": "publish", "res_name": "Bảng", "publish_at": publish_at, **typed}
        answer = self.app.post(self.address, data=form, headers=self.headers, follow_redirects=False)
        assert answer.status_code == status
        run_jobs()
        return self.page(answer.headers["Location"]) if status == 302 else BeautifulSoup(answer.body, "html.parser")


@pytest.fixture
def new(agency: dict[str, Any]) -> dict[str, str]:
    """What is typed of a new dataset."""
    return {**REQUIRED, "owner_org": agency["id"], "private": "False"}


@pytest.fixture
def lan(app: Any, agency: dict[str, Any]) -> Upload:
    """An editor of an agency that publishes without a second person."""
    return Upload(app, join(agency, "lan", "editor"))


@pytest.fixture
def public(lan: Upload) -> dict[str, Any]:
    """Lan's public dataset with a table."""
    made = by("lan", "package_create", name="nha-thuoc", owner_org="so-y-te", **REQUIRED)
    by("lan", "resource_create", package_id=made["id"], upload=file(TABLE, "bang.csv"), name="Bảng")
    run_jobs()
    return act("package_show", id=made["id"])


def test_a_new_dataset_waits_for_its_time(lan: Upload, new: dict[str, str]) -> None:
    """Whoever may see it according to the form; the last page says when, and at the time everybody has it."""
    assert lan.begin(agency="so-y-te").select_one("#field-publish_at")
    page = lan.publish(NEXT_WEEK, **new)
    assert f"sẽ công khai lúc {SHOWN}" in page.get_text()
    (name,) = act("package_search", q="", include_private=True)["results"]
    assert seen("package_show", id=name["id"]) is None
    come()
    assert len(rows(seen("package_show", id=name["id"])["resources"][0])) == 2


def test_without_a_time_it_is_public_at_once(lan: Upload, new: dict[str, str]) -> None:
    """As ever."""
    lan.begin(agency="so-y-te")
    assert "Đã công bố" in lan.publish("", **new).get_text()


@pytest.mark.parametrize(("typed", "words"), [("2020-01-01T00:00", "đã qua"), ("mai", "không phải là thời điểm")])
def test_a_wrong_time_is_said_and_nothing_is_made(lan: Upload, new: dict[str, str], typed: str, words: str) -> None:
    """Beside its field, which keeps it."""
    lan.begin(agency="so-y-te")
    page = lan.publish(typed, 409, **new)
    problem, field = page.select_one("#publish_at-problem"), page.select_one("#field-publish_at")
    assert problem
    assert field
    assert (words in problem.get_text(), field["value"], field["aria-invalid"]) == (True, typed, "true")
    assert act("package_search", q="", include_private=True, include_drafts=True)["count"] == 0


def test_a_time_that_is_over_when_the_file_is_stored_is_chosen_anew(
    monkeypatch: pytest.MonkeyPatch, lan: Upload, new: dict[str, str]
) -> None:  # fmt: skip
    """The next try uses the dataset and the file that are there; nobody else sees them before it is taken whole."""
    lan.begin(agency="so-y-te")
    with monkeypatch.context() as late:
        late.setattr(action_schedule, "utcnow", lambda: datetime.fromisoformat(NEXT_WEEK))
        problem = lan.publish(NEXT_WEEK, 409, **new).select_one("#publish_at-problem")
    assert problem
    assert "đã qua" in problem.get_text()
    lan.publish("", 409, **new, res_name="")
    (made,) = act("package_search", q="", include_private=True)["results"]
    assert seen("package_show", id=made["id"]) is None
    lan.publish("", **new)
    (resource,) = seen("package_show", id=made["id"])["resources"]
    assert len(rows(resource)) == 2


def test_a_new_file_of_a_public_dataset_waits(lan: Upload, public: dict[str, Any]) -> None:
    """Nobody else sees that it is there."""
    lan.begin(dataset=public["id"])
    page = lan.publish(NEXT_WEEK, res_name="Bảng hai")
    assert SHOWN in page.get_text()
    assert [each["name"] for each in seen("package_show", id=public["id"])["resources"]] == ["Bảng"]
    come()
    assert [each["name"] for each in seen("package_show", id=public["id"])["resources"]] == ["Bảng", "Bảng hai"]


def test_a_next_file_waits_and_readers_keep_the_old_one(lan: Upload, public: dict[str, Any]) -> None:
    """While it waits the form has no second field: the time stands there, with the way to change it."""
    (resource,) = public["resources"]
    lan.begin(MORE, resource=resource["id"])
    assert SHOWN in lan.publish(NEXT_WEEK).get_text()
    assert len(rows(resource)) == 2
    page = lan.begin(MORE, resource=resource["id"])
    assert page.select_one("#field-publish_at") is None
    assert page.select_one('a[href="/duyet/lich/nha-thuoc"]')
    come()
    assert (len(rows(resource)), last()) == (3, ("done", ""))


@pytest.mark.parametrize(("content", "state"), [(MORE, "submitted"), ("ma,ten\nA1,Bệnh viện\n", "held")], ids=["submitted", "held"])
def test_a_form_that_is_not_taken_leaves_what_waits_as_it_is(
    app: Any, approving: dict[str, Any], content: str, state: str
) -> None:  # fmt: skip
    """No time stays behind, and a file that waits for another person's yes, or for an officer's, waits on without one."""
    resource = publish_file(public_dataset(), TABLE)
    by("nam", "resource_patch", id=resource["id"], upload=file(content, "bang.csv"))
    run_jobs()
    waiting = [by("minh", "submission_show", id=each["id"]) for each in submissions()]
    upload = Upload(app, "lan")
    upload.begin(MORE, resource=resource["id"])
    upload.publish(NEXT_WEEK, 409, res_name="")
    assert act("release_status", id=resource["id"])["state"] == state
    assert [by("minh", "submission_show", id=each["id"]) for each in submissions()] == waiting
    assert kept() == []


@pytest.mark.parametrize("target", ["dataset", "resource"])
def test_a_file_of_a_private_dataset_has_no_field(lan: Upload, public: dict[str, Any], target: str) -> None:
    """Its files become public with it."""
    by("lan", "package_patch", id=public["id"], private=True)
    scheduled("nha-thuoc")
    reference = public["id"] if target == "dataset" else public["resources"][0]["id"]
    assert lan.begin(MORE, **{target: reference}).select_one("#field-publish_at") is None


def test_a_contributor_sets_no_time(app: Any, agency: dict[str, Any], new: dict[str, str]) -> None:
    """It is said beside the field; without a time the dataset is submitted."""
    upload = Upload(app, join(agency, "chi", "contributor"))
    upload.begin(agency="so-y-te")
    problem = upload.publish(NEXT_WEEK, 409, **new).select_one("#publish_at-problem")
    assert problem
    assert "Người soạn không đặt giờ" in problem.get_text()
    upload.publish("", **new)
    assert [each["kind"] for each in submissions("quan-tri")] == ["publication"]


def test_the_time_is_part_of_what_is_approved(app: Any, approving: dict[str, Any], new: dict[str, str]) -> None:
    """The dataset is submitted with it; approved, it still waits; at the time it is public."""
    upload = Upload(app, "lan")
    upload.begin(agency="so-y-te")
    assert "Người thứ hai phải duyệt trước giờ đó" in upload.publish(NEXT_WEEK, **new).get_text()
    (waiting,) = submissions()
    assert by("minh", "submission_show", id=waiting["id"])["content"]["publish_at"]
    decide()
    assert seen("package_show", id=waiting["dataset"]["id"]) is None
    come()
    assert seen("package_show", id=waiting["dataset"]["id"])
