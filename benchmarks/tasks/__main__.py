"""``python -m benchmarks.tasks ADDRESS [--write docs/tasks.md]``: the ten tasks on a running portal, as a table; 1 when one misses its aim.

The aim: at most four taps, and the answer on the screen of a phone (390 × 844) when it comes, without scrolling to it. Seconds
are the machine's: nobody reads or thinks.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Error, sync_playwright

from benchmarks.pages.__main__ import address_of
from benchmarks.tasks.hand import Hand, Reached
from benchmarks.tasks.tasks import TASKS, Task

MOST_TAPS = 4
PHONE = {"width": 390, "height": 844}
HERE = {"longitude": 106.6512, "latitude": 10.9804}
"""A point in the middle of Thủ Dầu Một (degrees, WGS 84)."""

BEGIN, END = "<!-- tasks: begin (written by `python -m benchmarks.tasks`) -->", "<!-- tasks: end -->"
_HEAD = "| task | taps | keys | scrolls | s | on the first screen | aim |\n|---|---|---|---|---|---|---|"


def main() -> int:
    """Do the tasks, print the table, write it into a document where one is named."""
    parser = argparse.ArgumentParser(prog="benchmarks.tasks")
    parser.add_argument("address", nargs="?", help="the portal's address; else that of --ini")
    parser.add_argument("--ini", type=Path, help="an instance's test.ini; the portal of the same instance must run")
    parser.add_argument("--write", type=Path, help="a document with the two marks between which the table stands")
    asked = parser.parse_args()
    address = (asked.address or address_of(asked.ini)).rstrip("/")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        rows = [(task, _done(browser, address, task)) for task in TASKS]
    table = "\n".join([_HEAD, *(_row(task, reached) for task, reached in rows)])
    print(table)
    if asked.write:
        before, _, rest = asked.write.read_text(encoding="utf-8").partition(BEGIN)
        asked.write.write_text(f"{before}{BEGIN}\n{table}\n{END}{rest.partition(END)[2]}", encoding="utf-8")
    return 0 if all(_met(reached) for _, reached in rows) else 1


def _done(browser: Browser, address: str, task: Task) -> Reached | str:
    """Do one task as a new visitor; what stopped it where there is no answer."""
    options: dict[str, Any] = {"viewport": PHONE, "locale": "vi-VN", "timezone_id": "Asia/Ho_Chi_Minh", "geolocation": HERE}
    context = browser.new_context(**options, permissions=["geolocation"], has_touch=True)
    try:
        page = context.new_page()
        page.goto(address)
        hand = Hand(page)
        return hand.reached(task.do(hand))
    except (AssertionError, Error) as error:
        return str(error).strip().splitlines()[0][:120]
    finally:
        context.close()


def _met(reached: Reached | str) -> bool:
    return not isinstance(reached, str) and reached.taps <= MOST_TAPS and reached.on_first_screen


def _row(task: Task, reached: Reached | str) -> str:
    aim = "met" if _met(reached) else "**missed**"
    if isinstance(reached, str):
        return f"| {task.name} | – | – | – | – | no answer | {aim} |"
    screen = "yes" if reached.on_first_screen else "no"
    return f"| {task.name} | {reached.taps} | {reached.keys} | {reached.scrolls} | {reached.seconds:.1f} | {screen} | {aim} |"


if __name__ == "__main__":
    sys.exit(main())
