"""``python -m benchmarks.pages ADDRESS``: Lighthouse's performance of home, search and a dataset; each median must reach 0.9."""

from __future__ import annotations

import argparse
import statistics
import sys
from configparser import RawConfigParser
from pathlib import Path

from benchmarks.pages.audit import PAGES, Audit, audit

LEAST = 0.9
RUNS = 3


def main() -> int:
    """Measure, print a table, and give 1 when a page is too slow."""
    parser = argparse.ArgumentParser(prog="benchmarks.pages")
    parser.add_argument("address", nargs="?", help="the portal's address; else that of --ini")
    parser.add_argument("--ini", type=Path, help="an instance's test.ini; the portal of the same instance must run")
    parser.add_argument("--runs", type=int, default=RUNS)
    asked = parser.parse_args()
    address = (asked.address or address_of(asked.ini)).rstrip("/")
    print("| page | performance | first paint ms | largest paint ms | blocked ms | server ms | to mend |")
    print("|---|---|---|---|---|---|---|")
    slow = [name for name, path in PAGES.items() if _measured(name, address + path, asked.runs) < LEAST]
    return 1 if slow else 0


def address_of(ini: Path) -> str:
    """Give the portal's address from the file beside the tests' one."""
    config = RawConfigParser()
    config.read(ini.with_name("ckan.ini"), encoding="utf-8")
    return config["app:main"]["ckan.site_url"]


def _measured(name: str, address: str, runs: int) -> float:
    found = [audit(address, ("performance",)) for _ in range(runs)]
    median: Audit = sorted(found, key=lambda each: each.scores["performance"])[len(found) // 2]
    score = statistics.median(each.scores["performance"] for each in found)
    times = [median.numbers.get(key, "–") for key in ("first-contentful-paint", "largest-contentful-paint", "total-blocking-time")]
    server = median.numbers.get("server-response-time", "–")
    print(f"| {name} | {score:.2f} | {' | '.join(map(str, times))} | {server} | {', '.join(median.failed)} |", flush=True)
    return score


if __name__ == "__main__":
    sys.exit(main())
