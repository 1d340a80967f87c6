"""Publication plans by the API: reading is open, writing is the agency's administrators'; first days and past changes stay."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk
from ckan.tests.helpers import call_action
from freezegun import freeze_time

from ckanext.binhduong.workflow.plan.first_public import FirstPublic
from ckanext.binhduong.workflow.plan.measure import measure_all, today
from ckanext.binhduong.workflow.plan.model import PlanItem
from tests.releases.conftest import TABLE, act, add
from tests.workflow.conftest import HEAD, ROWS, workbook

pytestmark = pytest.mark.usefixtures("with_request_context")


def _import(user: dict[str, Any], upload: Any, **more: Any) -> dict[str, Any]:
    context = {"user": user["name"], "ignore_auth": False}
    return tk.get_action("plan_import")(context, {"agency": "so-y-te", "plan": "2026", "upload": upload, **more})


def _items(**asked: Any) -> list[dict[str, Any]]:
    return call_action("plan_item_list", {"ignore_auth": False, "user": ""}, **asked)["items"]


def _update(user: dict[str, Any], **data: Any) -> dict[str, Any]:
    return tk.get_action("plan_item_update")({"user": user["name"], "ignore_auth": False}, data)


def test_an_agency_imports_the_workbook_it_has(administrator: dict[str, Any]) -> None:
    """Below a heading and a blank row; every stranger can read the result."""
    done = _import(administrator, workbook())
    assert (done["ok"], done["added"], done["problems"]) == (True, ["YT-01", "YT-02"], [])
    first = _items()[0]
    assert (first["code"], first["title"], first["due_first"], first["minimum_level"]) == ("YT-01", "Nhà thuốc", "2026-01-15", 1)
    assert (first["frequency"], first["agency"]["name"], first["lateness"]["state"]) == ("MONTHLY", "so-y-te", "late")


def test_a_dry_run_changes_nothing(administrator: dict[str, Any]) -> None:
    """It says what would happen."""
    assert _import(administrator, workbook(), dry_run=True)["added"] == ["YT-01", "YT-02"]
    assert _items() == []


def test_the_same_list_again_changes_nothing(administrator: dict[str, Any]) -> None:
    """And an item that the file leaves out stays."""
    _import(administrator, workbook())
    done = _import(administrator, workbook(ROWS[:1]))
    assert (done["unchanged"], done["changed"], done["absent"]) == (["YT-01"], [], ["YT-02"])
    assert len(_items()) == 2


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        (("YT-03", "", "", "", 1, "", "15/01/2027", ""), "title", "Dòng 4"),
        (("YT-03", "Bác sĩ", "", "", 9, "", "15/01/2027", ""), "minimum_level", "1, 2, 3, 4"),
        (("YT-03", "Bác sĩ", "", "", 1, "", "quý IV", ""), "due", "31/12/2026"),
        (("YT-03", "Bác sĩ", "", "", 1, "", "15/01/2027", "khong-co"), "dataset", "để trống"),
    ],
)
def test_one_wrong_row_stops_the_whole_list(administrator: dict[str, Any], row: tuple[Any, ...], column: str, words: str) -> None:
    """The row and the column are named in both languages, and nothing is kept."""
    done = _import(administrator, workbook([row, *ROWS]))
    assert (done["ok"], [problem["column"] for problem in done["problems"]]) == (False, [column])
    assert words in done["problems"][0]["message"]["vi"]
    assert done["problems"][0]["row"] == 4
    assert _items() == []


def test_a_sheet_without_a_needed_column_is_told_which(administrator: dict[str, Any]) -> None:
    """The column is named as the agency should call it."""
    done = _import(administrator, workbook([row[:6] for row in ROWS], HEAD[:6]))
    assert [problem["message"]["en"] for problem in done["problems"]] == [
        "The sheet has no column “Thời hạn công bố”; add it or rename the column that holds it."
    ]


def test_a_code_that_stands_twice_is_refused(administrator: dict[str, Any]) -> None:
    """The row where it stands first is named."""
    done = _import(administrator, workbook([ROWS[0], ROWS[0]]))
    assert [(problem["row"], problem["code"]) for problem in done["problems"]] == [(5, "repeated")]


def test_a_file_that_is_no_table_is_refused_with_the_readers_own_words(administrator: dict[str, Any]) -> None:
    """As an upload of data is."""
    from io import BytesIO

    from werkzeug.datastructures import FileStorage

    done = _import(administrator, FileStorage(BytesIO(b"%PDF-1.4"), "danh-muc.pdf"))
    assert done["ok"] is False
    assert done["problems"]


def test_a_later_day_needs_a_reason_and_the_first_day_stays(administrator: dict[str, Any]) -> None:
    """Lateness still counts from the first day, and the reason is public."""
    _import(administrator, workbook())
    item = _items()[0]
    with pytest.raises(tk.ValidationError) as refused:
        _update(administrator, id=item["id"], due="2027-06-30")
    assert list(refused.value.error_dict) == ["reason"]
    moved = _update(administrator, id=item["id"], due="2027-06-30", reason="Chờ khảo sát")
    assert (moved["due_first"], moved["due_now"], moved["moved"], moved["lateness"]["state"]) == ("2026-01-15", "2027-06-30", True, "late")
    assert [(change["field"], change["old"], change["new"], change["reason"]) for change in moved["changes"][:1]] == [
        ("due_now", "2026-01-15", "2027-06-30", "Chờ khảo sát")
    ]


@pytest.mark.parametrize(
    ("weaker", "stronger"),
    [({"frequency": "Hằng năm"}, {"frequency": "Hằng ngày"}), ({"formats": "CSV"}, {"formats": "CSV, XLSX, GeoJSON"})],
)
def test_rarer_updates_and_a_format_less_need_a_reason(
    administrator: dict[str, Any], weaker: dict[str, str], stronger: dict[str, str]
) -> None:
    """Else a promise would be weakened until it is kept, and nobody would see it."""
    item = act(
        "plan_item_create",
        agency="so-y-te",
        plan="2026",
        code="X",
        title="Nhà thuốc",
        due="2027-01-15",
        frequency="Hằng tháng",
        formats="CSV, XLSX",
    )
    with pytest.raises(tk.ValidationError) as refused:
        _update(administrator, id=item["id"], **weaker)
    assert list(refused.value.error_dict) == ["reason"]
    model.Session.rollback()
    assert _update(administrator, id=item["id"], **stronger)["changes"][0]["reason"] == ""


def test_an_earlier_day_needs_no_reason(administrator: dict[str, Any]) -> None:
    """A promise that becomes stronger is not explained."""
    _import(administrator, workbook())
    assert _update(administrator, id=_items()[1]["id"], due="2027-06-30")["due_now"] == "2027-06-30"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE binhduong_plan_item SET due_first = '2030-01-01'",
        "UPDATE binhduong_plan_change SET reason = 'khác'",
        "DELETE FROM binhduong_plan_item",
        "DELETE FROM binhduong_plan_change",
    ],
)
def test_the_database_itself_keeps_first_days_and_past_changes(administrator: dict[str, Any], statement: str) -> None:
    """No code, ours or another's, rewrites them."""
    _import(administrator, workbook())
    with pytest.raises(sa.exc.DBAPIError), model.Session.begin_nested():
        model.Session.execute(sa.text(statement))
    model.Session.rollback()


def test_refusing_data_needs_its_ground(administrator: dict[str, Any]) -> None:
    """Open by default: a refusal names the law."""
    _import(administrator, workbook())
    item = _items()[1]
    with pytest.raises(tk.ValidationError) as refused:
        _update(administrator, id=item["id"], decision="refused", reason="Bí mật")
    assert list(refused.value.error_dict) == ["refusal_ground"]
    done = _update(administrator, id=item["id"], decision="refused", refusal_ground="Luật BVBMNN 2018, Điều 7", reason="Bí mật")
    assert done["lateness"]["state"] == "refused"


@pytest.mark.parametrize("role", ["editor", "member", None])
def test_only_administrators_of_the_agency_write_its_plan(administrator: dict[str, Any], role: str | None) -> None:
    """Not its editors, not members, not other accounts."""
    from ckan.tests import factories

    _import(administrator, workbook())
    user = factories.User()
    if role:
        call_action("organization_member_create", {"user": "quan-tri"}, id="so-y-te", username=user["name"], role=role)
    with pytest.raises(tk.NotAuthorized):
        _import(user, workbook())
    with pytest.raises(tk.NotAuthorized):
        _update(user, id=_items()[0]["id"], title="Khác")


def test_what_was_reached_is_measured_on_the_dataset(administrator: dict[str, Any], request: pytest.FixtureRequest) -> None:
    """Linking measures at once; the day is kept, and noted by nobody in particular."""
    _import(administrator, workbook())
    add(request.getfixturevalue("dataset"), TABLE, "bang.csv")
    item = _update(administrator, id=_items()[0]["id"], dataset="nha-thuoc")
    assert item["dataset"]["name"] == "nha-thuoc"
    assert (item["level"] >= 1, item["reached"] is not None, item["lateness"]["state"]) == (True, True, "came_late")


#: A promised day that is not over, and one that is.
AHEAD, OVER = "31/12/2027", "15/01/2026"


def _entered_with_it(user: dict[str, Any], due: str) -> None:
    _import(user, workbook([(*ROWS[0][:6], due, "nha-thuoc")]))


def _named_later(user: dict[str, Any], due: str) -> None:
    _import(user, workbook([(*ROWS[0][:6], due, "")]))
    _update(user, id=_items()[0]["id"], dataset="nha-thuoc")


def _level_lowered(user: dict[str, Any], due: str) -> None:
    _import(user, workbook([(*ROWS[0][:4], 4, ROWS[0][5], due, "nha-thuoc")]))
    _update(user, id=_items()[0]["id"], minimum_level=1, reason="Chờ khảo sát")


Way = Callable[[dict[str, Any], str], None]
WAYS = pytest.mark.parametrize(
    "way", [_entered_with_it, _named_later, _level_lowered], ids=lambda way: way.__name__.strip("_").replace("_", " ")
)


@WAYS
def test_what_was_public_before_it_was_promised_counts_for_nothing(
    administrator: dict[str, Any], dataset: dict[str, Any], way: Way
) -> None:
    """It is shown as such; or an agency would raise its share by promising what it has. Taken away again, it counts as lost."""
    add(dataset, TABLE, "bang.csv")
    way(administrator, AHEAD)
    (item,) = _items()
    assert (item["dataset"]["name"], item["lateness"]["state"], item["reached"] is not None) == ("nha-thuoc", "already", True)
    found = call_action("plan_figures", {"user": "", "ignore_auth": False})["all"]
    assert (found["items"], found["already"], found["due"], found["on_time"], found["share_on_time"]) == (1, 1, 0, 0, None)
    act("package_patch", id="nha-thuoc", private=True)
    measure_all()
    with freeze_time("2028-02-01"):
        assert [each["lateness"]["state"] for each in _items()] == ["lost"]


@WAYS
def test_what_was_public_before_ends_no_lateness(administrator: dict[str, Any], dataset: dict[str, Any], way: Way) -> None:
    """After its day an item came late, with all its days, by whatever way it was reached."""
    add(dataset, TABLE, "bang.csv")
    way(administrator, OVER)
    (item,) = _items()
    days = (today() - date(2026, 1, 15)).days
    assert (item["lateness"]["state"], item["lateness"]["days"], item["lateness"]["due"]) == ("came_late", days, True)
    found = call_action("plan_figures", {"user": "", "ignore_auth": False})["all"]
    assert (found["already"], found["due"], found["came_late"], found["share_on_time"], found["most_days"]) == (0, 1, 1, 0.0, days)


def test_a_level_that_a_public_dataset_reaches_by_work_counts(administrator: dict[str, Any], dataset: dict[str, Any]) -> None:
    """The dataset was there, the promised level was not; the day on which it came is kept as of any other."""
    link = act("resource_create", package_id=dataset["id"], url="https://example.com/a.pdf", format="PDF", name="Báo cáo")
    _import(administrator, workbook([(*ROWS[1][:4], 2, *ROWS[1][5:-1], "nha-thuoc")]))
    assert _items()[0]["level"] == 1
    act("resource_delete", id=link["id"])
    add(dataset, TABLE, "bang.csv")
    measure_all()
    assert [(each["level"] >= 2, each["lateness"]["state"]) for each in _items()] == [(True, "on_time")]


def _list_again(user: dict[str, Any], row: tuple[Any, ...]) -> None:
    _import(user, workbook([row]))


def _title_corrected(user: dict[str, Any], row: tuple[Any, ...]) -> None:
    _update(user, id=_items()[0]["id"], title="Cơ sở khám, chữa bệnh")


def _less_asked_for(user: dict[str, Any], row: tuple[Any, ...]) -> None:
    _update(user, id=_items()[0]["id"], minimum_level=1, reason="Chờ khảo sát")


@pytest.mark.parametrize("way", [_list_again, _title_corrected, _less_asked_for], ids=lambda way: way.__name__.strip("_").replace("_", " "))
def test_work_that_was_not_measured_yet_counts_whatever_is_changed(
    administrator: dict[str, Any], dataset: dict[str, Any], way: Callable[[dict[str, Any], tuple[Any, ...]], None]
) -> None:
    """The table is there, its job has not run, and somebody edits the item or brings in its list again."""
    link = act("resource_create", package_id=dataset["id"], url="https://example.com/a.pdf", format="PDF", name="Báo cáo")
    row = (*ROWS[1][:4], 2, *ROWS[1][5:-1], "nha-thuoc")
    _import(administrator, workbook([row]))
    act("resource_delete", id=link["id"])
    add(dataset, TABLE, "bang.csv")
    assert _items()[0]["level"] == 1
    way(administrator, row)
    assert [(each["level"] >= 2, each["lateness"]["state"]) for each in _items()] == [(True, "on_time")]


def test_what_became_public_another_way_is_noted_at_night(administrator: dict[str, Any], dataset: dict[str, Any]) -> None:
    """Without the hooks of a save; the first moment stays when it is noted again."""
    model.Session.execute(sa.delete(FirstPublic))
    measure_all()
    known = model.Session.scalars(sa.select(FirstPublic.since)).one()
    measure_all()
    act("package_patch", id="nha-thuoc", title="Nhà thuốc mới")
    assert model.Session.scalars(sa.select(FirstPublic.since)).one() == known


def test_the_points_of_the_metadata_count_for_the_third_level(administrator: dict[str, Any], dataset: dict[str, Any]) -> None:
    """326 of 405 are not enough; a keyword is worth thirty. Measured with the item when no job did it, in its own transaction."""
    add(dataset, TABLE, "bang.csv")
    _import(administrator, workbook())
    act("package_patch", id="nha-thuoc", data_kind="real", frequency="MONTHLY")
    item = _update(administrator, id=_items()[1]["id"], dataset="nha-thuoc")
    assert (item["level"], item["unmet"]) == (2, ["metadata_points"])
    act("package_patch", id="nha-thuoc", tag_string="thuốc")
    measure_all()
    assert _items()[1]["level"] >= 3


def test_a_dataset_that_goes_away_again_is_lost(administrator: dict[str, Any], dataset: dict[str, Any]) -> None:
    """Its name is no longer shown, and the item counts as not delivered."""
    add(dataset, TABLE, "bang.csv")
    _import(administrator, workbook())
    item = _update(administrator, id=_items()[0]["id"], dataset="nha-thuoc")
    call_action("package_patch", {"user": "quan-tri"}, id="nha-thuoc", private=True)
    measure_all()
    again = call_action("plan_item_show", {"user": "", "ignore_auth": False}, id=item["id"])
    assert (again["dataset"], again["lateness"]["state"]) == (None, "lost")


def test_a_dataset_of_another_agency_fulfils_nothing(administrator: dict[str, Any], dataset: dict[str, Any]) -> None:
    """Nor a private one: its existence is not said."""
    call_action("organization_create", {"user": "quan-tri"}, name="so-khac", title="Sở khác")
    call_action("package_patch", {"user": "quan-tri"}, id="nha-thuoc", owner_org="so-khac")
    _import(administrator, workbook())
    with pytest.raises(tk.ValidationError) as refused:
        _update(administrator, id=_items()[0]["id"], dataset="nha-thuoc")
    assert list(refused.value.error_dict) == ["dataset"]


def test_figures_are_by_agency(administrator: dict[str, Any]) -> None:
    """One of two is due."""
    _import(administrator, workbook())
    with freeze_time("2026-11-29"):
        found = call_action("plan_figures", {"user": "", "ignore_auth": False})
    assert (found["all"]["items"], found["all"]["due"], found["all"]["share_on_time"]) == (2, 1, 0.0)
    assert found["agencies"][0]["agency"]["name"] == "so-y-te"


def test_items_are_found_by_words_without_marks_phase_and_state(administrator: dict[str, Any]) -> None:
    """Each narrows; an unknown state is refused."""
    _import(administrator, workbook())
    assert [item["code"] for item in _items(q="kham benh")] == ["YT-02"]
    assert [item["code"] for item in _items(phase="2026")] == ["YT-01"]
    assert [item["code"] for item in _items(state="late_any")] == ["YT-01"]
    with pytest.raises(tk.ValidationError):
        _items(state="muon")


def test_a_single_item_can_be_added(administrator: dict[str, Any]) -> None:
    """By the API, with the fields of the list; a code that is taken is refused."""
    context = {"user": administrator["name"], "ignore_auth": False}
    fields = {"agency": "so-y-te", "plan": "2026", "code": "YT-09", "title": "Bác sĩ", "due": "2027-01-15"}
    made = tk.get_action("plan_item_create")(dict(context), dict(fields))
    assert (made["code"], made["due_first"]) == ("YT-09", date(2027, 1, 15).isoformat())
    with pytest.raises(tk.ValidationError) as refused:
        tk.get_action("plan_item_create")(dict(context), dict(fields))
    assert list(refused.value.error_dict) == ["code"]
    assert model.Session.scalars(sa.select(sa.func.count()).select_from(PlanItem)).one() == 1
