"""What a dataset's graph is made of, and the mark of it: a graph that is kept under another mark is written anew."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk

from ckanext.binhduong.metadata.quality.stored import Quality
from ckanext.binhduong.metadata.source_mark import code_mark

__all__ = ["Dataset", "group_marks", "made_of", "mark_of"]

_SETTINGS = ("ckan.site_url", "ckanext.dcat.base_uri", "ckan.site_title", "ckanext.binhduong.catalog_title_en")
_GROUPS = sa.text("SELECT id, is_organization, md5(name || coalesce(title, '') || coalesce(extras::text, '')) FROM \"group\" ORDER BY id")


@dataclass(frozen=True)
class Dataset:
    """A public dataset: id, time of change, agency, what is kept of it, and what was measured of it as it is."""

    id: str
    modified: datetime
    owner_org: str | None
    mark: str | None
    changed: datetime | None
    fragment: bytes | None
    quality: Quality | None


def group_marks() -> dict[str, str]:
    """Return a mark of each agency by its id, and one of all themes, whose names are in the graphs too."""
    rows = model.Session.execute(_GROUPS).all()
    agencies = {group: mark for group, is_organization, mark in rows if is_organization}
    return {**agencies, "themes": "".join(mark for _, is_organization, mark in rows if not is_organization)}


def made_of(dataset_ids: list[str]) -> dict[str, dict[str, Any]]:
    """Return what was made of the files of datasets: dataset → ``{served_forms, versions}``, each resource → a list.

    Every resource is named, since CKAN's ``resource_delete`` leaves the dataset's time of change as it was.
    """
    resource = model.Resource
    rows = sa.select(resource.id, resource.package_id).where(resource.package_id.in_(dataset_ids), resource.state == "active")
    owners = {row[0]: row[1] for row in model.Session.execute(rows)}
    forms = tk.h.binhduong_served_forms(list(owners))
    versions = tk.h.binhduong_release_versions(list(owners))
    found: dict[str, dict[str, Any]] = {dataset_id: {"served_forms": {}, "versions": {}} for dataset_id in dataset_ids}
    for resource_id, dataset_id in owners.items():
        found[dataset_id]["served_forms"][resource_id] = forms.get(resource_id, [])
        found[dataset_id]["versions"][resource_id] = versions.get(resource_id, [])
    return found


def mark_of(dataset: Dataset, made: dict[str, Any], groups: dict[str, str]) -> str:
    """Return the mark of a dataset: of its state, its agency, the themes, its points, what was made of its files, code and settings.

    Args:
        made: of ``made_of``.
        groups: of ``group_marks``.
    """
    settings = [tk.config.get(name) for name in _SETTINGS]
    said = [groups.get(dataset.owner_org or ""), groups["themes"], dataset.quality and dataset.quality.metrics]
    parts = [code_mark(), settings, dataset.id, dataset.modified, *said, made]
    return hashlib.sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()
