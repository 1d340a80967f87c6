"""A new release in CKAN's activity stream: an activity type of ours beside CKAN's own, with its template.

CKAN's ``changed package`` of the same moment says that the dataset's fields changed; this says what happened to the rows.
"""

from __future__ import annotations

from typing import Any

from ckan import model
from ckan.lib.plugins import get_permission_labels
from ckan.plugins import toolkit as tk
from ckan.types import Context
from ckanext.activity.logic import validators

from ckanext.binhduong.releases.ledger.model import Release

__all__ = ["TYPE", "register", "tell"]

TYPE = "published release"
_COUNTS = ("added", "removed", "changed", "moved", "breaking")


def register() -> None:
    """Make the type known to CKAN: ``activity_create`` takes it, and a dataset's activity page can be narrowed to it."""
    validators.VALIDATORS_PACKAGE_ACTIVITY_TYPES[TYPE] = "package_id_exists"
    validators.object_id_validators[TYPE] = "package_id_exists"


def tell(release: Release) -> None:
    """Write into the open transaction that a release was published and what differs from the one before; ``summary`` is filled in."""
    package, resource = model.Package.get(release.package_id), model.Resource.get(release.resource_id)
    user = model.User.get(release.author) or model.User.get(tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"])
    if not package or not resource or not user:
        return
    summary: dict[str, Any] = release.summary or {}
    told = {name: summary.get(name) for name in ("from", *_COUNTS)}
    data = {
        "package": {"id": package.id, "name": package.name, "title": package.title, "type": package.type},
        "release": {"resource_id": resource.id, "resource": resource.name, "number": release.number, **told},
    }
    context = Context(ignore_auth=True, user=user.name, session=model.Session, defer_commit=True)  # type: ignore[typeddict-item]
    labels = get_permission_labels().get_dataset_labels(package)
    activity = {"user_id": user.id, "object_id": package.id, "activity_type": TYPE, "data": data, "permission_labels": labels}
    tk.get_action("activity_create")(context, activity)
