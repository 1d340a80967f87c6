"""Who sees a resource whose first file is not accepted: its agency. Out of answers for others, and out of the search index for
everybody."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from ckan import authz, model
from ckan.types import Context
from sqlalchemy.dialects.postgresql import JSONB

from ckanext.binhduong.releases.ledger.resource_fields import UNACCEPTED, is_hidden

__all__ = ["filter_dataset", "filter_index", "may_edit", "not_hidden"]


def may_edit(context: Context, package_id: str) -> bool:
    """Whether a caller may edit a dataset; the machine's own calls may."""
    if context.get("ignore_auth"):
        return True
    user = context.get("user")
    fresh = Context(user=user, auth_user_obj=context.get("auth_user_obj"))  # type: ignore[typeddict-item]
    return bool(user) and authz.is_authorized_boolean("package_update", fresh, {"id": package_id})


def not_hidden() -> sa.ColumnElement[bool]:
    """Return ``not is_hidden(resource)`` as a condition of a statement with CKAN's resources."""
    extras = sa.cast(sa.type_coerce(model.Resource.extras, sa.Text), JSONB)
    accepted = sa.func.coalesce(extras["release_state"].astext, "").not_in(UNACCEPTED)
    number = sa.func.coalesce(extras["release_number"].astext, "")
    return sa.or_(model.Resource.url_type.is_distinct_from("upload"), accepted, number != "")


def filter_dataset(context: Context, dataset: dict[str, Any]) -> None:
    """Take the hidden resources out of a dataset that is about to be shown, unless the caller may edit it."""
    resources = dataset.get("resources") or []
    if any(is_hidden(resource) for resource in resources) and not may_edit(context, dataset["id"]):
        dataset["resources"] = [resource for resource in resources if not is_hidden(resource)]
        dataset["num_resources"] = len(dataset["resources"])


def filter_index(document: dict[str, Any]) -> dict[str, Any]:
    """Take the hidden resources out of a dataset's search document.

    ``package_show`` would use the document as a cache, and editors would lose the resource there. It does so only while
    ``metadata_modified`` is
    equal to the database's, so an incomplete document is dated a second earlier.
    """
    shown = json.loads(document["validated_data_dict"])
    hidden = [position for position, resource in enumerate(shown.get("resources", [])) if is_hidden(resource)]
    if not hidden:
        return document
    count = len(shown["resources"])
    for name in ("data_dict", "validated_data_dict"):
        document[name] = _without_resources(document[name], hidden)
    for name, values in document.items():
        if name.startswith("res_") and isinstance(values, list) and len(values) == count:
            document[name] = [value for position, value in enumerate(values) if position not in hidden]
    document["num_resources"] = count - len(hidden)
    modified = datetime.fromisoformat(document["metadata_modified"].removesuffix("Z"))
    document["metadata_modified"] = f"{(modified - timedelta(seconds=1)).isoformat()}Z"
    return document


def _without_resources(text: str, positions: list[int]) -> str:
    dataset = json.loads(text)
    dataset["resources"] = [resource for position, resource in enumerate(dataset["resources"]) if position not in positions]
    dataset["num_resources"] = len(dataset["resources"])
    return json.dumps(dataset)
