"""The two portals that are measured: ours as `make up` starts it, behind the project's nginx, and stock CKAN; one web process each."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.features.front import start_front
from benchmarks.features.peers import start_ours
from benchmarks.features.processor_time import processes_of
from benchmarks.portal.cost import Cost
from benchmarks.search.peers import ROOT, Peer, serve

__all__ = ["Portal", "costs", "empty", "fill", "start"]

_PATIENCE = 180
"""Seconds for a portal to come to rest."""


@dataclass(frozen=True)
class Portal:
    """A running portal.

    Attributes:
        name: ``portal`` or ``stock``.
        port: of the web process, which keeps no answers.
        front: the port that readers use: nginx, which keeps answers, or the web process where nothing stands before it.
        process: number of the web process's parent.
    """

    name: str
    port: int
    front: int
    process: int

    def found(self) -> int:
        """Return how many datasets are in its index."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/api/3/action/package_search?rows=0", timeout=60) as answer:
            return json.load(answer)["result"]["count"]

    def settle(self) -> None:
        """Wait until it has worked off what nobody waits for any more, which would take the time of whoever is measured next.

        Raises:
            TimeoutError: It answers nothing.
        """
        deadline = time.monotonic() + _PATIENCE
        while time.monotonic() < deadline:
            try:
                self.found()
            except (urllib.error.URLError, OSError):
                time.sleep(1)
            else:
                return
        raise TimeoutError(f"{self.name} gives no answer")

    def megabytes(self) -> float:
        """Return the memory of the web process and its children; what they share is counted once."""
        return round(sum(_kilobytes(process) for process in processes_of([self.process])) / 1024, 1)


def _kilobytes(process: int) -> int:
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def fill(folder: Path, peers: list[Peer], datasets: int) -> dict[str, Any]:
    """Make the datasets as the portal does, and build each peer's index of them.

    Returns:
        ``datasets`` and a ``token``, as `fill.py` writes them.
    """
    _run("-m", "benchmarks.portal.fill", "make", str(peers[0].ini), str(datasets), str(folder / "filled.json"))
    for peer in peers:
        _run(str(Path(sys.executable).with_name("ckan")), "-c", str(peer.ini), "search-index", "rebuild", "--quiet")
    return json.loads((folder / "filled.json").read_text("utf-8"))


def costs(folder: Path, peer: Peer, layer: str) -> list[Cost]:
    """Measure what an answer of a peer costs, over what `fill` wrote."""
    measured = folder / f"costs-{peer.name}.json"
    _run("-m", "benchmarks.portal.cost", str(peer.ini), peer.name, str(folder / "filled.json"), layer, str(measured))
    return [Cost(**each) for each in json.loads(measured.read_text("utf-8"))]


def empty(peers: list[Peer]) -> None:
    """Take the datasets away."""
    _run("-m", "benchmarks.portal.fill", "remove", str(peers[0].ini))


def _run(*words: str) -> None:
    subprocess.run([sys.executable, *words], check=True, cwd=ROOT, stdout=subprocess.DEVNULL)


def start(stack: ExitStack, folder: Path, peers: list[Peer]) -> list[Portal]:
    """Start both; they end with the stack.

    Args:
        folder: for what nginx keeps, logs and configuration.
        peers: ours and stock CKAN, with neighbouring ports; ours takes those 10 and 20 higher for its process and nginx.
    """
    ours, stock = peers
    web = start_ours(folder, ours.ini, ours.port + 10)
    stack.callback(web.stop)
    nginx = start_front(folder, ours.port + 20, web.port)
    stack.callback(nginx.terminate)
    process = serve(stock)
    stack.callback(process.terminate)
    return [Portal(ours.name, web.port, ours.port + 20, web.process.pid), Portal(stock.name, stock.port, stock.port, process.pid)]
