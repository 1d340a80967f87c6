"""``python -m benchmarks.releases.exports [--rows N] [--polygons N]``: seconds and peak memory of each file of a release, beside ogr2ogr's.

No database and no instance: what is measured begins with the canonical file and ends with the export. ogr2ogr writes the same layer, from a
GeoPackage of it, into its own form of each format.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.ipc

DRIVERS = {
    "csv": ["CSV", "-lco", "GEOMETRY=AS_WKT"],
    "xlsx": ["XLSX"],
    "geojson": ["GeoJSON"],
    "gpkg": ["GPKG"],
    "fgb": ["FlatGeobuf"],
    "kml": ["KML"],
    "shp.zip": ["ESRI Shapefile"],
    "ndjson": ["GeoJSONSeq"],
}

CANONICAL = """
import json, sys
from pathlib import Path
from benchmarks.releases.exports import REPORTS
from ckanext.binhduong.releases.canonical.parquet_table import write_canonical
from ckanext.binhduong.releases.publish.table_sql import TableSpec
write_canonical(Path(sys.argv[1]), TableSpec.from_report(REPORTS[sys.argv[3]], "ma"), {}, Path(sys.argv[2]))
"""

OURS = """
import sys
from datetime import date
from pathlib import Path
from ckanext.binhduong.releases.canonical.parquet_table import open_canonical
from ckanext.binhduong.exports.formats.registry import FORMATS, write_export
from ckanext.binhduong.exports.formats.export_table import Facts
facts = Facts("do-toc-do", "Do", "", "", "CC0", "", True, 1, date(2026, 1, 1), "")
write_export(FORMATS[sys.argv[2]], open_canonical(Path(sys.argv[1])), Path(sys.argv[3]), facts)
"""

# The child's own peak, and nothing else's: the highest of all children of a process that has one.
MEASURE = """
import json, resource, subprocess, sys, time
start = time.monotonic()
done = subprocess.run(sys.argv[1:], capture_output=True, text=True)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
said = {"s": round(time.monotonic() - start, 1), "cpu_s": round(used.ru_utime + used.ru_stime, 1), "peak_mib": used.ru_maxrss // 1024}
print(json.dumps(said | ({"failed": done.stderr[-200:]} if done.returncode else {})))
"""

_COMMON = [("ma", "text", "key"), ("ten", "text", "name"), ("so_luong", "integer", None), ("ty_le", "decimal", None)]
_COMMON += [("ngay", "date", None), ("ghi_chu", "text", None)]


def _columns(*more: tuple[str, str, str]) -> list[dict[str, Any]]:
    return [{"name": name, "title": name, "type": kind, "role": role} for name, kind, role in (*_COMMON, *more)]


REPORTS = {
    "points": {"columns": _columns(("kinh_do", "decimal", "longitude"), ("vi_do", "decimal", "latitude")), "geometry": {"type": "Point"}},
    "polygons": {"columns": _columns(("ranh_gioi", "text", "geometry")), "geometry": {"type": "Polygon"}},
}


def main() -> None:
    """Make both tables, write every file of each once, print."""
    parser = argparse.ArgumentParser(prog="benchmarks.releases.exports")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--polygons", type=int, default=250_000)
    asked = parser.parse_args()
    results: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as name:
        for kind, rows in (("points", asked.rows), ("polygons", asked.polygons)):
            folder = Path(name) / kind
            folder.mkdir()
            results += _files_of(kind, rows, folder)
    _print(results)


def _files_of(kind: str, rows: int, folder: Path) -> list[dict[str, Any]]:
    _table(kind, rows, folder / "table.arrow")
    canonical = folder / "canonical"
    measured(sys.executable, "-c", CANONICAL, str(folder / "table.arrow"), str(canonical), kind)
    (folder / "table.arrow").unlink()
    results = [
        _ours(kind, rows, ext, canonical, folder)
        for ext in ("gpkg", "csv", "excel.csv", "xlsx", "json", "ndjson", "geojson", "fgb", "kml", "shp.zip")
    ]
    if shutil.which("ogr2ogr"):
        results += [_ogr2ogr(kind, rows, ext, folder) for ext in DRIVERS]
    return results


def _ours(kind: str, rows: int, ext: str, canonical: Path, folder: Path) -> dict[str, Any]:
    target = folder / f"ours.{ext}"
    result = measured(sys.executable, "-c", OURS, str(canonical), ext, str(target))
    result["mib"] = target.stat().st_size >> 20 if target.exists() else 0
    if ext != "gpkg":  # which ogr2ogr reads
        target.unlink(missing_ok=True)
    return {"what": f"{rows:,} {kind}", "format": ext, "by": "ours", **result}


def _ogr2ogr(kind: str, rows: int, ext: str, folder: Path) -> dict[str, Any]:
    driver, *options = DRIVERS[ext]
    target = folder / f"theirs.{ext.removesuffix('.zip')}"
    result = measured("ogr2ogr", "-f", driver, str(target), str(folder / "ours.gpkg"), *options)
    result["mib"] = target.stat().st_size >> 20 if target.exists() else 0
    for part in folder.glob("theirs.*"):
        part.unlink()
    return {"what": f"{rows:,} {kind}", "format": ext, "by": "ogr2ogr", **result}


def measured(*command: str) -> dict[str, Any]:
    """Run a command; give its seconds, CPU seconds and peak memory (MiB), and why it failed if it did."""
    done = subprocess.run([sys.executable, "-c", MEASURE, *command], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def _table(kind: str, rows: int, target: Path) -> None:
    """Write a checked table as ``ingest.check_file`` does: seeded, batches of 50,000 rows, polygons of twelve points."""
    random = np.random.default_rng(7)
    with pa.OSFile(str(target), "wb") as file:
        writer = None
        for start in range(0, rows, 50_000):
            batch = _batch(kind, start, min(50_000, rows - start), random)
            writer = writer or pa.ipc.new_file(file, batch.schema)
            writer.write_batch(batch)
        assert writer
        writer.close()


def _batch(kind: str, start: int, length: int, random: np.random.Generator) -> pa.RecordBatch:
    numbers = np.arange(start, start + length)
    x, y = random.uniform(106.33, 106.96, length), random.uniform(10.87, 11.5, length)
    columns: dict[str, Any] = {
        "ma": [f"{number:09}" for number in numbers],
        "ten": [f"Nhà thuốc Đức Hòa số {number}" for number in numbers],
        "so_luong": random.integers(0, 10_000, length),
        "ty_le": np.round(random.uniform(-1, 1, length), 4),
        "ngay": pa.array(random.integers(15_000, 20_000, length).astype("int32"), pa.date32()),
        "ghi_chu": ["dữ liệu sinh để đo" if number % 3 else None for number in numbers],
    }
    if kind == "points":
        return pa.record_batch(columns | {"kinh_do": x, "vi_do": y})
    angles = np.linspace(0, 2 * np.pi, 12, endpoint=False)
    rings = np.round(np.stack([x[:, None] + 1e-3 * np.cos(angles), y[:, None] + 1e-3 * np.sin(angles)], axis=2), 7)
    shapes = [json.dumps({"type": "Polygon", "coordinates": [[*ring, ring[0]]]}) for ring in rings.tolist()]
    return pa.record_batch(columns | {"ranh_gioi": shapes})


def _print(results: list[dict[str, Any]]) -> None:
    print("| what | format | by | s | CPU s | peak MiB | file MiB |")
    print("|---|---|---|---|---|---|---|")
    for each in results:
        cells = [each[name] for name in ("what", "format", "by", "s", "cpu_s", "peak_mib", "mib")]
        print(f"| {' | '.join(str(cell) for cell in cells)} |{' ' + each['failed'] if 'failed' in each else ''}")
    print(json.dumps(results, ensure_ascii=False))


if __name__ == "__main__":
    main()
