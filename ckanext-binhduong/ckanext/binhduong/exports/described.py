"""What metadata says of the newest published tables of resources: columns, and files that never change. Two statements in all."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from ckan import model

from ckanext.binhduong.core.clock import utc_text
from ckanext.binhduong.exports.formats.registry import FORMATS
from ckanext.binhduong.exports.formats.vector import WGS84
from ckanext.binhduong.exports.model import Export
from ckanext.binhduong.exports.served import newest_releases
from ckanext.binhduong.releases.intake.read_options import declared_key, declared_titles
from ckanext.binhduong.releases.ledger.model import Release
from ckanext.binhduong.releases.publish.table_sql import TableSpec, dictionary_entry

__all__ = ["DESCRIBED", "described_tables"]

DESCRIBED = ("csv", "parquet")
"""The files of a table that a description of its columns can be about: those whose columns have the table's names."""


def described_tables(resources: Iterable[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return what is published of each resource that has a table with files.

    Args:
        resources: as ``package_show`` lists them; the caller may see them.

    Returns:
        resource id → ``{columns, key, geometry, rows, number, published, files}``. ``columns``: ``{name, type, label, …}`` each, the type
        one of ``core.type_words``, the rest the data dictionary's entry; ``geometry``: ``{column, type}`` or None, the column None for
        points, which are two columns of numbers; ``files``: ext → ``{name, sha256, size, media_type}`` of those that are made.
    """
    by_id = {resource["id"]: resource for resource in resources}
    releases = {release.id: release for release in newest_releases(by_id) if release.canonical and not release.retired}
    made = sa.select(Export).where(
        Export.release_id.in_(releases), Export.state == "ready", Export.ext.in_(DESCRIBED), Export.epsg == WGS84
    )
    files: dict[str, dict[str, Any]] = {release_id: {} for release_id in releases}
    for export in model.Session.scalars(made):
        files[export.release_id][export.ext] = _file(export)
    return {each.resource_id: _described(each, by_id[each.resource_id], files[each.id]) for each in releases.values()}


def _described(release: Release, resource: dict[str, Any], files: dict[str, Any]) -> dict[str, Any]:
    spec = TableSpec.from_report(release.report or {"columns": []})
    titles = declared_titles(resource)
    columns = [{"name": column["name"], "type": column["type"], **dictionary_entry(column, titles)} for column in spec.columns]
    key = declared_key(resource, list(spec.columns))
    finished = release.finished or release.created
    return {
        "columns": columns,
        "key": key if key in spec.names else None,
        "geometry": _geometry(spec),
        "rows": release.rows,
        "number": release.number,
        "published": utc_text(finished),
        "files": files,
    }


def _geometry(spec: TableSpec) -> dict[str, Any] | None:
    if spec.geometry is None:
        return None
    column = spec.geometry.columns[0] if len(spec.geometry.columns) == 1 else None
    return {"column": column, "type": spec.geometry.type}


def _file(export: Export) -> dict[str, Any]:
    return {"name": export.name, "sha256": export.sha256, "size": export.size, "media_type": FORMATS[export.ext].media_type}
