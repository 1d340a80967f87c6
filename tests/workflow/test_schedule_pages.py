"""The officer's pages of times: plain forms, by the clock of Vietnam."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from bs4 import BeautifulSoup
from ckan import model
from ckan.tests import factories

from ckanext.binhduong.workflow.schedule.model import Schedule
from tests.releases.conftest import REQUIRED, TABLE, act, file, run_jobs
from tests.workflow.people import by, join, seen
from tests.workflow.times import come, scheduled

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NEXT_WEEK = (datetime.now(ZONE) + timedelta(days=7)).strftime("%Y-%m-%dT08:30")


@pytest.fixture
def private(agency: dict[str, Any]) -> dict[str, Any]:
    """Lan's private dataset with a table."""
    join(agency, "lan", "editor")
    made = by("lan", "package_create", name="nha-thuoc", owner_org="so-y-te", private=True, **REQUIRED)
    by("lan", "resource_create", package_id=made["id"], upload=file(TABLE, "bang.csv"), name="Bảng")
    run_jobs()
    return act("package_show", id=made["id"])


@pytest.fixture
def page(app: Any, private: dict[str, Any]) -> Any:
    """Open a page, or send a form, in a user's name."""

    def call(path: str, form: Any = None, status: int = 200, user: str = "lan") -> BeautifulSoup:
        headers = {"Authorization": factories.APIToken(user=user)["token"]}
        answer = app.get(path, headers=headers, status=status) if form is None else app.post(
            path, data=form, headers=headers, follow_redirects=False
        )  # fmt: skip
        assert answer.status_code == status
        return BeautifulSoup(answer.body, "html.parser")

    return call


def test_an_officer_sets_changes_and_clears_a_time(page: Any, private: dict[str, Any]) -> None:
    """From the dataset's page, without a script; the field and the list have the clock of Vietnam, the table has UTC."""
    link = next(each for each in page("/dataset/nha-thuoc").select("main a") if each.get("href", "").endswith("/duyet/lich/nha-thuoc"))
    assert "Đặt thời điểm công khai" in link.get_text()
    page("/duyet/lich/nha-thuoc", {"id": private["id"], "publish_at": NEXT_WEEK, "do": "set"}, 302)
    stored = model.Session.scalar(sa.select(Schedule.publish_at))
    assert stored == datetime.fromisoformat(NEXT_WEEK) - timedelta(hours=7)
    field = page("/duyet/lich/nha-thuoc").select_one("input[name=publish_at]")
    assert field
    assert field["value"] == NEXT_WEEK
    day = datetime.fromisoformat(NEXT_WEEK).strftime("%d/%m/%Y 08:30")
    (row,) = page("/duyet/lich").select("#times > li")
    assert f"Công khai lúc {day}" in row.get_text()
    assert f"Công khai lúc {day}" in page("/dataset/nha-thuoc").get_text()
    page("/duyet/lich/nha-thuoc", {"id": private["id"], "do": "clear"}, 302)
    assert page("/duyet/lich").select("#times > li") == []
    assert seen("package_show", id="nha-thuoc") is None


@pytest.mark.parametrize(
    ("typed", "words"),
    [("", "Chưa nhập"), ("2020-01-01T00:00", "đã qua"), ("mai", "không phải là thời điểm"), ("9000-01-01T00:00", "hai năm")],
)
def test_a_wrong_time_is_said_beside_its_field(page: Any, private: dict[str, Any], typed: str, words: str) -> None:
    """What was typed stays in the field."""
    answer = page("/duyet/lich/nha-thuoc", {"id": private["id"], "publish_at": typed, "do": "set"}, 409)
    problem, field = answer.select_one("#publish_at-problem"), answer.select_one("input[name=publish_at]")
    assert problem
    assert words in problem.get_text()
    assert field
    assert field["value"] == typed


def test_a_public_dataset_has_a_form_for_each_file(page: Any, private: dict[str, Any]) -> None:
    """The file that waits for its time says so on its page; a time without a file is named in the list of what failed."""
    by("lan", "package_patch", id="nha-thuoc", private=False)
    (resource,) = private["resources"]
    (part,) = page("/duyet/lich/nha-thuoc").select("[data-part]")
    assert part["data-part"] == resource["id"]
    scheduled(resource["id"])
    by("lan", "resource_patch", id=resource["id"], upload=file(f"{TABLE}A3,Phòng khám,3\n", "moi.csv"))
    run_jobs()
    shown = page(f"/dataset/nha-thuoc/resource/{resource['id']}").select_one("#release")
    assert shown
    assert "chờ đến thời điểm công bố" in shown.get_text()
    assert "chờ đến thời điểm công bố" in page(f"/upload/loading/{resource['id']}").get_text()
    come()
    scheduled(resource["id"])
    come()
    assert "không có tệp mới" in page("/duyet/lich?state=failed").select("#times > li")[0].get_text()
    assert len(page("/duyet/lich?state=done").select("#times > li")) == 1


def test_only_who_may_change_the_dataset_opens_the_form(page: Any, app: Any) -> None:
    """A stranger is sent to log in, an editor of another agency is refused, another address does not exist."""
    act("organization_create", name="so-khac", title="Sở khác", users=[])
    join({"id": "so-khac"}, "khac", "editor")
    assert app.get("/duyet/lich/nha-thuoc", follow_redirects=False).status_code == 302
    page("/duyet/lich/nha-thuoc", status=403, user="khac")
    page("/duyet/lich/nha-thuoc", {"id": "nha-thuoc", "publish_at": NEXT_WEEK}, status=403, user="khac")
    page("/duyet/lich/khong-co-gi", status=404)
    page("/duyet/lich?state=khac", status=404)
    assert page("/duyet/lich", user="khac").select("#times > li") == []
