"""The approver's pages: plain forms, in Vietnamese, for who may publish for the agency."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup
from ckan import model
from ckan.tests import factories

from ckanext.binhduong.workflow.approval.model import Submission
from tests.releases.conftest import REQUIRED, TABLE, act, file, rows, run_jobs
from tests.workflow.people import by, decide, public_dataset, publish_file, seen, submissions

pytestmark = pytest.mark.usefixtures("approving")

MORE = f"{TABLE}A3,Phòng khám <b>,3\n"


@pytest.fixture
def as_user(app: Any) -> Any:
    """Open a page, or send a form, in a user's name."""

    def call(user: str, path: str, form: Any = None, status: int = 200, *, follow: bool = False) -> BeautifulSoup:
        token = factories.APIToken(user=user)["token"]
        headers = {"Authorization": token}
        if form is None:
            return BeautifulSoup(app.get(path, headers=headers, status=status).body, "html.parser")
        answer = app.post(path, data=form, headers=headers, follow_redirects=follow)
        assert answer.status_code == status
        return BeautifulSoup(answer.body, "html.parser")

    return call


def test_a_file_is_approved_on_its_page(as_user: Any) -> None:
    """The list leads to it; it shows rows before and after, escaped; the button publishes exactly that."""
    resource = publish_file(public_dataset(), TABLE, key_column="ma")
    by("lan", "resource_patch", id=resource["id"], upload=file(MORE, "bang.csv"))
    run_jobs()
    link = as_user("minh", "/duyet").select_one("#submissions h3 a")
    assert link
    page = as_user("minh", str(link["href"]))
    added = page.select_one("#added")
    assert added
    assert "Phòng khám <b>" in added.get_text()
    hidden = page.select_one("form input[name=hash]")
    assert hidden
    as_user("minh", str(link["href"]), {"do": "approve", "hash": hidden["value"]}, 302)
    run_jobs()
    assert len(rows(resource)) == 3


def test_who_submitted_it_is_told_why_there_is_no_button(as_user: Any) -> None:
    """An administrator's own dataset has neither form; sending one anyway is refused and said on the page."""
    by("minh", "package_create", name="cua-minh", owner_org="so-y-te", **REQUIRED)
    (waiting,) = submissions()
    page = as_user("minh", f"/duyet/{waiting['id']}")
    assert not page.select("main form")
    assert "chính bạn gửi" in page.get_text()
    refused = as_user("minh", f"/duyet/{waiting['id']}", {"do": "approve", "hash": waiting["hash"]}, 409)
    assert "chính bạn gửi" in refused.select("[role=alert]")[0].get_text()


def test_a_change_has_the_words_of_the_form(as_user: Any) -> None:
    """The field's label, what readers have, and what they would have."""
    dataset = public_dataset()
    by("lan", "package_patch", id=dataset["id"], notes="Mới")
    (waiting,) = submissions()
    (row,) = as_user("minh", f"/duyet/{waiting['id']}").select(".bd-differences tbody tr")
    assert [" ".join(cell.get_text().split()) for cell in row.select("th, ins")] == ["Mô tả", "Mới"]


def test_what_becomes_public_is_in_words_and_by_the_clock_of_vietnam(as_user: Any) -> None:
    """Codes, units and the agency by their names, in both languages; a code that there is no name for stays as it is."""
    coded = {"frequency": "MONTHLY", "language": ["vi"], "units": ["718@2024"]}
    by("lan", "package_create", name="mot", owner_org="so-y-te", tags=[{"name": "thuoc"}], **{**REQUIRED, **coded})
    (waiting,) = submissions()
    page = as_user("minh", f"/duyet/{waiting['id']}")
    facts = {name.get_text(): " ".join(value.get_text().split()) for name, value in zip(*map(page.select, ("dl dt", "dl dd")), strict=True)}
    expected = {
        **{"Lĩnh vực": "Nhà thuốc", "Tần suất cập nhật": "Hằng tháng", "Ngôn ngữ": "Tiếng Việt", "Cơ quan công bố": "Sở Y tế"},
        **{"Đơn vị hành chính": "Thành phố Thủ Dầu Một", "Loại dữ liệu": "Dữ liệu mẫu"},
    }
    assert {name: facts[name] for name in expected} == expected
    local = datetime.fromisoformat(waiting["submitted"]).replace(tzinfo=UTC).astimezone(ZoneInfo("Asia/Ho_Chi_Minh"))
    assert facts["Đã gửi duyệt"].endswith(f"{local:%d/%m/%Y %H:%M}")
    assert f"{local:%d/%m/%Y %H:%M}" in as_user("minh", "/duyet").get_text()
    assert "Monthly" in as_user("minh", f"/en/duyet/{waiting['id']}").get_text()


@pytest.mark.parametrize(
    ("private", "words"), [(False, "còn riêng cho đến khi người thứ hai duyệt"), (True, "Đã nạp; tập dữ liệu đang riêng")]
)
def test_the_page_of_a_load_calls_nothing_private_published(as_user: Any, private: bool, words: str) -> None:
    """It says what the dataset waits for, or that it is private."""
    by("lan", "package_create", name="mot", owner_org="so-y-te", private=private, **REQUIRED)
    resource = by("lan", "resource_create", package_id="mot", upload=file(TABLE, "bang.csv"), name="Bảng")
    run_jobs()
    (panel,) = as_user("lan", f"/upload/loading/{resource['id']}").select("[data-loading]")
    assert words in panel.get_text()
    assert "Đã công bố" not in panel.get_text()


def _three_wait() -> None:
    for name in ("mot", "hai", "ba"):
        by("lan", "package_create", name=name, owner_org="so-y-te", **{**REQUIRED, "title": f"Nhà thuốc <{name}>"})


def _said(page: BeautifulSoup) -> list[str]:
    return [" ".join(each.get_text().split()) for each in page.select(".flash-messages .alert")]


def test_several_are_approved_at_once(as_user: Any) -> None:
    """What was ticked, each by its hash; a wrong one is named by its title and does not stop the others."""
    _three_wait()
    chosen = [each["value"] for each in as_user("minh", "/duyet").select("input[name=chosen]")]
    assert len(chosen) == 3
    page = as_user("minh", "/duyet", {"chosen": [chosen[0], f"{chosen[1][:-1]}x", chosen[2]]}, follow=True)
    changed = "Đây không phải nội dung đã gửi. Hãy mở lại và xem nội dung hiện nay."
    assert _said(page) == [f"Nhà thuốc <hai>: {changed}", "Đã duyệt 2 mục."]
    assert sum(seen("package_show", id=name) is not None for name in ("mot", "hai", "ba")) == 2
    assert len(submissions()) == 1


def test_several_are_returned_at_once(as_user: Any) -> None:
    """For one reason, which each submitter reads; without it nothing is returned, and what was ticked stays ticked."""
    _three_wait()
    chosen = [each["value"] for each in as_user("minh", "/duyet").select("input[name=chosen]")][:2]
    page = as_user("minh", "/duyet", {"do": "return", "chosen": chosen, "reason": " "}, 409)
    assert [each["value"] for each in page.select("input[name=chosen][checked]")] == chosen
    problem = page.select_one("#reason-problem")
    assert problem
    assert problem.get_text() == "Hãy ghi lý do trả lại; người gửi sẽ đọc."
    assert len(submissions()) == 3
    as_user("minh", "/duyet", {"do": "return", "chosen": chosen, "reason": "Thiếu nguồn"}, 302)
    assert [each["reason"] for each in submissions(state="returned")] == ["Thiếu nguồn"] * 2
    assert len(submissions()) == 1


def test_what_is_missing_stands_where_it_is_filled_in(as_user: Any) -> None:
    """That nothing is ticked above the list, not at the reason, which is kept."""
    by("lan", "package_create", name="mot", owner_org="so-y-te", **REQUIRED)
    page = as_user("minh", "/duyet", {"do": "return", "reason": "Thiếu nguồn"}, 409)
    assert [(each["id"], each.get_text()) for each in page.select(".bd-problem")] == [
        ("chosen-problem", "Hãy đánh dấu những mục cần trả lại.")
    ]
    assert [each.get_text(strip=True) for each in page.select("#reason")] == ["Thiếu nguồn"]


def test_ticks_of_another_page_stay(as_user: Any) -> None:
    """The form is sent to the page that it stands on: fifty-one wait, and the last is ticked without a reason."""
    by("lan", "package_create", name="mot", owner_org="so-y-te", **REQUIRED)
    first = model.Session.get(Submission, submissions()[0]["id"])
    assert first
    fields = {column.name: getattr(first, column.name) for column in Submission.__table__.columns if column.name != "id"}
    for number in range(50):
        model.Session.add(Submission(**fields | {"id": f"them-{number}", "submitted": first.submitted + timedelta(minutes=number + 1)}))
    model.Session.commit()
    page = as_user("minh", "/duyet?page=2")
    form, tick = page.select_one("main form[method=post]"), page.select_one("input[name=chosen]")
    assert form
    assert tick
    again = as_user("minh", str(form["action"]), {"do": "return", "chosen": tick["value"]}, 409)
    assert [each["value"] for each in again.select("input[name=chosen][checked]")] == [tick["value"]]


def test_what_cannot_be_returned_is_named_by_its_title(as_user: Any) -> None:
    """Another person was faster with one of three; of what is unknown there is no title."""
    _three_wait()
    chosen = [each["value"] for each in as_user("minh", "/duyet").select("input[name=chosen]")]
    by("hoa", "release_return", id=chosen[1].partition(":")[0], reason="Thiếu mô tả")
    page = as_user("minh", "/duyet", {"do": "return", "chosen": [*chosen, "khong-co:x"], "reason": "Thiếu nguồn"}, follow=True)
    unknown = "Chỉ người duyệt hoặc quản trị viên của cơ quan, không phải người gửi, mới trả lại được."
    assert _said(page) == ["Nhà thuốc <hai>: Việc này đã được quyết định.", unknown, "Đã trả lại 2 mục."]


def test_a_return_needs_a_reason(as_user: Any) -> None:
    """Without one nothing happens; with one the submitter reads it."""
    by("lan", "package_create", name="mot", owner_org="so-y-te", **REQUIRED)
    (waiting,) = submissions()
    as_user("minh", f"/duyet/{waiting['id']}", {"do": "return", "reason": " "}, 409)
    as_user("minh", f"/duyet/{waiting['id']}", {"do": "return", "reason": "Thiếu nguồn"}, 302)
    assert "Thiếu nguồn" in as_user("lan", "/duyet?state=returned").get_text()


def test_strangers_see_nothing(app: Any, as_user: Any) -> None:
    """Who is not logged in is sent to do so; another agency's people are refused, and their list is empty."""
    by("lan", "package_create", name="mot", owner_org="so-y-te", **REQUIRED)
    (waiting,) = submissions()
    assert app.get("/duyet", follow_redirects=False).status_code == 302
    factories.User(name="la")
    act("organization_create", name="so-khac", title="Sở khác", users=[{"name": "la", "capacity": "admin"}])
    assert as_user("la", "/duyet").select("#submissions li") == []
    for path in (f"/duyet/{waiting['id']}", f"/duyet/{waiting['id']}/tep", "/duyet/co-quan/so-y-te"):
        as_user("la", path, status=403)
    as_user("minh", "/duyet/khong-co", status=403)


def test_the_rule_is_switched_on_the_page(as_user: Any) -> None:
    """Off and exemptions say that they wait."""
    as_user("minh", "/duyet/co-quan/so-y-te", {"required": "false"}, 302)
    assert "Không cần duyệt" in as_user("hoa", "/duyet").get_text()
    public = by("minh", "submission_list")["submissions"][0]
    by("hoa", "release_approve", id=public["id"], hash=public["hash"])
    assert as_user("minh", "/duyet/co-quan/so-y-te").select("button[name=required][value=true]")


def test_the_submitted_file_is_sent_to_who_decides(as_user: Any, app: Any) -> None:
    """Exactly its bytes."""
    dataset = public_dataset()
    by("lan", "resource_create", package_id=dataset["id"], upload=file(b"%PDF-1.4 one", "a.pdf"), name="Tệp")
    (waiting,) = submissions()
    token = factories.APIToken(user="minh")["token"]
    answer = app.get(f"/duyet/{waiting['id']}/tep", headers={"Authorization": token})
    assert answer.data == b"%PDF-1.4 one"
    decide()


def test_the_dataset_page_says_to_its_editors_that_something_waits(as_user: Any, app: Any) -> None:
    """A change that was saved is not seen there yet; who reads it is not told."""
    dataset = public_dataset()
    by("lan", "package_patch", id=dataset["id"], notes="Mới")
    (waiting,) = submissions()
    assert as_user("lan", "/dataset/nha-thuoc").select(f"a[href$='/duyet/{waiting['id']}']")
    assert "/duyet/" not in app.get("/dataset/nha-thuoc").body
