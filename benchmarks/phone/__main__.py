"""``python -m benchmarks.phone ADDRESS``: pages on a slow phone as a table, against the aims of the portal; 1 when one is missed.

The network is 1.6 Mb/s down, 0.75 Mb/s up, 150 ms there and back (Lighthouse's "slow 4G"), each transfer really slowed. The processor is a
quarter of the machine's, so the seconds are the machine's too: nothing else may run beside.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from benchmarks.pages.__main__ import address_of

PHONE = {"width": 390, "height": 844}
NETWORK = {"offline": False, "latency": 150, "downloadThroughput": 1_600_000 / 8, "uploadThroughput": 750_000 / 8}
SLOWER = 4
RUNS = 3
_SETTLED_MS = 2000
"""After the load: what comes late may still move what is there."""

_OBSERVE = """
window.seen = { shift: 0, largest: 0 };
new PerformanceObserver((list) => { for (const each of list.getEntries()) if (!each.hadRecentInput) seen.shift += each.value; })
  .observe({ type: "layout-shift", buffered: true });
new PerformanceObserver((list) => { seen.largest = list.getEntries().at(-1).startTime; })
  .observe({ type: "largest-contentful-paint", buffered: true });
"""


@dataclass(frozen=True)
class Figure:
    """What is measured of a page: its greatest value that is good, and how it is written."""

    title: str
    most: float
    form: str


FIGURES = {
    "bytes": Figure("kB", 150_000, "{:.0f}"),
    "shift": Figure("layout shift", 0.02, "{:.3f}"),
    "largest": Figure("largest paint ms", 1500, "{:.0f}"),
    "map": Figure("map drawn ms", 3000, "{:.0f}"),
}


@dataclass(frozen=True)
class Page:
    """A page and the figures that have an aim there; ``drawn`` is the map that is drawn with it."""

    name: str
    path: str
    aims: tuple[str, ...]
    drawn: str = ""


PAGES = (
    Page("home", "/", ("bytes", "shift", "largest")),
    Page("search", "/dataset/", ("shift", "largest")),
    Page("dataset", "/dataset/nha-thuoc", ("bytes", "shift", "largest")),
    Page("place", "/place/718@2024", ("shift", "largest")),
    Page("map", "/map?theme=nha-thuoc", ("shift", "map"), "[data-finder-map]"),
)


def main() -> int:
    """Measure every page and print the table."""
    parser = argparse.ArgumentParser(prog="benchmarks.phone")
    parser.add_argument("address", nargs="?", help="the portal's address; else that of --ini")
    parser.add_argument("--ini", type=Path, help="an instance's test.ini; the portal of the same instance must run")
    parser.add_argument("--runs", type=int, default=RUNS, help=f"times each page is loaded; the median counts ({RUNS})")
    asked = parser.parse_args()
    address = (asked.address or address_of(asked.ini)).rstrip("/")
    print("| page | " + " | ".join(figure.title for figure in FIGURES.values()) + " | missed |")
    print("|---|" + "---|" * (len(FIGURES) + 1))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        missed = [_measured(browser, address, page, asked.runs) for page in PAGES]
    return 1 if any(missed) else 0


def _measured(browser: Browser, address: str, page: Page, runs: int) -> list[str]:
    """Load a page some times, print its line, and return the figures that miss their aim."""
    found = [_load(browser, address, page) for _ in range(runs)]
    figures = {name: statistics.median(each[name] for each in found) for name in found[0]}
    missed = [name for name in page.aims if figures[name] > FIGURES[name].most]
    written = [_written(name, figures.get(name)) for name in FIGURES]
    print(f"| {page.name} | {' | '.join(written)} | {', '.join(FIGURES[name].title for name in missed) or '–'} |", flush=True)
    return missed


def _written(name: str, value: float | None) -> str:
    return "" if value is None else FIGURES[name].form.format(value / 1000 if name == "bytes" else value)


def _load(browser: Browser, address: str, page: Page) -> dict[str, float]:
    """Load a page as a new visitor: bytes that came over the network, the score of shifts, milliseconds since the address was asked."""
    context = browser.new_context(viewport=PHONE, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", has_touch=True)  # type: ignore[arg-type]
    try:
        tab = context.new_page()
        tab.add_init_script(_OBSERVE)
        devtools = context.new_cdp_session(tab)
        came: list[float] = []
        devtools.on("Network.loadingFinished", lambda event: came.append(event["encodedDataLength"]))
        devtools.send("Network.enable")
        devtools.send("Network.emulateNetworkConditions", NETWORK)
        devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        tab.goto(address + page.path, wait_until="load", timeout=120_000)
        more: dict[str, float] = {}
        if page.drawn:
            drawn = f"() => document.querySelector('{page.drawn}').dataset.drawn && performance.now()"
            more["map"] = float(tab.wait_for_function(drawn, timeout=120_000).json_value())
        tab.wait_for_timeout(_SETTLED_MS)
        seen: dict[str, Any] = tab.evaluate("seen")
        return {"bytes": sum(came), "shift": seen["shift"], "largest": seen["largest"], **more}
    finally:
        context.close()


if __name__ == "__main__":
    sys.exit(main())
