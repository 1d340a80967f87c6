"""A dataset's theme: one field, and the group that follows it."""

from collections.abc import Callable
from typing import Any

import pytest
from ckan import model
from ckan.plugins import toolkit as tk
from ckan.tests import factories
from ckan.tests.helpers import call_action

from tests.catalogue.conftest import REQUIRED, as_site

pytestmark = pytest.mark.usefixtures("database")

MakeDataset = Callable[..., dict[str, Any]]


def as_editor(editor: dict[str, Any], action: str, **values: Any) -> dict[str, Any]:
    return call_action(action, context={"user": editor["name"], "ignore_auth": False}, **values)


def groups(dataset: dict[str, Any]) -> list[str]:
    return [group["name"] for group in call_action("package_show", id=dataset["id"])["groups"]]


def test_editor_without_a_role_in_the_theme_creates_and_moves(agency: dict[str, Any], editor: dict[str, Any]) -> None:
    """Membership follows the field on create, patch and update; the old membership ends."""
    dataset = as_editor(editor, "package_create", **REQUIRED, owner_org=agency["id"])
    assert groups(dataset) == ["nha-thuoc"]
    as_editor(editor, "package_patch", id=dataset["id"], theme="y-te")
    assert groups(dataset) == ["y-te"]
    as_editor(editor, "package_update", **{**call_action("package_show", id=dataset["id"]), "theme": "moi-truong"})
    assert groups(dataset) == ["moi-truong"]
    as_editor(editor, "package_patch", id=dataset["id"], theme="y-te")
    assert groups(dataset) == ["y-te"]


def test_groups_of_the_caller_do_not_win(make_dataset: MakeDataset, agency: dict[str, Any], editor: dict[str, Any]) -> None:
    """Whatever groups a client sends, the field decides, and an editor is not refused for sending them."""
    make_dataset(theme="quy-hoach")
    dataset = as_editor(editor, "package_create", **REQUIRED, owner_org=agency["id"], groups=[{"name": "quy-hoach"}])
    assert groups(dataset) == ["nha-thuoc"]
    as_site("package_patch", id=dataset["id"], groups=[{"name": "quy-hoach"}])
    assert groups(dataset) == ["nha-thuoc"]
    as_site("package_patch", id=dataset["id"], groups=[])
    assert groups(dataset) == ["nha-thuoc"]


def test_index_has_the_theme(make_dataset: MakeDataset) -> None:
    """Search by group finds the dataset at once, and after a move only under the new theme."""
    dataset = make_dataset()
    as_site("package_patch", id=dataset["id"], theme="y-te")
    assert call_action("package_search", fq="groups:y-te")["count"] == 1
    assert call_action("package_search", fq="groups:nha-thuoc")["count"] == 0


def test_missing_group_is_made_from_the_vocabulary(make_dataset: MakeDataset) -> None:
    """A dataset may come before the seed; the group then has the theme's names."""
    make_dataset()
    theme = call_action("group_show", id="nha-thuoc")
    assert (theme["title"], theme["title_en"], theme["eu_theme"], theme["order"]) == ("Nhà thuốc", "Pharmacies", "HEAL", "2")


def test_resources_leave_the_theme_alone(make_dataset: MakeDataset) -> None:
    """Adding a file is an update of the dataset, and changes no membership row."""
    dataset = make_dataset()
    as_site("resource_create", package_id=dataset["id"], name="Tệp", url="https://example.org/a.csv")
    assert groups(dataset) == ["nha-thuoc"]
    assert model.Session.query(model.Member).filter_by(table_name="package", table_id=dataset["id"], capacity="public").count() == 1


def test_other_groups_are_left_alone(make_dataset: MakeDataset) -> None:
    """A group that is no theme keeps its datasets when the theme changes."""
    dataset = make_dataset()
    user = factories.Sysadmin()
    as_site("group_create", name="su-kien", title="Sự kiện")
    call_action(
        "member_create", context={"user": user["name"]}, id="su-kien", object=dataset["id"], object_type="package", capacity="public"
    )
    as_site("package_patch", id=dataset["id"], theme="y-te")
    assert sorted(groups(dataset)) == ["su-kien", "y-te"]


@pytest.mark.parametrize("action", ["member_create", "member_delete"])
def test_membership_of_a_theme_is_not_set_by_hand(make_dataset: MakeDataset, action: str) -> None:
    """The field stays the one place: not even an administrator adds or removes a dataset."""
    dataset = make_dataset()
    with pytest.raises(tk.ValidationError):
        as_site(action, id="nha-thuoc", object=dataset["id"], object_type="package", capacity="public")


def test_updating_a_theme_keeps_its_datasets(make_dataset: MakeDataset) -> None:
    """Editing the theme's words touches no membership."""
    dataset = make_dataset()
    as_site("group_update", id="nha-thuoc", name="nha-thuoc", title="Nhà thuốc và quầy thuốc")
    assert groups(dataset) == ["nha-thuoc"]
