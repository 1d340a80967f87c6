"""Put a staged table in the place of the old one, with everything that hangs on it, in one transaction.

In that transaction: the layer's view and the DataStore's aliases (both follow a table's OID, not its name) are turned to the new table;
the old
table goes; the new one takes its name, with its sequence and indexes; CKAN's cached row count, the layer's row and the record of what is in
place are written. Readers see the old table whole, then the new one whole.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from psycopg2.sql import SQL, Identifier

from ckanext.binhduong.releases.datastore_writes import changes
from ckanext.binhduong.releases.layers import registry
from ckanext.binhduong.releases.ledger.progress import Progress
from ckanext.binhduong.releases.naming import layer_id
from ckanext.binhduong.releases.publish import staging
from ckanext.binhduong.releases.publish.publication import Turn, publication
from ckanext.binhduong.releases.publish.table_sql import TableSpec

__all__ = ["Placement", "publish_table"]


@dataclass(frozen=True)
class Placement:
    """Whose table it will be: the release, and the dataset's and resource's metadata as ``package_show`` gives them."""

    release_id: str
    dataset: dict[str, Any]
    resource: dict[str, Any]
    titles: dict[str, dict[str, str]]


def publish_table(table_file: Path, spec: TableSpec, placement: Placement, patience: float, progress: Progress | None = None) -> None:
    """Build a release's table and put it in its place.

    Args:
        table_file: the checked table (Arrow IPC).
        patience: seconds to wait for readers of the old table.
        progress: takes how far the load is.

    Raises:
        Refusal: the data breaks the declared key.
        Busy: readers held the old table all that time; it still stands.
        Overtaken, Deleted: the release is not the one to publish any more; the old table still stands.
    """
    with publication(placement.release_id, placement.dataset["id"]) as open_:
        staged = staging.build(open_.cursor, table_file, spec, placement.titles, progress)
        open_.place(lambda turn: _swap(open_.cursor, staged, placement, turn), patience)


def _swap(cursor: Any, staged: staging.Staged, placement: Placement, turn: Turn) -> None:
    resource_id, spec = placement.resource["id"], staged.spec
    table, staged_table = Identifier("public", resource_id), Identifier("public", staged.table)
    # Locks are taken in the order in which a reader takes them, the views before the table: with the table locked first, a reader who had
    # begun with the view would wait for us while we wait for him, and with many readers there always is one.
    layer = _place_layer(cursor, staged, placement, turn)
    aliases = _aliases(cursor, resource_id)
    for alias in aliases:
        cursor.execute(SQL("DROP VIEW {}").format(Identifier("public", alias)))
    cursor.execute(SQL("DROP TABLE IF EXISTS {}").format(table))
    cursor.execute(SQL("ALTER TABLE {} RENAME TO {}").format(staged_table, Identifier(resource_id)))
    sequence = Identifier("public", f"{staged.table}__id_seq")
    cursor.execute(SQL("ALTER SEQUENCE {} RENAME TO {}").format(sequence, Identifier(f"{resource_id}__id_seq")))
    for working, final in staging.final_names(staged.table, resource_id, spec.key).items():
        cursor.execute(SQL("ALTER INDEX IF EXISTS {} RENAME TO {}").format(Identifier("public", working), Identifier(final)))
    for alias in aliases:
        cursor.execute(SQL("CREATE VIEW {} AS SELECT * FROM {}").format(Identifier("public", alias), table))
    changes.clear(cursor, resource_id)
    changes.watch(cursor, resource_id)
    _record(cursor, staged, placement, layer, turn.number)


def _aliases(cursor: Any, resource_id: str) -> list[str]:
    cursor.execute('SELECT name FROM "_table_metadata" WHERE alias_of = %s ORDER BY name', (resource_id,))
    return [row[0] for row in cursor.fetchall()]


def _place_layer(cursor: Any, staged: staging.Staged, placement: Placement, turn: Turn) -> str | None:
    """Turn the layer's view to the staged table, or take it away when the new table has no shapes or the public may not see it."""
    resource_id, spec = placement.resource["id"], staged.spec
    cursor.execute("SELECT layer FROM portal.layer WHERE resource_id = %s", (resource_id,))
    row = cursor.fetchone()
    known = row[0] if row else None
    if not spec.geometry:
        if known:
            registry.drop_view(cursor, known)
            cursor.execute("UPDATE portal.layer SET visible = false WHERE resource_id = %s", (resource_id,))
        return None
    layer = known or _new_layer(cursor, placement)
    is_public = resource_id in turn.public_resources
    if is_public:
        registry.show_view(cursor, layer, staged.table, spec.key)
    else:
        registry.drop_view(cursor, layer)
    facts = registry.describe(placement.dataset, placement.resource)
    facts |= {
        "layer": layer,
        "visible": is_public,
        "geometry_type": spec.geometry.type,
        "feature_count": staged.rows,
        "extent": staged.extent,
        "fields": json.dumps(spec.fields(placement.titles), ensure_ascii=False),
        "key_column": spec.key,
        "release": turn.number,
    }
    registry.place(cursor, resource_id, facts)
    cursor.execute("UPDATE portal.layer SET published = now() WHERE resource_id = %s", (resource_id,))
    return layer


def _new_layer(cursor: Any, placement: Placement) -> str:
    """Choose the id of a layer that is published for the first time; two jobs choosing at once take turns."""
    cursor.execute("LOCK TABLE portal.layer IN SHARE ROW EXCLUSIVE MODE")
    cursor.execute("SELECT layer FROM portal.layer UNION SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace")
    taken = {row[0] for row in cursor.fetchall()}
    return layer_id(placement.dataset["name"], placement.resource.get("name") or "", taken)


def _record(cursor: Any, staged: staging.Staged, placement: Placement, layer: str | None, number: int) -> None:
    resource_id = placement.resource["id"]
    cursor.execute(
        "INSERT INTO \"_table_stats\" (resource_id, stats) VALUES (%s, jsonb_build_object('rows', %s)) "
        "ON CONFLICT (resource_id) DO UPDATE SET stats = excluded.stats",
        (resource_id, staged.rows),
    )
    cursor.execute(
        "INSERT INTO portal.published (resource_id, release_id, number, rows, layer, extent) VALUES (%s, %s, %s, %s, %s, %s) "
        "ON CONFLICT (resource_id) DO UPDATE SET release_id = excluded.release_id, number = excluded.number, rows = excluded.rows, "
        "layer = excluded.layer, extent = excluded.extent, published = now()",
        (resource_id, placement.release_id, number, staged.rows, layer, staged.extent),
    )
