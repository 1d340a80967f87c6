"""The job that turns the log into counts: each line once, whatever ends in between."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk

from ckanext.binhduong.releases.ledger.visibility import not_hidden
from ckanext.binhduong.usage import stored
from ckanext.binhduong.usage.log_file import read_on
from ckanext.binhduong.usage.log_lines import Use, read_line

__all__ = ["count_log"]


def count_log() -> int:
    """Count what the log has new, and return how many uses that were; 32 MB of the log are one transaction."""
    path = tk.config["ckanext.binhduong.usage_log"]
    total = 0
    while path and (counted := _portion(path)) is not None:
        total += counted
    return total


def _portion(path: str) -> int | None:
    """Count one portion of the log and remember where it ends, in one transaction; None when there is nothing new."""
    lines, position = read_on(Path(path), stored.position_of(path))
    if not lines:
        model.Session.rollback()
        return None
    counts = _resolved(use for line in lines if (use := read_line(line)))
    stored.add(counts)
    stored.keep_position(path, position)
    model.Session.commit()
    return sum(counts.values())


def _resolved(uses: Iterable[Use]) -> Counter[stored.Key]:
    """Count uses of public datasets; names of nothing, and of what not everybody sees, are left out."""
    seen = Counter(uses)
    layers = _layers() if any(use.layer for use in seen) else {}
    resources = _resources({use.resource or layers.get(use.layer, "") for use in seen} - {""})
    datasets = _datasets({use.dataset for use in seen} - {""})
    counts: Counter[stored.Key] = Counter()
    for use, number in seen.items():
        resource = use.resource or layers.get(use.layer, "")
        # Of a file that waits, the agency's own looks are no use of the dataset either.
        dataset = resources.get(resource) if resource else datasets.get(use.dataset)
        if dataset:
            counts[dataset, use.day, resource, use.kind] += number
    return counts


def _layers() -> dict[str, str]:
    """Layer → the resource whose rows it has."""
    return {layer["id"]: layer["resource_id"] for layer in tk.get_action("layer_list")({"ignore_auth": True}, {})}


def _resources(ids: set[str]) -> dict[str, str]:
    rows = sa.select(model.Resource.id, model.Package.id).join(model.Package, model.Package.id == model.Resource.package_id)
    rows = rows.where(model.Resource.id.in_(ids), model.Resource.state == "active", not_hidden(), *_public())
    found = model.Session.execute(rows) if ids else ()
    return {row[0]: row[1] for row in found}


def _datasets(names: set[str]) -> dict[str, str]:
    """Name or id → id."""
    named = sa.or_(model.Package.name.in_(names), model.Package.id.in_(names))
    found = model.Session.execute(sa.select(model.Package.id, model.Package.name).where(named, *_public())) if names else ()
    return {key: dataset for dataset, name in found for key in (dataset, name)}


def _public() -> tuple[sa.ColumnElement[bool], ...]:
    return model.Package.state == "active", model.Package.private.is_(False)
