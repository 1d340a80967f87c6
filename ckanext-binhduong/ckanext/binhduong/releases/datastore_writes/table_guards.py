"""CKAN's DataStore actions on a published table: what they may not break, and what they leave to put right."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.datastore.helpers import get_list
from psycopg2.sql import SQL, Identifier

from ckanext.binhduong.core.connections import datastore_connection
from ckanext.binhduong.core.jobs import queueing
from ckanext.binhduong.core.jobs.registry import PUBLISH, job
from ckanext.binhduong.releases.datastore_writes import changes
from ckanext.binhduong.releases.datastore_writes.declared_table import TYPES, alias_fault, refused_type
from ckanext.binhduong.releases.layers import registry
from ckanext.binhduong.releases.publish.table_sql import HIDDEN

__all__ = ["kept_whole", "recount", "rows_changed"]

_SETTLE = timedelta(seconds=5)
"""An agency's system sends rows in many calls; count once, after the last."""

_TYPES = {
    "bigint": "integer",
    "integer": "integer",
    "numeric": "decimal",
    "double precision": "decimal",
    "boolean": "boolean",
    "date": "date",
    "timestamp without time zone": "timestamp",
    "time without time zone": "time",
}


@contextmanager
def kept_whole(data_dict: dict[str, Any]) -> Iterator[None]:
    """Run ``datastore_create`` inside: refuse what would break the geometry, and afterwards put back what it dropped.

    Raises:
        ValidationError: an alias or a type is not allowed, an alias is taken, or a column to be deleted carries the geometry.
    """
    resource_id = data_dict.get("resource_id")
    resource_id = resource_id if isinstance(resource_id, str) else ""
    _check_types(data_dict.get("fields"))
    with datastore_connection.transaction() as cursor:
        _check_aliases(cursor, resource_id, data_dict.get("aliases"))
        columns = datastore_connection.columns_of(cursor, resource_id)
        spatial = "_geom" in dict(columns)
        doomed = _doomed(columns, data_dict)
        if spatial and doomed:
            _check_geometry(cursor, resource_id, doomed)
            # A column on which the layer's view depends cannot be dropped.
            _drop_view(cursor, resource_id)
    try:
        yield
    finally:
        _note_columns(resource_id, columns)
        if spatial:
            _put_back(resource_id)


def _note_columns(resource_id: str, before: list[tuple[str, str]]) -> None:
    with datastore_connection.transaction() as cursor:
        if before and datastore_connection.columns_of(cursor, resource_id) not in ([], before):
            changes.note(cursor, resource_id)


def _check_types(fields: Any) -> None:
    if refused := refused_type(fields):
        words = tk._("Column “{name}” has the type “{type}”, which tables here cannot have. Choose one of: {types}.")
        raise tk.ValidationError({"fields": [words.format(name=refused[0], type=refused[1], types=", ".join(sorted(TYPES)))]})


def _check_aliases(cursor: Any, resource_id: str, given: Any) -> None:
    aliases = (get_list(given) or []) if isinstance(given, str | list) else []
    if wrong := next((alias for alias in aliases if alias_fault(alias)), None):
        words = tk._("“{name}” cannot be an alias. Use lower-case letters, digits, _ and -, a letter first; no pg_ and no resource's id.")
        raise tk.ValidationError({"aliases": [words.format(name=str(wrong)[:100])]})
    # Any schema: one relation name in two schemas makes datastore_info answer 500.
    cursor.execute(
        "SELECT relname FROM pg_class WHERE relname = ANY(%s) AND oid NOT IN (SELECT r.ev_class FROM pg_rewrite r JOIN pg_depend d "
        "ON d.objid = r.oid AND d.classid = 'pg_rewrite'::regclass JOIN pg_class t ON t.oid = d.refobjid AND t.relname = %s) "
        "UNION ALL SELECT layer FROM portal.layer WHERE layer = ANY(%s)",
        (aliases, resource_id, aliases),
    )
    if taken := cursor.fetchone():
        words = tk._("“{name}” is the name of a map layer or of another table. Choose another alias.")
        raise tk.ValidationError({"aliases": [words.format(name=taken[0])]})


def _doomed(columns: list[tuple[str, str]], data_dict: dict[str, Any]) -> set[str]:
    fields = data_dict.get("fields")
    if not (tk.asbool(data_dict.get("delete_fields", False)) and isinstance(fields, list) and fields):
        return set()
    kept = {field.get("id") for field in fields if isinstance(field, dict)}
    return {name for name, _type in columns if name not in HIDDEN} - kept


def _check_geometry(cursor: Any, resource_id: str, doomed: set[str]) -> None:
    # The trigger's arguments name them; tables loaded before there was one have generated columns, which know what they are made of.
    cursor.execute(
        "SELECT argument FROM pg_trigger shapes, unnest(string_to_array(encode(shapes.tgargs, 'escape'), '\\000')) AS argument "
        "WHERE shapes.tgrelid = ('public.' || quote_ident(%s))::regclass AND shapes.tgname = 'geometry' AND argument = ANY(%s) "
        "UNION SELECT source.attname FROM pg_attrdef generated "
        "JOIN pg_depend d ON d.classid = 'pg_attrdef'::regclass AND d.objid = generated.oid AND d.refobjid = generated.adrelid "
        "JOIN pg_attribute source ON source.attrelid = d.refobjid AND source.attnum = d.refobjsubid "
        "WHERE generated.adrelid = ('public.' || quote_ident(%s))::regclass AND source.attname = ANY(%s) ORDER BY 1",
        (resource_id, sorted(doomed)) * 2,
    )
    if needed := [row[0] for row in cursor.fetchall()]:
        message = tk._("The map layer is made from these columns; they cannot be deleted: {names}").format(names=", ".join(needed))
        raise tk.ValidationError({"fields": [message]})


def _layer_of(cursor: Any, resource_id: str) -> tuple[str, bool, str | None, list[dict[str, Any]]] | None:
    cursor.execute("SELECT layer, visible, key_column, fields FROM portal.layer WHERE resource_id = %s", (resource_id,))
    row = cursor.fetchone()
    if not row:
        return None
    # The DataStore's engine leaves JSON as text.
    return row[0], row[1], row[2], json.loads(row[3]) if isinstance(row[3], str) else row[3]


def _drop_view(cursor: Any, resource_id: str) -> None:
    if layer := _layer_of(cursor, resource_id):
        datastore_connection.patiently(cursor, lambda: registry.drop_view(cursor, layer[0]), 10.0)


def _put_back(resource_id: str) -> None:
    """Make the spatial indexes, the list of fields and the view again as the table now is."""
    with datastore_connection.transaction() as cursor:
        columns = datastore_connection.columns_of(cursor, resource_id)
        if "_geom" not in dict(columns):
            return
        for column in ("_geom", "_geom_3857"):
            name, table = Identifier(f"{resource_id}{column}"), Identifier("public", resource_id)
            cursor.execute(SQL("CREATE INDEX IF NOT EXISTS {} ON {} USING gist ({})").format(name, table, Identifier(column)))
        layer = _layer_of(cursor, resource_id)
        if not layer:
            return
        name, visible, key, fields = layer
        known = {field["id"]: field for field in fields}
        listed = [known.get(column) or _field(column, type_) for column, type_ in columns if column not in HIDDEN]
        cursor.execute("UPDATE portal.layer SET fields = %s WHERE resource_id = %s", (json.dumps(listed, ensure_ascii=False), resource_id))
        if visible:
            datastore_connection.patiently(cursor, lambda: registry.show_view(cursor, name, resource_id, key), 10.0)


def _field(column: str, type_: str) -> dict[str, Any]:
    return {"id": column, "type": _TYPES.get(type_, "text"), "title": column, "title_en": "", "role": None}


def rows_changed(resource_id: str | None) -> None:
    """Have the layer of a table counted and measured again, shortly."""
    with datastore_connection.transaction() as cursor:
        is_layer = isinstance(resource_id, str) and _layer_of(cursor, resource_id)
    if is_layer:
        queueing.enqueue_in(_SETTLE, "releases.recount", {"resource_id": resource_id}, job_id=f"binhduong-layer-count-{resource_id}")


@job("releases.recount", PUBLISH, formerly="ckanext.binhduong.releases.datastore.recount")
def recount(resource_id: str) -> None:
    """Count the features of a layer and measure its extent."""
    with datastore_connection.transaction() as cursor:
        if "_geom" in dict(datastore_connection.columns_of(cursor, resource_id)):
            registry.count(cursor, resource_id)
