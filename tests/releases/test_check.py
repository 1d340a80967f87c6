"""`ingest_check`: the report of an upload before there is one, from the same code, leaving nothing behind."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from ckan import model
from ckan.plugins import toolkit as tk
from ckan.tests import factories
from ckan.tests.helpers import CKANTestApp
from click.testing import CliRunner

from ckanext.binhduong.core.jobs import queueing
from ckanext.binhduong.core.jobs.registry import CHECKS
from ckanext.binhduong.portal.cli import binhduong
from ckanext.binhduong.releases.intake import dry_run
from ckanext.binhduong.releases.intake.read_options import OptionError, merged, read_options
from ckanext.binhduong.storage import settings
from tests.releases.conftest import POINTS, act, add, file, replace, stored_files

pytestmark = pytest.mark.usefixtures("clean")

AMBIGUOUS = "Tên;Số\nA;1.234\n"
OUTSIDE = POINTS.replace("10.9804,106.6512", "95.0,406.0")
OFFERED = "Gửi tệp trong trường upload"


def as_user(user: dict[str, Any], action: str, **data: Any) -> Any:
    """Call an action as a user, with its permission checks."""
    return tk.get_action(action)({"user": user["name"], "auth_user_obj": model.User.get(user["name"]), "model": model}, data)


def left() -> list[Path]:
    """What lies in the folders of files on their way."""
    return [*(settings.store().root / "incoming").glob("*"), *settings.work_path().glob("*")]


def run_queued(check_id: str) -> None:
    """Run the job of a check as a worker would: the function and the arguments that were queued."""
    job = queueing.fetch(f"binhduong-check-{check_id}")
    assert job
    assert job.func
    job.func(*job.args)


@pytest.fixture
def by_a_job(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file is too large to be checked while its sender waits."""
    monkeypatch.setitem(tk.config, "ckanext.binhduong.check_inline_size", 0)


def post(app: CKANTestApp, user: dict[str, Any], content: str | bytes, name: str, **fields: str) -> Any:
    """Send a file to the API as a program does."""
    data = {"upload": (io.BytesIO(content.encode() if isinstance(content, str) else content), name), **fields}
    token = act("api_token_create", user=user["name"], name="thu")["token"]
    return app.post("/api/3/action/ingest_check", data=data, headers={"Authorization": token}, content_type="multipart/form-data")


def test_api_command_and_upload_give_the_same_report(dataset: dict[str, Any], editor: dict[str, Any], app: Any, tmp_path: Path) -> None:
    """One file, three ways in: one report, key for key."""
    source = tmp_path / "nha-thuoc.csv"
    source.write_text(OUTSIDE, encoding="utf-8")
    by_command = json.loads(CliRunner().invoke(binhduong, ["ingest", "check", str(source), "--json"]).output)
    by_api = post(app, editor, OUTSIDE, "nha-thuoc.csv").json["result"]
    by_form = act("release_status", id=add(dataset, OUTSIDE)["id"])["attempt"]["report"]
    assert (by_command["ok"], by_command["findings"][0]["code"]) == (False, "outside-vietnam")
    assert by_api == by_command == by_form


def test_nothing_is_stored(editor: dict[str, Any], app: Any) -> None:
    """A check leaves no file, no release and no folder, whether the file is good, bad or no table at all."""
    for content, ok in ((POINTS, True), (OUTSIDE, False), (b"%PDF-1.4\n%%EOF\n", False)):
        assert post(app, editor, content, "x.csv").json["result"]["ok"] is ok
    assert (stored_files(), left()) == (set(), [])


def test_options_are_passed_on(editor: dict[str, Any], app: Any) -> None:
    """JSON text of a form and an object of a program change how the file is read."""
    schema = {"fields": [{"name": "ten"}, {"name": "so", "type": "integer"}]}
    told = as_user(editor, "ingest_check", upload=file(AMBIGUOUS, "a.csv"), options={"schema": schema})
    assert [column["type"] for column in told["columns"]] == ["text", "integer"]
    assert post(app, editor, AMBIGUOUS, "a.csv", options=json.dumps({"schema": schema})).json["result"] == told
    assert [column["type"] for column in post(app, editor, AMBIGUOUS, "a.csv").json["result"]["columns"]] == ["text", "text"]


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ("{", "options phải là một đối tượng JSON"),
        ("[" * 100_000, "options phải là một đối tượng JSON"),
        ([1], "options phải là một đối tượng JSON"),
        ({"sheets": "A"}, "options.sheets không phải là một lựa chọn; các lựa chọn là sheet, table, layer, encoding, crs, records, schema"),
        ({"crs": 9210}, "options.crs phải là chữ"),
        ({"layer": "x" * 1001}, "options.layer phải là chữ"),
        ({"encoding": "utf-8\0"}, "options.encoding phải là chữ"),
        ('{"schema": "{}"}', "options.schema phải là một Table Schema"),
    ],
)
def test_a_bad_option_is_named_in_two_languages(options: Any, named: str) -> None:
    """What is no option, or of the wrong kind, is told by its name before the file is read."""
    with pytest.raises(OptionError) as error:
        read_options(options)
    vi, en = str(error.value).split(" / ")
    assert vi.startswith(named)
    assert en.split(" ")[0] == named.split(" ")[0]


def test_an_empty_option_takes_back_what_the_resource_declares() -> None:
    """One that is left out is as the resource says, one that is given stands, one that is empty is as the portal finds it."""
    resource = {"read_as": '{"crs": "EPSG:9210", "sheet": "Hai"}', "schema": '{"primaryKey": "ma"}'}
    assert merged(None, resource) == {"crs": "EPSG:9210", "sheet": "Hai", "schema": {"primaryKey": "ma"}}
    assert merged('{"crs": "", "schema": {}}', resource) == {"sheet": "Hai"}
    assert merged({"crs": None, "sheet": "Ba"}, resource) == {"sheet": "Ba", "schema": {"primaryKey": "ma"}}


def test_a_bad_option_is_answered_409(editor: dict[str, Any], app: Any) -> None:
    """The API says which field; no file stays."""
    answer = post(app, editor, POINTS, "a.csv", options='{"bang": 1}')
    assert answer.status_code == 409
    assert answer.json["error"]["options"][0].startswith("options.bang ")
    assert left() == []


def test_hostile_and_unreadable_files_get_a_report(editor: dict[str, Any], app: Any) -> None:
    """A page named .xls, a broken workbook, a DOCTYPE, an empty file: not ok, with the finding, never a server error."""
    files = {
        "a.xls": ("<html><table></table></html>", "format-html-named-sheet"),
        "a.xlsx": (b"PK\x03\x04" + b"\0" * 100, "zip-broken"),
        "a.kml": ('<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><kml xmlns="http://www.opengis.net/kml/2.2"/>', "doctype-refused"),
        "a.csv": ("", "file-empty"),
    }
    for name, (content, code) in files.items():
        answer = post(app, editor, content, name)
        assert (answer.status_code, answer.json["result"]["ok"]) == (200, False)
        assert [found["code"] for found in answer.json["result"]["findings"]] == [code]


def test_a_resource_is_checked_again_for_its_editors(dataset: dict[str, Any], editor: dict[str, Any]) -> None:
    """`resource_id` gives the report of the newest upload, also a refused one; a stranger and another agency's editor are turned away."""
    resource = add(dataset)
    replace(resource, OUTSIDE, "hong.csv")
    told = as_user(editor, "ingest_check", resource_id=resource["id"])
    assert (told["ok"], told["source"]["name"]) == (False, "hong.csv")
    assert told == act("release_status", id=resource["id"])["attempt"]["report"]
    # Both uploads, and the canonical file of the one that was published.
    assert len(stored_files()) == 3
    other = factories.User()
    act("organization_create", name="so-khac", title="Sở khác", users=[{"name": other["name"], "capacity": "editor"}])
    for user in (other, factories.User()):
        with pytest.raises(tk.NotAuthorized):
            as_user(user, "ingest_check", resource_id=resource["id"])


def test_only_agencies_have_files_checked(editor: dict[str, Any], agency: dict[str, Any], app: Any) -> None:
    """An account without a role and a mere member are refused, and so is the public; nothing of what they sent stays."""
    member = factories.User()
    act("organization_member_create", id=agency["id"], username=member["name"], role="member")
    for user in (member, factories.User()):
        assert post(app, user, POINTS, "a.csv").status_code == 403
    public = app.post("/api/3/action/ingest_check", data={"upload": (io.BytesIO(b"a,b\n1,2\n"), "a.csv")})
    assert public.status_code == 403
    assert left() == []
    assert post(app, editor, POINTS, "a.csv").json["result"]["ok"] is True


def test_what_is_no_file_is_said(dataset: dict[str, Any], editor: dict[str, Any]) -> None:
    """No file, text in place of a file, a resource that is a link, one that does not exist."""
    link = act("resource_create", package_id=dataset["id"], name="Trang", url="https://binhduong.example/x.csv")
    for data in ({}, {"upload": "a,b"}):
        with pytest.raises(tk.ValidationError) as error:
            as_user(editor, "ingest_check", **data)
        assert error.value.error_dict["upload"][0].startswith(OFFERED)
    with pytest.raises(tk.ValidationError) as error:
        as_user(editor, "ingest_check", resource_id=link["id"])
    assert list(error.value.error_dict) == ["resource_id"]
    with pytest.raises(tk.ObjectNotFound):
        as_user(editor, "ingest_check", resource_id="khong-co")


@pytest.mark.usefixtures("by_a_job")
def test_a_large_file_is_checked_by_a_job(editor: dict[str, Any]) -> None:
    """Above the limit: an id and an address at once, the very same report from the job, for who asked alone; the file goes."""
    given = as_user(editor, "ingest_check", upload=file(OUTSIDE, "a.csv"))
    assert sorted(given) == ["job_id", "status_url"]
    assert given["status_url"].endswith(f"/api/3/action/ingest_check_status?job_id={given['job_id']}")
    waiting = as_user(editor, "ingest_check_status", job_id=given["job_id"])
    assert (waiting["state"], waiting["report"], len(left())) == ("pending", None, 1)
    assert waiting["progress"] == {"step": "waiting", "waits_for": "queue", "ahead": 0}
    run_queued(given["job_id"])
    told = as_user(editor, "ingest_check_status", job_id=given["job_id"])
    assert (told["state"], told["report"]["findings"][0]["code"], left()) == ("finished", "outside-vietnam", [])
    with pytest.raises(tk.NotAuthorized):
        as_user(factories.User(), "ingest_check_status", job_id=given["job_id"])
    with pytest.raises(tk.ObjectNotFound):
        as_user(editor, "ingest_check_status", job_id="khong-co")


@pytest.mark.usefixtures("by_a_job")
def test_a_check_tells_how_far_it_is(editor: dict[str, Any], app: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """While the job reads, the status has rows and per cent, and the page of the upload says them; afterwards there is nothing to tell."""
    headers = {"Authorization": act("api_token_create", user=editor["name"], name="thu")["token"]}
    sent = {"upload": (io.BytesIO(POINTS.encode()), "a.csv")}
    page = app.post("/upload", data=sent, headers=headers, content_type="multipart/form-data", follow_redirects=False).headers["Location"]
    job = tk.get_job_queue(CHECKS).get_job_ids()[-1].removeprefix("binhduong-check-")
    seen: list[Any] = []

    def read(path: Path, *, progress: Any, **_: Any) -> Any:
        progress(3, 12)
        seen.append(as_user(editor, "ingest_check_status", job_id=job)["progress"])
        seen.append(app.get(page, headers=headers).body)
        raise RuntimeError

    monkeypatch.setattr(dry_run.ingest, "check_file", read)
    with pytest.raises(RuntimeError):
        run_queued(job)
    assert seen[0] == {"step": "reading", "rows": 3, "of": 12, "percent": 25}
    assert "3/12 dòng (25%)" in seen[1]
    assert as_user(editor, "ingest_check_status", job_id=job)["progress"] is None


def test_a_slow_file_goes_to_a_job(editor: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """A small file that cannot be read within the request's time is not refused for it: a job reads it."""
    monkeypatch.setattr(dry_run, "_INLINE_SECONDS", 0.01)
    given = as_user(editor, "ingest_check", upload=file(POINTS, "a.csv"))
    run_queued(given["job_id"])
    assert as_user(editor, "ingest_check_status", job_id=given["job_id"])["report"]["ok"] is True


@pytest.mark.usefixtures("by_a_job")
def test_a_file_lost_while_it_waited_is_a_failed_check(editor: dict[str, Any]) -> None:
    """When the waiting file was swept, the state says so; it does not stay "running"."""
    given = as_user(editor, "ingest_check", upload=file(POINTS, "a.csv"))
    for path in left():
        path.unlink()
    with pytest.raises(FileNotFoundError):
        run_queued(given["job_id"])
    assert as_user(editor, "ingest_check_status", job_id=given["job_id"])["state"] == "failed"
