"""``python -m benchmarks.ingest [--rows N] [--polygons N] [--dsn "dbname=… host=…"]``: print the table, and the same as JSON.

Without ``--dsn`` only reading is measured; with it, loading too, beside ogr2ogr (when installed) and geopandas' to_postgis.
"""

import argparse
import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.ingest import files, runs


def main() -> None:
    """Make the files, run everything once, print."""
    parser = argparse.ArgumentParser(prog="benchmarks.ingest")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--polygons", type=int, default=250_000)
    parser.add_argument("--dsn", help="libpq connection string of a scratch database with PostGIS")
    asked = parser.parse_args()
    results: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder, "ho-so.csv")
        files.csv_file(table, asked.rows)
        load = [asked.dsn] if asked.dsn else []
        results.append(runs.measured(f"CSV {asked.rows:,} × 12: ours", runs.OURS, str(table), *load))
        results.append(runs.measured(f"CSV {asked.rows:,} × 12: pandas read_csv", runs.READ_CSV, str(table)))
        results += _loaded(table, f"CSV {asked.rows:,} × 12", asked.dsn, runs.ROWS_TO_POSTGIS)
        for source in files.layer_files(Path(folder), asked.polygons):
            results += _layer(source, f"{source.suffix} {asked.polygons:,} polygons", asked.dsn)
    _print(results)


def _layer(source: Path, name: str, dsn: str | None) -> list[dict[str, Any]]:
    results = [runs.measured(f"{name}: ours", runs.OURS, str(source), *([dsn] if dsn else []))]
    results.append(runs.measured(f"{name}: geopandas read_file", runs.READ_LAYER, str(source)))
    return results + _loaded(source, name, dsn, runs.LAYER_TO_POSTGIS)


def _loaded(source: Path, name: str, dsn: str | None, to_postgis: str) -> list[dict[str, Any]]:
    """Load a file by the peers; nothing without a database."""
    if not dsn:
        return []
    url = "postgresql+psycopg2://?" + "&".join(dsn.split())
    results = [runs.measured(f"{name}: to_postgis", to_postgis, str(source), url)]
    if shutil.which("ogr2ogr"):
        results.append(runs.ogr2ogr(source, dsn) | {"what": f"{name}: ogr2ogr"})
    runs.remove_tables(dsn)
    return results


def _print(results: list[dict[str, Any]]) -> None:
    print("| what | wall s | CPU s | peak MiB | note |")
    print("|---|---|---|---|---|")
    for each in results:
        note = each.get("failed") or ", ".join(f"{part} {value}" for part, value in (each.get("note") or {}).items())
        print(f"| {each['what']} | {each['wall_s']} | {each.get('cpu_s', '–')} | {each.get('peak_mib', '–')} | {note} |")
    print(json.dumps(results, ensure_ascii=False))


if __name__ == "__main__":
    main()
