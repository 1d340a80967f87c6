"""A change of a public dataset, taken apart: what everybody would see, what goes with a file, and what nobody else sees yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk
from ckan.types import Context

from ckanext.binhduong.releases.ledger.resource_fields import becomes_link, has_file, is_hidden
from ckanext.binhduong.workflow.approval import versions
from ckanext.binhduong.workflow.approval.content import differences, keyed, raw_of

__all__ = ["Change", "as_stored", "hidden_of", "raw_of_seen", "saved", "taken_apart"]

_AS_LINK = {"url_type": "", "clear_upload": "true"}
"""What makes a resource with a stored file a link, whatever else is sent of it."""


@dataclass(frozen=True)
class Change:
    """A change of a dataset, taken apart: what everybody would see waits, the rest is saved.

    Attributes:
        before: the dataset as it is.
        wanted: as the caller wants it.
        seen: the differences that everybody would see.
        proposed: what is said of resources with a published file together with their next file: id → fields.
        own_way: keys of the resources that get a file, or that nobody else sees yet.
        leaving: ids of the resources with a file, accepted or not, that become links: everybody would see the link.
    """

    before: dict[str, Any]
    wanted: dict[str, Any]
    seen: list[dict[str, Any]]
    proposed: dict[str, dict[str, Any]]
    own_way: set[str]
    leaving: set[str]


def taken_apart(context: Context, data_dict: dict[str, Any], package_id: str) -> Change:
    """Compare what a caller sends of a dataset with what is there, in the open transaction.

    Raises:
        ValidationError: CKAN would not save it, or a file goes and no address comes.
    """
    before = versions.shown(package_id)
    resources = data_dict.get("resources", before["resources"]) or []
    leaving = _leaving(before["resources"], resources)
    wanted = {**data_dict, "resources": [{**each, **_AS_LINK} if each.get("id") in leaving else each for each in resources]}
    old = versions.version(Context(ignore_auth=True, user=""), before)  # type: ignore[typeddict-item]
    hidden = hidden_of(before)
    found = differences(old, versions.version(context, wanted), hidden)
    unseen = hidden - leaving
    files = {key for key, resource in keyed(wanted) if has_file(resource)}
    with_file = [each for each in found if each["resource"] in (files - unseen) & set(old)]
    seen = [each for each in found if each["resource"] not in unseen | files]
    return Change(before, wanted, seen, raw_of(wanted, with_file)["resources"], unseen | files, leaving)


def hidden_of(dataset: dict[str, Any]) -> set[str]:
    """Return the ids of the resources that nobody else sees yet."""
    return {each["id"] for each in dataset["resources"] if is_hidden(each)}


def _leaving(before: list[dict[str, Any]], resources: list[dict[str, Any]]) -> set[str]:
    uploads = {each["id"] for each in before if each.get("url_type") == "upload"}
    links = {each["id"]: str(each.get("url") or "").strip() for each in resources if each.get("id") in uploads and becomes_link(each)}
    if not all(links.values()):
        # No difference of words would show that the file goes.
        model.Session.rollback()
        raise tk.ValidationError({"url": [tk._("Give the address that takes the place of this file, or remove the resource.")]})
    return set(links)


def raw_of_seen(change: Change) -> dict[str, Any]:
    """Return what the caller sent of all that everybody would see, to be saved when it is approved."""
    raw = raw_of(change.wanted, change.seen)
    for key in change.leaving:
        raw["resources"].setdefault(key, {}).update(_AS_LINK)
    return raw


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
