"""Which public datasets there are, what their kept graphs are worth, and the writing of those that are not up to date.

A graph is held against a mark of all that it is made of: the dataset, its agency, the themes, the forms its tables are served in, the
releases of its files, its points, the code that writes it. So nobody has to announce a change; a job after each change of a dataset
writes it beforehand.

Cost: a page of datasets costs five statements, whatever is in it; a dataset that is written, those of ``package_show`` and one more.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk
from ckanext.dcat.profiles import DCAT
from ckanext.dcat.utils import catalog_uri
from rdflib import URIRef

from ckanext.binhduong.catalogue import themes
from ckanext.binhduong.core.problems.answers import new_incident
from ckanext.binhduong.metadata.bulk.catalogue_csv import dataset_line
from ckanext.binhduong.metadata.bulk.fragments import WRITERS, statements
from ckanext.binhduong.metadata.bulk.stored import StoredGraph, store, unpacked
from ckanext.binhduong.metadata.dcat.profile import publisher_names
from ckanext.binhduong.metadata.dcat.serializer import CatalogueSerializer
from ckanext.binhduong.metadata.dcat.services import without_services
from ckanext.binhduong.metadata.quality.stored import Quality, is_current
from ckanext.binhduong.metadata.source_mark import code_mark

__all__ = ["fragment", "pages", "write_dataset"]

log = logging.getLogger(__name__)

_PAGE = 100
_SETTINGS = ("ckan.site_url", "ckanext.dcat.base_uri", "ckan.site_title", "ckanext.binhduong.catalog_title_en")
_GROUPS = sa.text("SELECT id, is_organization, md5(name || coalesce(title, '') || coalesce(extras::text, '')) FROM \"group\" ORDER BY id")


@dataclass(frozen=True)
class _Dataset:
    """A public dataset: id, time of change, agency, what is kept of it, and what was measured of it as it is."""

    id: str
    modified: datetime
    owner_org: str | None
    mark: str | None
    changed: datetime | None
    fragment: bytes | None
    quality: Quality | None


def pages(form: str, since: datetime | None = None) -> Iterator[list[bytes]]:
    """Yield the fragments of all public datasets in the order of their ids, a page of them in memory at a time.

    Args:
        form: of ``stored.FORMS``.
        since: UTC; only datasets that were changed, or of which something else is said, at this time or later.
    """
    groups = _groups()
    after = ""
    while found := _page(form, after):
        made = _made([each.id for each in found])
        fragments = [_current(each, made[each.id], groups, form, since) for each in found]
        # An answer to a slow reader keeps no transaction open.
        model.Session.commit()
        yield [fragment for fragment in fragments if fragment]
        after = found[-1].id


def fragment(dataset: str, form: str) -> bytes | None:
    """Return the fragment of one public dataset, written now if need be; None when there is no such one. Commits what it writes.

    Args:
        dataset: name or id.
        form: of ``stored.FORMS``.
    """
    found = _rows(form, sa.or_(model.Package.id == dataset, model.Package.name == dataset))
    if not found:
        return None
    made = _made([found[0].id])
    text = _current(found[0], made[found[0].id], _groups(), form, None)
    model.Session.commit()
    return text


def write_dataset(dataset_id: str) -> bool:
    """Write the graph of one dataset if it is public and the kept one is not up to date; return whether it was written. Commits."""
    found = _rows("nt", model.Package.id == dataset_id)
    groups = _groups()
    made = _made([each.id for each in found])
    stale = [each for each in found if each.mark != _mark(each, made[each.id], groups)]
    for each in stale:
        _write(each, made[each.id], groups)
    model.Session.commit()
    return bool(stale)


def _groups() -> dict[str, str]:
    """Return a mark of each agency by its id, and one of all themes, whose names are in the graphs too."""
    rows = model.Session.execute(_GROUPS).all()
    agencies = {group: mark for group, is_organization, mark in rows if is_organization}
    return {**agencies, "themes": "".join(mark for _, is_organization, mark in rows if not is_organization)}


def _page(form: str, after: str) -> list[_Dataset]:
    return _rows(form, model.Package.id > after)


def _rows(form: str, condition: Any) -> list[_Dataset]:
    package = model.Package
    columns = (package.id, package.metadata_modified, package.owner_org, StoredGraph.mark, StoredGraph.changed, getattr(StoredGraph, form))
    rows = sa.select(*columns, Quality).outerjoin(StoredGraph, StoredGraph.dataset_id == package.id).outerjoin(Quality, is_current())
    public = (package.state == "active", package.private.is_(False), package.type == "dataset")
    return [_Dataset(*row) for row in model.Session.execute(rows.where(*public, condition).order_by(package.id).limit(_PAGE))]


def _made(dataset_ids: list[str]) -> dict[str, dict[str, Any]]:
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


def _current(dataset: _Dataset, made: dict[str, Any], groups: dict[str, str], form: str, since: datetime | None) -> bytes | None:
    """Return a dataset's fragment, written now if need be; None when it is not wanted or cannot be written."""
    changed, fragment = dataset.changed, dataset.fragment
    if dataset.mark != _mark(dataset, made, groups):
        written = _write(dataset, made, groups)
        if written is None:
            return None
        changed, texts = written
        text: bytes | None = texts[form].encode()
    else:
        text = None
    if since and max(dataset.modified, changed or dataset.modified) < since:
        return None
    return text if text is not None else unpacked(fragment or b"")


def _write(dataset: _Dataset, made: dict[str, Any], groups: dict[str, str]) -> tuple[datetime, dict[str, str]] | None:
    """Write and keep a dataset's fragments; a dataset that fails is left out and reported in the log under an incident's number."""
    try:
        # As nobody in particular: what everybody may see of it.
        data = tk.get_action("package_show")({"user": "", "auth_user_obj": None}, {"id": dataset.id})
        serializer = CatalogueSerializer()
        node = serializer.graph_from_dataset({**data, **made, "quality": dataset.quality})
        serializer.g.add((URIRef(catalog_uri()), DCAT.dataset, node))
        without_services(serializer.g, tk.config["ckan.site_url"].rstrip("/"), publisher_names())
        found = statements(serializer.g)
        texts = {form: write(found) for form, write in WRITERS.items()}
        texts["csv"] = dataset_line({**data, "theme_title": themes.label(data.get("theme") or "")}, tk.config["ckan.site_url"].rstrip("/"))
    except (tk.ObjectNotFound, tk.NotAuthorized):
        # It was deleted or made private a moment ago.
        return None
    except Exception:
        # Whatever one dataset's profile stumbles over, the other datasets are served; the incident is logged with its id.
        log.exception("incident %s: dataset %s is left out of the whole catalogue", new_incident(), dataset.id)
        return None
    return store(dataset.id, _mark(dataset, made, groups), texts), texts


def _mark(dataset: _Dataset, made: dict[str, Any], groups: dict[str, str]) -> str:
    settings = [tk.config.get(name) for name in _SETTINGS]
    said = [groups.get(dataset.owner_org or ""), groups["themes"], dataset.quality and dataset.quality.metrics]
    parts = [code_mark(), settings, dataset.id, dataset.modified, *said, made]
    return hashlib.sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()
