"""Our check and load, and the peers', each in a process of its own so that time, CPU and peak memory are its own."""

import json
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any


def measured(label: str, code: str, *arguments: str) -> dict[str, Any]:
    """Run Python code in a child and give wall seconds, CPU seconds and peak memory (MiB) of it and its own children."""
    wrapper = (
        # VmHWM, not ru_maxrss: the latter is inherited from the parent at the fork.
        f"{code}\nimport re\nprint('PEAK', int(re.search(r'VmHWM:\\s+([0-9]+)', open('/proc/self/status').read())[1]) // 1024)"
    )
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.monotonic()
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", wrapper, *arguments], capture_output=True, text=True, check=False)
    wall = time.monotonic() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    result: dict[str, Any] = {"what": label, "wall_s": round(wall, 1)}
    result["cpu_s"] = round(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, 1)
    if done.returncode:
        return result | {"failed": done.stderr.strip().splitlines()[-1] if done.stderr.strip() else f"exit {done.returncode}"}
    lines = done.stdout.strip().splitlines()
    result["peak_mib"] = int(lines[-1].split()[1])
    return result | ({"note": json.loads(lines[-2])} if len(lines) > 1 else {})


OURS = """
import json, pathlib, sys, tempfile, time
from ckanext.binhduong.ingest.model import Options
from ckanext.binhduong.ingest.pipeline import run
from benchmarks.ingest.load import load
with tempfile.TemporaryDirectory() as work:
    path = pathlib.Path(sys.argv[1])
    start, busy = time.monotonic(), time.process_time()
    checked = run(path, path.name, Options(), pathlib.Path(work))
    times = {"check": round(time.monotonic() - start, 1), "check CPU": round(time.process_time() - busy, 1)}
    assert checked.report["ok"], [finding["code"] for finding in checked.report["findings"]]
    times["rows"] = checked.report["rows"]["out"]
    if len(sys.argv) > 2:
        times |= load(checked, sys.argv[2])
print(json.dumps(times))
"""
"""Without the sandbox, whose processes' time and memory the parent is not told; it adds some ten milliseconds a file."""

READ_CSV = """
import sys, pandas
frame = pandas.read_csv(sys.argv[1], sep=";", decimal=",", thousands=".", parse_dates=["Ngày cấp"], dayfirst=True)
"""

READ_LAYER = """
import sys, geopandas
frame = geopandas.read_file(sys.argv[1], engine="pyogrio", use_arrow=True)
"""

_TO_POSTGIS = """
engine = sqlalchemy.create_engine(sys.argv[2])
frame.to_postgis("_bench_to_postgis", engine, if_exists="replace", index=True, chunksize=50_000)
"""
LAYER_TO_POSTGIS = f"""
import sys, geopandas, sqlalchemy
frame = geopandas.read_file(sys.argv[1], engine="pyogrio", use_arrow=True).to_crs(4326)
{_TO_POSTGIS}"""
ROWS_TO_POSTGIS = f"""
import geopandas, sqlalchemy
{READ_CSV}
frame = geopandas.GeoDataFrame(frame, geometry=geopandas.points_from_xy(frame["Kinh độ"], frame["Vĩ độ"]), crs=4326)
{_TO_POSTGIS}"""
TABLES = ("_bench_ogr2ogr", "_bench_to_postgis")


def remove_tables(dsn: str) -> None:
    """Drop what the peers loaded."""
    import psycopg2

    with psycopg2.connect(dsn) as connection, connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"DROP TABLE IF EXISTS public.{table}")
    connection.close()


def ogr2ogr(source: Path, dsn: str) -> dict[str, Any]:
    """Run ogr2ogr with COPY and its spatial index into the database of ``dsn``; of a Vietnamese CSV it makes texts without shapes."""
    start = time.monotonic()
    path = f"/vsizip/{source}" if source.suffix == ".zip" else str(source)
    options = [
        "-f",
        "PostgreSQL",
        f"PG:{dsn}",
        path,
        "-nln",
        TABLES[0],
        "-overwrite",
        "--config",
        "PG_USE_COPY",
        "YES",
        "-lco",
        "SPATIAL_INDEX=GIST",
    ]
    done = subprocess.run(["ogr2ogr", *options, "-t_srs", "EPSG:4326"], capture_output=True, text=True, check=False)
    result: dict[str, Any] = {"what": "ogr2ogr", "wall_s": round(time.monotonic() - start, 1)}
    if source.suffix == ".csv":
        result["note"] = {"shapes": "none, all text"}
    return result if done.returncode == 0 else result | {"failed": done.stderr[-200:]}
