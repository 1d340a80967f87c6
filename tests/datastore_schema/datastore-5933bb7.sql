-- The datastore database as the portal needs it: PostGIS, Vietnamese text search, the schemas `geo` and `portal`, and who may read what.
--
-- Run by psql as a superuser, connected to the datastore database, at every start (also in the test database):
--   psql -v ON_ERROR_STOP=1 -v write_user=… -v read_user=… -v geo_user=… -f datastore.sql
-- Idempotent. The three roles exist already; `ckan datastore set-permissions` may run before or after it.
-- What each part is for stands in docs/releases.md.

SET client_min_messages = warning;
SELECT current_database() AS this_database \gset

-- PostGIS in a schema of its own: in `public` its tables show to anonymous callers of the DataStore, get CKAN's trigger,
-- and it cannot be moved later.
CREATE SCHEMA IF NOT EXISTS postgis;
CREATE EXTENSION IF NOT EXISTS postgis SCHEMA postgis;
CREATE EXTENSION IF NOT EXISTS unaccent SCHEMA postgis;
GRANT USAGE ON SCHEMA postgis TO PUBLIC;

-- Search without marks: "duc" finds "Đức". CKAN names the configuration in `ckan.datastore.default_fts_lang = public.vi`, and its trigger calls
-- to_tsvector with one argument, hence the database default. That default is the twin in `postgis`: a role that may not enter `public`
-- (geo_reader) could not even connect if the default named `public.vi`.
DO $body$
DECLARE
    home text;
BEGIN
    FOREACH home IN ARRAY ARRAY['public', 'postgis'] LOOP
        IF NOT EXISTS (SELECT FROM pg_ts_config WHERE cfgname = 'vi' AND cfgnamespace = home::regnamespace) THEN
            EXECUTE format('CREATE TEXT SEARCH CONFIGURATION %I.vi (COPY = pg_catalog.simple)', home);
        END IF;
        EXECUTE format(
            'ALTER TEXT SEARCH CONFIGURATION %I.vi ALTER MAPPING FOR asciiword, word, numword, asciihword, hword, numhword, '
            'hword_asciipart, hword_part, hword_numpart WITH postgis.unaccent, pg_catalog.simple', home);
    END LOOP;
END
$body$;
ALTER DATABASE :"this_database" SET search_path = public, postgis;
ALTER DATABASE :"this_database" SET default_text_search_config = 'postgis.vi';

-- `geo` is the access boundary of everything spatial: one view a published, public layer. `portal` holds our own tables; nobody reads it directly.
CREATE SCHEMA IF NOT EXISTS geo;
CREATE SCHEMA IF NOT EXISTS portal;
ALTER SCHEMA geo OWNER TO :"write_user";
ALTER SCHEMA portal OWNER TO :"write_user";
REVOKE ALL ON SCHEMA geo, portal FROM PUBLIC;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE, CREATE ON SCHEMA public TO :"write_user";
GRANT USAGE ON SCHEMA public TO :"read_user";
GRANT USAGE ON SCHEMA geo TO :"geo_user";

-- One row a layer that was ever published; `visible` says whether its view stands now. The row outlives the view, so that a layer that returns
-- keeps its id and no other dataset can take it.
CREATE TABLE IF NOT EXISTS portal.layer (
    resource_id text PRIMARY KEY,
    layer text NOT NULL UNIQUE CHECK (layer ~ '^[a-z0-9-]+$' AND octet_length(layer) <= 63),
    visible boolean NOT NULL DEFAULT false,
    title text NOT NULL DEFAULT '',
    title_en text NOT NULL DEFAULT '',
    theme text NOT NULL DEFAULT '',
    dataset text NOT NULL DEFAULT '',
    dataset_id text NOT NULL DEFAULT '',
    dataset_title text NOT NULL DEFAULT '',
    dataset_title_en text NOT NULL DEFAULT '',
    organization text NOT NULL DEFAULT '',
    organization_title text NOT NULL DEFAULT '',
    license_id text NOT NULL DEFAULT '',
    data_kind text NOT NULL DEFAULT '',
    geometry_type text NOT NULL,
    feature_count bigint NOT NULL DEFAULT 0,
    extent float8[],
    fields jsonb NOT NULL DEFAULT '[]',
    key_column text,
    release int NOT NULL DEFAULT 0,
    published timestamptz,
    units text[] NOT NULL DEFAULT '{}'
);
ALTER TABLE portal.layer OWNER TO :"write_user";
CREATE INDEX IF NOT EXISTS layer_dataset_id ON portal.layer (dataset_id);

-- Which release each table is, written in the transaction that puts the table in its place: what is true after a crash, whatever CKAN's database says.
CREATE TABLE IF NOT EXISTS portal.published (
    resource_id text PRIMARY KEY,
    release_id text NOT NULL,
    number int NOT NULL,
    rows bigint NOT NULL,
    layer text,
    extent float8[],
    published timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE portal.published OWNER TO :"write_user";

-- Which transactions changed a published table after its release (docs/releases.md, "Agencies' systems"): a row each, so that writers do not
-- wait for one another.
CREATE TABLE IF NOT EXISTS portal.change (
    resource_id text NOT NULL,
    transaction xid8 NOT NULL,
    made timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (resource_id, transaction)
);
ALTER TABLE portal.change OWNER TO :"write_user";
CREATE OR REPLACE FUNCTION portal.note_change() RETURNS trigger AS $body$
BEGIN
    INSERT INTO portal.change (resource_id, transaction) VALUES (TG_TABLE_NAME, pg_current_xact_id()) ON CONFLICT DO NOTHING;
    RETURN NULL;
END
$body$ LANGUAGE plpgsql;
ALTER FUNCTION portal.note_change() OWNER TO :"write_user";

CREATE OR REPLACE VIEW geo.layers AS
    SELECT layer, title, title_en, theme, dataset, dataset_id, dataset_title, dataset_title_en, resource_id, organization, organization_title,
           license_id, data_kind, geometry_type, feature_count, extent, fields, key_column, release, published, units
    FROM portal.layer
    WHERE visible;
ALTER VIEW geo.layers OWNER TO :"write_user";
GRANT SELECT ON geo.layers TO :"geo_user";
ALTER DEFAULT PRIVILEGES FOR ROLE :"write_user" IN SCHEMA geo GRANT SELECT ON TABLES TO :"geo_user";
ALTER DEFAULT PRIVILEGES FOR ROLE :"write_user" IN SCHEMA public GRANT SELECT ON TABLES TO :"read_user";

-- Words of a row. CKAN's own trigger leaves a stale `_full_text` after `datastore_upsert` of an existing row (it sets no NULL there) and would put
-- every coordinate of a GeoJSON column into it. Arguments: the columns to leave out.
CREATE OR REPLACE FUNCTION portal.fill_full_text() RETURNS trigger AS $body$
BEGIN
    IF NEW._full_text IS NOT NULL AND (TG_OP = 'INSERT' OR NEW._full_text IS DISTINCT FROM OLD._full_text) THEN
        RETURN NEW;
    END IF;
    NEW._full_text := (
        SELECT to_tsvector('public.vi', coalesce(string_agg(normalize(value), ' '), ''))
        FROM jsonb_each_text(to_jsonb(NEW) - ARRAY['_id', '_full_text', '_geom', '_geom_3857', '_rank'] - coalesce(TG_ARGV[0:], ARRAY[]::text[]))
    );
    RETURN NEW;
END
$body$ LANGUAGE plpgsql;
ALTER FUNCTION portal.fill_full_text() OWNER TO :"write_user";

-- Shapes of a row, whatever writes it. Arguments: the geometry's type, then the column of GeoJSON, or those of longitude and latitude. A release's
-- load fills the same columns in one pass over the table, before it makes the trigger: three generated columns would each parse the text again.
CREATE OR REPLACE FUNCTION portal.fill_geometry() RETURNS trigger SET search_path = pg_catalog, postgis AS $body$
DECLARE
    cells jsonb := to_jsonb(NEW) - ARRAY['_full_text', '_geom', '_geom_3857', '_rank'];
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
$body$ LANGUAGE plpgsql;
ALTER FUNCTION portal.fill_geometry() OWNER TO :"write_user";

-- Readers cannot hold the database: the DataStore's role as CKAN itself asks (60 s), the spatial role as a web request may take.
ALTER ROLE :"read_user" IN DATABASE :"this_database" SET statement_timeout = '60s';
ALTER ROLE :"read_user" IN DATABASE :"this_database" SET idle_in_transaction_session_timeout = '60s';
GRANT CONNECT ON DATABASE :"this_database" TO :"geo_user";
ALTER ROLE :"geo_user" IN DATABASE :"this_database" SET search_path = geo, postgis;
ALTER ROLE :"geo_user" IN DATABASE :"this_database" SET default_transaction_read_only = on;
ALTER ROLE :"geo_user" IN DATABASE :"this_database" SET statement_timeout = '5s';
ALTER ROLE :"geo_user" IN DATABASE :"this_database" SET idle_in_transaction_session_timeout = '10s';
ALTER ROLE :"geo_user" IN DATABASE :"this_database" SET jit = off;
ALTER ROLE :"geo_user" IN DATABASE :"this_database" SET max_parallel_workers_per_gather = 0;
