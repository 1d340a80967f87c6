"""Which public datasets there are, what their kept graphs are worth, and the writing of those that are not up to date.

A graph is held against a mark of all that it is made of: the dataset, its agency, the themes, the forms its tables are served in, the
releases of its files, its points, the code that writes it. So nobody has to announce a change; a job after each change of a dataset
writes it beforehand.

Cost: a page of datasets costs five statements, whatever is in it, and one while all are known to be up to date (`checked`); one dataset
alone likewise, and that it is not known yet costs none; a dataset that is written, those of ``package_show`` and one more.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk
from ckanext.dcat.profiles import DCAT
from ckanext.dcat.utils import catalog_uri
from rdflib import URIRef

from ckanext.binhduong.catalogue import themes
from ckanext.binhduong.core.catalogue_version.commits import version
from ckanext.binhduong.core.problems.answers import new_incident
from ckanext.binhduong.metadata.bulk import kept
from ckanext.binhduong.metadata.bulk.catalogue_csv import dataset_line
from ckanext.binhduong.metadata.bulk.checked import checked
from ckanext.binhduong.metadata.bulk.datasets import Dataset, group_marks, made_of, mark_of
from ckanext.binhduong.metadata.bulk.fragments import WRITERS, statements
from ckanext.binhduong.metadata.bulk.stored import StoredGraph, store, unpacked
from ckanext.binhduong.metadata.dcat.serializer import CatalogueSerializer
from ckanext.binhduong.metadata.quality.stored import Quality, is_current

__all__ = ["fragment", "kept_fragment", "pages", "write_dataset"]

log = logging.getLogger(__name__)

_PAGE = 100


def pages(form: str, since: datetime | None = None) -> Iterator[list[bytes]]:
    """Yield the fragments of all public datasets in the order of their ids, a page of them in memory at a time.

    Args:
        form: of ``stored.FORMS``.
        since: UTC; only datasets that were changed, or of which something else is said, at this time or later.
    """
    begun, failed, after = version(), 0, ""
    while True:
        if checked.has_all(version()):
            found: Sequence[Any] = kept.page(form, after, since, _PAGE)
            fragments = [unpacked(each.fragment) for each in found]
        else:
            found = _rows(form, model.Package.id > after)
            current = _current_of(found, form)
            failed += len(found) - len(current)
            fragments = [text for changed, text in current if not since or changed >= since]
        # An answer to a slow reader keeps no transaction open.
        model.Session.commit()
        if not found:
            break
        yield fragments
        after = found[-1].id
    if not failed:
        checked.note_all(begun)


def fragment(dataset: str, form: str) -> bytes | None:
    """Return the fragment of one public dataset, written now if need be; None when there is no such one. Commits what it writes.

    Args:
        dataset: name or id.
        form: of ``stored.FORMS``.
    """
    begun = version()
    found = _rows(form, sa.or_(model.Package.id == dataset, model.Package.name == dataset))
    current = _current_of(found, form)
    model.Session.commit()
    if not current:
        return None
    checked.note(begun, found[0].id, dataset)
    return current[0][1]


def kept_fragment(dataset: str, form: str) -> tuple[bytes, datetime] | None:
    """Return the fragment of one public dataset that is known to be up to date, and when the dataset was changed (UTC); else None.

    Args:
        dataset: name or id.
        form: of ``stored.FORMS``.
    """
    begun = version()
    # After a change nothing is known: no statement finds that out.
    if not checked.has(begun, dataset):
        return None
    found = kept.find(dataset, form)
    # The name may be another dataset's by now.
    return (unpacked(found.fragment), found.modified) if found and checked.has(begun, found.id) else None


def write_dataset(dataset_id: str) -> bool:
    """Write the graph of one dataset if it is public and the kept one is not up to date; return whether it was written. Commits."""
    found = _rows("nt", model.Package.id == dataset_id)
    groups = group_marks()
    made = made_of([each.id for each in found])
    stale = [each for each in found if each.mark != mark_of(each, made[each.id], groups)]
    for each in stale:
        _write(each, made[each.id], groups)
    model.Session.commit()
    return bool(stale)


def _rows(form: str, condition: Any) -> list[Dataset]:
    package = model.Package
    columns = (package.id, package.metadata_modified, package.owner_org, StoredGraph.mark, StoredGraph.changed, getattr(StoredGraph, form))
    rows = sa.select(*columns, Quality).outerjoin(StoredGraph, StoredGraph.dataset_id == package.id).outerjoin(Quality, is_current())
    return [Dataset(*row) for row in model.Session.execute(rows.where(*kept.PUBLIC, condition).order_by(package.id).limit(_PAGE))]


def _current_of(found: Sequence[Dataset], form: str) -> list[tuple[datetime, bytes]]:
    """Return of each dataset when it, or what is said of it, was changed, and its fragment, written now if need be; without those that
    cannot be written."""
    if not found:
        return []
    made, groups = made_of([each.id for each in found]), group_marks()
    current = (_current(each, made[each.id], groups, form) for each in found)
    return [each for each in current if each]


def _current(dataset: Dataset, made: dict[str, Any], groups: dict[str, str], form: str) -> tuple[datetime, bytes] | None:
    if dataset.mark == mark_of(dataset, made, groups):
        return max(dataset.modified, dataset.changed or dataset.modified), unpacked(dataset.fragment or b"")
    written = _write(dataset, made, groups)
    return (max(dataset.modified, written[0]), written[1][form].encode()) if written else None


def _write(dataset: Dataset, made: dict[str, Any], groups: dict[str, str]) -> tuple[datetime, dict[str, str]] | None:
    """Write and keep a dataset's fragments; a dataset that fails is left out and reported in the log under an incident's number."""
    try:
        # As nobody in particular: what everybody may see of it.
        data = tk.get_action("package_show")({"user": "", "auth_user_obj": None}, {"id": dataset.id})
        serializer = CatalogueSerializer()
        # The services are described once in each document, in front of the fragments.
        node = serializer.graph_from_dataset({**data, **made, "quality": dataset.quality, "describe_services": False})
        serializer.g.add((URIRef(catalog_uri()), DCAT.dataset, node))
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
    return store(dataset.id, mark_of(dataset, made, groups), texts), texts
