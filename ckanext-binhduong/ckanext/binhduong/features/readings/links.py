"""Which layers have readings, as CKAN's resources declare it, and the readings put to the features."""

from __future__ import annotations

from typing import Any

from ckan import model

from ckanext.binhduong.core.catalogue_version import commits
from ckanext.binhduong.core.connections.databases import datastore_database, geo_database
from ckanext.binhduong.features.layers import published_layers
from ckanext.binhduong.features.readings.latest import Link, latest_rows, read_link

__all__ = ["add_latest", "links_of"]


Declared = list[tuple[str, Link]]

_MOST_REMEMBERED = 1000
_remembered: tuple[int | None, dict[frozenset[str], Declared]] = (None, {})


def links_of(layers: list[dict[str, Any]]) -> dict[str, Link]:
    """Return the link of each of these layers (rows of ``geo.layers``) that has one, by layer id."""
    keyed = {(row["dataset_id"], row["key_column"]): row["layer"] for row in layers if row["key_column"]}
    if not keyed:
        return {}
    declared = _declared(frozenset(dataset for dataset, _ in keyed))
    return {keyed[dataset, link.key]: link for dataset, link in declared if (dataset, link.key) in keyed}


def _declared(datasets: frozenset[str]) -> Declared:
    """Return the links that public datasets declare, remembered until the catalogue's version rises: every near-me question needs them."""
    global _remembered
    version = commits.version()
    if version is None:
        return _read(datasets)
    if _remembered[0] != version or len(_remembered[1]) >= _MOST_REMEMBERED:
        _remembered = (version, {})
    known = _remembered[1]
    if datasets not in known:
        known[datasets] = _read(datasets)
    return known[datasets]


def _read(datasets: frozenset[str]) -> Declared:
    resources = (
        model.Session.query(model.Resource)
        .join(model.Package, model.Package.id == model.Resource.package_id)
        .filter(model.Resource.package_id.in_(datasets), model.Resource.state == "active")
        .filter(model.Package.state == "active", model.Package.private.is_(False))
    )
    declared = [(str(each.package_id), read_link(each.id, (each.extras or {}).get("latest_by") or "")) for each in resources]
    return [(dataset, link) for dataset, link in declared if link]


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
