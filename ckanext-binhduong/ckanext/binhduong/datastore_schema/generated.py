"""What is made from the definition after the migrations, anew each time: the view ``geo.layers`` and the triggers' functions.

A revision that drops a column of ``portal.layer`` which ``geo.layers`` has drops that view first.
"""

from __future__ import annotations

from psycopg2 import sql

from ckanext.binhduong.datastore_schema.tables import HIDDEN_COLUMNS, LAYER_COLUMNS

__all__ = ["statements"]

# The view is replaced in place, without a lock that readers notice, unless its columns change.
_DROP_CHANGED_LAYERS = """
DO $body$
BEGIN
    IF to_regclass('geo.layers') IS NOT NULL AND ARRAY[{names}]::name[] <> (
        SELECT array_agg(attname ORDER BY attnum) FROM pg_attribute WHERE attrelid = to_regclass('geo.layers') AND attnum > 0
    ) THEN
        DROP VIEW geo.layers;
    END IF;
END
$body$
"""
_LAYERS = "CREATE OR REPLACE VIEW geo.layers AS SELECT {columns} FROM portal.layer WHERE visible"

_NOTE_CHANGE = """
CREATE OR REPLACE FUNCTION portal.note_change() RETURNS trigger AS $body$
BEGIN
    INSERT INTO portal.change (resource_id, transaction) VALUES (TG_TABLE_NAME, pg_current_xact_id()) ON CONFLICT DO NOTHING;
    RETURN NULL;
END
$body$ LANGUAGE plpgsql
"""

# Words of a row. CKAN's own trigger leaves a stale `_full_text` after `datastore_upsert` of an existing row (it sets no NULL there) and
# would put every coordinate of a GeoJSON column into it. Arguments: the columns to leave out.
_FILL_FULL_TEXT = """
CREATE OR REPLACE FUNCTION portal.fill_full_text() RETURNS trigger AS $body$
BEGIN
    IF NEW._full_text IS NOT NULL AND (TG_OP = 'INSERT' OR NEW._full_text IS DISTINCT FROM OLD._full_text) THEN
        RETURN NEW;
    END IF;
    NEW._full_text := (
        SELECT to_tsvector('public.vi', coalesce(string_agg(normalize(value), ' '), ''))
        FROM jsonb_each_text(to_jsonb(NEW) - ARRAY[{hidden}] - coalesce(TG_ARGV[0:], ARRAY[]::text[]))
    );
    RETURN NEW;
END
$body$ LANGUAGE plpgsql
"""

# Shapes of a row, whatever writes it. Arguments: the geometry's type, then the column of GeoJSON, or those of longitude and latitude.
# A release's load fills the same columns in one pass over the table, before it makes the trigger: three generated columns would each
# parse the text again.
_FILL_GEOMETRY = """
CREATE OR REPLACE FUNCTION portal.fill_geometry() RETURNS trigger SET search_path = pg_catalog, postgis AS $body$
DECLARE
    cells jsonb := to_jsonb(NEW) - ARRAY[{derived}];
    shape geometry;
BEGIN
    IF TG_NARGS = 3 THEN
        shape := ST_SetSRID(ST_MakePoint((cells ->> TG_ARGV[1])::float8, (cells ->> TG_ARGV[2])::float8), 4326);
    ELSE
        shape := ST_Force2D(ST_SetSRID(ST_GeomFromGeoJSON(cells ->> TG_ARGV[1]), 4326));
    END IF;
    NEW._geom := CASE WHEN TG_ARGV[0] LIKE 'Multi%' THEN ST_Multi(shape) ELSE shape END;
    NEW._geom_3857 := ST_Transform(NEW._geom, 3857);
    NEW._rank := CASE TG_ARGV[0]
        WHEN 'Point' THEN (((hashfloat8(ST_X(shape)) # hashfloat8(ST_Y(shape))) & 2147483647) / 2147483648.0)::real
        ELSE greatest(ST_Area(NEW._geom_3857), ST_Length(NEW._geom_3857))::real END;
    RETURN NEW;
END
$body$ LANGUAGE plpgsql
"""


def statements() -> list[sql.Composable]:
    """Return the statements; each may be run again."""
    return [
        sql.SQL(_DROP_CHANGED_LAYERS).format(names=_literals(LAYER_COLUMNS)),
        sql.SQL(_LAYERS).format(columns=sql.SQL(", ").join(map(sql.Identifier, LAYER_COLUMNS))),
        sql.SQL(_NOTE_CHANGE),
        sql.SQL(_FILL_FULL_TEXT).format(hidden=_literals(HIDDEN_COLUMNS)),
        sql.SQL(_FILL_GEOMETRY).format(derived=_literals([name for name in HIDDEN_COLUMNS if name != "_id"])),
    ]


def _literals(names: tuple[str, ...] | list[str]) -> sql.Composable:
    return sql.SQL(", ").join(map(sql.Literal, names))
