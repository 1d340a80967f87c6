"""The layers of the ``geo`` schema: which stand, what they are called, and taking them away in time.

``geo`` is what anonymous readers of shapes see, so a view stands there only while its dataset is public. Two rules make that hold:

* *Hiding comes first.* A change that takes a dataset or resource from the public drops the views before it commits (``hide``); when the
  views cannot be dropped, the change fails.
* *Showing comes last.* A view is made only while CKAN's committed row of the dataset says "public" and is locked against change
  (``committed_state``): a concurrent change either waits for us and then hides, or has committed and is seen.
"""

from __future__ import annotations

import json
from typing import Any

from psycopg2.sql import SQL, Identifier, Placeholder

from ckanext.binhduong.core.connections import datastore_connection
from ckanext.binhduong.releases.layers.public_state import committed_state
from ckanext.binhduong.releases.publish.table_sql import HIDDEN, listed, view_columns

__all__ = [
    "count",
    "describe",
    "drop_view",
    "extent_of",
    "forget",
    "has_layers",
    "hide",
    "place",
    "refresh",
    "show_view",
]

_HIDE_PATIENCE = 10.0
"""Seconds a change of visibility may wait for readers of the layer before it is refused."""


_FORGET_PATIENCE = 10.0
"""Seconds a removal may wait for the readers of one table before it is left to the next repair."""


def describe(dataset: dict[str, Any], resource: dict[str, Any]) -> dict[str, Any]:
    """Return what ``geo.layers`` says of a layer beside its data, from the dataset's and resource's metadata."""
    agency = dataset.get("organization") or {}
    return {
        "title": resource.get("name") or dataset.get("title") or "",
        "title_en": resource.get("name_en") or dataset.get("title_en") or "",
        "theme": dataset.get("theme") or "",
        "dataset": dataset["name"],
        "dataset_id": dataset["id"],
        "dataset_title": dataset.get("title") or "",
        "dataset_title_en": dataset.get("title_en") or "",
        "organization": agency.get("name") or "",
        "organization_title": agency.get("title") or "",
        "license_id": dataset.get("license_id") or "",
        "data_kind": dataset.get("data_kind") or "",
        "units": _units(dataset.get("units")),
    }


def _units(units: Any) -> list[str]:
    if isinstance(units, str):
        units = json.loads(units) if units.startswith("[") else units.split(",")
    return [unit.strip() for unit in units or [] if unit.strip()]


def place(cursor: Any, resource_id: str, facts: dict[str, Any]) -> None:
    """Write a layer's row: the facts of ``describe`` and any other column of ``portal.layer`` given."""
    names = list(map(Identifier, facts))
    statement = SQL("INSERT INTO portal.layer (resource_id, {}) VALUES (%s, {}) ON CONFLICT (resource_id) DO UPDATE SET {}").format(
        listed(names), listed([Placeholder()] * len(names)), listed(SQL("{} = excluded.{}").format(name, name) for name in names)
    )
    cursor.execute(statement, (resource_id, *facts.values()))


def show_view(cursor: Any, layer: str, table: str, key: str | None) -> None:
    """Make the view of a layer over a table of ``public``; replaced in place when the columns are the same, so that readers notice
    nothing."""
    columns = datastore_connection.columns_of(cursor, table)
    shown = view_columns([name for name, _type in columns if name not in HIDDEN], key)
    standing = dict(datastore_connection.columns_of(cursor, layer, "geo"))
    wanted = {**dict(columns), "_fid": "text"}
    same = [name for name in standing if name not in HIDDEN] == [*(name for name, _ in columns if name not in HIDDEN), "_fid"]
    if standing and not (same and standing == {name: wanted[name] for name in standing}):
        drop_view(cursor, layer)
    replaced = SQL("CREATE OR REPLACE VIEW {} AS SELECT {} FROM {}")
    cursor.execute(replaced.format(Identifier("geo", layer), shown, Identifier("public", table)))


def drop_view(cursor: Any, layer: str) -> None:
    """Drop the view of a layer, if it stands."""
    cursor.execute(SQL("DROP VIEW IF EXISTS {}").format(Identifier("geo", layer)))


def hide(column: str, value: str) -> None:
    """Drop the views of a dataset's or a resource's layers and commit that.

    Args:
        column: ``dataset_id`` or ``resource_id``.

    Raises:
        Busy: a reader held a view for ten seconds; nothing has changed.
    """
    with datastore_connection.transaction() as cursor:
        cursor.execute(SQL("SELECT layer FROM portal.layer WHERE visible AND {} = %s").format(Identifier(column)), (value,))
        layers = [row[0] for row in cursor.fetchall()]
        if layers:
            datastore_connection.patiently(cursor, lambda: _drop_views(cursor, layers), _HIDE_PATIENCE)


def _drop_views(cursor: Any, layers: list[str]) -> None:
    for layer in layers:
        drop_view(cursor, layer)
    cursor.execute("UPDATE portal.layer SET visible = false WHERE layer = ANY(%s)", (layers,))


def has_layers(package_id: str) -> bool:
    """Whether a dataset has or had a layer."""
    with datastore_connection.transaction() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM portal.layer WHERE dataset_id = %s)", (package_id,))
        return cursor.fetchone()[0]


def refresh(dataset: dict[str, Any]) -> None:
    """Bring a dataset's layers in line with its committed metadata and visibility: titles changed, views made or dropped.

    Args:
        dataset: as ``package_show`` gives it to a caller who may see everything.
    """
    resources = {resource["id"]: resource for resource in dataset["resources"]}
    with datastore_connection.transaction() as cursor:
        cursor.execute("SELECT resource_id, layer, key_column FROM portal.layer WHERE dataset_id = %s", (dataset["id"],))
        rows = cursor.fetchall()
        if not rows:
            return
        with committed_state(dataset["id"]) as state:
            for resource_id, layer, key in rows:
                facts = describe(dataset, resources[resource_id]) if resource_id in resources else {}
                shown = resource_id in state.resources and "_geom" in dict(datastore_connection.columns_of(cursor, resource_id))
                datastore_connection.patiently(cursor, lambda: _show_or_drop(cursor, resource_id, layer, key, shown), _HIDE_PATIENCE)  # noqa: B023
                _update(cursor, resource_id, facts)
            # The dataset stays locked until what we made of its state is there for all to see.
            cursor.connection.commit()


def _update(cursor: Any, resource_id: str, facts: dict[str, Any]) -> None:
    if facts:
        assignments = listed(SQL("{} = %s").format(Identifier(name)) for name in facts)
        cursor.execute(SQL("UPDATE portal.layer SET {} WHERE resource_id = %s").format(assignments), (*facts.values(), resource_id))


def _show_or_drop(cursor: Any, resource_id: str, layer: str, key: str | None, shown: bool) -> None:
    if not shown:
        drop_view(cursor, layer)
    elif not datastore_connection.exists(cursor, layer, "geo"):
        show_view(cursor, layer, resource_id, key)
    cursor.execute("UPDATE portal.layer SET visible = %s WHERE resource_id = %s", (shown, resource_id))


def count(cursor: Any, resource_id: str) -> None:
    """Count the features of a layer and measure its extent again."""
    statement = SQL(
        "UPDATE portal.layer SET feature_count = counted.features, extent = "
        "CASE WHEN counted.box IS NOT NULL THEN ARRAY[ST_XMin(box), ST_YMin(box), ST_XMax(box), ST_YMax(box)] END "
        "FROM (SELECT count(*) AS features, ST_Extent(_geom) AS box FROM {}) counted WHERE resource_id = %s"
    )
    cursor.execute(statement.format(Identifier("public", resource_id)), (resource_id,))


def extent_of(package_id: str) -> list[float] | None:
    """Return the box around all layers of a dataset, shown or not: west, south, east, north in degrees (WGS 84)."""
    with datastore_connection.transaction() as cursor:
        cursor.execute(
            "SELECT min(extent[1]), min(extent[2]), max(extent[3]), max(extent[4]) FROM portal.layer "
            "WHERE dataset_id = %s AND extent IS NOT NULL",
            (package_id,),
        )
        box = cursor.fetchone()
    return list(box) if box[0] is not None else None


def forget(resource_ids: list[str]) -> None:
    """Remove the tables, views and rows of resources that are no more; their layers' ids become free.

    Each resource goes in a transaction of its own, and no lock on what is being read is waited for longer than readers may wait behind it.

    Raises:
        Busy: a reader held a table for ten seconds; it and those after it still stand.
    """
    for resource_id in resource_ids:
        with datastore_connection.transaction() as cursor:
            datastore_connection.patiently(cursor, lambda: _forget(cursor, resource_id), _FORGET_PATIENCE)  # noqa: B023


def _forget(cursor: Any, resource_id: str) -> None:
    # As in the swap: the views before the table, which is the order in which readers lock them.
    cursor.execute("SELECT layer FROM portal.layer WHERE resource_id = %s", (resource_id,))
    for (layer,) in cursor.fetchall():
        drop_view(cursor, layer)
    cursor.execute(SQL("DROP TABLE IF EXISTS {} CASCADE").format(Identifier("public", resource_id)))
    for table in (("portal", "layer"), ("portal", "published"), ("portal", "change"), ("_table_stats",)):
        cursor.execute(SQL("DELETE FROM {} WHERE resource_id = %s").format(Identifier(*table)), (resource_id,))
