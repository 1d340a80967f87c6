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
        f"{code}\nimport resource\n"
        "print('PEAK', max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) // 1024)"
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
import json, sys, tempfile, time
from ckanext.binhduong.ingest import check_file
from benchmarks.ingest.load import load
with tempfile.TemporaryDirectory() as work:
    start = time.monotonic()
    checked = check_file(sys.argv[1], name=sys.argv[1].rsplit("/", 1)[-1], work_dir=work)
    checking = time.monotonic() - start
    assert checked.table, [finding["code"] for finding in checked.report["findings"]]
    times = {"check": round(checking, 1), "rows": checked.report["rows"]["out"]}
    if len(sys.argv) > 2:
        times |= load(checked, sys.argv[2])
print(json.dumps(times))
"""

READ_CSV = """
import sys, pandas
frame = pandas.read_csv(sys.argv[1], sep=";", decimal=",", thousands=".", parse_dates=["Ngày cấp"], dayfirst=True)
"""

READ_LAYER = """
import sys, geopandas
frame = geopandas.read_file(sys.argv[1], engine="pyogrio", use_arrow=True)
"""

TO_POSTGIS = """
import sys, geopandas, sqlalchemy
engine = sqlalchemy.create_engine(sys.argv[2])
frame = geopandas.read_file(sys.argv[1], engine="pyogrio", use_arrow=True).to_crs(4326)
frame.to_postgis("bench_to_postgis", engine, if_exists="replace", index=True)
"""


def ogr2ogr(source: Path, dsn: str) -> dict[str, Any]:
    """Run ogr2ogr with COPY and its spatial index into the database of ``dsn``."""
    start = time.monotonic()
    path = f"/vsizip/{source}" if source.suffix == ".zip" else str(source)
    options = [
        "-f",
        "PostgreSQL",
        f"PG:{dsn}",
        path,
        "-nln",
        "bench_ogr2ogr",
        "-overwrite",
        "--config",
        "PG_USE_COPY",
        "YES",
        "-lco",
        "SPATIAL_INDEX=GIST",
    ]
    done = subprocess.run(["ogr2ogr", *options, "-t_srs", "EPSG:4326"], capture_output=True, text=True, check=False)
    result: dict[str, Any] = {"what": "ogr2ogr", "wall_s": round(time.monotonic() - start, 1)}
    return result if done.returncode == 0 else result | {"failed": done.stderr[-200:]}
