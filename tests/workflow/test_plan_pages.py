"""The pages and files of publication plans."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import feedparser
import openpyxl
import pytest
import sqlalchemy as sa
from bs4 import BeautifulSoup
from ckan import model
from ckan.plugins import toolkit as tk
from ckan.tests import factories

from ckanext.binhduong.workflow.plan.listing import select_items
from ckanext.binhduong.workflow.plan.measure import today
from ckanext.binhduong.workflow.plan.model import PlanItem
from tests.releases.conftest import statements
from tests.workflow.conftest import ROWS, workbook

__all__ = ["statements"]


@pytest.fixture
def planned(administrator: dict[str, Any]) -> list[str]:
    """Two items of one agency; their ids."""
    tk.get_action("plan_import")(
        {"user": administrator["name"], "ignore_auth": False}, {"agency": "so-y-te", "plan": "2026", "upload": workbook()}
    )
    return [each.item.id for each in select_items(today())]


def _get(app: Any, path: str, status: int = 200) -> Any:
    answer = app.get(path, status=status)
    assert answer.status_code == status
    return answer


@pytest.mark.usefixtures("clean")
def test_an_empty_plan_says_so(app: Any) -> None:
    """And nobody without an agency is offered the import."""
    body = _get(app, "/ke-hoach").body
    assert "Chưa cơ quan nào đưa kế hoạch lên." in body
    assert "/ke-hoach/nhap" not in body


def test_everybody_reads_the_plan(app: Any, planned: list[str]) -> None:
    """What, who, when, how late; in both languages."""
    body = _get(app, "/ke-hoach").body
    for words in ("Nhà thuốc", "Cơ sở khám bệnh", "Sở Y tế", "15/01/2026", "Trễ hạn"):
        assert words in body
    assert "Publication plan" in _get(app, "/en/ke-hoach").body


@pytest.mark.parametrize(("query", "found"), [("q=kham+benh", "YT-02"), ("phase=2026", "YT-01"), ("state=waiting", "YT-02")])
def test_the_plan_can_be_narrowed(app: Any, planned: list[str], query: str, found: str) -> None:
    """By words, phase and state."""
    body = _get(app, f"/ke-hoach?{query}").body
    assert [code for code in ("YT-01", "YT-02") if code in body] == [found]


@pytest.mark.parametrize("path", ["/ke-hoach?state=x", "/ke-hoach.csv?state=x"])
def test_an_unknown_state_is_a_wrong_address(app: Any, planned: list[str], path: str) -> None:
    """400 for the page and the file alike."""
    _get(app, path, 400)


def test_lateness_is_by_agency(app: Any, planned: list[str]) -> None:
    """The agency, its share on time, and the item."""
    body = _get(app, "/ke-hoach/tre-han").body
    for words in ("Sở Y tế", "0 %", "Nhà thuốc"):
        assert words in body
    assert "Cơ sở khám bệnh" not in body


def test_an_item_shows_what_is_missing_and_its_history(app: Any, planned: list[str]) -> None:
    """An item that is not there is 404."""
    body = _get(app, f"/ke-hoach/muc/{planned[0]}").body
    for words in ("Ngày hẹn đầu tiên", "tập dữ liệu công khai có tệp đã công bố", "Mọi thay đổi", "Đưa vào danh mục"):
        assert words in body
    _get(app, "/ke-hoach/muc/khong-co", 404)


def test_the_csv_can_be_imported_again(app: Any, planned: list[str], administrator: dict[str, Any]) -> None:
    """Export and import are one list: nothing changes."""
    from werkzeug.datastructures import FileStorage

    content = app.get("/ke-hoach.csv").data
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert [(row["Mã"], row["Thời hạn công bố"], row["Tình trạng"]) for row in rows] == [
        ("YT-01", "2026-01-15", "Trễ hạn"),
        ("YT-02", "2027-12-31", "Chưa đến hạn"),
    ]
    done = tk.get_action("plan_import")(
        {"user": administrator["name"], "ignore_auth": False},
        {"agency": "so-y-te", "plan": "2026", "upload": FileStorage(io.BytesIO(content), "ke-hoach.csv")},
    )
    assert (done["ok"], done["unchanged"], done["changed"]) == (True, ["YT-01", "YT-02"], [])


def test_the_workbook_has_texts_and_days(app: Any, planned: list[str]) -> None:
    """Excel knows the days as days."""
    sheet = openpyxl.load_workbook(io.BytesIO(app.get("/ke-hoach.xlsx").data)).active
    assert sheet
    head = [cell.value for cell in sheet[1]]
    row = dict(zip(head, [cell.value for cell in sheet[2]], strict=True))
    assert (row["Mã"], row["Hạn đầu tiên"].date().isoformat()) == ("YT-01", "2026-01-15")


def test_the_feed_is_read_by_feedparser(app: Any, planned: list[str]) -> None:
    """An entry an item."""
    feed = feedparser.parse(app.get("/ke-hoach.atom").data)
    assert (feed.bozo, len(feed.entries)) == (False, 2)


def _figures(page: BeautifulSoup) -> dict[str, str]:
    """The figures above a list, by their words."""
    return {name.get_text(): value.get_text() for name, value in zip(*map(page.select, (".bd-figures dt", ".bd-figures dd")), strict=True)}


def test_what_was_left_out_of_the_figures_stands_beside_them(app: Any, planned: list[str]) -> None:
    """One of two was there before it was promised: on both pages and in the file."""
    reached = sa.update(PlanItem).where(PlanItem.code == "YT-01").values(reached=date(2026, 1, 5), already=True)
    model.Session.execute(reached)
    model.Session.commit()
    pages = [BeautifulSoup(_get(app, path).body, "html.parser") for path in ("/ke-hoach", "/ke-hoach/tre-han")]
    (row,) = csv.DictReader(io.StringIO(app.get("/ke-hoach/tre-han.csv").data.decode("utf-8-sig")))
    assert [_figures(page)["đã có từ trước khi hẹn"] for page in pages] == ["1", "1"]
    assert (row["Số mục đến hạn"], row["Đã có từ trước"]) == ("0", "1")
    table = [[cell.get_text(strip=True) for cell in line.select("th, td")] for line in pages[1].select("#late-agencies ~ div tr")]
    assert dict(zip(*table, strict=True))["Đã có từ trước"] == "1"


def test_figures_come_as_csv(app: Any, planned: list[str]) -> None:
    """A row an agency."""
    rows = list(csv.DictReader(io.StringIO(app.get("/ke-hoach/tre-han.csv").data.decode("utf-8-sig"))))
    assert [(row["Cơ quan"], row["Số mục"], row["Tỷ lệ đúng hạn (%)"]) for row in rows] == [("Sở Y tế", "2", "0.0")]


@pytest.mark.parametrize("path", ["/ke-hoach/nhap", "/ke-hoach/muc/{}/sua"])
def test_forms_are_for_the_agencys_administrators(app: Any, planned: list[str], path: str) -> None:
    """Strangers are sent to log in; other accounts are refused."""
    path = path.format(planned[0])
    assert "/user/login" in app.get(path, follow_redirects=False).headers["Location"]
    other = factories.UserWithToken()
    app.get(path, headers={"Authorization": other["token"]}, status=403)


def test_an_administrator_imports_by_the_form(app: Any, administrator: dict[str, Any]) -> None:
    """First what would happen, then the import; a wrong file names its rows."""
    headers = {"Authorization": administrator["token"]}

    def send(do: str, rows: Any) -> Any:
        file = workbook(rows)
        data = {"agency": "so-y-te", "plan": "2026", "do": do, "upload": (file.stream, file.filename)}
        return app.post("/ke-hoach/nhap", data=data, headers=headers, content_type="multipart/form-data", follow_redirects=False)

    assert "2 mục mới" in send("check", ROWS).body
    assert select_items(today()) == []
    wrong = send("import", [("YT-03", "", "", "", 1, "", "15/01/2027", "")])
    assert (wrong.status_code, "Dòng 4, cột “Tên dữ liệu”" in wrong.body) == (400, True)
    assert send("import", ROWS).status_code == 302
    assert [each.item.code for each in select_items(today())] == ["YT-01", "YT-02"]


def test_an_administrator_moves_a_day_by_the_form(app: Any, planned: list[str], administrator: dict[str, Any]) -> None:
    """Without a reason the form comes back with what was typed."""
    headers = {"Authorization": administrator["token"]}
    path = f"/ke-hoach/muc/{planned[0]}/sua"
    data = {"title": "Nhà thuốc GPP", "due": "2027-01-15", "minimum_level": "1", "decision": "open", "reason": ""}
    refused = app.post(path, data=data, headers=headers)
    assert (refused.status_code, "Nhà thuốc GPP" in refused.body, 'id="reason-problem"' in refused.body) == (400, True, True)
    assert app.post(path, data=data | {"reason": "Chờ khảo sát"}, headers=headers, follow_redirects=False).status_code == 302
    item = select_items(today(), id=planned[0])[0].item
    assert (item.title, item.due_now.isoformat(), item.due_first.isoformat()) == ("Nhà thuốc GPP", "2027-01-15", "2026-01-15")


def test_two_thousand_items_cost_few_statements(app: Any, administrator: dict[str, Any], statements: list[Any]) -> None:
    """The plan and the page of lateness, each at most eight."""
    from ckan import model

    from ckanext.binhduong.workflow.plan import items
    from ckanext.binhduong.workflow.plan.model import Plan

    plan = Plan(organization_id=model.Group.get("so-y-te").id, name="2026", title="2026")
    model.Session.add(plan)
    model.Session.flush()
    for number in range(2000):
        items.create(plan, {"code": f"A{number}", "title": f"Dữ liệu {number}", "due_first": today()}, "", today())
    model.Session.commit()
    for path in ("/ke-hoach", "/ke-hoach/tre-han"):
        app.get(path)
        statements.clear()
        app.get(path)
        assert 1 <= len(statements) <= 8, [text for text, _ in statements]
