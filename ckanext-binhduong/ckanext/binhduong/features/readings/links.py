"""Which layers have readings, as CKAN's resources declare it, and the readings put to the features."""

from __future__ import annotations

from typing import Any

from ckan import model

from ckanext.binhduong.core.databases import datastore_database, geo_database
from ckanext.binhduong.features.layers import published_layers
from ckanext.binhduong.features.readings.latest import Link, latest_rows, read_link

__all__ = ["add_latest", "links_of"]


def links_of(layers: list[dict[str, Any]]) -> dict[str, Link]:
    """Return the link of each of these layers (rows of ``geo.layers``) that has one, by layer id."""
    keyed = {(row["dataset_id"], row["key_column"]): row["layer"] for row in layers if row["key_column"]}
    if not keyed:
        return {}
    resources = (
        model.Session.query(model.Resource)
        .join(model.Package, model.Package.id == model.Resource.package_id)
        .filter(model.Resource.package_id.in_([dataset for dataset, _ in keyed]), model.Resource.state == "active")
        .filter(model.Package.state == "active", model.Package.private.is_(False))
    )
    declared = [(each.package_id, read_link(each.id, (each.extras or {}).get("latest_by") or "")) for each in resources]
    return {keyed[dataset, link.key]: link for dataset, link in declared if link and (dataset, link.key) in keyed}


def add_latest(features: list[dict[str, Any]], layers: list[dict[str, Any]]) -> None:
    """Put ``latest`` beside the properties of every feature of a linked layer: its newest reading, or None.

    Raises:
        UnavailableError: a table of readings did not answer in time.
    """
    links = links_of([layer for layer in layers if any(feature["layer"] == layer["layer"] for feature in features)])
    if not links:
        return
    found = {
        layer: latest_rows(datastore_database(), link, [feature["id"] for feature in features if feature["layer"] == layer])
        for layer, link in links.items()
    }
    still_public = {row["layer"] for row in published_layers(geo_database(), fresh=True)}
    for feature in features:
        if feature["layer"] in found and feature["layer"] in still_public:
            feature["latest"] = found[feature["layer"]].get(feature["id"])
