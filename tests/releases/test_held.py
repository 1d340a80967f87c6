"""A change that breaks programs waits for an explicit yes; until then nothing changes."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from ckan import model
from ckan.plugins import toolkit as tk
from ckan.tests import factories
from click.testing import CliRunner

from ckanext.binhduong.comparisons import jobs as comparisons
from ckanext.binhduong.releases.cli import releases as commands
from ckanext.binhduong.releases.ledger.model import Release
from ckanext.binhduong.releases.maintenance.repair import repair
from ckanext.binhduong.releases.publish import jobs
from tests.releases.conftest import TABLE, act, add, as_anonymous, file, replace, rows, run_jobs

pytestmark = pytest.mark.usefixtures("clean")

WITHOUT_NAME = "ma,so_luong\nA1,12\nA2,7\n"
TWO_TABLES = f"{TABLE},,\nma,truong,lop\nB1,THCS A,12\n"
OTHER_TYPE = "ma,ten,so_luong\nA1,Bệnh viện,12.5\nA2,Trạm y tế,7.25\n"


@pytest.fixture
def held(dataset: dict[str, Any]) -> dict[str, Any]:
    """A table whose next file lacks a column."""
    return replace(add(dataset, TABLE), WITHOUT_NAME)


@pytest.mark.parametrize("breaking", [WITHOUT_NAME, OTHER_TYPE])
def test_a_breaking_file_waits_and_changes_nothing(dataset: dict[str, Any], breaking: str) -> None:
    """A column that is gone, a column of another type: readers keep rows, download and number; the state says why."""
    first = add(dataset, TABLE)
    held = replace(first, breaking)
    assert (held["release_state"], held["release_number"], held["hash"]) == ("held", 1, first["hash"])
    assert rows(held)[0]["ten"] == "Bệnh viện"
    assert as_anonymous("release_status", id=held["id"])["state"] == "held"
    assert [each["number"] for each in as_anonymous("release_list", id=held["id"])] == [1]
    jobs.run(Release.latest(held["id"]).id)  # type: ignore[union-attr]
    assert repair()["queued"] == 0
    assert act("resource_show", id=held["id"])["release_state"] == "held"


def test_a_yes_publishes_it_and_flags_it(held: dict[str, Any]) -> None:
    """After the yes it is release 2, told as breaking in the ledger; another yes is refused."""
    assert act("release_confirm", id=held["id"])["state"] == "pending"
    run_jobs()
    after = act("resource_show", id=held["id"])
    assert (after["release_state"], after["release_number"]) == ("published", 2)
    assert list(rows(after)[0]) == ["_id", "ma", "so_luong"]
    comparisons.run()
    shown = as_anonymous("release_show", id=held["id"], number=2)
    assert (shown["confirmed"], shown["summary"]["breaking"]) == (True, True)
    with pytest.raises(tk.ValidationError):
        act("release_confirm", id=held["id"])


def test_a_newer_file_takes_its_place(held: dict[str, Any]) -> None:
    """A corrected file is published without a question; the one that waited is asked about no more."""
    after = replace(held, f"{TABLE}A3,Phòng khám,1\n")
    assert (after["release_state"], after["release_number"], after["rows"]) == ("published", 2, 3)
    states = [each["state"] for each in act("release_list", id=held["id"])]
    assert states == ["published", "superseded", "published"]
    with pytest.raises(tk.ValidationError):
        act("release_confirm", id=held["id"])


def test_sending_the_published_file_again_says_no(held: dict[str, Any]) -> None:
    """The file that readers have, uploaded once more, withdraws the one that waits."""
    act("resource_patch", id=held["id"], upload=file(TABLE, "nha-thuoc.csv"))
    assert act("resource_show", id=held["id"])["release_state"] == "published"
    assert [each["state"] for each in act("release_list", id=held["id"])] == ["superseded", "published"]


def test_rolling_back_to_other_columns_waits_as_well(held: dict[str, Any]) -> None:
    """Bringing back a release without a column breaks programs as an upload does."""
    act("release_confirm", id=held["id"])
    run_jobs()
    act("release_rollback", id=held["id"], number=1)
    run_jobs()
    assert act("resource_show", id=held["id"])["release_number"] == 3
    act("release_rollback", id=held["id"], number=2)
    run_jobs()
    assert act("resource_show", id=held["id"])["release_state"] == "held"


def test_only_the_agency_says_yes(held: dict[str, Any]) -> None:
    """A stranger and the public may not."""
    stranger = factories.User()
    for user in ("", stranger["name"]):
        with pytest.raises(tk.NotAuthorized):
            tk.get_action("release_confirm")({"user": user, "ignore_auth": False, "model": model}, {"id": held["id"]})


def test_the_command_line_says_yes(held: dict[str, Any]) -> None:
    """`confirm` queues it; without anything to confirm it fails."""
    assert CliRunner().invoke(commands, ["confirm", held["id"]]).output == "pending nha-thuoc.csv\n"
    run_jobs()
    assert act("resource_show", id=held["id"])["release_number"] == 2
    assert CliRunner().invoke(commands, ["confirm", held["id"]]).exit_code == 1


def test_the_page_has_a_button_for_it(held: dict[str, Any], editor: dict[str, Any], app: Any) -> None:
    """An editor finds the question and the button on the resource's page; the public sees neither."""
    address = f"/dataset/nha-thuoc/resource/{held['id']}"
    token = factories.APIToken(user=editor["name"])["token"]
    shown = BeautifulSoup(app.get(address, headers={"Authorization": token}).data, "html.parser")
    assert shown.select_one("#release")["data-release-state"] == "held"  # type: ignore[index]
    assert shown.select_one(f"form[action='{address}/releases/confirm'] button").text == "Xác nhận và công bố"  # type: ignore[union-attr]
    assert BeautifulSoup(app.get(address).data, "html.parser").select_one("#release") is None
    response = app.post(f"{address}/releases/confirm", headers={"Authorization": token}, follow_redirects=False)
    assert response.status_code == 302
    assert act("release_status", id=held["id"])["state"] == "pending"


def test_one_table_of_several_is_not_published_unseen(dataset: dict[str, Any]) -> None:
    """A file that brings another table below waits, and the rows that readers have stay; after the yes the first table is published."""
    waiting = replace(add(dataset, TABLE), TWO_TABLES.replace("A2,Trạm y tế,7", "A2,Trạm y tế,8"))
    assert (waiting["release_state"], waiting["release_number"]) == ("held", 1)
    assert [row["so_luong"] for row in rows(waiting)] == [12, 7]
    act("release_confirm", id=waiting["id"])
    run_jobs()
    after = act("resource_show", id=waiting["id"])
    assert (after["release_state"], after["release_number"]) == ("published", 2)
    assert [row["so_luong"] for row in rows(after)] == [12, 8]


def test_a_first_file_of_several_tables_waits_too(dataset: dict[str, Any], editor: dict[str, Any], app: Any) -> None:
    """Nobody has seen it either; the resource's page says why it waits, and the table that is then chosen is published unasked."""
    waiting = add(dataset, TWO_TABLES)
    assert (waiting["release_state"], waiting["release_number"]) == ("held", "")
    token = factories.APIToken(user=editor["name"])["token"]
    shown = BeautifulSoup(app.get(f"/dataset/nha-thuoc/resource/{waiting['id']}", headers={"Authorization": token}).data, "html.parser")
    assert "Trang tính có nhiều bảng" in shown.select_one("#release .bd-note-bad").text  # type: ignore[union-attr]
    assert "thiếu một cột" not in shown.select_one("#release .bd-note-bad").text  # type: ignore[union-attr]
    after = replace(waiting, TWO_TABLES, read_as='{"table": "ma | truong | lop"}')
    assert (after["release_state"], after["release_number"]) == ("published", 1)
    assert [row["truong"] for row in rows(after)] == ["THCS A"]
