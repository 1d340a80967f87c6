"""An agency's editor can do everything for the agency's own datasets and nothing for another's, by any action that writes."""

from collections.abc import Callable
from typing import Any

import pytest
from ckan import logic, model
from ckan.plugins import toolkit as tk
from ckan.tests.helpers import call_action

from ckanext.binhduong.workflow.approval import steps
from tests.catalogue.conftest import REQUIRED, as_site

pytestmark = pytest.mark.usefixtures("database")

WRITING_FAMILIES = (
    "package_",
    "resource_",
    "datastore_",
    "dataset_",
    "bulk_update_",
    "member_",
    "organization_",
    "group_",
    "task_status_",
    "release_",
)
"""Every action of these families that is not side-effect free must stand in FOREIGN or in ELSEWHERE, so that a new one is not forgotten."""

ELSEWHERE = {
    "package_collaborator_create": "collaborators are off (ckan.auth.allow_dataset_collaborators)",
    "package_collaborator_delete": "collaborators are off",
}

BY_AUTH_FUNCTION = ("resource_view_create", "resource_view_update")
"""No view plugin is on, and these two actions fail for want of one before they ask who calls; so who may is asked directly."""

VIEW = {"title": "Bảng", "view_type": "text_view"}

FOREIGN: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "package_create": lambda of: {**REQUIRED, "name": "cua-ai", "owner_org": of["org"]},
    "package_update": lambda of: {**REQUIRED, "id": of["pkg"], "owner_org": of["own_org"]},
    "package_patch": lambda of: {"id": of["pkg"], "title": "Chiếm"},
    "package_revise": lambda of: {"match": {"name": of["pkg_name"]}, "update": {"title": "Chiếm"}},
    "package_delete": lambda of: {"id": of["pkg"]},
    "dataset_purge": lambda of: {"id": of["pkg"]},
    "package_owner_org_update": lambda of: {"id": of["pkg"], "organization_id": of["own_org"]},
    "package_resource_reorder": lambda of: {"id": of["pkg"], "order": [of["res"]]},
    "package_relationship_create": lambda of: {"subject": of["pkg"], "object": of["own_pkg"], "type": "depends_on"},
    "package_relationship_update": lambda of: {"subject": of["pkg"], "object": of["linked"], "type": "depends_on", "comment": "x"},
    "package_relationship_delete": lambda of: {"subject": of["pkg"], "object": of["linked"], "type": "depends_on"},
    "package_create_default_resource_views": lambda of: {"package": {"id": of["pkg"], "resources": []}},
    "resource_create": lambda of: {"package_id": of["pkg"], "name": "Tệp", "url": "https://example.org/b.csv"},
    "resource_update": lambda of: {"id": of["res"], "name": "Tệp", "url": "https://example.org/b.csv"},
    "resource_patch": lambda of: {"id": of["res"], "name": "Chiếm"},
    "resource_delete": lambda of: {"id": of["res"]},
    "resource_create_default_resource_views": lambda of: {"resource": {"id": of["res"], "package_id": of["pkg"]}},
    "resource_view_create": lambda of: {"resource_id": of["res"], **VIEW},
    "resource_view_update": lambda of: {"id": of["view"], "resource_id": of["res"], "title": "Chiếm", "view_type": "text_view"},
    "resource_view_delete": lambda of: {"id": of["view"]},
    "resource_view_reorder": lambda of: {"id": of["res"], "order": [of["view"]]},
    "resource_view_clear": lambda of: {},
    "datastore_create": lambda of: {"resource_id": of["res"], "force": True, "fields": [{"id": "a"}]},
    "datastore_upsert": lambda of: {"resource_id": of["res"], "force": True, "method": "insert", "records": [{"a": "1"}]},
    "datastore_delete": lambda of: {"resource_id": of["res"], "force": True},
    "datastore_records_delete": lambda of: {"resource_id": of["res"], "force": True, "filters": {}},
    "datastore_run_triggers": lambda of: {"resource_id": of["res"]},
    "datastore_function_create": lambda of: {"name": "f", "rettype": "trigger", "definition": "BEGIN RETURN NEW; END;"},
    "datastore_function_delete": lambda of: {"name": "f"},
    "bulk_update_private": lambda of: {"datasets": [of["pkg_id"]], "org_id": of["org"]},
    "bulk_update_public": lambda of: {"datasets": [of["pkg_id"]], "org_id": of["org"]},
    "bulk_update_delete": lambda of: {"datasets": [of["pkg_id"]], "org_id": of["org"]},
    "member_create": lambda of: {"id": of["org"], "object": of["user"], "object_type": "user", "capacity": "admin"},
    "member_delete": lambda of: {"id": of["org"], "object": of["pkg_id"], "object_type": "package"},
    "organization_create": lambda of: {"name": "so-moi", "title": "Sở mới"},
    "organization_update": lambda of: {"id": of["org"], "name": "so-xay-dung", "title": "Chiếm"},
    "organization_patch": lambda of: {"id": of["org"], "title": "Chiếm"},
    "organization_delete": lambda of: {"id": of["org"]},
    "organization_purge": lambda of: {"id": of["org"]},
    "organization_member_create": lambda of: {"id": of["org"], "username": of["user"], "role": "admin"},
    "organization_member_delete": lambda of: {"id": of["org"], "username": of["user"]},
    "group_create": lambda of: {"name": "nhom-moi", "title": "Nhóm mới"},
    "group_update": lambda of: {"id": "nha-thuoc", "name": "nha-thuoc", "title": "Chiếm"},
    "group_patch": lambda of: {"id": "nha-thuoc", "title": "Chiếm"},
    "group_delete": lambda of: {"id": "nha-thuoc"},
    "group_purge": lambda of: {"id": "nha-thuoc"},
    "group_member_create": lambda of: {"id": "nha-thuoc", "username": of["user"], "role": "admin"},
    "group_member_delete": lambda of: {"id": "nha-thuoc", "username": of["user"]},
    "release_rollback": lambda of: {"id": of["res"], "number": 1},
    "release_create": lambda of: {"id": of["res"]},
    "release_confirm": lambda of: {"id": of["res"]},
    "release_submit": lambda of: {"id": of["pkg"]},
    "release_approve": lambda of: {"id": of["submission"], "hash": "a" * 64},
    "release_return": lambda of: {"id": of["submission"], "reason": "Chiếm"},
    "task_status_update": lambda of: {
        "entity_id": of["res"],
        "entity_type": "resource",
        "task_type": "binhduong_release",
        "key": "ingest",
        "value": "x",
    },
    "task_status_update_many": lambda of: {"data": [{"entity_id": of["res"], "entity_type": "resource", "task_type": "t", "key": "k"}]},
    "task_status_delete": lambda of: {"id": of["task"]},
}


@pytest.fixture
def foreign(agency: dict[str, Any], editor: dict[str, Any], make_dataset: Callable[..., dict[str, Any]]) -> dict[str, Any]:
    """Another agency with a dataset that has a file, a view and a relationship, and the editor's own agency and dataset."""
    own = make_dataset(name="cua-minh")
    other = as_site("organization_create", name="so-xay-dung", title="Sở Xây dựng")
    resources = [{"name": "Tệp", "url": "https://example.org/a.csv"}]
    dataset, linked = (
        as_site("package_create", **{**REQUIRED, "owner_org": other["id"], "name": name, "resources": resources}) for name in ("a-1", "a-2")
    )
    resource = dataset["resources"][0]["id"]
    as_site("package_relationship_create", subject=dataset["id"], object=linked["id"], type="depends_on")
    view = model.ResourceView(resource_id=resource, title="Bảng", view_type="text_view", order=1)
    model.Session.add(view)
    submission = steps.submit("publication", other["id"], "", {"hash": "a" * 64}, package_id=dataset["id"]).id
    model.Session.commit()
    task = as_site("task_status_update", entity_id=resource, entity_type="resource", task_type="binhduong_release", key="ingest", value="x")
    return {
        "task": task["id"],
        "submission": submission,
        "pkg_id": dataset["id"],
        "pkg_name": dataset["name"],
        "res": resource,
        "view": view.id,
        "linked": linked["id"],
        "org_id": other["id"],
        "org_name": other["name"],
        "own_org": agency["id"],
        "own_pkg": own["id"],
        "user": editor["name"],
    }


def attempt(user: dict[str, Any], action: str, arguments: dict[str, Any]) -> str:
    """Call an action as a user; give "done" or the name of what was raised."""
    context = {"user": user["name"], "ignore_auth": False}
    try:
        if action in BY_AUTH_FUNCTION:
            tk.check_access(action, context, arguments)
        else:
            call_action(action, context=context, **arguments)
    except (tk.NotAuthorized, tk.ValidationError, tk.ObjectNotFound) as error:
        return type(error).__name__
    finally:
        model.Session.rollback()
    return "done"


@pytest.mark.parametrize("by", ["id", "name"])
def test_editor_gets_403_on_another_agencys_everything(foreign: dict[str, Any], editor: dict[str, Any], by: str) -> None:
    """Whether a dataset or an agency is named by id or by name."""
    of = {**foreign, "pkg": foreign[f"pkg_{by}"], "org": foreign[f"org_{by}"]}
    outcomes = {action: attempt(editor, action, arguments(of)) for action, arguments in FOREIGN.items()}
    assert {action: outcome for action, outcome in outcomes.items() if outcome != "NotAuthorized"} == {}


def test_no_writing_action_is_forgotten() -> None:
    """A new writing action of a family must be put in the table above."""
    logic.get_action("package_show")
    actions = {name for name, action in logic._actions.items() if not getattr(action, "side_effect_free", False)}
    assert {name for name in actions if name.startswith(WRITING_FAMILIES)} - set(FOREIGN) - set(ELSEWHERE) == set()


def test_editor_does_everything_for_the_own_agency(agency: dict[str, Any], editor: dict[str, Any]) -> None:
    """Create, change, give files, order and delete them, and delete the dataset, with no role but the agency's editor."""

    def act(action: str, **values: Any) -> dict[str, Any]:
        return call_action(action, context={"user": editor["name"], "ignore_auth": False}, **values)

    dataset = act("package_create", **REQUIRED, owner_org=agency["name"])
    first, second = (
        act("resource_create", package_id=dataset["id"], name=name, url=f"https://example.org/{name}.csv")["id"] for name in ("mot", "hai")
    )
    act("package_resource_reorder", id=dataset["id"], order=[second, first])
    act("resource_patch", id=first, name="Một")
    act("resource_update", id=second, name="Hai", url="https://example.org/hai.csv")
    act("package_patch", id=dataset["id"], title="Tên mới", theme="y-te", private=True)
    act("package_revise", match={"id": dataset["id"]}, update={"notes": "Mô tả mới"})
    shown = act("package_show", id=dataset["id"])
    assert [resource["name"] for resource in shown["resources"]] == ["Hai", "Một"]
    assert (shown["title"], shown["notes"], shown["theme"], shown["private"]) == ("Tên mới", "Mô tả mới", "y-te", True)
    act("resource_delete", id=first)
    act("package_delete", id=dataset["id"])
    assert model.Package.get(dataset["id"]).state == "deleted"


def test_api_answers_403(app: Any, foreign: dict[str, Any], editor: dict[str, Any]) -> None:
    """Over HTTP the refusal is 403."""
    token = as_site("api_token_create", user=editor["name"], name="t", expires_in=1, unit=86400)["token"]
    app.post(
        "/api/3/action/package_patch", json={"id": foreign["pkg_name"], "title": "Chiếm"}, headers={"Authorization": token}, status=403
    )
