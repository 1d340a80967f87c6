"""The review of each agency's open-data list: when it is due, who confirms it, and that everybody sees it; what was noted stays."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from bs4 import BeautifulSoup
from ckan import model
from ckan.plugins import toolkit as tk
from ckan.tests import factories
from sqlalchemy.exc import DBAPIError

from ckanext.binhduong.core.clock import today
from ckanext.binhduong.workflow.list_reviews.clock import standing
from ckanext.binhduong.workflow.list_reviews.listing import add, reviewed
from ckanext.binhduong.workflow.plan import items
from ckanext.binhduong.workflow.plan.model import Plan, PlanItem
from tests.releases.conftest import statements
from tests.workflow.conftest import workbook
from tests.workflow.people import by, join

__all__ = ["statements"]

MONTHS = "ckanext.binhduong.plans.review_months"
BEGUN = date(2026, 1, 5)
#: Six months after the list's first day, in January 2025.
DUE = date(2025, 7, 10)


@pytest.mark.parametrize(
    ("days", "months", "today_", "due", "overdue"),
    [
        ([], 6, date(2026, 7, 6), date(2026, 7, 6), 0),
        ([], 6, date(2026, 7, 7), date(2026, 7, 6), 1),
        ([date(2026, 3, 2)], 6, date(2026, 7, 7), date(2026, 9, 3), 0),
        ([date(2026, 2, 2), date(2026, 3, 10)], 6, date(2026, 9, 20), date(2026, 9, 10), 10),
        ([date(2026, 8, 31)], 6, date(2026, 9, 1), date(2027, 3, 1), 0),
        ([date(2026, 3, 10)], 12, date(2026, 9, 20), date(2027, 3, 10), 0),
    ],
    ids=["last day", "a day late", "ends on holidays", "newest counts", "month without that day, then Sunday", "a year"],
)
def test_the_next_review_is_due_months_after_the_last(days: list[date], months: int, today_: date, due: date, overdue: int) -> None:
    """Or after the list's first day; a day of rest is the next working day."""
    found = standing(BEGUN, days, months, today_)
    assert (found.due, found.overdue_days, found.last) == (due, overdue, max(days, default=None))


@pytest.fixture
def listed(app: Any, administrator: dict[str, Any]) -> dict[str, Any]:
    """An agency whose list got its first item on 10 January 2025 and was never reviewed; its administrator."""
    by(administrator["name"], "plan_import", agency="so-y-te", plan="2026", upload=workbook())
    model.Session.execute(sa.update(PlanItem).values(created="2025-01-10"))
    model.Session.commit()
    return administrator


def _review() -> dict[str, Any]:
    (agency,) = by("", "plan_figures")["agencies"]
    return agency["review"]


def test_everybody_reads_when_a_list_was_reviewed(listed: dict[str, Any]) -> None:
    """And how often it should be, with what says so; a confirmation today ends the delay, the second one of a day changes nothing."""
    late = {"begun": "2025-01-10", "days": [], "last": None, "due": DUE.isoformat(), "overdue_days": (today() - DUE).days}
    assert _review() == late
    clause = "chu kỳ của Chương dữ liệu mở (Điều 17–21), Nghị định số 47/2020/NĐ-CP, đã bị Nghị định số 194/2025/NĐ-CP bãi bỏ"
    assert by("", "plan_figures")["reviews"] == {"months": 6, "clause": clause}
    for _time in range(2):
        done = by(listed["name"], "plan_review_create", agency="so-y-te")
    assert done == _review()
    assert (done["days"], done["last"], done["overdue_days"]) == ([today().isoformat()], today().isoformat(), 0)


def test_neither_an_import_nor_a_change_is_a_review(listed: dict[str, Any]) -> None:
    """Who brings in a file has not said that the whole list was looked through."""
    by(listed["name"], "plan_import", agency="so-y-te", plan="2026", upload=workbook())
    item = by("", "plan_item_list")["items"][0]
    by(listed["name"], "plan_item_update", id=item["id"], title="Nhà thuốc GPP")
    assert _review()["days"] == []


def test_an_editor_confirms_no_review(listed: dict[str, Any], agency: dict[str, Any]) -> None:
    """Only the agency's administrators do (the whole matrix: tests/security/permissions)."""
    join(agency, "lan", "editor")
    with pytest.raises(tk.NotAuthorized):
        by("lan", "plan_review_create", agency="so-y-te")
    assert _review()["days"] == []


def test_without_an_item_there_is_nothing_to_review(with_request_context: None, administrator: dict[str, Any]) -> None:
    """The message says what to do first."""
    with pytest.raises(tk.ValidationError) as refused:
        by(administrator["name"], "plan_review_create", agency="so-y-te")
    assert list(refused.value.error_dict) == ["agency"]
    assert "nhập danh mục trước" in refused.value.error_dict["agency"][0]


def test_the_review_of_a_mistyped_agency_is_refused_as_such(with_request_context: None, agency: dict[str, Any]) -> None:
    """Not as one of a list without items."""
    with pytest.raises(tk.ObjectNotFound) as refused:
        by("quan-tri", "plan_review_create", agency="so-y-tee")
    assert refused.value.message == "Không có cơ quan nào mang tên này."


@pytest.mark.parametrize("statement", ["UPDATE binhduong_list_review SET day = '2020-01-01'", "DELETE FROM binhduong_list_review"])
def test_reviews_are_never_rewritten(listed: dict[str, Any], statement: str) -> None:
    """The database itself refuses."""
    by(listed["name"], "plan_review_create", agency="so-y-te")
    with pytest.raises(DBAPIError, match="never rewritten"):
        model.Session.execute(sa.text(statement))
    model.Session.rollback()


@pytest.mark.parametrize("months", [0, 121])
def test_a_wrong_period_is_named(monkeypatch: pytest.MonkeyPatch, with_plugins: None, months: int) -> None:
    """With what to write."""
    monkeypatch.setitem(tk.config, MONTHS, months)
    with pytest.raises(ValueError, match=r"review_months.*such as: 6"):
        reviewed(today())


def _page(app: Any, path: str = "/ke-hoach", **more: Any) -> BeautifulSoup:
    return BeautifulSoup(app.get(path, **more).body, "html.parser")


def test_the_plans_page_shows_it_and_its_administrator_confirms_there(app: Any, listed: dict[str, Any]) -> None:
    """Days overdue for everybody, a button for the administrator; afterwards the day."""
    section = _page(app).select_one("section:has(#plan-reviews)")
    assert section
    assert [each.get_text(" ", strip=True) for each in section.select("td")] == [
        "chưa rà soát",
        f"10/07/2025 Quá hạn {(today() - DUE).days:,} ngày".replace(",", "."),
    ]
    assert "ít nhất 6 tháng một lần" in section.get_text()
    head = {"Authorization": listed["token"]}
    assert _page(app, headers=head).select_one("#plan-reviews ~ div form button")
    answer = app.post("/ke-hoach/ra-soat", data={"agency": "so-y-te"}, headers=head, follow_redirects=False)
    assert (answer.status_code, answer.headers["Location"].split("/")[-1]) == (302, "ke-hoach?agency=so-y-te#plan-reviews")
    first = _page(app).select_one("section:has(#plan-reviews) td")
    assert first
    assert first.get_text(strip=True) == f"{today():%d/%m/%Y}"


def test_who_is_signed_in_costs_no_statement_an_agency(app: Any, listed: dict[str, Any], statements: list[Any]) -> None:
    """The page asks once which agencies the reader administers; the button is there for these alone."""
    head = {"Authorization": listed["token"]}

    def sent() -> int:
        statements.clear()
        page = _page(app, headers=head)
        assert [each["value"] for each in page.select("section:has(#plan-reviews) input[name=agency]")] == ["so-y-te"]
        return len(statements)

    sent()
    few = sent()
    for name in ("so-mot", "so-hai", "so-ba"):
        plan = Plan(organization_id=factories.Organization(name=name)["id"], name="2026", title="2026")
        model.Session.add(plan)
        model.Session.flush()
        items.create(plan, {"code": "A", "title": "Nhà thuốc", "due_first": today()}, "", today())
    model.Session.commit()
    assert sent() == few
    assert len(_page(app, headers=head).select("section:has(#plan-reviews) tbody tr")) == 4


def test_a_stranger_confirms_nothing_by_the_form(app: Any, listed: dict[str, Any]) -> None:
    """They are led to the sign-in."""
    answer = app.post("/ke-hoach/ra-soat", data={"agency": "so-y-te"}, follow_redirects=False)
    assert "/user/login" in answer.headers["Location"]
    assert _review()["days"] == []


def test_the_file_of_figures_has_it(app: Any, listed: dict[str, Any]) -> None:
    """A row an agency."""
    rows = list(csv.DictReader(io.StringIO(app.get("/ke-hoach/tre-han.csv").data.decode("utf-8-sig"))))
    assert [(row["Rà soát gần nhất"], row["Hạn rà soát tới"], row["Số ngày quá hạn rà soát"]) for row in rows] == [
        ("", "2025-07-10", str((today() - DUE).days))
    ]


def test_the_officers_page_has_the_list_to_be_reviewed(app: Any, listed: dict[str, Any], agency: dict[str, Any]) -> None:
    """Also when the day is over; not when the next day is far."""
    head = {"Authorization": listed["token"]}
    part = _page(app, "/co-quan", headers=head).select_one("#lists")
    assert part
    assert [each["href"] for each in part.select("a")] == ["/ke-hoach?agency=so-y-te#plan-reviews"]
    assert "Quá hạn" in part.get_text()
    add(agency["id"], today(), "quan-tri")
    model.Session.commit()
    assert _page(app, "/co-quan", headers=head).select_one("#lists") is None


def test_all_reviews_are_read_in_one_statement(listed: dict[str, Any], agency: dict[str, Any], statements: list[Any]) -> None:
    """However many agencies and reviews."""
    for day in (date(2025, 7, 1), date(2025, 12, 1)):
        add(agency["id"], day, "quan-tri")
    statements.clear()
    (found,) = reviewed(today())
    assert found.standing.days == (date(2025, 12, 1), date(2025, 7, 1))
    assert len([text for text, _parameters in statements if text.startswith("SELECT")]) == 1
    model.Session.rollback()
