"""What is announced follows from what is committed and public, whatever wrote it."""

from __future__ import annotations

import time
from typing import Any

import pytest
import sqlalchemy as sa
from ckan import model

from ckanext.binhduong.webhooks.model import Event
from ckanext.binhduong.webhooks.outbox import announcing
from tests.releases.conftest import REQUIRED, act, add, replace, statements
from tests.webhooks.conftest import listen, look, states
from tests.webhooks.receiver import Receiver

__all__ = ["statements"]


def test_a_change_is_told_once(known: dict[str, Any], receiver: Receiver) -> None:
    """With where to read it, and nothing more however often is looked; in order, under rising numbers."""
    webhook = listen(receiver)
    act("package_patch", id=known["id"], notes="Mô tả mới")
    look()
    assert look() == "made 0 attempts"
    (message,) = receiver.got
    assert message.is_signed_by(webhook["secret"])
    assert message.headers["content-type"] == "application/json"
    changed = act("package_show", id=known["id"])
    said = message.said["data"]
    assert said["dataset"] == {
        "id": known["id"],
        "name": "nha-thuoc",
        "url": "http://test.ckan.net/dataset/nha-thuoc",
        "api_url": f"http://test.ckan.net/api/3/action/package_show?id={known['id']}",
    }
    assert (said["agency"]["name"], said["new"]) == ("so-y-te", False)
    assert said["modified"][:23] == changed["metadata_modified"][:23]
    assert states(webhook) == [("dataset.changed", "delivered")]


def test_a_release_is_told_when_it_is_published(known: dict[str, Any], receiver: Receiver) -> None:
    """A table, with its number, rows and checksum."""
    listen(receiver, events=["release.published"])
    resource = add(known)
    look()
    (message,) = receiver.got
    said = message.said["data"]
    assert (said["release"]["number"], said["release"]["rows"], said["resource"]["id"]) == (1, 3, resource["id"])
    assert said["release"]["sha256"] == act("release_show", id=resource["id"], number=1)["sha256"]


def test_the_next_release_is_told_too(known: dict[str, Any], receiver: Receiver) -> None:
    """Of a document, which has no rows; under a higher number in the order."""
    listen(receiver, events=["release.published"])
    resource = add(known, b"%PDF-1.4 mot", "quyet-dinh.pdf")
    look()
    replace(resource, b"%PDF-1.4 hai", "quyet-dinh.pdf")
    look()
    first, second = (message.said["data"] for message in receiver.got)
    assert (first["release"]["number"], second["release"]["number"], second["release"]["rows"]) == (1, 2, None)
    assert second["sequence"] > first["sequence"]


def test_a_refused_file_is_no_release(known: dict[str, Any], receiver: Receiver) -> None:
    """Its resource is hidden, and nobody hears of it."""
    listen(receiver, events=["release.published"])
    add(known, "ma,ten\nA1,2,3\n4,5\n6,7\n", "bang.csv")
    look()
    assert receiver.got == []


def test_what_is_not_public_is_never_told(agency: dict[str, Any], receiver: Receiver) -> None:
    """Private, draft, with files or without: no event, not even a row of one."""
    webhook = listen(receiver)
    hidden = act("package_create", name="rieng", owner_org=agency["id"], private=True, **REQUIRED)
    add(hidden, b"%PDF-1.4 mot", "quyet-dinh.pdf")
    act("package_create", name="nhap", owner_org=agency["id"], state="draft", **REQUIRED)
    act("package_patch", id=hidden["id"], notes="Đổi")
    act("package_delete", id=hidden["id"])
    look()
    assert (receiver.got, states(webhook)) == ([], [])
    assert model.Session.scalar(sa.select(sa.func.count()).select_from(Event)) == 0


def test_what_becomes_public_is_new_with_its_releases(agency: dict[str, Any], receiver: Receiver) -> None:
    """The dataset first, then its file; and again after it was hidden meanwhile."""
    listen(receiver)
    hidden = act("package_create", name="rieng", owner_org=agency["id"], private=True, **REQUIRED)
    add(hidden, b"%PDF-1.4 mot", "quyet-dinh.pdf")
    for private in (False, True, False):
        act("package_patch", id=hidden["id"], private=private)
        look()
    shown = ["dataset.changed", "release.published"]
    assert receiver.types == [*shown, "dataset.deleted", *shown]
    assert [message.said["data"].get("new") for message in receiver.got] == [True, None, None, True, None]


def test_a_dataset_that_is_hidden_or_deleted_is_told_by_its_id_alone(known: dict[str, Any], receiver: Receiver) -> None:
    """To those who could see it: its name and title may be what had to go."""
    listen(receiver, "/all")
    listen(receiver, "/one", dataset=known["id"])
    listen(receiver, "/others", agency=act("organization_create", name="so-khac", title="Sở khác")["id"])
    act("package_patch", id=known["id"], private=True)
    look()
    assert sorted(message.path for message in receiver.got) == ["/all", "/one"]
    said = receiver.got[0].said
    assert said["type"] == "dataset.deleted"
    assert said["data"] == {"sequence": said["data"]["sequence"], "dataset": {"id": known["id"]}, "agency": {"id": known["owner_org"]}}
    assert b"nha-thuoc" not in receiver.got[0].body


def test_a_change_that_no_code_announces_is_seen(known: dict[str, Any], receiver: Receiver) -> None:
    """A statement of an operator's: what is committed counts."""
    listen(receiver)
    model.Session.execute(sa.text("UPDATE package SET private = true WHERE id = :id"), {"id": known["id"]})
    model.Session.commit()
    look()
    assert receiver.types == ["dataset.deleted"]


def test_what_waits_is_withdrawn_when_its_dataset_is_hidden(known: dict[str, Any], receiver: Receiver) -> None:
    """Before it was sent, by whichever comes first; what was said of it is gone from the log, too."""
    webhook = listen(receiver)
    act("package_patch", id=known["id"], notes="Bí mật")
    announcing.announce()
    act("package_patch", id=known["id"], private=True)
    look()
    assert receiver.types == ["dataset.deleted"]
    assert states(webhook) == [("dataset.changed", "withdrawn"), ("dataset.deleted", "delivered")]
    found = act("webhook_delivery_list", id=webhook["id"], state="withdrawn")["deliveries"]
    assert [each["data"] for each in found] == [None]


def test_a_file_that_is_deleted_before_it_was_told_is_not_told(known: dict[str, Any], receiver: Receiver) -> None:
    """Its dataset stays."""
    webhook = listen(receiver, events=["release.published"])
    resource = add(known, b"%PDF-1.4 mot", "quyet-dinh.pdf")
    announcing.announce()
    act("resource_delete", id=resource["id"])
    look()
    assert (receiver.got, states(webhook)) == ([], [("release.published", "withdrawn")])


def test_a_rolled_back_change_is_not_told(known: dict[str, Any], receiver: Receiver) -> None:
    """Only what is committed."""
    listen(receiver)
    model.Session.execute(sa.text("UPDATE package SET metadata_modified = now() WHERE id = :id"), {"id": known["id"]})
    model.Session.rollback()
    assert announcing.announce() == 0


def test_without_listeners_nothing_is_written(known: dict[str, Any]) -> None:
    """And who comes later is not told what was."""
    act("package_patch", id=known["id"], notes="Mô tả mới")
    assert announcing.announce() == 0
    assert model.Session.scalar(sa.select(sa.func.count()).select_from(Event)) == 0


def test_a_dataset_comes_before_its_release_however_much_there_is(
    known: dict[str, Any], receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A look takes so many datasets and so many releases; the release of a dataset that is not announced yet waits for it."""
    monkeypatch.setattr(announcing, "_MOST", 1)
    listen(receiver)
    act("package_create", name="mot", owner_org=known["owner_org"], **REQUIRED)
    add(act("package_create", name="hai", owner_org=known["owner_org"], **REQUIRED), b"%PDF-1.4 mot", "quyet-dinh.pdf")
    for _ in range(3):
        look()
    found = [(message.said["type"], message.said["data"]["dataset"]["name"]) for message in receiver.got]
    assert found == [("dataset.changed", "mot"), ("dataset.changed", "hai"), ("release.published", "hai")]


def test_what_raised_no_version_is_seen_later(known: dict[str, Any], receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who commits may be killed before the version is raised: now and then is looked all the same."""
    listen(receiver)
    monkeypatch.setattr(announcing.commits, "version", lambda: 7)
    monkeypatch.setitem(announcing._seen, "version", None)
    announcing.announce()
    act("package_patch", id=known["id"], notes="Mô tả mới")
    assert announcing.announce() == 0
    monkeypatch.setattr(announcing, "_ANYWAY", 0.0)
    assert announcing.announce() == 1


def test_a_look_at_what_is_known_costs_five_statements(
    known: dict[str, Any], receiver: Receiver, statements: list[tuple[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its lock, who listens, what is gone, what changed, which releases are new; none at all while the catalogue's version is the same."""
    add(known)
    look()
    monkeypatch.setattr(announcing.commits, "version", lambda: 7)
    monkeypatch.setitem(announcing._seen, "version", None)
    statements.clear()
    assert (announcing.announce(), len(statements)) == (0, 5)
    assert (announcing.announce(), len(statements)) == (0, 5)


def test_the_newest_releases_are_found_in_an_index_alone(known: dict[str, Any], statements: list[tuple[str, Any]]) -> None:
    """However large what is kept of each release is."""
    announcing._released()
    ((statement, parameters),) = statements
    session = model.Session
    session.execute(sa.text("SET LOCAL enable_seqscan = off"))
    session.execute(sa.text("SET LOCAL enable_sort = off"))
    raw = session.connection().connection.cursor()
    raw.execute(f"EXPLAIN {statement}", parameters)
    plan = "\n".join(row[0] for row in raw.fetchall())
    session.rollback()
    assert "Index Only Scan using ix_binhduong_release_published" in plan


def test_what_is_never_public_makes_no_statement_longer(
    agency: dict[str, Any], receiver: Receiver, statements: list[tuple[str, Any]]
) -> None:
    """Its newest releases are never announced, so each look meets them: their ids stay in PostgreSQL."""
    hidden = act("package_create", name="rieng", owner_org=agency["id"], private=True, **REQUIRED)
    add(hidden, b"%PDF-1.4 mot", "quyet-dinh.pdf")
    statements.clear()
    announcing._released()
    before = list(statements)
    add(hidden, b"%PDF-1.4 hai", "to-trinh.pdf")
    statements.clear()
    assert (announcing._released(), statements) == ([], before)


@pytest.mark.parametrize(("took", "count"), [(0.4, 1), (0.6, 0)])
def test_a_look_that_takes_long_is_seldom(
    known: dict[str, Any], receiver: Receiver, monkeypatch: pytest.MonkeyPatch, took: float, count: int
) -> None:
    """Half a second is the border: the next one follows after twenty times as long."""
    listen(receiver)
    act("package_patch", id=known["id"], notes="Mô tả mới")
    monkeypatch.setattr(announcing, "_LONG", 0.5)
    monkeypatch.setitem(announcing._seen, "took", took)
    monkeypatch.setitem(announcing._seen, "looked", time.monotonic())
    assert announcing.announce() == count
