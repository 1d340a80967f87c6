"""Which forms the newest releases of many resources are served in, for metadata: two statements, however many resources."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from ckan import model

from ckanext.binhduong.exports import jobs
from ckanext.binhduong.exports.formats.registry import Format
from ckanext.binhduong.exports.formats.vector import WGS84
from ckanext.binhduong.exports.model import Export
from ckanext.binhduong.releases.ledger.model import Release

__all__ = ["newest_releases", "served_forms"]


def served_forms(resource_ids: Iterable[str]) -> dict[str, list[dict[str, Any]]]:
    """Return the forms of each resource that has a published table.

    Returns:
        resource id → ``[{ext, vi, en, media_type, crs, published, size, sha256}]``; ``crs`` is an EPSG code, None where the form carries no
        places; ``size`` in bytes and ``sha256`` are None until the file is made.
    """
    releases = {release.id: release for release in newest_releases(resource_ids)}
    made = {(export.release_id, export.ext, export.epsg): export for export in _ready(releases)}
    return {
        release.resource_id: [
            _form(format, epsg, release, made.get((release.id, format.ext, epsg)))
            for format in jobs.formats_of(release)
            for epsg in format.epsg or (WGS84,)
        ]
        for release in releases.values()
    }


def newest_releases(resource_ids: Iterable[str]) -> list[Release]:
    """Return the release that readers get of each resource that has one: one statement."""
    rows = sa.select(Release).where(Release.resource_id.in_(list(resource_ids)), Release.state == "published")
    return list(model.Session.scalars(rows.distinct(Release.resource_id).order_by(Release.resource_id, Release.number.desc())))


def _ready(releases: dict[str, Release]) -> Iterable[Export]:
    return model.Session.scalars(sa.select(Export).where(Export.release_id.in_(releases), Export.state == "ready"))


def _form(format: Format, epsg: int, release: Release, export: Export | None) -> dict[str, Any]:
    has_places = format.layers_only
    return {
        "ext": format.ext,
        "vi": format.vi,
        "en": format.en,
        "media_type": format.media_type,
        "crs": epsg if has_places else None,
        "published": release.finished,
        "size": export.size if export else None,
        "sha256": export.sha256 if export else None,
    }
