"""The activity stream shows strangers what they may see now, by every list, page and feed."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk
from ckan.tests import factories
from ckan.tests.helpers import call_action
from ckanext.activity.model.activity import Activity

from ckanext.binhduong.comparisons import jobs as comparisons
from ckanext.binhduong.releases.ledger.model import Release
from tests.releases.conftest import ADMIN, POINTS, TABLE, act, add, as_anonymous, file, replace, run_jobs

pytestmark = pytest.mark.usefixtures("clean")

SECRET = "Ten-chua-cong-bo"


def as_user(user: dict[str, Any], action: str, **data: Any) -> Any:
    """Call an action with a user's own permissions."""
    return tk.get_action(action)({"user": user["name"], "ignore_auth": False, "auth_user_obj": model.User.get(user["id"])}, data)


def tell_of_releases() -> None:
    """Write the activities of releases, in an officer's name: those of the site's own user are in no list anyway."""
    model.Session.execute(sa.update(Release).values(author=ADMIN))
    model.Session.commit()
    comparisons.run()


def lists_of(dataset: dict[str, Any], agency: dict[str, Any]) -> str:
    """Everything that a stranger gets of the activity lists of a dataset, its agency, its theme and the site, as one text."""
    answers: list[Any] = []
    for action, data in {
        "package_activity_list": {"id": dataset["id"]},
        "organization_activity_list": {"id": agency["id"]},
        "group_activity_list": {"id": "nha-thuoc"},
        "recently_changed_packages_activity_list": {},
    }.items():
        try:
            answers.append(as_anonymous(action, **data))
        except (tk.ObjectNotFound, tk.NotAuthorized):
            answers.append([])
    return json.dumps(answers)


def pages_of(app: Any, dataset: dict[str, Any], agency: dict[str, Any]) -> str:
    """Everything that a stranger reads on the pages and feeds of the same."""
    addresses = (
        f"/dataset/activity/{dataset['name']}",
        f"/organization/activity/{agency['name']}",
        "/group/activity/nha-thuoc",
        "/feeds/dataset.atom",
        f"/feeds/organization/{agency['name']}.atom",
        "/feeds/group/nha-thuoc.atom",
        "/releases.atom",
    )
    answers = [app.get(address) for address in addresses]
    assert {answer.status_code for answer in answers} <= {200, 403, 404}
    return "".join(answer.text for answer in answers)


def test_a_refused_file_is_in_no_list(dataset, agency, app):
    """A file that was never accepted leaves neither its name nor its hash in any activity that a stranger gets."""
    resource = act("resource_create", package_id=dataset["id"], upload=file("a,b\n1,2,3\n4,5\n6,7\n", f"{SECRET}.csv"), name=SECRET)
    run_jobs()
    sha256 = model.Session.query(Release).filter_by(resource_id=resource["id"]).one().sha256
    assert SECRET in json.dumps(act("package_activity_list", id=dataset["id"]))
    found = lists_of(dataset, agency) + pages_of(app, dataset, agency)
    assert dataset["id"] in found
    assert [word for word in (SECRET, sha256, resource["id"], "release_state", "sha256") if word in found] == []


def test_the_release_of_a_draft_is_in_no_list(dataset, agency, app):
    """A release published in a private dataset shows strangers neither title nor ids nor counts, on no page."""
    act("package_patch", id=dataset["id"], private=True, title=SECRET)
    resource = replace(add(dataset, TABLE), f"{TABLE}A3,Nhà thuốc,1\n")
    tell_of_releases()
    assert "published release" in {row["activity_type"] for row in act("package_activity_list", id=dataset["id"])}
    found = lists_of(dataset, agency) + pages_of(app, dataset, agency)
    assert [word for word in (SECRET, resource["id"], dataset["id"], "published release") if word in found] == []


@pytest.mark.parametrize("hide", ["private", "delete"])
def test_what_is_hidden_now_has_no_past(dataset, agency, app, hide):
    """The activities of a dataset that was public are gone for strangers when it becomes private or deleted, and are its agency's still."""
    replace(add(dataset, TABLE), POINTS)
    assert dataset["id"] in lists_of(dataset, agency)
    if hide == "private":
        act("package_patch", id=dataset["id"], private=True)
    else:
        act("package_delete", id=dataset["id"])
    # A feed's tombstone names what was public when it was deleted, by its id alone (docs/metadata.md).
    found = re.sub(r"<at:deleted-entry [^>]*/>", "", lists_of(dataset, agency) + pages_of(app, dataset, agency))
    assert [word for word in (dataset["id"], dataset["title"]) if word in found] == []
    assert dataset["id"] in json.dumps(act("recently_changed_packages_activity_list"))


def test_a_corrected_text_is_gone_from_the_past(dataset, agency, app):
    """A title that was public for a while is not handed out after it was corrected: activities name the dataset as it is now."""
    act("package_patch", id=dataset["id"], title=SECRET, notes=SECRET)
    act("package_patch", id=dataset["id"], title="Nhà thuốc", notes="Mô tả")
    assert SECRET not in lists_of(dataset, agency) + pages_of(app, dataset, agency)


def test_editors_have_all_of_their_own_and_nothing_of_others(dataset, agency, editor):
    """An agency's editor reads whole activities of its datasets; another agency's editor reads what a stranger does."""
    act("package_patch", id=dataset["id"], notes=SECRET)
    other = factories.User()
    act("organization_create", name="so-khac", title="Sở khác")
    act("organization_member_create", id="so-khac", username=other["name"], role="editor")
    assert SECRET in json.dumps(as_user(editor, "package_activity_list", id=dataset["id"]))
    assert SECRET not in json.dumps(as_user(other, "package_activity_list", id=dataset["id"]))
    act("package_patch", id=dataset["id"], private=True)
    assert SECRET in json.dumps(as_user(editor, "recently_changed_packages_activity_list"))
    assert dataset["id"] not in json.dumps(as_user(other, "recently_changed_packages_activity_list"))


def test_a_followed_dataset_leaves_the_dashboard_when_it_is_hidden(dataset, agency):
    """The dashboard follows the same rule: what became private is no longer there."""
    user = factories.User()
    act("package_patch", id=dataset["id"], notes="khác")
    call_action("follow_dataset", {"user": user["name"]}, id=dataset["id"])
    assert dataset["id"] in json.dumps(as_user(user, "dashboard_activity_list"))
    act("package_patch", id=dataset["id"], private=True)
    assert dataset["id"] not in json.dumps(as_user(user, "dashboard_activity_list"))
    act("package_patch", id=dataset["id"], notes=SECRET)
    assert as_user(user, "dashboard_new_activities_count") == 0


def test_a_users_list_follows_the_rule_too(dataset, agency, editor):
    """The list of what an officer did names no dataset that its reader cannot see."""
    as_user(editor, "package_patch", id=dataset["id"], notes="x")
    act("package_patch", id=dataset["id"], private=True)
    admin = model.User.get(ADMIN)
    assert dataset["id"] in json.dumps(as_user({"name": admin.name, "id": admin.id}, "user_activity_list", id=editor["id"]))
    act("organization_member_delete", id=agency["id"], username=editor["name"])
    assert dataset["id"] not in json.dumps(as_user(editor, "user_activity_list", id=editor["id"]))


def _newest(dataset: dict[str, Any]) -> Activity:
    found = model.Session.query(Activity).filter_by(object_id=dataset["id"]).order_by(Activity.timestamp.desc()).first()
    assert found
    return found


def test_one_activity_follows_the_rule_of_the_lists(dataset, agency, app):
    """`activity_show` of a public dataset names it and no more; its data, its differences and old versions are its editors'."""
    act("package_patch", id=dataset["id"], notes=SECRET)
    act("package_patch", id=dataset["id"], notes="Mô tả")
    act("resource_create", package_id=dataset["id"], name="Tệp", url="https://example.vn/x.pdf")
    activity = _newest(dataset)
    assert SECRET not in json.dumps(as_anonymous("activity_show", id=activity.id))
    for action, more in {
        "activity_show": {"include_data": True},
        "activity_data_show": {},
        "activity_diff": {"object_type": "package"},
    }.items():
        with pytest.raises(tk.NotAuthorized):
            as_anonymous(action, id=activity.id, **more)
    resource = activity.data["package"]["resources"][0]["id"]
    paths = (
        f"/dataset/{dataset['name']}/history/{activity.id}",
        f"/dataset/changes/{activity.id}",
        f"/dataset/{dataset['name']}/resources/{resource}/history/{activity.id}",
    )
    assert [app.get(path).status_code for path in paths] == [403, 403, 404]
    act("package_patch", id=dataset["id"], private=True)
    with pytest.raises(tk.NotAuthorized):
        as_anonymous("activity_show", id=activity.id)


def test_a_deleted_agency_has_no_past_for_strangers(clean):
    """An agency that is deleted now takes its own activities with it."""
    factories.Sysadmin(name=ADMIN)
    agency = act("organization_create", name="so-bi-xoa", title=SECRET)
    act("organization_delete", id=agency["id"])
    assert SECRET in json.dumps([row.data for row in model.Session.query(Activity).filter_by(object_id=agency["id"])])
    try:
        found = as_anonymous("organization_activity_list", id=agency["id"])
    except (tk.ObjectNotFound, tk.NotAuthorized):
        found = []
    assert found == []


def test_the_release_of_a_deleted_resource_is_gone(dataset, agency):
    """A release names its resource only while there is one; the dataset's other activities stay."""
    resource = replace(add(dataset, TABLE, name="Bảng đã gỡ"), f"{TABLE}A3,Nhà thuốc,1\n")
    tell_of_releases()
    assert "published release" in lists_of(dataset, agency)
    act("resource_delete", id=resource["id"])
    found = lists_of(dataset, agency)
    assert "published release" not in found
    assert dataset["id"] in found
