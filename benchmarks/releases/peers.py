"""The peers: ogr2ogr with COPY and its spatial index, geopandas' to_postgis with an index. Both get clean data in their own form."""

import os
import re
import resource
import subprocess
import time
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from benchmarks.parts import Timed

TABLES = ("_bench_ogr2ogr", "_bench_to_postgis", "_bench_equal")


def plain_file(source: Path, checked: Path) -> Path:
    """Give what the peers read: of a table the checked rows as a CSV that needs no guessing, of a layer its GeoPackage."""
    if source.suffix != ".csv":
        return source
    import pyarrow as pa
    import pyarrow.csv

    plain = checked / "plain.csv"
    with (
        pa.OSFile(str(checked / "table.arrow")) as file,
        pa.ipc.open_file(file) as reader,
        pyarrow.csv.CSVWriter(plain, reader.schema) as writer,
    ):
        for number in range(reader.num_record_batches):
            writer.write_batch(reader.get_batch(number))
    return plain


def ogr2ogr(source: Path, url: str) -> dict[str, Any]:
    """Load a file by ogr2ogr; seconds, CPU and peak memory of its process."""
    options = ["-f", "PostgreSQL", f"PG:{_dsn(url)}", str(source), "-nln", TABLES[0], "-overwrite", "-lco", "SPATIAL_INDEX=GIST"]
    options += ["-lco", "GEOMETRY_NAME=_geom", "-lco", "FID=_id"]
    if source.suffix == ".csv":
        options += ["-oo", "AUTODETECT_TYPE=YES", "-oo", "X_POSSIBLE_NAMES=kinh_do", "-oo", "Y_POSSIBLE_NAMES=vi_do", "-a_srs", "EPSG:4326"]
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    command = ["/usr/bin/time", "-f", "PEAK %M", "ogr2ogr", "--config", "PG_USE_COPY", "YES", *options]
    if not Path(command[0]).exists():
        command = command[3:]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env={**os.environ, "PGOPTIONS": "-c search_path=public,postgis"}
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    result: dict[str, Any] = {"wall_s": round(time.monotonic() - start, 1)}
    result["cpu_s"] = round(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, 1)
    if peak := re.search(r"PEAK (\d+)", done.stderr):
        result["peak_mib"] = int(peak[1]) // 1024
    return result if done.returncode == 0 else result | {"failed": done.stderr.strip()[-200:]}


def made_equal(url: str) -> dict[str, Any]:
    """Make of what ogr2ogr has loaded the table that a release is: words, Mercator shapes, rank, their indexes, the quickest way in SQL."""
    import psycopg2

    with psycopg2.connect(url) as connection, connection.cursor() as plain:
        cursor, start = Timed(plain), time.monotonic()
        cursor.execute("SELECT string_agg(format('%%I', column_name), ', ') FROM information_schema.columns "
                       "WHERE table_name = %s AND column_name NOT IN ('_id', '_geom')", (TABLES[0],))  # fmt: skip
        columns = cursor.fetchone()[0]
        cursor.execute(
            f"CREATE TABLE public.{TABLES[2]} AS SELECT *, greatest(ST_Area(_geom_3857), ST_Length(_geom_3857))::real AS _rank FROM ("
            f"SELECT *, to_tsvector('public.vi', concat_ws(' ', {columns})) AS _full_text, ST_Transform(_geom, 3857) AS _geom_3857 "
            f"FROM public.{TABLES[0]} OFFSET 0) placed"
        )
        cursor.execute(f"ALTER TABLE public.{TABLES[2]} ADD PRIMARY KEY (_id)")
        cursor.execute(f"CREATE INDEX ON public.{TABLES[2]} USING gin (_full_text)")
        for shape in ("_geom", "_geom_3857"):
            cursor.execute(f"CREATE INDEX ON public.{TABLES[2]} USING gist ({shape})")
        cursor.execute(f"ANALYZE public.{TABLES[2]}")
        connection.commit()
        return {"wall_s": round(time.monotonic() - start, 1), "note": cursor.parts()}


def _dsn(url: str) -> str:
    parts = urlsplit(url)
    named = {"host": parts.hostname, "port": parts.port, "dbname": parts.path[1:], "user": parts.username}
    return " ".join(f"{name}={value}" for name, value in (named | {"password": unquote(parts.password or "")}).items())


def remove_tables(url: str) -> None:
    """Drop what the peers loaded."""
    import psycopg2

    with psycopg2.connect(url) as connection, connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f'DROP TABLE IF EXISTS public."{table}"')
    connection.close()


TO_POSTGIS = """
import json, sys, time
import geopandas, pandas, sqlalchemy
engine = sqlalchemy.create_engine(sys.argv[2])
if sys.argv[1].endswith(".csv"):
    frame = pandas.read_csv(sys.argv[1])
    frame = geopandas.GeoDataFrame(frame, geometry=geopandas.points_from_xy(frame.kinh_do, frame.vi_do), crs=4326)
else:
    frame = geopandas.read_file(sys.argv[1], engine="pyogrio", use_arrow=True).to_crs(4326)
start = time.monotonic()
frame.to_postgis("_bench_to_postgis", engine, if_exists="replace", index=True, chunksize=50_000)
print(json.dumps({"s": round(time.monotonic() - start, 1), "rows": len(frame)}))
"""
