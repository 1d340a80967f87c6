"""Versions of a dataset as CKAN has it now: what a submission says, and whether it still holds."""

from __future__ import annotations

import copy
import json
from typing import Any

from ckan import model
from ckan.lib import plugins as lib_plugins
from ckan.plugins import toolkit as tk
from ckan.types import Context

from ckanext.binhduong.core.clock import utc_text
from ckanext.binhduong.releases.ledger.model import Extent
from ckanext.binhduong.releases.ledger.resource_fields import has_file
from ckanext.binhduong.workflow.approval.content import Version, digest, keyed, version_of
from ckanext.binhduong.workflow.approval.files import files_of
from ckanext.binhduong.workflow.schedule import rows

__all__ = ["publication_of", "shown", "version"]


def shown(package_id: str) -> dict[str, Any]:
    """Return a dataset with all its resources from the database, in the open transaction."""
    context = Context(ignore_auth=True, user="", use_cache=False, for_update=True)  # type: ignore[typeddict-item]
    return tk.get_action("package_show")(context, {"id": package_id})


def version(context: Context, dataset: dict[str, Any]) -> Version:
    """Return what people say in a dataset, as CKAN would save it.

    Args:
        dataset: as ``package_update`` takes it; a resource with ``upload`` gets a file.

    Raises:
        ValidationError: CKAN would not save it.
    """
    package = model.Package.get(dataset["id"])
    assert package
    files = frozenset(key for key, resource in keyed(dataset) if has_file(resource))
    plain = {name: value for name, value in dataset.items() if name != "resources"}
    sent = {**copy.deepcopy(plain), "type": package.type, "resources": [_without_file(each) for each in dataset.get("resources") or []]}
    plugin = lib_plugins.lookup_package_plugin(package.type)
    checking: Any = tk.fresh_context(context)
    checking["package"], checking["model"], checking["session"] = package, model, model.Session
    validated, errors = lib_plugins.plugin_validate(plugin, checking, sent, plugin.update_package_schema(), "package_update")
    if errors:
        model.Session.rollback()
        raise tk.ValidationError(errors)
    return version_of(validated, files)


def _without_file(resource: dict[str, Any]) -> dict[str, Any]:
    plain = copy.deepcopy({name: value for name, value in resource.items() if name != "upload"})
    if has_file(resource):
        plain |= {"url": resource["upload"].filename, "url_type": "upload"}
    return plain


def publication_of(package_id: str) -> dict[str, Any]:
    """Return what becomes public with a dataset: ``{version, files, publish_at, hash}``; the time it has is part of what is approved."""
    said = version(Context(ignore_auth=True, user=""), shown(package_id))  # type: ignore[typeddict-item]
    if _is_filled_in(package_id, said[""].get("spatial")):
        # Worked out by the portal of the files when they are read, maybe after they were submitted; they are bound by their bytes.
        del said[""]["spatial"]
    files = files_of(package_id)
    planned = rows.time_of(package_id)
    at = [planned.isoformat()] if planned else []
    return {"version": said, "files": files, "publish_at": utc_text(planned) if planned else None, "hash": digest([said, files, *at])}


def _is_filled_in(package_id: str, spatial: Any) -> bool:
    ours = model.Session.get(Extent, package_id) if spatial else None
    return ours is not None and (json.loads(spatial) if isinstance(spatial, str) else spatial) == json.loads(ours.spatial)
