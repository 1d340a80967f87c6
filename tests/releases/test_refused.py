"""A file that is refused, or that fails, leaves everything as it was."""

from __future__ import annotations

import json
from typing import Any

import pytest
import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk

from ckanext.binhduong.releases.ledger.visibility import not_hidden
from tests.releases.conftest import MORE_POINTS, POINTS, act, add, as_anonymous, file, replace, rows, run_jobs, stored_files
from tests.releases.test_rules import HIDDEN

pytestmark = pytest.mark.usefixtures("clean")

OUTSIDE = POINTS.replace("10.9804,106.6512", "95.0,406.0")


def as_user(name: str, action: str, **data: Any) -> Any:
    """Call an action as a user, with its permission checks."""
    return tk.get_action(action)({"user": name, "auth_user_obj": model.User.get(name), "model": model}, data)


def test_a_refused_file_changes_nothing(dataset: dict[str, Any], geo: Any) -> None:
    """The table, the layer, the download, size and checksum stay those of the accepted file; the findings name row and column."""
    resource = add(dataset)
    after = replace(resource, OUTSIDE, "hong.csv")
    assert after["release_state"] == "refused"
    for name in ("url", "size", "hash", "mimetype", "format", "last_modified", "release_number", "rows", "layer"):
        assert after[name] == resource[name]
    assert len(rows(resource)) == 3
    assert geo('SELECT count(*) FROM geo."nha-thuoc"') == [(3,)]
    errors = [item for item in act("release_status", id=resource["id"])["findings"] if item["severity"] == "error"]
    assert errors[0]["place"]["row"] == 2
    assert replace(resource, MORE_POINTS)["release_number"] == 2


def test_a_first_refused_file_is_seen_by_its_agency_only(dataset: dict[str, Any], editor: dict[str, Any]) -> None:
    """Others find it in no answer: not in the dataset, not by id, not by search, not in the index; its editors do."""
    resource = add(dataset, OUTSIDE, name="Bí mật", description="chưa công bố")
    assert resource["release_state"] == "refused"
    assert as_anonymous("package_show", id=dataset["id"])["resources"] == []
    assert as_anonymous("package_search")["results"][0]["resources"] == []
    assert as_anonymous("package_search", q="res_name:*")["count"] == 0
    assert as_anonymous("resource_search", query="name:mật")["count"] == 0
    with pytest.raises(tk.NotAuthorized):
        as_anonymous("resource_show", id=resource["id"])
    with pytest.raises(tk.NotAuthorized):
        as_anonymous("release_status", id=resource["id"])
    assert [each["id"] for each in as_user(editor["name"], "package_show", id=dataset["id"])["resources"]] == [resource["id"]]
    assert as_user(editor["name"], "release_status", id=resource["id"])["attempt"]["state"] == "refused"


def test_a_waiting_first_file_is_hidden_and_then_seen(dataset: dict[str, Any]) -> None:
    """Between upload and publication the public sees no resource; afterwards it does."""
    add(dataset, OUTSIDE)
    good = add(dataset)
    shown = as_anonymous("package_show", id=dataset["id"])["resources"]
    assert [each["id"] for each in shown] == [good["id"]]
    assert as_anonymous("package_search", q="res_format:CSV")["count"] == 1


def test_a_statement_leaves_out_what_is_hidden(dataset: dict[str, Any]) -> None:
    """The same resources as the rule for one that is shown."""
    said = [{name: value for name, value in fields.items() if name.startswith("release_")} for fields, _ in HIDDEN]
    kinds = [fields.get("url_type") for fields, _ in HIDDEN]
    made = [
        {"package_id": dataset["id"], "url": "", "name": str(number), "url_type": kind, "extras": fields}
        for number, (kind, fields) in enumerate(zip(kinds, said, strict=True))
    ]
    model.Session.execute(sa.insert(model.Resource), made)
    seen = list(model.Session.scalars(sa.select(model.Resource.name).where(not_hidden()).order_by(model.Resource.name)))
    model.Session.rollback()
    assert seen == [str(number) for number, (_, hidden) in enumerate(HIDDEN) if not hidden]


def test_findings_are_for_editors(dataset: dict[str, Any], editor: dict[str, Any]) -> None:
    """The public is told state and number of a published resource; what was found in a file only its editors read."""
    resource = add(dataset)
    replace(resource, OUTSIDE)
    status = as_anonymous("release_status", id=resource["id"])
    assert (status["state"], status["number"], "attempt" in status) == ("refused", 1, False)
    task = {"entity_id": resource["id"], "task_type": "binhduong_release", "key": "ingest"}
    with pytest.raises(tk.NotAuthorized):
        as_anonymous("task_status_show", **task)
    told = as_user(editor["name"], "task_status_show", **task)
    assert told["state"] == "refused"
    assert [item["severity"] for item in json.loads(told["error"])] == ["error"]


def test_plain_files_and_links_are_never_refused(dataset: dict[str, Any]) -> None:
    """A PDF and a picture are served at once, without a release state; a link stays a link."""
    pdf = add(dataset, b"%PDF-1.4\n%%EOF\n", "Quyết định.pdf")
    assert (pdf["format"], pdf["mimetype"], pdf["release_state"], pdf["size"]) == ("PDF", "application/pdf", "", 15)
    link = act("resource_create", package_id=dataset["id"], name="Trang", url="https://binhduong.example/x.csv")
    assert link["url"] == "https://binhduong.example/x.csv"
    assert len(as_anonymous("package_show", id=dataset["id"])["resources"]) == 2


def test_a_published_table_is_not_replaced_by_a_document_or_link(dataset: dict[str, Any]) -> None:
    """Nobody takes a table from its readers by uploading the wrong file; nothing is stored."""
    resource = add(dataset)
    before = stored_files()
    with pytest.raises(tk.ValidationError):
        replace(resource, b"%PDF-1.4\n%%EOF\n", "x.pdf")
    with pytest.raises(tk.ValidationError):
        act("resource_patch", id=resource["id"], url="https://a.example/", url_type="", clear_upload="true")
    assert len(rows(resource)) == 3
    assert stored_files() == before


def test_a_link_stays_until_its_first_table_is_accepted(dataset: dict[str, Any]) -> None:
    """A link that gets a bad file is still that link for everybody; with a good file it becomes the table."""
    link = act("resource_create", package_id=dataset["id"], name="Trang", url="https://binhduong.example/x")
    assert replace(link, OUTSIDE)["url"] == "https://binhduong.example/x"
    assert as_anonymous("resource_show", id=link["id"])["release_state"] == "refused"
    after = replace(link, POINTS)
    assert (after["url_type"], after["release_number"]) == ("upload", 1)


def test_two_files_in_a_row_publish_the_second(dataset: dict[str, Any]) -> None:
    """A file that is overtaken before its job ran is superseded, and the newer is published."""
    resource = act("resource_create", package_id=dataset["id"], name="x", upload=file(POINTS, "a.csv"))
    act("resource_patch", id=resource["id"], upload=file(MORE_POINTS, "b.csv"))
    run_jobs()
    after = act("resource_show", id=resource["id"])
    assert (after["release_number"], after["rows"], after["url"].rsplit("/", 1)[1]) == (1, 4, "b.csv")
