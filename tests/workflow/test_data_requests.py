"""Requests for data by the API: who reads what, who answers, and what the clock counts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk

from ckanext.binhduong.core.clock import today, utcnow
from ckanext.binhduong.workflow.data_requests import keeping
from ckanext.binhduong.workflow.data_requests.contacts import delete_contacts
from ckanext.binhduong.workflow.data_requests.model import DataRequest, DataRequestEvent
from tests.releases.conftest import ADMIN, REQUIRED, act, statements
from tests.workflow.people import by, join

__all__ = ["statements"]

ASKED = {"title": "Tiếng ồn theo giờ", "description": "Các trạm đo ở Dĩ An, 2025", "contact": "lan@example.com"}
GROUND = "Khoản 1 Điều 6 Luật Tiếp cận thông tin"
HIDDEN = ("title", "description", "contact", "agency", "reply", "ground")


@pytest.fixture(scope="module")
def memory() -> dict[str, Any]:
    """Whether the agencies and people of this module are there."""
    return {}


@pytest.fixture
def people(with_plugins: None, memory: dict[str, Any], request: pytest.FixtureRequest) -> None:
    """Two agencies, made once: Lan is the editor of the first, Tu only a member; Ba is the editor of the other. No requests, no plan.

    Dat is of the province's data office, Ky has its role in an agency that is not the office.

    The dataset ``tieng-on`` is public, ``rieng`` is private.
    """
    if memory:
        tables = "binhduong_data_request, binhduong_data_request_event, binhduong_plan, binhduong_plan_item, binhduong_plan_change"
        model.Session.execute(sa.text(f"TRUNCATE {tables}"))
        model.Session.commit()
        return
    agency = request.getfixturevalue("agency")
    for name, role in ("lan", "editor"), ("tu", "member"):
        join(agency, name, role)
    join(act("organization_create", name="so-tai-chinh", title="Sở Tài chính"), "ba", "editor")
    join(act("organization_create", name="so-khoa-hoc-va-cong-nghe", title="Sở Khoa học và Công nghệ"), "dat", "data_office")
    join(agency, "ky", "data_office")
    for name in ("tieng-on", "rieng"):
        act("package_create", name=name, owner_org="so-y-te", private=name == "rieng", **REQUIRED)
    memory["made"] = True


@pytest.fixture
def taken_away() -> Iterator[Callable[[], None]]:
    """Make the public dataset private; it is public again after the test."""
    yield lambda: act("package_patch", id="tieng-on", private=True)
    act("package_patch", id="tieng-on", private=False)


def ask(**more: Any) -> dict[str, Any]:
    """A stranger's request to the agency."""
    return by("", "data_request_create", **{**ASKED, "agency": "so-y-te", **more})


def accepted(**more: Any) -> int:
    """The number of a request that Lan accepted."""
    made = ask(**more)
    by("lan", "data_request_review", id=made["id"], accept=True)
    return made["id"]


def item(**more: Any) -> dict[str, Any]:
    """An item of the agency's plan."""
    fields = {"code": "YT-9", "title": "Tiếng ồn", "due": (today() + timedelta(days=60)).isoformat(), **more}
    return act("plan_item_create", agency="so-y-te", plan="2026", **fields)


def test_nobody_reads_a_request_before_it_is_accepted(people: None) -> None:
    """A stranger gets its number, its state and its days; the register has it when Lan has accepted it, without the contact."""
    made = ask()
    seen = by("", "data_request_show", id=made["id"])
    assert (seen["state"], [name for name in HIDDEN if name in seen]) == ("received", [])
    listed = by("", "data_request_list")
    assert (listed["count"], listed["figures"]["unread"], listed["requests"]) == (0, 1, [])
    by("lan", "data_request_review", id=made["id"], accept=True)
    (shown,) = by("", "data_request_list")["requests"]
    assert (shown["title"], shown["agency"]["name"], shown["edited"], "contact" in shown) == (ASKED["title"], "so-y-te", False, False)
    assert by("lan", "data_request_show", id=made["id"])["contact"] == ASKED["contact"]
    for user in ("", "ba", "tu"):
        assert "contact" not in by(user, "data_request_show", id=made["id"])


def test_what_is_left_out_is_gone(people: None) -> None:
    """The text as the agency accepted it is all that is kept, and the page says that something was left out."""
    made = ask(description="Của ông Nguyễn Văn A, 0901 234 567")
    by("lan", "data_request_review", id=made["id"], accept=True, description="Các trạm đo")
    seen = by("", "data_request_show", id=made["id"])
    assert (seen["description"], seen["edited"]) == ("Các trạm đo", True)


def test_what_is_no_request_stays_hidden_and_is_counted(people: None) -> None:
    """Its number says why; it can still be accepted, and then waits since it was sent."""
    number = ask()["id"]
    assert refused("lan", "data_request_review", id=number, accept=False) == ["rejection"]
    by("lan", "data_request_review", id=number, accept=False, rejection="abuse")
    seen = by("", "data_request_show", id=number)
    assert (seen["state"], seen["rejection"], "title" in seen) == ("rejected", "abuse", False)
    assert by("", "data_request_list")["figures"]["rejected"] == 1
    by("lan", "data_request_review", id=number, accept=True)
    again = by("", "data_request_show", id=number)
    assert (again["state"], again["closed"], again["received"]) == ("accepted", None, seen["received"])


def test_others_neither_review_nor_answer_nor_assign(people: None) -> None:
    """Strangers, members and the editors of other agencies; the data office only names the agency."""
    number = ask()["id"]
    calls: dict[str, dict[str, Any]] = {
        "data_request_review": {"accept": True},
        "data_request_answer": {"answer": "refused", "ground": GROUND},
        "data_request_assign": {"agency": "so-tai-chinh"},
    }
    for user in ("", "ba", "tu", "ky"):
        for action, more in calls.items():
            with pytest.raises(tk.NotAuthorized):
                by(user, action, id=number, **more)
    for action in "data_request_review", "data_request_answer":
        with pytest.raises(tk.NotAuthorized):
            by("dat", action, id=number, **calls[action])


def test_a_request_without_an_agency_is_the_data_offices(people: None) -> None:
    """It sees what is sent to whichever agency, with the contact, and names who answers; nobody else sees what has none."""
    made, other = ask(agency=""), ask(title="Cây xanh đô thị")
    assert [by(user, "data_request_queue")["count"] for user in ("dat", "lan", "ba", "ky")] == [2, 1, 0, 0]
    read = by("dat", "data_request_show", id=made["id"])
    assert (read["title"], read["contact"]) == (ASKED["title"], ASKED["contact"])
    assert "contact" not in by("ky", "data_request_show", id=other["id"])
    named = by("dat", "data_request_assign", id=made["id"], agency="so-tai-chinh")
    assert (named["agency"]["name"], named["due"]) == ("so-tai-chinh", made["due"])
    assert [by(user, "data_request_queue")["count"] for user in ("dat", "lan", "ba", "ky")] == [2, 1, 1, 0]


def test_a_system_administrator_does_all_of_it(people: None) -> None:
    """Sees it, accepts it, names the agency, and its last day stays."""
    made = ask(agency="")
    assert by("lan", "data_request_queue")["count"] == 0
    assert [each["id"] for each in by(ADMIN, "data_request_queue")["requests"]] == [made["id"]]
    by(ADMIN, "data_request_review", id=made["id"], accept=True)
    with pytest.raises(tk.ValidationError):
        by(ADMIN, "data_request_answer", id=made["id"], answer="refused", ground=GROUND)
    by(ADMIN, "data_request_assign", id=made["id"], agency="so-tai-chinh")
    assert by("ba", "data_request_queue", state="accepted")["count"] == 1
    assert by("lan", "data_request_queue", state="accepted")["count"] == 0
    seen = by("", "data_request_show", id=made["id"])
    assert (seen["agency"]["title"], seen["due"]) == ("Sở Tài chính", made["due"])
    assert [(step["act"], step["detail"]) for step in seen["history"]] == [("received", ""), ("accepted", ""), ("assigned", "Sở Tài chính")]


def test_it_is_on_the_list_until_its_dataset_is_public(people: None, taken_away: Callable[[], None]) -> None:
    """An answer with an item of a plan goes where the item goes: due, then published, then not opened."""
    number, promised = accepted(), item()
    by("lan", "data_request_answer", id=number, answer="listed", plan_item=f"/ke-hoach/muc/{promised['id']}")
    seen = by("", "data_request_show", id=number)
    assert (seen["state"], seen["plan_item"]["due"], seen["dataset"]) == ("listed", promised["due_now"], None)
    act("plan_item_update", id=promised["id"], dataset="tieng-on")
    seen = by("", "data_request_show", id=number)
    assert (seen["state"], seen["dataset"]["name"]) == ("published", "tieng-on")
    taken_away()
    assert by("", "data_request_show", id=number)["dataset"] is None
    act("plan_item_update", id=promised["id"], decision="refused", refusal_ground=GROUND, reason="Luật mới")
    seen = by("", "data_request_show", id=number)
    assert (seen["state"], seen["ground"]) == ("refused", GROUND)


def test_what_was_published_and_is_taken_away_is_said(people: None, taken_away: Callable[[], None]) -> None:
    """An answer with a dataset that is private now stands as lost, and does not name it."""
    number = accepted()
    by("lan", "data_request_answer", id=number, answer="published", dataset="tieng-on")
    assert by("", "data_request_show", id=number)["state"] == "published"
    taken_away()
    seen = by("", "data_request_show", id=number)
    assert (seen["state"], seen["dataset"]) == ("lost", None)
    assert by("", "data_request_list", state="lost")["count"] == 1


def refused(user: str, action: str, **data: Any) -> list[str]:
    """The fields that a call is refused for."""
    with pytest.raises(tk.ValidationError) as caught:
        by(user, action, **data)
    return list(caught.value.error_dict)


def test_an_answer_has_what_belongs_to_it(people: None) -> None:
    """A refusal its ground, the others something that everybody can open; the error names the field."""
    number = accepted()
    for answer, more, field in (
        ("refused", {}, "ground"),
        ("refused", {"ground": "  "}, "ground"),
        ("listed", {}, "plan_item"),
        ("listed", {"plan_item": "khong-co"}, "plan_item"),
        ("published", {}, "dataset"),
        ("published", {"dataset": "rieng"}, "dataset"),
        ("maybe", {}, "answer"),
    ):
        assert refused("lan", "data_request_answer", id=number, answer=answer, **more) == [field]


def test_an_item_that_is_not_opened_is_no_promise(people: None) -> None:
    """Who points at a refused item has to refuse."""
    number, promised = accepted(), item(decision="refused", refusal_ground=GROUND)
    with pytest.raises(tk.ValidationError):
        by("lan", "data_request_answer", id=number, answer="listed", plan_item=promised["id"])


def test_an_answer_waits_for_the_review(people: None) -> None:
    """Otherwise a text that nobody has read would become public."""
    number = ask()["id"]
    with pytest.raises(tk.ValidationError):
        by("lan", "data_request_answer", id=number, answer="refused", ground=GROUND)


def test_the_clock_counts_the_first_answer_from_the_day_of_the_sending(people: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Unread ones count, too; a second answer moves nothing."""
    with monkeypatch.context() as then:
        then.setattr(keeping, "utcnow", lambda: utcnow() - timedelta(days=40))
        late, early = accepted(), accepted(title="Danh sách chợ")
        ask(title="Điểm ngập nước")
    by("lan", "data_request_answer", id=early, answer="refused", ground=GROUND)
    closed = by("", "data_request_show", id=early)["closed"]
    found = by("", "data_request_list")
    expected = {"requests": 2, "open": 1, "overdue": 1, "answered": 1, "on_time": 0, "share_on_time": 0.0, "unread": 1, "unread_overdue": 1}
    assert {name: found["figures"][name] for name in expected} == expected
    assert [each["id"] for each in by("", "data_request_list", state="overdue")["requests"]] == [late]
    by("lan", "data_request_answer", id=early, answer="listed", plan_item=item()["id"])
    seen = by("", "data_request_show", id=early)
    assert (seen["closed"], seen["state"], seen["ground"]) == (closed, "listed", "")


def test_the_database_keeps_the_days(people: None) -> None:
    """Whoever writes past the actions."""
    ask()
    for change in {"received": utcnow()}, {"due": today()}:
        with pytest.raises(sa.exc.InternalError, match="never change"):
            model.Session.execute(sa.update(DataRequest).values(change))
        model.Session.rollback()


def test_the_database_keeps_the_steps(people: None) -> None:
    """They are only added to; a request with them does not go away either."""
    ask()
    refused = {
        "never rewritten": sa.update(DataRequestEvent).values(act="answered"),
        "never deleted": sa.delete(DataRequestEvent),
        "request are never deleted": sa.delete(DataRequest),
    }
    for words, statement in refused.items():
        with pytest.raises(sa.exc.InternalError, match=words):
            model.Session.execute(statement)
        model.Session.rollback()


def test_a_form_sent_twice_is_one_request(people: None) -> None:
    """The same words with another contact are another one; and once it was read, asking again is a new one."""
    first = ask()["id"]
    assert ask()["id"] == first
    assert ask(contact="nam@example.com")["id"] != first
    by("lan", "data_request_review", id=first, accept=True)
    assert ask()["id"] != first


def test_bad_texts_are_refused_by_name(people: None) -> None:
    """Too short, too long, no words, no such agency."""
    for field, text in (
        *(("title", text) for text in ("", "chợ", "12345678", "x" * 201)),
        *(("description", "x" * 3001), ("contact", "x" * 201), ("agency", "khong-co")),
    ):
        assert refused("", "data_request_create", **{**ASKED, field: text}) == [field]


def test_texts_are_kept_composed_and_without_control_characters(people: None) -> None:
    """The longest ones are taken."""
    made = ask(title="  Tiê\u0301ng ồn\x07 theo giờ ", description="a\r\nb" + "x" * 2996)
    seen = by("lan", "data_request_show", id=made["id"])
    assert (seen["title"], seen["description"][:3], len(seen["description"])) == ("Tiếng ồn theo giờ", "a\nb", 2999)


def test_a_number_that_is_none_is_not_found(people: None) -> None:
    """Whatever stands in its place."""
    for number in ("", "0", "-1", "x", "1.5", "９", "99999999999999999999", "1; DROP TABLE"):
        with pytest.raises(tk.ObjectNotFound):
            by("", "data_request_show", id=number)


def test_contacts_are_deleted_after_the_answer(people: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """On the day after the period, of what was closed; what waits keeps its contact."""
    answered, waiting = accepted(), accepted(title="Danh sách chợ")
    by("lan", "data_request_answer", id=answered, answer="refused", ground=GROUND)

    def contacts() -> list[str]:
        model.Session.expire_all()
        return [by("lan", "data_request_show", id=number)["contact"] for number in (answered, waiting)]

    for days, left in ((29, ASKED["contact"]), (31, "")):
        moment = utcnow() + timedelta(days=days)
        monkeypatch.setattr("ckanext.binhduong.workflow.data_requests.contacts.utcnow", partial(datetime.fromisoformat, moment.isoformat()))
        delete_contacts()
        assert contacts() == [left, ASKED["contact"]]


def test_the_register_is_asked_by_agency_and_words(people: None) -> None:
    """Marks do not matter; a state that there is not is refused."""
    accepted()
    accepted(title="Danh sách chợ")
    for asked, count in ({"agency": "so-y-te"}, 2), ({"agency": "so-tai-chinh"}, 0), ({"q": "danh sach cho"}, 1), ({"limit": 1}, 2):
        assert by("", "data_request_list", **asked)["count"] == count
    assert len(by("", "data_request_list", limit=1, offset=1)["requests"]) == 1
    with pytest.raises(tk.ValidationError):
        by("", "data_request_list", state="received")


def test_a_long_register_costs_no_more_statements(people: None, statements: list[Any]) -> None:
    """Two: the requests with what they were answered with, and the counts of those that nobody reads."""
    received = utcnow()
    for number in range(300):
        model.Session.add(DataRequest(title=f"Dữ liệu {number}", due=today(), received=received, state="accepted"))
    model.Session.commit()
    statements.clear()
    assert by("", "data_request_list")["count"] == 300
    assert len([text for text, _ in statements if "binhduong_data_request" in text]) == 2


def test_a_user_is_named_to_nobody(people: None) -> None:
    """Steps are public, who did them is in the table and the audit log."""
    number = accepted()
    lan = model.User.get("lan")
    assert lan
    assert lan.id in model.Session.scalars(sa.select(DataRequestEvent.author)).all()
    assert "lan" not in str(by("", "data_request_show", id=number)["history"])
    assert by("tu", "data_request_queue", state="accepted")["count"] == 0
