"""What each action is called with: the ids of the target, by the names of action and parameter, and a few values beside them."""

from __future__ import annotations

from typing import Any

from tests.security.permissions.world import NOTHING, Target

__all__ = ["arguments"]

#: The kind of object that ``id`` means, by the beginning of an action's name; the first that fits.
_ID = (
    ("organization_member", "organization"),
    ("organization_list_for_user", "user"),
    ("organization_", "organization"),
    ("group_", "group"),
    ("member_", "organization"),
    ("user_", "user"),
    ("resource_view_list", "resource"),
    ("resource_view_", "nothing"),
    ("resource_", "resource"),
    ("datastore_", "resource"),
    ("activity_", "activity"),
    ("release_submit", "dataset"),
    ("publication_", "dataset"),
    ("release_approve", "submission"),
    ("release_return", "submission"),
    ("submission_", "submission"),
    ("plan_item_", "item"),
    ("data_request_", "request"),
    ("release_", "resource"),
    ("approval_", "organization"),
    ("package_collaborator_list_for_user", "user"),
    ("package_", "dataset"),
    ("dataset_", "dataset"),
    ("usage_show", "dataset"),
    ("dcat_dataset_", "dataset"),
    ("webhook_replay", "delivery"),
    ("webhook_", "webhook"),
    ("am_following_dataset", "dataset"),
    ("am_following_group", "group"),
    ("am_following_user", "user"),
    ("follow_dataset", "dataset"),
    ("follow_group", "group"),
    ("follow_user", "user"),
    ("followee_", "user"),
    ("unfollow_dataset", "dataset"),
    ("unfollow_group", "group"),
    ("unfollow_user", "user"),
)
_PARAMETERS = {
    "resource_id": "resource",
    "package_id": "dataset",
    "org_id": "organization",
    "organization_id": "organization",
    "owner_org": "organization",
    "group_id": "group",
    "user_id": "user",
    "username": "user",
    "user": "user",
    "agency": "organization",
    "object_id": "dataset",
    "subject": "dataset",
    "number": "number",
}
#: Parameters that are left out: with them the action has another object.
_APART = {("datastore_search", "id"), ("activity_create", "user_id"), ("package_create", "id")}
_VALUES: dict[str, dict[str, Any]] = {
    "api_token_create": {"name": "x"},
    "api_token_revoke": {"jti": "x"},
    "config_option_show": {"key": "ckan.site_title"},
    "datastore_search_sql": {"sql": "SELECT 1"},
    "format_autocomplete": {"q": "csv"},
    "group_autocomplete": {"q": ""},
    "help_show": {"name": "package_show"},
    "organization_autocomplete": {"q": ""},
    "organization_member_create": {"role": "editor"},
    "group_member_create": {"role": "editor"},
    "package_collaborator_create": {"capacity": "editor"},
    "package_search": {"q": "chimbao", "include_private": True, "include_drafts": True, "include_deleted": True, "rows": 100},
    "package_autocomplete": {"q": "chimbao"},
    "place_at": {"lon": 106.65, "lat": 10.98},
    "place_search": {"q": "Dĩ An"},
    "place_show": {"id": "74@2024"},
    "resource_search": {"query": "name:chimbao"},
    "feature_search": {"q": "chimbao"},
    "feature_suggest": {"q": "chimbao"},
    "dataset_suggest": {"q": "chimbao"},
    "scheming_dataset_schema_show": {"type": "dataset"},
    "scheming_group_schema_show": {"type": "group"},
    "scheming_organization_schema_show": {"type": "organization"},
    "tag_show": {"id": NOTHING},
    "term_translation_show": {"terms": ["x"]},
    "vocabulary_show": {"id": NOTHING},
    "webhook_create": {"url": "https://nhan.example.vn/tin"},
    "user_invite": {"email": "moi@example.vn", "role": "editor"},
    "user_autocomplete": {"q": "test"},
    "task_status_show": {"id": NOTHING},
}


def arguments(action: str, declared: dict[str, str], target: Target) -> dict[str, Any]:
    """Return what an action is called with for one target: the parameters that name an object, and those it needs besides.

    Args:
        action: the action's name.
        declared: its parameters, as ``security/parameters/declared.yaml`` has them.
        target: the object and its state.
    """
    data: dict[str, Any] = {}
    for parameter in declared:
        kind = _PARAMETERS.get(parameter)
        if parameter == "id":
            kind = next((kind for start, kind in _ID if action.startswith(start)), "nothing")
        if kind and (action, parameter) not in _APART:
            data[parameter] = target.ids.get(kind, NOTHING)
    if "datasets" in declared:
        data["datasets"] = [target.ids["dataset"]]
    return data | _VALUES.get(action, {}) | _nested(action, target)


def _nested(action: str, target: Target) -> dict[str, Any]:
    """Return the parameters that hold the target within something else."""
    dataset, resource = {"id": target.ids["dataset"]}, {"id": target.ids["resource"], "package_id": target.ids["dataset"]}
    return {
        "package_revise": {"match": dataset, "update": {}},
        "package_create_default_resource_views": {"package": dataset},
        "resource_create_default_resource_views": {"resource": resource, "package": dataset},
        "datastore_records_delete": {"filters": {}},
        "member_create": {"object": target.ids["dataset"], "object_type": "package", "capacity": "public"},
        "member_delete": {"object": target.ids["dataset"], "object_type": "package"},
        "package_relationship_create": {"object": target.ids["dataset"], "type": "links_to"},
        "package_relationship_delete": {"object": target.ids["dataset"], "type": "links_to"},
        "package_relationship_update": {"object": target.ids["dataset"], "type": "links_to"},
        "resource_view_create": {"title": "x", "view_type": "image_view"},
        "resource_view_reorder": {"id": target.ids["resource"], "order": []},
        "task_status_update_many": {"data": [{"entity_id": "x", "entity_type": "x", "task_type": "x", "key": "x", "value": "x"}]},
        "term_translation_update_many": {"data": [{"term": "x", "term_translation": "y", "lang_code": "en"}]},
        "activity_diff": {"object_type": "package", "diff_type": "html"},
        "release_diff": {"from": 1, "to": 2},
        "release_row": {"key": "NT001"},
        "feature_show": {"layer": target.ids.get("layer", NOTHING), "id": "1"},
    }.get(action, {})
