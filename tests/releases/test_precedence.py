"""A release that a newer acceptance overtakes while its file is read is not published; an acceptance that comes later sees the table."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from ckan import model
from ckan.plugins import toolkit as tk

from ckanext.binhduong.core.connections import datastore_connection
from ckanext.binhduong.releases.datastore_writes import table_release
from ckanext.binhduong.releases.layers import registry
from ckanext.binhduong.releases.ledger import precedence
from ckanext.binhduong.releases.ledger.model import Release
from ckanext.binhduong.releases.maintenance import repair
from ckanext.binhduong.releases.publish import from_file, jobs, publication
from tests.releases.conftest import MORE_POINTS, POINTS, TABLE, act, add, as_anonymous, file, layers_of, run_jobs

pytestmark = pytest.mark.usefixtures("clean")

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
OTHER_POINTS = POINTS.replace("Bình An", "An Bình")
LINK = "https://du-lieu.example/nha-thuoc.csv"
OTHER_LINK = "https://du-lieu.example/ban-moi.csv"

ACCEPTANCES: dict[str, Callable[[str, str], Any]] = {
    "link": lambda dataset, resource: act("resource_patch", id=resource, url=OTHER_LINK, url_type="", clear_upload=True),
    "document": lambda dataset, resource: act("resource_patch", id=resource, upload=file(PDF, "bao-cao.pdf")),
    "second table": lambda dataset, resource: act("resource_patch", id=resource, upload=file(MORE_POINTS, "moi.csv")),
    "resource deleted": lambda dataset, resource: act("resource_delete", id=resource),
    "dataset deleted": lambda dataset, resource: act("package_delete", id=dataset),
    "dataset purged": lambda dataset, resource: act("dataset_purge", id=dataset),
}


def elsewhere(accept: Callable[[str, str], Any], dataset: str, resource: str) -> Callable[[], BaseException | None]:
    """Start an acceptance in a thread, which has a session of its own; gives a function that waits for its end and gives its error."""
    errors: list[BaseException] = []

    def work() -> None:
        try:
            accept(dataset, resource)
        except BaseException as error:
            errors.append(error)
        finally:
            model.Session.remove()

    thread = threading.Thread(target=work)
    thread.start()

    def wait() -> BaseException | None:
        thread.join(timeout=60)
        assert not thread.is_alive()
        return errors[0] if errors else None

    return wait


def between(monkeypatch: pytest.MonkeyPatch, target: Any, name: str, act_once: Callable[[], None]) -> None:
    """Have something happen once, right before a function of ours is called."""
    called, waiting = getattr(target, name), [act_once]

    def interrupted(*arguments: Any, **named: Any) -> Any:
        if waiting:
            waiting.pop()()
        return called(*arguments, **named)

    monkeypatch.setattr(target, name, interrupted)


def run_overtaken(monkeypatch: pytest.MonkeyPatch, accept: Callable[[str, str], Any], dataset: str, resource: str) -> Release | None:
    """Run the waiting job; the acceptance commits after the file is checked and before the table is put in place."""
    waiting = Release.waiting(resource_id=resource)[0].id
    model.Session.commit()
    errors: list[BaseException | None] = []
    between(monkeypatch, from_file, "publish_table", lambda: errors.append(elsewhere(accept, dataset, resource)()))
    jobs.run(waiting)
    model.Session.expire_all()
    assert errors == [None]
    return Release.get(waiting)


def tables() -> list[str]:
    """Name the DataStore's tables of resources, by PostgreSQL's own catalogue."""
    with datastore_connection.transaction() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname !~ '^_' ORDER BY 1"
        )
        return [row[0] for row in cursor.fetchall()]


@pytest.mark.slow("first", run=1)
@pytest.mark.parametrize("first", ["upload", "link"])
@pytest.mark.parametrize("what", list(ACCEPTANCES))
def test_before_a_first_table_an_overtaken_job_publishes_nothing(
    dataset: dict[str, Any], geo: Any, monkeypatch: pytest.MonkeyPatch, what: str, first: str
) -> None:
    """Whatever is accepted while the first file is read: no table, no layer, and the resource says what was accepted."""
    start = {"upload": file(POINTS, "nha-thuoc.csv")} if first == "upload" else {"url": LINK}
    resource = act("resource_create", package_id=dataset["id"], name="Nhà thuốc", **start)["id"]
    if first == "link":
        act("resource_patch", id=resource, upload=file(POINTS, "nha-thuoc.csv"))
    overtaken = run_overtaken(monkeypatch, ACCEPTANCES[what], dataset["id"], resource)
    assert tables() == layers_of(geo) == []
    state = {"dataset deleted": "failed", "dataset purged": None}.get(what, "superseded")
    assert (overtaken.state if overtaken else None) == state
    if what == "link":
        shown = act("resource_show", id=resource)
        assert (shown["url"], shown["url_type"], shown.get("datastore_active") or False) == (OTHER_LINK, "", False)
        assert shown["release_state"] == ""
    if what == "document":
        shown = act("resource_show", id=resource)
        assert (shown["format"], shown["url"].rpartition("/")[2]) == ("PDF", "bao-cao.pdf")
        assert Release.current(resource).number == 1
    if what == "second table":
        monkeypatch.undo()
        run_jobs()
        assert as_anonymous("datastore_search", resource_id=resource)["total"] == 4
        assert act("resource_show", id=resource)["release_number"] == 1
    monkeypatch.undo()
    assert repair.repair()["settled"] == 0


@pytest.mark.parametrize("what", ["second table", "resource deleted", "dataset deleted", "dataset purged"])
def test_after_a_first_table_an_overtaken_job_changes_nothing(dataset: dict[str, Any], monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    """The table of the release before stands until the accepted file's own job replaces it; a deletion stays one."""
    resource = add(dataset)["id"]
    act("resource_patch", id=resource, upload=file(OTHER_POINTS, "nha-thuoc.csv"))
    overtaken = run_overtaken(monkeypatch, ACCEPTANCES[what], dataset["id"], resource)
    placed = precedence.in_place(resource)
    if what == "dataset purged":
        assert (tables(), overtaken, placed) == ([], None, None)
        return
    assert placed
    assert placed.number == 1
    assert overtaken
    assert (overtaken.number, overtaken.canonical) == (None, None)
    assert overtaken.state == ("failed" if what == "dataset deleted" else "superseded")
    if what == "second table":
        monkeypatch.undo()
        run_jobs()
        assert act("resource_show", id=resource)["release_number"] == 2
        assert as_anonymous("datastore_search", resource_id=resource)["total"] == 4


@pytest.mark.parametrize("what", ["link", "document", "second table", "resource deleted", "dataset deleted"])
def test_an_acceptance_waits_for_the_table_and_sees_it(
    dataset: dict[str, Any], geo: Any, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    """An acceptance that begins while the first table is put in place ends after it: a link or document is refused, as for any table."""
    resource = act("resource_create", package_id=dataset["id"], name="Nhà thuốc", upload=file(POINTS, "nha-thuoc.csv"))["id"]
    waiting = Release.waiting(resource_id=resource)[0].id
    model.Session.commit()
    began: list[Callable[[], BaseException | None]] = []
    order: list[str] = []
    placed = publication.precedence.claim

    def claim(*arguments: Any) -> int:
        number = placed(*arguments)

        def accept(of_dataset: str, of_resource: str) -> None:
            ACCEPTANCES[what](of_dataset, of_resource)
            order.append("accepted")

        began.append(elsewhere(accept, dataset["id"], resource))
        _wait_for_a_waiter()
        order.append("placed")
        return number

    monkeypatch.setattr(publication.precedence, "claim", claim)
    # The ledger learns of the table only after the acceptance has ended.
    errors: list[BaseException | None] = []
    between(monkeypatch, from_file, "finish", lambda: errors.append(began[0]()))
    jobs.run(waiting)
    assert order[0] == "placed"
    if what.endswith("deleted"):
        assert (errors, layers_of(geo)) == ([None], [])
        return
    shown = act("resource_show", id=resource)
    if what in ("link", "document"):
        assert isinstance(errors[0], tk.ValidationError)
        assert (shown["release_number"], shown["url_type"], shown["rows"]) == (1, "upload", 3)
        return
    assert errors == [None]
    assert shown["release_number"] == 1
    monkeypatch.undo()
    run_jobs()
    assert act("resource_show", id=resource)["release_number"] == 2


def _wait_for_a_waiter() -> None:
    """Wait until somebody waits for a lock in CKAN's database."""
    statement = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    with model.meta.engine.connect() as connection:
        for _ in range(600):
            if connection.exec_driver_sql(statement).scalar():
                return
            connection.rollback()
            time.sleep(0.05)
    raise AssertionError("nobody waits for the dataset")


def test_a_release_of_a_tables_content_is_overtaken_as_well(dataset: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is accepted while the content of a written table is read: the content becomes no release, the file does."""
    resource = add(dataset)["id"]
    act("datastore_delete", resource_id=resource, force=True, filters={"ma": "NT-003"})
    act("release_create", id=resource)
    waiting = Release.waiting(resource_id=resource)[0].id
    model.Session.commit()
    accept = ACCEPTANCES["second table"]
    between(monkeypatch, table_release, "publication", lambda: elsewhere(accept, dataset["id"], resource)())
    jobs.run(waiting)
    model.Session.expire_all()
    overtaken = Release.get(waiting)
    assert overtaken
    assert overtaken.state == "superseded"
    monkeypatch.undo()
    run_jobs()
    assert act("resource_show", id=resource)["release_number"] == 2
    assert as_anonymous("datastore_search", resource_id=resource)["total"] == 4


def test_a_link_of_the_same_address_overtakes_nothing(dataset: dict[str, Any]) -> None:
    """Another title for a link whose first file waits: the file is published."""
    resource = act("resource_create", package_id=dataset["id"], name="Nhà thuốc", url=LINK)["id"]
    act("resource_patch", id=resource, upload=file(POINTS, "nha-thuoc.csv"))
    act("resource_patch", id=resource, name="Tên khác")
    run_jobs()
    assert act("resource_show", id=resource)["release_number"] == 1


def test_a_document_is_not_brought_back_over_a_table(dataset: dict[str, Any]) -> None:
    """A resource that publishes a table stays one, also by a roll-back."""
    resource = add(dataset, PDF, "bao-cao.pdf")["id"]
    act("resource_patch", id=resource, upload=file(TABLE, "bang.csv"))
    run_jobs()
    with pytest.raises(tk.ValidationError, match="publishes a table"):
        act("release_rollback", id=resource, number=1)
    model.Session.rollback()
    assert Release.current(resource).number == 2


def test_the_repair_ends_what_an_older_portal_published_over_a_document(dataset: dict[str, Any], geo: Any) -> None:
    """A table in place under the number of a document accepted later: it is removed once, and the next repair finds nothing to do."""
    resource = act("resource_create", package_id=dataset["id"], name="Nhà thuốc", upload=file(PDF, "bao-cao.pdf"))["id"]
    document = Release.current(resource)
    fields = {name: getattr(document, name) for name in ("package_id", "sha256", "size", "mimetype", "format")}
    table = Release(id="cu", resource_id=resource, kind="table", name="bang.csv", state="running", created=document.created, **fields)
    model.Session.add(table)
    model.Session.commit()
    with datastore_connection.transaction() as cursor:
        cursor.execute(f'CREATE TABLE "{resource}" (_id int)')
        cursor.execute("INSERT INTO portal.published (resource_id, release_id, number, rows) VALUES (%s, 'cu', 1, 0)", (resource,))
    assert repair.repair()["settled"] == 1
    assert repair.repair()["settled"] == 0
    assert tables() == []
    model.Session.expire_all()
    assert [release.state for release in (Release.get("cu"), Release.current(resource)) if release] == ["superseded", "published"]
    assert registry.has_layers(dataset["id"]) is False
