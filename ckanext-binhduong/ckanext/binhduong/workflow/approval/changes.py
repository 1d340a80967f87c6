"""A change of a public dataset, taken apart: what everybody would see, what goes with a file, and what nobody else sees yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ckan.types import Context

from ckanext.binhduong.releases.ledger.resource_fields import is_hidden
from ckanext.binhduong.workflow.approval import versions
from ckanext.binhduong.workflow.approval.content import differences, keyed, raw_of

__all__ = ["Change", "as_stored", "saved", "taken_apart"]


@dataclass(frozen=True)
class Change:
    """A change of a dataset, taken apart: what everybody would see waits, the rest is saved.

    Attributes:
        before: the dataset as it is.
        wanted: as the caller wants it.
        seen: the differences that everybody would see.
        proposed: what is said of resources with a published file together with their next file: id → fields.
        own_way: keys of the resources that get a file, or that nobody else sees yet.
    """

    before: dict[str, Any]
    wanted: dict[str, Any]
    seen: list[dict[str, Any]]
    proposed: dict[str, dict[str, Any]]
    own_way: set[str]


def taken_apart(context: Context, data_dict: dict[str, Any], package_id: str) -> Change:
    """Compare what a caller sends of a dataset with what is there, in the open transaction.

    Raises:
        ValidationError: CKAN would not save it.
    """
    before = versions.shown(package_id)
    wanted = {**data_dict, "resources": data_dict.get("resources", before["resources"])}
    old = versions.version(Context(ignore_auth=True, user=""), before)  # type: ignore[typeddict-item]
    found = differences(old, versions.version(context, wanted))
    unseen = {each["id"] for each in before["resources"] if is_hidden(each)}
    files = {key for key, resource in keyed(wanted) if resource.get("upload")}
    with_file = [each for each in found if each["resource"] in (files - unseen) & set(old)]
    seen = [each for each in found if each["resource"] not in unseen | files]
    return Change(before, wanted, seen, raw_of(wanted, with_file)["resources"], unseen | files)


def saved(change: Change) -> list[dict[str, Any]]:
    """Return the resources as they are, with new files, and as sent what nobody else sees yet; empty when that changes nothing."""
    sent = {key: each for key, each in keyed(change.wanted) if key in change.own_way}
    known = [as_stored(each["id"], sent.pop(each["id"], each), change) for each in change.before["resources"]]
    resources = [*known, *sent.values()]
    return resources if resources != change.before["resources"] else []


def as_stored(key: str, resource: dict[str, Any], change: Change) -> dict[str, Any]:
    """Return a resource that is sent with its next file, saying until then what it says now."""
    stored = next((each for each in change.before["resources"] if each["id"] == key), {})
    return {**resource, **{name: stored.get(name, "") for name in change.proposed.get(key, {})}}
