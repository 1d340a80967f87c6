"""The pages of ``/de-nghi``: plain forms that work without a script, the register as a page, CSV and feed, the officer's pages."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import feedparser
import pytest
import sqlalchemy as sa
from bs4 import BeautifulSoup
from ckan import model
from ckan.tests import factories

from ckanext.binhduong.core.clock import today, utcnow
from ckanext.binhduong.workflow.data_requests import keeping
from ckanext.binhduong.workflow.data_requests.model import DataRequest
from tests.releases.conftest import ADMIN, REQUIRED, act, statements
from tests.workflow.people import by, join

__all__ = ["statements"]

ASKED = {"title": "Danh sách nhà thuốc năm 2027", "description": "Ở Dĩ An\nvà Thuận An", "contact": "lan@example.com", "agency": "so-y-te"}
GROUND = "Khoản 1 Điều 6 Luật Tiếp cận thông tin"


@pytest.fixture(scope="module")
def memory() -> dict[str, Any]:
    """The tokens of this module's people, once they are there."""
    return {}


@pytest.fixture
def tokens(app: Any, memory: dict[str, Any], request: pytest.FixtureRequest) -> dict[str, str]:
    """An agency, made once, with Lan, its editor, a public dataset "Nhà thuốc" and a private one of the same title; Tu has no role."""
    if not memory:
        agency = request.getfixturevalue("agency")
        join(agency, "lan", "editor")
        factories.User(name="tu")
        join(act("organization_create", name="so-khoa-hoc-va-cong-nghe", title="Sở Khoa học và Công nghệ"), "dat", "data_office")
        for name in ("nha-thuoc", "rieng"):
            act("package_create", name=name, owner_org="so-y-te", private=name == "rieng", **{**REQUIRED, "title": f"Nhà thuốc {name}"})
        memory |= {user: factories.APIToken(user=user)["token"] for user in ("lan", "tu", "dat", ADMIN)}
    model.Session.execute(sa.text("TRUNCATE binhduong_data_request, binhduong_data_request_event, binhduong_plan CASCADE"))
    model.Session.commit()
    return memory


@pytest.fixture
def page(app: Any, tokens: dict[str, str]) -> Callable[..., BeautifulSoup]:
    """Open a page, or send a form, as a stranger or in a user's name; where it leads is in ``#to``, a cookie in ``#cookie``."""

    def call(path: str, form: Any = None, status: int = 200, user: str = "") -> BeautifulSoup:
        headers = {"Authorization": tokens[user]} if user else {}
        send = app.get if form is None else app.post
        answer = send(path, headers=headers, follow_redirects=False, **({} if form is None else {"data": form}))
        assert answer.status_code == status
        more = f"<i id=to>{answer.headers.get('Location', '')}</i><i id=cookie>{answer.headers.get('Set-Cookie', '')}</i>"
        return BeautifulSoup(answer.body + more, "html.parser")

    return call


def _ask(**more: Any) -> int:
    return by("", "data_request_create", **{**ASKED, **more})["id"]


def _accepted(**more: Any) -> int:
    number = _ask(**more)
    by("lan", "data_request_review", id=number, accept=True)
    return number


def _text(found: BeautifulSoup, selector: str = "main") -> str:
    part = found.select_one(selector)
    assert part, selector
    return " ".join(part.get_text(" ").split())


def test_a_stranger_asks_without_a_script(page: Any) -> None:
    """First what there is already: public datasets, the plan, requests of others; then the number, by which it is followed."""
    act("plan_item_create", agency="so-y-te", plan="2026", code="YT-1", title="Nhà thuốc GPP", due="2027-12-31")
    other = _accepted(title="Giờ mở cửa nhà thuốc")
    form = page("/de-nghi").select_one("form#ask")
    fields = form.select("input:not([type=hidden]), select, textarea")
    assert [field["name"] for field in fields] == ["title", "agency", "description", "contact", "website"]
    found = page("/de-nghi", {**ASKED, "do": "look"})
    assert [link["href"] for link in found.select("#similar a")][::2] == ["/dataset/nha-thuoc", f"/de-nghi/{other}"]
    assert "Nhà thuốc GPP Sở Y tế · hạn 31/12/2027" in _text(found, "#similar")
    assert found.select_one("[name=contact]")["value"] == ASKED["contact"]
    assert model.Session.scalar(sa.select(sa.func.count()).select_from(DataRequest)) == 1
    sent = page("/de-nghi", {**ASKED, "do": "send"}, 302)
    number = other + 1
    assert _text(sent, "#to").endswith(f"/de-nghi/{number}?sent=1")
    receipt = page(f"/de-nghi/{number}?sent=1")
    assert [_text(each, "#cookie") for each in (found, sent, receipt)] == ["", "", ""]
    shown = _text(receipt)
    assert f"Hãy giữ số {number}" in shown
    assert "Chờ tiếp nhận" in shown
    assert "nhà thuốc" not in shown


def test_nothing_alike_is_said(page: Any) -> None:
    """And the request can be sent."""
    found = page("/de-nghi", {"title": "Thủy lợi nội đồng", "do": "look"})
    assert _text(found, "#similar-title") == "Chưa có gì giống như vậy"
    assert found.select_one("button[value=send]")


@pytest.mark.parametrize("do", ["look", "send"])
def test_a_bad_text_comes_back_with_its_field(page: Any, do: str) -> None:
    """What was typed stays, and the field leads to the words."""
    found = page("/de-nghi", {**ASKED, "title": "chợ", "do": do}, 400)
    field = found.select_one("#ask-title")
    assert (field["value"], field["aria-describedby"]) == ("chợ", "title-problem")
    assert "ít nhất 8 ký tự" in _text(found, "#title-problem")


def test_who_fills_in_the_trap_is_refused_with_the_remedy(page: Any) -> None:
    """Nothing is kept; a person whom a browser helped too much reads what to do."""
    found = page("/de-nghi", {**ASKED, "website": "http://example.com", "do": "send"}, 400)
    assert "chỉ chương trình tự động" in _text(found, "#website-problem")
    assert model.Session.scalar(sa.select(sa.func.count()).select_from(DataRequest)) == 0


def test_texts_of_others_are_no_markup(page: Any) -> None:
    """In the register and on the page."""
    number = _accepted(title="<script>alert(1)</script>", description="<img src=x onerror=alert(1)>")
    for path in ("/de-nghi", f"/de-nghi/{number}"):
        assert not page(path).select("main script, main img")


def test_the_register_shows_state_clock_and_answer(page: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Overdue with its days and the clause; a refusal with its ground; in both languages."""
    with monkeypatch.context() as then:
        then.setattr(keeping, "utcnow", lambda: utcnow() - timedelta(days=40))
        late = _accepted()
    refused = _accepted(title="Bệnh án điện tử")
    by("lan", "data_request_answer", id=refused, answer="refused", ground=GROUND, reply="Xem thêm Điều 7.")
    found = page("/de-nghi")
    days = (today() - by("", "data_request_show", id=late)["clock"]["late"] * timedelta(days=1)).isoformat()
    assert by("", "data_request_show", id=late)["due"] == days
    rows = [_text(row, "div") for row in found.select("#requests > li")]
    assert rows[0].startswith("Không mở Bệnh án điện tử")
    assert f"Căn cứ pháp lý: {GROUND}" in rows[0]
    assert rows[1].startswith("Chờ trả lời Quá hạn")
    assert "Điều 30 Luật Tiếp cận thông tin số 104/2016/QH13" in _text(found)
    assert "50 % trả lời đúng hạn" in _text(found, ".bd-figures")
    assert [_text(row, "h3") for row in page("/de-nghi?state=overdue").select("#requests > li")] == [ASKED["title"]]
    assert "Xem thêm Điều 7." in _text(page(f"/de-nghi/{refused}"))
    assert "Legal ground:" in _text(page("/en/de-nghi"))


def test_a_wrong_address_is_no_error_of_ours(page: Any) -> None:
    """An unknown state is 400, a number that there is not 404."""
    for path in ("/de-nghi?state=x", "/de-nghi.csv?state=x", "/de-nghi.atom?state=received"):
        page(path, status=400)
    for path in ("/de-nghi/1234567", "/de-nghi/99999999999999999999", "/de-nghi/x"):
        page(path, status=404)


def test_the_csv_runs_nothing(page: Any, app: Any) -> None:
    """A row a request that was accepted; what a spreadsheet would run is a text."""
    _ask(title="Chưa ai đọc đề nghị này")
    _accepted(title="=HYPERLINK(1) giá đất", description="@SUM(1)")
    (row,) = csv.DictReader(io.StringIO(app.get("/de-nghi.csv").data.decode("utf-8-sig")))
    assert [row[name] for name in ("Dữ liệu đề nghị", "Mô tả", "Cơ quan", "Tình trạng", "Ngày gửi")] == [
        "'=HYPERLINK(1) giá đất", "'@SUM(1)", "Sở Y tế", "Chờ trả lời", today().isoformat(),
    ]  # fmt: skip
    assert "lan@example.com" not in str(row)


def test_the_feed_is_read_by_feedparser(page: Any, app: Any) -> None:
    """An entry an accepted request, with its state."""
    _ask(title="Chưa ai đọc đề nghị này")
    number = _accepted()
    feed = feedparser.parse(app.get("/de-nghi.atom").data)
    assert (feed.bozo, [(entry.title, entry.link[-len(str(number)) - 9 :]) for entry in feed.entries]) == (
        False,
        [(ASKED["title"], f"/de-nghi/{number}")],
    )
    assert feed.entries[0].summary.startswith("Chờ trả lời, hạn trả lời ")


def test_an_officer_reviews_and_answers(page: Any) -> None:
    """From the list to the public, each step by its button; the contact is on this page alone."""
    number = _ask()
    (row,) = page("/de-nghi/xu-ly", user="lan").select("#requests > li")
    path = row.select_one("a")["href"]
    assert path == f"/de-nghi/xu-ly/{number}"
    assert ASKED["contact"] in _text(page(path, user="lan"))
    page(path, {"do": "accept", "title": "Danh sách nhà thuốc", "description": ASKED["description"]}, 302, "lan")
    assert "Cơ quan đã bỏ một phần nội dung" in _text(page(f"/de-nghi/{number}"))
    refused = page(path, {"do": "answer", "answer": "refused", "ground": "", "reply": "Không."}, 409, "lan")
    assert refused.select_one("#handle-ground")["aria-describedby"] == "ground-problem"
    assert refused.select_one("#handle-reply").get_text() == "Không."
    assert refused.select_one("[name=answer][checked]")["value"] == "refused"
    address = "http://test.ckan.net/dataset/nha-thuoc"
    page(path, {"do": "answer", "answer": "published", "dataset": address, "reply": "Mời xem."}, 302, "lan")
    shown = page(f"/de-nghi/{number}")
    assert "/dataset/nha-thuoc" in [link.get("href") for link in shown.select("main a")]
    assert ASKED["contact"] not in str(shown)
    steps = [step.get_text().split(",")[0] for step in shown.select("main ol > li")][-3:]
    assert steps == ["Gửi đề nghị", "Đã tiếp nhận", "Đã trả lời: Đã công bố"]
    assert page("/de-nghi/xu-ly?state=answered", user="lan").select("#requests > li")


def test_an_officer_rejects(page: Any) -> None:
    """Its page says why and nothing else."""
    number = _ask(title="Mua hàng giá rẻ tại đây")
    page(f"/de-nghi/xu-ly/{number}", {"do": "reject", "rejection": "abuse"}, 302, "lan")
    shown = _text(page(f"/de-nghi/{number}"))
    assert "xúc phạm hoặc quảng cáo" in shown
    assert "giá rẻ" not in shown


def test_the_data_office_names_the_agency(page: Any) -> None:
    """It reads all and has that form alone; the editor of the agency has the others."""
    number = _ask(agency="")
    page(f"/de-nghi/xu-ly/{number}", status=403, user="lan")
    found = page(f"/de-nghi/xu-ly/{number}", user="dat")
    assert ASKED["contact"] in _text(found)
    assert _buttons(found) == ["assign"]
    assert _buttons(page(f"/de-nghi/xu-ly/{number}", user=ADMIN)) == ["assign", "accept", "reject"]
    page(f"/de-nghi/xu-ly/{number}", {"do": "accept", "title": "Danh sách"}, 403, "dat")
    page(f"/de-nghi/xu-ly/{number}", {"do": "assign", "agency": "so-y-te"}, 302, "dat")
    assert _buttons(page(f"/de-nghi/xu-ly/{number}", user="lan")) == ["accept", "reject"]


def _buttons(page: BeautifulSoup) -> list[str]:
    return [str(each["value"]) for each in page.select("main button[name=do]")]


@pytest.mark.parametrize("path", ["/de-nghi/xu-ly", "/de-nghi/xu-ly/{}"])
def test_strangers_sign_in_first(page: Any, path: str) -> None:
    """Also before a form is looked at; who has no role in the agency is refused, and sees no text."""
    path = path.format(_ask())
    assert "/user/login" in _text(page(path, status=302), "#to")
    if path[-1].isdigit():
        page(path, {"do": "accept"}, 302)
        assert "nhà thuốc" not in _text(page(path, status=403, user="tu"), "body")
        page(path, {"do": "accept", "title": "x" * 9}, 403, "tu")
        page(path, {"do": "x"}, 400, "lan")


def test_a_page_of_the_register_costs_few_statements(page: Any, statements: list[Any]) -> None:
    """At most eight, with three hundred requests."""
    for number in range(300):
        model.Session.add(DataRequest(title=f"Dữ liệu {number}", due=today(), state="accepted"))
    model.Session.commit()
    page("/de-nghi")
    statements.clear()
    assert len(page("/de-nghi").select("#requests > li")) == 50
    assert 1 <= len(statements) <= 8, [text for text, _ in statements]
    assert _text(page("/de-nghi?page=6"), ".bd-pages").endswith("Trang 6 trên 6")
