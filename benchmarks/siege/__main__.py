"""``python -m benchmarks.siege --ini …/test.ini [--seconds N]``: other readers' p50, p95 and errors, before and during each siege."""

from __future__ import annotations

import argparse
import json
import os
import signal
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from configparser import RawConfigParser
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.siege.clients import Figures, besieged, measure, slow_clients

AIM = 1.2
"""Others' p95 during a siege, by their p95 before."""
PAGES = ["/map", "/api/3/action/feature_search?near=106.6512,10.9804&limit=5", "/place", "/api/3/action/layer_list"]


def main() -> int:
    """Run each siege in turn against the portal of the instance that the ini belongs to."""
    parser = argparse.ArgumentParser(prog="benchmarks.siege")
    parser.add_argument("--ini", type=Path, required=True, help="an instance's test.ini; its portal (`make up`) must run")
    parser.add_argument("--seconds", type=float, default=8)
    asked = parser.parse_args()
    var = asked.ini.resolve().parent
    url = _url(var)
    try:
        table = _largest_table(url)
    except (urllib.error.URLError, OSError):
        print(f"not measured: no portal answers at {url} (`make up` on this instance starts it)")
        return 0
    _print(url, table, _solr_group(var), asked.seconds)
    return 0


def _url(var: Path) -> str:
    config = RawConfigParser()
    config.read(var / "ckan.ini", encoding="utf-8")
    return config["app:main"]["ckan.site_url"]


def _solr_group(var: Path) -> int:
    return int((var / "run" / "solr.group").read_text())


def _largest_table(url: str) -> tuple[str, int]:
    with urllib.request.urlopen(f"{url}/api/3/action/layer_list", timeout=30) as answer:
        layers = json.load(answer)["result"]
    largest = max(layers, key=lambda layer: layer["count"] or 0)
    return largest["resource_id"], largest["count"]


@contextmanager
def _stopped(group: int) -> Iterator[None]:
    os.killpg(group, signal.SIGSTOP)
    try:
        time.sleep(1)
        yield
    finally:
        os.killpg(group, signal.SIGCONT)


def _print(url: str, table: tuple[str, int], solr: int, seconds: float) -> None:
    parts = urlsplit(url)
    place = (parts.hostname or "127.0.0.1", parts.port or 80)
    resource, rows = table
    measure(place, PAGES, 3)  # the first requests of a process load what later ones share
    sieges: dict[str, AbstractContextManager[Figures | None]] = {
        "40 connections on the search page": besieged(place, "/dataset/?q=thuoc", 40),
        "20 connections on table_search": besieged(place, f"/api/3/action/table_search?resource_id={resource}&q=a", 20),
        f"10 dumps of {rows:,} rows": besieged(place, f"/datastore/dump/{resource}", 10),
        "200 slow clients": slow_clients(place, 200),
        "Solr hangs (SIGSTOP)": _stopped(solr),
    }
    print("| siege | others' p50, ms | p95, ms | p95 / before | errors | of | the besieger's answers |\n|---|---|---|---|---|---|---|")
    for name, siege in sieges.items():
        before = measure(place, PAGES, seconds)
        with siege as besieger:
            during = measure(place, PAGES, seconds)
        print(_line(f"before: {name}", before, before, None), _line(name, during, before, besieger), sep="\n", flush=True)


def _line(name: str, figures: Figures, before: Figures, besieger: Figures | None) -> str:
    ratio = figures.at(0.95) / max(before.at(0.95), 1)
    aim = "" if ratio <= AIM else f" (aim {AIM} missed)"
    answers = ", ".join(f"{status}: {count}" for status, count in sorted(besieger.statuses.items())) if besieger else ""
    cells = f"{figures.at(0.5):.0f} | {figures.at(0.95):.0f} | {ratio:.2f}{aim} | {figures.errors} | {len(figures.seconds)} | {answers}"
    return f"| {name} | {cells} |"


if __name__ == "__main__":
    raise SystemExit(main())
