"""A new index takes the old one's place only when it is whole, with what was changed meanwhile; until then nothing changes."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from ckan import model
from ckan.lib import search
from ckan.tests.helpers import call_action

from ckanext.binhduong.search.rebuild import catching_up, cores, progress, rebuild
from ckanext.binhduong.search.rebuild.cli import index as command
from ckanext.binhduong.search.rebuild.rebuild import Incomplete, Stopped
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
    return cores.is_well()


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
    catching_up.index_all([three["mot"]], cores.spare())
    assert rebuild.rebuild().datasets == 3
    assert (found(), has_spare()) == (TITLES, False)


def test_the_command_says_how_it_is(three: dict[str, str], cli: Any) -> None:
    """Both counts, whether one runs, and the last one's end."""
    lines = cli.invoke(command, ["status"]).stdout.splitlines()
    assert lines[:2] == ["datasets 3, indexed 3", "no rebuild runs"]
    assert lines[2].endswith(" swapped 3/3")


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
