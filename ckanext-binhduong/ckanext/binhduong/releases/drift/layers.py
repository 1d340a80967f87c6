"""Compare the views of ``geo``, which anonymous readers of shapes see, with the datasets that are public."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import NamedTuple

import sqlalchemy as sa
from ckan import model

from ckanext.binhduong.core.connections import datastore_connection
from ckanext.binhduong.core.drift.differences import BATCH, Verdict, examine, held_dataset, in_batches
from ckanext.binhduong.core.drift.registry import Outcome
from ckanext.binhduong.releases.layers import registry
from ckanext.binhduong.releases.publish.settlement import dataset_for

__all__ = ["compare_layers"]

_LAYERS = """
SELECT resource_id, dataset_id, visible, to_regclass(format('geo.%%I', layer)) IS NOT NULL,
       EXISTS (SELECT FROM pg_attribute WHERE attrelid = to_regclass(format('public.%%I', resource_id)) AND attname = '_geom')
FROM portal.layer WHERE resource_id > %(after)s AND resource_id = coalesce(%(only)s, resource_id) ORDER BY resource_id LIMIT %(most)s
"""
_UNKNOWN = """
SELECT relname FROM pg_class WHERE relnamespace = 'geo'::regnamespace AND relkind = 'v' AND relname <> 'layers'
    AND NOT EXISTS (SELECT FROM portal.layer WHERE layer = relname)
"""
_PATIENCE = 10.0
"""Seconds that the removal of a view waits for its readers."""


class _Layer(NamedTuple):
    resource_id: str
    dataset_id: str
    visible: bool
    stands: bool
    has_shapes: bool


def compare_layers(repair: bool) -> Mapping[str, Outcome]:
    """Find layers that stand though their dataset is not public, those that do not though it is, and views that no record knows."""
    shown, hidden = [], []
    for batch in in_batches(_read, lambda layer: layer.resource_id):
        public = _public(layer.resource_id for layer in batch)
        for layer in batch:
            if _differs(layer, public):
                (hidden if _wanted(layer, public) else shown).append(layer.resource_id)
    return {
        "layer-shown": examine(shown, partial(_look, repair=repair)),
        "layer-hidden": examine(hidden, partial(_look, repair=repair)),
        "layer-unknown": examine(_unknown(), partial(_drop, repair=repair)),
    }


def _wanted(layer: _Layer, public: set[str]) -> bool:
    return layer.has_shapes and layer.resource_id in public


def _differs(layer: _Layer, public: set[str]) -> bool:
    return {layer.stands, layer.visible} != {_wanted(layer, public)}


def _read(after: str, only: str | None = None) -> list[_Layer]:
    with datastore_connection.transaction() as cursor:
        cursor.execute(_LAYERS, {"after": after, "only": only, "most": BATCH})
        return [_Layer(*row) for row in cursor.fetchall()]


def _public(resource_ids: Iterable[str]) -> set[str]:
    """Those of the resources that the public may see."""
    rows = sa.select(model.Resource.id).join(model.Package, model.Package.id == model.Resource.package_id)
    public = (model.Package.state == "active", model.Package.private.is_(False), model.Resource.state == "active")
    return set(model.Session.scalars(rows.where(model.Resource.id.in_(list(resource_ids)), *public)))


def _look(resource_id: str, *, repair: bool) -> Verdict:
    dataset_id = next((layer.dataset_id for layer in _read("", resource_id)), "")
    # Who changes whether a dataset is public, or publishes one of its files, holds its row.
    with held_dataset(dataset_id) as free:
        if not free or not _still_differs(resource_id):
            return Verdict.MOVING
    if not repair:
        return Verdict.LEFT
    if model.Package.get(dataset_id):
        dataset = dataset_for(dataset_id)
        model.Session.commit()
        registry.refresh(dataset)
    else:
        registry.hide("resource_id", resource_id)
    return Verdict.LEFT if _still_differs(resource_id) else Verdict.REPAIRED


def _still_differs(resource_id: str) -> bool:
    return any(_differs(layer, _public([resource_id])) for layer in _read("", resource_id))


def _unknown() -> list[str]:
    with datastore_connection.transaction() as cursor:
        cursor.execute(_UNKNOWN)
        return [row[0] for row in cursor.fetchall()]


def _drop(view: str, *, repair: bool) -> Verdict:
    if view not in _unknown():
        return Verdict.MOVING
    if not repair:
        return Verdict.LEFT
    with datastore_connection.transaction() as cursor:
        datastore_connection.patiently(cursor, lambda: registry.drop_view(cursor, view), _PATIENCE)
    return Verdict.REPAIRED
