"""Before a promised day the agency's administrators get one mail for each period, by a real relay, and the officer's page shows it."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from bs4 import BeautifulSoup
from ckan import model
from ckan.lib import mailer
from ckan.plugins import toolkit as tk
from ckan.tests import factories

from ckanext.binhduong.core.clock import today
from ckanext.binhduong.workflow.list_reviews.listing import add as add_review
from ckanext.binhduong.workflow.plan.lateness import Promise
from ckanext.binhduong.workflow.reminders import sending, upcoming
from ckanext.binhduong.workflow.reminders.model import PlanReminder
from ckanext.binhduong.workflow.reminders.periods import next_day, period_of, read_periods
from tests.releases.conftest import ADMIN, act, statements
from tests.workflow.people import by, join
from tests.workflow.relay import Relay

__all__ = ["statements"]

DAY = date(2026, 3, 2)


@pytest.mark.parametrize(("left", "period"), [(31, None), (30, 30), (12, 30), (7, 7), (2, 7), (1, 1), (0, 1)], ids=lambda value: str(value))
def test_the_shortest_period_that_has_begun_counts(left: int, period: int | None) -> None:
    """A night that was missed is made up for, and what is entered late is reminded of once."""
    assert period_of(DAY + timedelta(days=left), DAY, [30, 7, 1]) == period


@pytest.mark.parametrize(
    ("first", "now", "more", "day"),
    [
        (5, 5, {}, 5),
        (5, 60, {}, 5),
        (-5, 60, {}, 60),
        (-5, -5, {}, None),
        (5, 5, {"reached": DAY}, None),
        (5, 5, {"reached": DAY, "lost": DAY}, 5),
        (5, 5, {"refused": DAY}, None),
    ],
    ids=["as promised", "moved", "first day over", "both over", "here", "lost again", "refused"],
)
def test_the_day_that_lateness_is_counted_from_comes_first(first: int, now: int, more: dict[str, date], day: int | None) -> None:
    """A moved day does not put it off; what is here or refused has none."""
    ahead = {each: DAY + timedelta(days=each) for each in (first, now)}
    found = next_day(Promise(ahead[first], ahead[now], **more), DAY)
    assert found == (None if day is None else DAY + timedelta(days=day))


@pytest.mark.parametrize("text", ["7 x", "-1", "400", "1.5"])
def test_a_wrong_setting_is_named(text: str) -> None:
    """With what to write."""
    with pytest.raises(ValueError, match=r"remind_days.*30 7 1"):
        read_periods(text.split())


@pytest.fixture
def relay(monkeypatch: pytest.MonkeyPatch) -> Iterator[Relay]:
    """A relay that the portal sends by."""
    made = Relay()
    monkeypatch.setitem(tk.config, "smtp.server", made.address)
    monkeypatch.setitem(tk.config, "smtp.mail_from", "cong@binhduong.example")
    yield made
    made.close()


@pytest.fixture
def queued(with_request_context: None, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The people for whom a mail was queued, as often as it was."""
    found: list[str] = []

    def enqueue(name: str, arguments: dict[str, Any], **more: Any) -> None:
        assert (name, more["retry"].max) == ("workflow.remind", 6)
        found.append(arguments["user_id"])

    monkeypatch.setattr(sending.queueing, "enqueue", enqueue)
    return found


@pytest.fixture
def promised(app: Any, agency: dict[str, Any]) -> dict[str, Any]:
    """An item due in twenty days; Minh administers the agency, Lan edits, Duyen approves, Hoa's account is deleted."""
    # CKAN made the one who made the agency an administrator of it.
    act("organization_member_delete", id=agency["id"], username=ADMIN)
    for name, role in (("minh", "admin"), ("lan", "editor"), ("duyen", "approver"), ("hoa", "admin")):
        join(agency, name, role)
    act("user_delete", id="hoa")
    return _item("YT-01", 20)


def _item(code: str, days: int) -> dict[str, Any]:
    due = (today() + timedelta(days=days)).isoformat()
    return by("minh", "plan_item_create", agency="so-y-te", plan="2026", code=code, title="Nhà thuốc đạt chuẩn", due=due)


def _on(monkeypatch: pytest.MonkeyPatch, days: int) -> None:
    later = today() + timedelta(days=days)
    monkeypatch.setattr(sending, "today", lambda: later)


def _id(name: str) -> str:
    return act("user_show", id=name)["id"]


def _send(queued: list[str]) -> None:
    """Run the jobs that were queued."""
    while queued:
        sending.remind(queued.pop())


def test_an_administrator_is_reminded_once(promised: dict[str, Any], relay: Relay, queued: list[str]) -> None:
    """In Vietnamese, with day, item and address; nobody else is, and running everything again sends nothing."""
    for _night in range(2):
        sending.note_reminders()
        _send(queued)
    sending.remind(_id("minh"))
    (mail,) = relay.mails()
    text = mail.get_content()
    assert model.User.get("minh").email in mail["To"]
    assert mail["Subject"] == "1 mục của kế hoạch công bố sắp đến hạn"
    assert f"{today() + timedelta(days=20):%d/%m/%Y} (còn 20 ngày): YT-01 Nhà thuốc đạt chuẩn – Sở Y tế" in text
    assert f"{tk.config['ckan.site_url']}/ke-hoach/muc/{promised['id']}" in text


def test_each_period_has_its_mail(promised: dict[str, Any], relay: Relay, queued: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Night after night: at twenty days (the period of thirty), seven and one."""
    for days in range(21):
        _on(monkeypatch, days)
        sending.note_reminders()
        _send(queued)
    sent = [row.ahead for row in model.Session.scalars(sa.select(PlanReminder).order_by(PlanReminder.ahead.desc()))]
    assert (sent, len(relay.mails())) == ([30, 7, 1], 3)
    assert len({mail["Message-ID"] for mail in relay.mails()}) == 3


def test_items_of_one_person_are_in_one_mail(promised: dict[str, Any], relay: Relay, queued: list[str]) -> None:
    """The first due first."""
    _item("YT-02", 3)
    sending.note_reminders()
    _send(queued)
    (mail,) = relay.mails()
    assert mail["Subject"] == "2 mục của kế hoạch công bố sắp đến hạn"
    text = mail.get_content()
    assert text.index("YT-02") < text.index("YT-01")


def test_a_relay_that_is_away_is_tried_again(promised: dict[str, Any], relay: Relay, queued: list[str]) -> None:
    """The job fails, the reminder stays unsent; the next attempt sends it once."""
    sending.note_reminders()
    tk.config["smtp.server"] = "127.0.0.1:1"
    with pytest.raises(mailer.MailerException):
        sending.remind(_id("minh"))
    tk.config["smtp.server"] = relay.address
    _send(queued)
    sending.remind(_id("minh"))
    assert len(relay.mails()) == 1


def test_two_jobs_at_once_send_one_mail(app: Any, promised: dict[str, Any], relay: Relay, queued: list[str]) -> None:
    """The second waits for the rows that the first holds, and finds them sent."""
    sending.note_reminders()
    relay.server.seconds = 0.3
    user = _id("minh")
    model.Session.remove()

    def run(_number: int) -> None:
        with app.flask_app.app_context():
            try:
                sending.remind(user)
            finally:
                model.Session.remove()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(run, range(2)))
    assert len(relay.mails()) == 1


@pytest.mark.parametrize("change", ["refused", "no administrator"])
def test_what_no_longer_holds_is_not_sent(promised: dict[str, Any], relay: Relay, queued: list[str], change: str) -> None:
    """Between the morning and the mail the data were refused, or the person left the agency."""
    sending.note_reminders()
    if change == "refused":
        by("minh", "plan_item_update", id=promised["id"], decision="refused", refusal_ground="Điều 6", reason="Mật")
    else:
        act("organization_member_create", id="so-y-te", username="minh", role="editor")
    _send(queued)
    assert relay.mails() == []


def test_a_review_of_the_list_is_brought_to_mind_as_well(
    promised: dict[str, Any], relay: Relay, queued: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once, with the day and the place; a review that is confirmed before the mail goes out ends it."""
    (review,) = upcoming.upcoming_reviews(today(), today() + timedelta(days=365))
    _on(monkeypatch, (review.day - today()).days - 10)
    for _night in range(2):
        sending.note_reminders()
        _send(queued)
    (mail,) = relay.mails()
    assert mail["Subject"] == "Sắp đến hạn rà soát danh mục dữ liệu mở"
    assert f"{review.day:%d/%m/%Y} (còn 10 ngày): Sở Y tế" in mail.get_content()
    assert "/ke-hoach?agency=so-y-te#plan-reviews" in mail.get_content()
    _on(monkeypatch, (review.day - today()).days - 1)
    sending.note_reminders()
    add_review(promised["agency"]["id"], sending.today(), "minh")
    model.Session.commit()
    _send(queued)
    assert len(relay.mails()) == 1


def test_nobody_is_reminded_when_no_period_is_set(promised: dict[str, Any], queued: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """The setting is empty."""
    monkeypatch.setitem(tk.config, "ckanext.binhduong.plans.remind_days", [])
    assert (sending.note_reminders(), queued) == ("nobody is reminded", [])


def test_the_officers_page_shows_what_is_due(app: Any, promised: dict[str, Any]) -> None:
    """To who works on the agency's data: day and days left; what is due later is not there."""
    _item("YT-09", 90)
    head = {"Authorization": factories.APIToken(user="lan")["token"]}
    part = BeautifulSoup(app.get("/co-quan", headers=head).body, "html.parser").select_one("#promises")
    assert part
    assert [each.get_text() for each in part.select("a")] == ["YT-01 Nhà thuốc đạt chuẩn"]
    assert "còn 20 ngày" in part.get_text()


def test_what_is_upcoming_is_read_in_one_statement(promised: dict[str, Any], statements: list[Any]) -> None:
    """However many items and agencies."""
    _item("YT-02", 10)
    statements.clear()
    assert len(upcoming.upcoming(today(), today() + timedelta(days=30))) == 2
    assert len([each for each, _parameters in statements if each.startswith("SELECT")]) == 1
