-- What only a superuser can make in the datastore database: PostGIS, Vietnamese text search, the schemas `geo` and `portal`, and who may read
-- what. Their content is the package `datastore_schema`'s.
--
-- Run by psql as a superuser, connected to the datastore database, at every start (also in the test database):
--   psql -v ON_ERROR_STOP=1 -v write_user=… -v read_user=… -v geo_user=… -f datastore.sql
-- Idempotent. The three roles exist already; `ckan datastore set-permissions` may run before or after it.
-- What each part is for stands in docs/releases/operation.md.

SET client_min_messages = warning;
SELECT current_database() AS this_database \gset

-- PostGIS in a schema of its own: in `public` its tables show to anonymous callers of the DataStore, get CKAN's trigger,
-- and it cannot be moved later.
CREATE SCHEMA IF NOT EXISTS postgis;
CREATE EXTENSION IF NOT EXISTS postgis SCHEMA postgis;
CREATE EXTENSION IF NOT EXISTS unaccent SCHEMA postgis;
GRANT USAGE ON SCHEMA postgis TO PUBLIC;

-- VN-2000 / TM-3 105-45 by the pinned operation (ckanext/binhduong/vn/crs.py, whose text this is: a test compares them). Only `proj4text`
-- is set: with EPSG's own number PROJ chooses another operation, 0.80 m off.
INSERT INTO postgis.spatial_ref_sys (srid, proj4text) VALUES (909210, '+proj=tmerc +lat_0=0 +lon_0=105.75 +k=0.9999 +x_0=500000 +y_0=0 +ellps=WGS84 +towgs84=-191.90441429,-39.30318279,-111.45032835,0.00928836,-0.01975479,0.00427372,0.252906278 +units=m +no_defs')
ON CONFLICT (srid) DO UPDATE SET proj4text = EXCLUDED.proj4text;

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

-- CKAN's DataStore makes this type at its first use; the first readers of a new database, if they came together, were answered 500.
DO $$ BEGIN
    CREATE TYPE public.nested AS (json json, extra text);
EXCEPTION WHEN duplicate_object THEN NULL;
END $$;
ALTER TYPE public.nested OWNER TO :"write_user";

-- Tables, the view `geo.layers` and the triggers' functions are made afterwards by the owner of these schemas
-- (`python -m ckanext.binhduong.datastore_schema`); what he makes there may be read without a further grant.
ALTER DEFAULT PRIVILEGES FOR ROLE :"write_user" IN SCHEMA geo GRANT SELECT ON TABLES TO :"geo_user";
ALTER DEFAULT PRIVILEGES FOR ROLE :"write_user" IN SCHEMA public GRANT SELECT ON TABLES TO :"read_user";

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
