"""What of a dataset an approval is bound to, and how two versions of it differ. Imports no CKAN.

A *version* is ``{"": the dataset's fields, resource id: its fields}``: what people say. What the portal writes itself (sizes, hashes,
states, times) is left out; the bytes of files are bound by the ledger's own hashes.
"""

from __future__ import annotations

import hashlib
import itertools
import json
from collections.abc import Collection, Mapping
from typing import Any

from ckanext.binhduong.catalogue.rules.resource_marks import TIMES, UNUSED, YES_OR_NO

__all__ = [
    "NEW",
    "ORDER",
    "Version",
    "differ_in_order",
    "differences",
    "digest",
    "keyed",
    "only_removes",
    "raw_of",
    "version_of",
    "with_changes",
]

Version = dict[str, dict[str, Any]]

NEW = "+"
"""How the key of a resource without an id begins; its place among those without one follows."""

ORDER = "order"
"""The difference of the order in which resources stand; no dataset has a field of this name."""

_NOTHING = (None, "", [], {})
_OF_PORTAL = {
    *("id", "type", "private", "state", "metadata_created", "metadata_modified", "creator_user_id", "organization", "resources"),
    *("num_resources", "num_tags", "isopen", "license_title", "license_url", "revision_id", "relationships_as_object"),
    *("relationships_as_subject", "__extras", "__junk", "__before", "extras", "freshness", "tag_string", "plugin_data", "save"),
}
_OF_PORTAL_IN_RESOURCE = {
    *("id", "package_id", "position", "created", "metadata_modified", "last_modified", "hash", "size", "mimetype_inner", "state"),
    *("release_state", "release_number", "release_attempt", "layer", "rows", "data_until", "__extras", "__junk", "extras", "upload"),
    *("clear_upload", "url_type", *UNUSED, *TIMES, *YES_OR_NO),
}
_OF_FILE = {"url", "format", "mimetype"}


def digest(value: Any) -> str:
    """Return the SHA-256 of a value of JSON, whatever the order of its keys."""
    return hashlib.sha256(json.dumps(value, ensure_ascii=False, sort_keys=True, default=str).encode()).hexdigest()


def version_of(validated: Mapping[str, Any], files: frozenset[str] = frozenset()) -> Version:
    """Return what people say in a dataset that its schema has validated.

    Args:
        files: keys (ids, or ``NEW`` with its place) of resources that have, or get, an uploaded file: address and format are the portal's.
    """
    version = {"": _plain({**_extras(validated), **validated}, _OF_PORTAL)}
    for key, resource in keyed(validated):
        of_file = _OF_FILE if key in files or resource.get("url_type") == "upload" else set()
        version[key] = _plain({**_extras(resource), **resource}, _OF_PORTAL_IN_RESOURCE | of_file)
    return version


def keyed(dataset: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """Return the resources of a dataset with their keys in a version: their ids, or a mark and their place among those without one."""
    new = itertools.count()
    return [(resource.get("id") or f"{NEW}{next(new)}", resource) for resource in dataset.get("resources") or []]


def _extras(values: Mapping[str, Any]) -> dict[str, Any]:
    return {extra["key"]: extra.get("value") for extra in values.get("extras") or [] if isinstance(extra, Mapping) and "key" in extra}


def _plain(values: Mapping[str, Any], without: set[str]) -> dict[str, Any]:
    """Return values as JSON has them, without those that say nothing: a field left out and an empty one are equal."""
    kept = {name: _named(name, value) for name, value in values.items() if name not in without and value not in _NOTHING}
    return json.loads(json.dumps(kept, default=str))


def _named(name: str, value: Any) -> Any:
    if name in ("tags", "groups") and isinstance(value, list):
        return sorted(each.get("name") or each.get("id") or "" for each in value if isinstance(each, Mapping))
    return value


def differences(old: Version, new: Version, unplaced: Collection[str] = ()) -> list[dict[str, Any]]:
    """Return ``[{resource, field, old, new}]``: resource empty for the dataset's own fields, field for one that came or went whole.

    Resources that stand in another order are one difference more, of the dataset's field :data:`ORDER`: their names.

    Args:
        old, new: the versions.
        unplaced: keys of resources whose place does not count.
    """
    found = _order(old, new, unplaced)
    for key in sorted(set(old) | set(new)):
        if key not in old or key not in new:
            found.append({"resource": key, "field": "", "old": old.get(key), "new": new.get(key)})
            continue
        names = sorted(name for name in set(old[key]) | set(new[key]) if old[key].get(name) != new[key].get(name))
        found += [{"resource": key, "field": name, "old": old[key].get(name), "new": new[key].get(name)} for name in names]
    return found


def _order(old: Version, new: Version, unplaced: Collection[str]) -> list[dict[str, Any]]:
    before, after = ([key for key in version if key and key in old and key in new and key not in unplaced] for version in (old, new))
    names = [[old[key].get("name") or key for key in keys] for keys in (before, after)]
    return [{"resource": "", "field": ORDER, "old": names[0], "new": names[1]}] if before != after else []


def differ_in_order(submitted: list[dict[str, Any]], found: list[dict[str, Any]]) -> bool:
    """Whether differences that were submitted and those found now are the same but for the order of the resources."""
    words = [[each for each in those if each["field"] != ORDER or each["resource"]] for those in (submitted, found)]
    return submitted != found and words[0] == words[1]


def only_removes(found: list[dict[str, Any]]) -> bool:
    """Whether differences take whole resources away and do nothing else: less is public than was approved."""
    return all(each["field"] == "" and each["new"] is None for each in found)


def raw_of(payload: Mapping[str, Any], found: list[dict[str, Any]]) -> dict[str, Any]:
    """Return what a caller sent for the fields that differ: ``{fields, resources: {id: fields}, added, removed, order}``; order is empty
    where the resources stand as they stood."""
    resources = dict(keyed(payload))
    raw: dict[str, Any] = {"fields": {}, "resources": {}, "added": [], "removed": [], ORDER: []}
    for each in found:
        key, field = each["resource"], each["field"]
        if not key and field == ORDER:
            raw[ORDER] = list(resources)
        elif not key:
            raw["fields"].update(_sent(payload, field))
        elif field:
            raw["resources"].setdefault(key, {}).update(_sent(resources[key], field))
        elif each["new"] is None:
            raw["removed"].append(key)
        else:
            raw["added"].append({name: value for name, value in resources[key].items() if name != "upload"})
    return raw


def _sent(values: Mapping[str, Any], field: str) -> dict[str, Any]:
    if field not in values and any(extra.get("key") == field for extra in values.get("extras") or []):
        return {"extras": values["extras"]}
    return {field: values.get(field, [] if field in ("tags", "groups") else "")} | (
        {"tag_string": values["tag_string"]} if field == "tags" and "tag_string" in values else {}
    )


def with_changes(dataset: Mapping[str, Any], raw: Mapping[str, Any]) -> dict[str, Any]:
    """Return a dataset as it is now with what :func:`raw_of` kept of a change."""
    kept = [each for each in dataset["resources"] if each["id"] not in raw["removed"]]
    changed = [{**each, **raw["resources"].get(each["id"], {})} for each in kept]
    place = {key: number for number, key in enumerate(raw.get(ORDER) or [])}
    changed.sort(key=lambda each: place.get(each["id"], len(place)))
    return {**dataset, **raw["fields"], "resources": [*changed, *raw["added"]]}
