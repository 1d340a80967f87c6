"""A new index takes the old one's place only when it is whole, with what was changed meanwhile; until then nothing changes."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
import requests
import sqlalchemy as sa
from ckan import model
from ckan.lib import search
from ckan.plugins import toolkit as tk
from ckan.tests.helpers import call_action

from ckanext.binhduong.core.catalogue_version import commits
from ckanext.binhduong.search import solr_connection
from ckanext.binhduong.search.index import drift
from ckanext.binhduong.search.rebuild import catching_up, cores, locks, progress, rebuild, watch
from ckanext.binhduong.search.rebuild.cli import index as command
from ckanext.binhduong.search.rebuild.rebuild import Incomplete, Stopped, Unfinished
from tests.search.conftest import OFFICER, make_dataset

TITLES = {"mot": "Nhà thuốc", "hai": "Bệnh viện", "ba": "Quy hoạch"}


@pytest.fixture(scope="module")
def three(empty_catalogue: None) -> dict[str, str]:
    """Three datasets: name → id."""
    return {name: make_dataset(name, title)["id"] for name, title in TITLES.items()}


@pytest.fixture
def during(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, Callable[[], Any]], None]:
    """Have something done when a rebuild notes a phase for the first time."""

    def plan(phase: str, work: Callable[[], Any]) -> None:
        noted, left = progress.note, [work]

        def note(now: str, *args: Any, **named: Any) -> None:
            noted(now, *args, **named)
            if now == phase and left:
                left.pop()()

        monkeypatch.setattr(progress, "note", note)

    return plan


def found() -> dict[str, str]:
    """Name → title of all that a stranger finds."""
    return {each["name"]: each["title"] for each in call_action("package_search", q="*:*", rows=100)["results"]}


def has_spare() -> bool:
    """Whether a second core is there."""
    return cores.is_well(cores.spare())


def test_an_emptied_index_is_whole_again(three: dict[str, str]) -> None:
    """Every dataset is there, and the second core is gone."""
    search.clear_all()
    assert found() == {}
    done = rebuild.rebuild()
    assert (done.datasets, done.left_out) == (3, ())
    assert found() == TITLES
    assert not has_spare()
    assert {key: progress.last()[key] for key in ("phase", "done", "total")} == {"phase": "swapped", "done": 3, "total": 3}


def test_search_answers_from_the_old_index_until_the_swap(three: dict[str, str], during: Any) -> None:
    """While the second core is empty, and when it is filled."""
    seen = []
    during("building", lambda: seen.append(found()))
    during("comparing", lambda: seen.append(found()))
    rebuild.rebuild()
    assert seen == [TITLES, TITLES]


def test_what_is_changed_meanwhile_is_in_the_new_index(three: dict[str, str], during: Any, names: Any) -> None:
    """A dataset changed, one made, one deleted, one indexed again for its theme's new name, which changes nothing in its own row."""

    def change() -> None:
        call_action("package_patch", context={"user": OFFICER}, id="mot", title="Hiệu thuốc")
        make_dataset("bon", "Trường học")
        call_action("package_delete", context={"user": OFFICER}, id="hai")
        call_action("group_patch", context={"user": OFFICER}, id="y-te", title="Sức khỏe")
        search.rebuild(three["ba"])

    during("comparing", change)
    rebuild.rebuild()
    assert found() == {"mot": "Hiệu thuốc", "ba": "Quy hoạch", "bon": "Trường học"}
    assert "ba" in names(q="suc khoe")
    call_action("package_delete", context={"user": OFFICER}, id="bon")
    call_action("package_patch", context={"user": OFFICER}, id="mot", title=TITLES["mot"])
    call_action("package_patch", context={"user": OFFICER}, id="hai", state="active")


def test_a_change_that_commits_late_is_waited_for(three: dict[str, str], during: Any) -> None:
    """CKAN indexes before it commits: the swap waits for whoever has changed a dataset and has not committed."""
    begun, engine = threading.Event(), model.meta.engine

    def write() -> None:
        with engine.begin() as connection:
            connection.execute(sa.text("UPDATE package SET title = 'Muộn', metadata_modified = now() WHERE name = 'ba'"))
            begun.set()
            time.sleep(0.8)

    writer = threading.Thread(target=write)
    during("comparing", lambda: (writer.start(), begun.wait(10)))
    rebuild.rebuild()
    writer.join()
    assert found()["ba"] == "Muộn"
    call_action("package_patch", context={"user": OFFICER}, id="ba", title=TITLES["ba"])


def test_a_change_that_begins_at_the_swap_goes_to_the_new_index(three: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """It waits until the new index answers."""
    swap, engine = cores.swap, model.meta.engine
    order: list[str] = []

    def write() -> None:
        with engine.begin() as connection:
            connection.execute(sa.text("UPDATE package SET title = title WHERE name = 'ba'"))
            order.append("written")

    writer = threading.Thread(target=write)

    def slow_swap() -> None:
        writer.start()
        time.sleep(0.3)
        swap()
        order.append("swapped")

    monkeypatch.setattr(cores, "swap", slow_swap)
    rebuild.rebuild()
    writer.join()
    assert order == ["swapped", "written"]


def test_it_can_be_stopped_and_begun_again(three: dict[str, str], during: Any) -> None:
    """Stopped, the index is as it was; a wish to stop ends with the rebuild it was meant for."""
    during("building", progress.stop)
    with pytest.raises(Stopped):
        rebuild.rebuild()
    assert (found(), has_spare(), progress.last()["phase"]) == (TITLES, False, "stopped")
    assert rebuild.rebuild().datasets == 3


def test_it_can_be_stopped_while_it_catches_up(three: dict[str, str], during: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the first round, and not after five of them."""
    rounds: list[int] = []
    monkeypatch.setattr(rebuild, "differing", lambda _begun: rounds.append(1) or list(three.values()) * 4)
    during("comparing", progress.stop)
    with pytest.raises(Stopped):
        rebuild.rebuild()
    assert len(rounds) == 1


def test_two_do_not_run_at_once(three: dict[str, str], cli: Any, during: Any) -> None:
    """The second says that another runs, and does nothing."""
    results = []
    during("building", lambda: results.append(cli.invoke(command, ["rebuild"])))
    assert rebuild.rebuild().datasets == 3
    assert results[0].exit_code == 1
    assert "Another rebuild runs" in results[0].stderr


def test_what_a_killed_rebuild_left_is_in_nobodys_way(three: dict[str, str]) -> None:
    """Its half-filled core is removed by the next."""
    cores.create_spare()
    catching_up.index_all([three["mot"]])
    assert rebuild.rebuild().datasets == 3
    assert (found(), has_spare()) == (TITLES, False)


def test_the_command_says_how_it_is(three: dict[str, str], cli: Any) -> None:
    """Both counts, whether one runs, and the last one's end."""
    lines = cli.invoke(command, ["status"]).stdout.splitlines()
    assert lines[:2] == ["datasets 3, indexed 3", "no rebuild runs"]
    assert lines[2].endswith(" swapped 3/3")


def test_whether_one_runs_is_asked_without_its_lock(three: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """One that begins at that moment must get it."""
    with locks.alone():
        assert rebuild.is_running()
    monkeypatch.setattr(locks, "alone", None)
    assert not rebuild.is_running()


@pytest.mark.parametrize(
    ("setting", "dead", "words", "said"),
    [
        ("solr_url", "http://127.0.0.1:1/solr/ckan", ["status"], "Solr does not answer."),
        ("ckan.redis.url", "redis://127.0.0.1:1/0", ["status"], "Redis does not answer."),
        ("ckan.redis.url", "redis://127.0.0.1:1/0", ["stop"], "Redis does not answer."),
        ("ckan.redis.url", "redis://127.0.0.1:1/0", ["rebuild", "--in-background"], "Redis does not answer."),
    ],
)
def test_the_command_says_what_does_not_answer(
    three: dict[str, str], cli: Any, monkeypatch: pytest.MonkeyPatch, setting: str, dead: str, words: list[str], said: str
) -> None:
    """Without a stack trace."""
    monkeypatch.setitem(tk.config, setting, dead)
    # CKAN keeps its connection and its queues.
    monkeypatch.setattr("ckan.lib.redis._connection_pool", None)
    monkeypatch.setattr("ckan.lib.jobs._queues", {})
    result = cli.invoke(command, words)
    solr_connection.BREAKER.succeeded()
    assert (result.exit_code, said in result.stderr) == (1, True)


@pytest.fixture
def announced(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was found at each moment when kept answers were renewed."""
    seen: list[str] = []
    monkeypatch.setattr(commits, "announce", lambda: seen.append(solr_connection._core.get()))
    return seen


def test_what_fails_once_after_the_swap_is_tried_again(three: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """The old core is there until it is done."""
    stock, tries = rebuild.late_changes, []

    def late(since: Any) -> list[str]:
        tries.append(has_spare())
        if len(tries) == 1:
            raise cores.CoreError("busy")
        return stock(since)

    monkeypatch.setattr(rebuild, "late_changes", late)
    monkeypatch.setattr(rebuild, "_PAUSE", 0.0)
    assert rebuild.rebuild().datasets == 3
    assert (tries, has_spare()) == ([True, True], False)


@pytest.mark.parametrize(
    ("where", "error"),
    [("late_changes", cores.CoreError("away")), ("late_changes", KeyboardInterrupt()), ("swap", requests.ConnectionError("lost"))],
    ids=["solr", "ctrl-c", "answer-lost"],
)
def test_after_the_swap_it_says_that_the_new_index_answers(
    three: dict[str, str], cli: Any, monkeypatch: pytest.MonkeyPatch, announced: list[str], where: str, error: BaseException
) -> None:
    """Kept answers are renewed, and the old core stays for the next rebuild."""
    swap = cores.swap

    def fail(*_args: Any) -> None:
        if where == "swap":
            swap()
        announced.clear()
        raise error

    search.clear_all()
    with monkeypatch.context() as patch:
        patch.setattr(rebuild, "_PAUSE", 0.0)
        patch.setattr(*((cores, "swap") if where == "swap" else (rebuild, "late_changes")), fail)
        result = cli.invoke(command, ["rebuild"])
    assert (result.exit_code, "The new index answers" in result.stderr) == (1, True)
    assert (found(), has_spare(), announced, progress.last()["phase"]) == (TITLES, True, [""], "unfinished")
    cores.remove_spare()


def test_an_unfinished_one_is_done_again_by_the_worker(three: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """As one that found another running: in a minute, under one id."""
    queued: dict[str, str] = {}
    monkeypatch.setattr(watch.queueing, "enqueue_at", lambda moment, name, *, job_id: queued.setdefault(job_id, name))
    with locks.alone():
        assert watch.run() == {}
    assert list(queued.values()) == ["search.rebuild"]
    queued.clear()

    def fail(**_named: Any) -> None:
        raise Unfinished("Solr is away")

    monkeypatch.setattr(rebuild, "rebuild", fail)
    assert watch.run() == {}
    assert list(queued.values()) == ["search.rebuild"]


@pytest.fixture
def broken(three: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> str:
    """A dataset that cannot be indexed; its id."""
    stock = catching_up.logic.index_update_package

    def index(context: Any, package_id: str, *args: Any) -> None:
        if package_id == three["hai"]:
            raise ValueError("no")
        stock(context, package_id, *args)

    monkeypatch.setattr(catching_up.logic, "index_update_package", index)
    return three["hai"]


def test_an_index_that_lacks_a_dataset_is_not_taken(broken: str) -> None:
    """The counts differ: search goes on with the index it had, which has the dataset."""
    with pytest.raises(Incomplete, match=broken):
        rebuild.rebuild()
    assert found() == TITLES
    assert not has_spare()
    assert progress.last()["phase"] == "failed"


def test_by_force_it_is_taken_and_what_it_lacks_is_named(cli: Any, broken: str) -> None:
    """What cannot be indexed must not keep an upgrade from its index."""
    result = cli.invoke(command, ["rebuild", "--force"])
    assert (result.exit_code, result.stdout.splitlines()[0].split(",")[0]) == (0, "2 datasets")
    assert result.stdout.splitlines()[1].startswith(f"  {broken}: không lập chỉ mục được")
    assert found().keys() == TITLES.keys() - {"hai"}


def test_what_it_lacks_is_no_longer_expected_until_it_is_changed(broken: str) -> None:
    """The notice would stand for good; the drift check names the dataset, which is the alarm."""
    rebuild.rebuild(tolerant=True)
    assert watch.counts() == (2, 2)
    assert drift.compare(repair=False)["index-missing"].left == (broken,)
    model.Session.execute(sa.text("UPDATE package SET metadata_modified = metadata_modified + interval '1 day' WHERE name = 'hai'"))
    model.Session.commit()
    assert watch.counts() == (3, 2)
