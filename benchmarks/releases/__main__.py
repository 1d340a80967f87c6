"""``python -m benchmarks.releases --ini …/test.ini [--rows N] [--polygons N]``: print the table, and the same as JSON."""

import argparse
import json
import shutil
import tempfile
from configparser import RawConfigParser
from pathlib import Path
from typing import Any

from benchmarks.ingest import files
from benchmarks.ingest.runs import measured
from benchmarks.releases import peers, publish


def main() -> None:
    """Make the files, publish and load each once, print."""
    parser = argparse.ArgumentParser(prog="benchmarks.releases")
    parser.add_argument("--ini", type=Path, required=True, help="an instance's test.ini; its services must run")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--polygons", type=int, default=250_000)
    asked = parser.parse_args()
    url = _write_url(asked.ini)
    results: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows = folder / "ho-so.csv"
        files.csv_file(rows, asked.rows)
        results += _compared(f"{asked.rows:,} rows × 12, points", rows, asked.ini, url, folder)
        rows.unlink()
        layer = next(source for source in files.layer_files(folder, asked.polygons) if source.suffix == ".gpkg")
        results += _compared(f"{asked.polygons:,} polygons", layer, asked.ini, url, folder)
    _print(results)


def _compared(what: str, source: Path, ini: Path, url: str, folder: Path) -> list[dict[str, Any]]:
    """Check a file once, then publish it and load the same rows by the peers."""
    work = folder / "checked"
    work.mkdir()
    measured(what, publish.CHECK, str(source), str(work))
    plain = peers.plain_file(source, work)
    results = [measured(f"{what}: release", publish.PUBLISH, str(ini.resolve()), str(work))]
    if shutil.which("ogr2ogr"):
        loaded = peers.ogr2ogr(plain, url)
        results.append(loaded | {"what": f"{what}: ogr2ogr"})
        if "failed" not in loaded:
            results.append(peers.made_equal(url) | {"what": f"{what}: after ogr2ogr, words, second shape and indexes by SQL"})
    results.append(measured(f"{what}: to_postgis", peers.TO_POSTGIS, str(plain), url))
    peers.remove_tables(url)
    shutil.rmtree(work)
    return results


def _write_url(ini: Path) -> str:
    config = RawConfigParser()
    config.read(ini, encoding="utf-8")
    return config["app:main"]["ckan.datastore.write_url"]


def _print(results: list[dict[str, Any]]) -> None:
    print("| what | s | client's CPU s | client's peak MiB | parts |")
    print("|---|---|---|---|---|")
    for each in results:
        note = each.get("note") or {}
        seconds = note.pop("s", each["wall_s"])
        parts = each.get("failed") or ", ".join(f"{part} {value}" for part, value in note.items())
        print(f"| {each['what']} | {seconds} | {each.get('cpu_s', '–')} | {each.get('peak_mib', '–')} | {parts} |")
        each["s"] = seconds
    print(json.dumps(results, ensure_ascii=False))


if __name__ == "__main__":
    main()
