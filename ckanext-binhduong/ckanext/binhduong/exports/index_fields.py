"""What the index says of a dataset's releases: the formats they can be had in, and which kinds of shapes they have."""

from __future__ import annotations

import json
from typing import Any

from ckanext.binhduong.exports.jobs import formats_of
from ckanext.binhduong.releases.ledger.model import Release
from ckanext.binhduong.releases.publish.table_sql import TableSpec

__all__ = ["with_release_facts"]

_KINDS = {
    **dict.fromkeys(("Point", "MultiPoint"), "point"),
    **dict.fromkeys(("LineString", "MultiLineString"), "line"),
    **dict.fromkeys(("Polygon", "MultiPolygon"), "area"),
}
_MIXTURE = "mixed"


def with_release_facts(document: dict[str, Any]) -> dict[str, Any]:
    """Return a dataset's document for the index with ``served_formats`` (csv, xlsx, …) and ``geometry_type`` (point, line, area, mixed).

    One statement for each resource that has a release.
    """
    resources = json.loads(document["validated_data_dict"]).get("resources") or []
    releases = [Release.current(resource["id"]) for resource in resources if resource.get("release_number")]
    formats = {format.ext for release in releases if release for format in formats_of(release)}
    kinds = {kind for release in releases if release and (kind := _kind(release))}
    return {**document, "served_formats": sorted(formats), "geometry_type": sorted(kinds)}


def _kind(release: Release) -> str:
    geometry = TableSpec.from_report(release.report or {"columns": []}).geometry
    return _KINDS.get(geometry.type, _MIXTURE) if geometry else ""
