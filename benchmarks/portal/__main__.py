"""``python -m benchmarks.portal --ini …/test.ini``: asks ours and stock CKAN for the mix, prints tables. See README.md."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from configparser import RawConfigParser
from contextlib import ExitStack, nullcontext
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

import psycopg2

from benchmarks.features import layers
from benchmarks.features.clients import Figures, http_asker, measure
from benchmarks.portal import servers
from benchmarks.portal.changes import Changes, a_change_a_second
from benchmarks.portal.cost import Cost, cost_table, is_dear
from benchmarks.portal.mix import Catalogue, addresses
from benchmarks.portal.servers import Portal
from benchmarks.portal.table import MODES, Memory, Row, is_missed, memory_table, table
from benchmarks.search.peers import make_peers, remove_cores

_SPREAD = 5_000
"""Different requests of a measurement of what is not kept: more than are asked in ten seconds."""
_FIRST = 100
"""Requests of the mix that a process answers before it is measured: it loads then what later ones share."""
_WARM_SEED = 0
_MEMORY_CLIENTS, _SLICE = 4, 10.0
"""Clients while memory is watched, few enough that none is refused; and the seconds after which the answers are counted."""


@dataclass(frozen=True)
class Bench:
    """What is measured and how: the running portals, what their answers cost, what they have, who may change it, and the arguments."""

    portals: list[Portal]
    costs: list[Cost]
    catalogue: Catalogue
    token: str
    seconds: float
    addresses: int


def main() -> int:
    """Measure each mode and number of clients, the peers in turn, so that a busy machine is busy for both; 1 when an aim is missed."""
    asked = _arguments()
    config = RawConfigParser()
    config.read(asked.ini, encoding="utf-8")
    settings = config["app:main"]
    with ExitStack() as stack:
        bench = _start(stack, asked, settings["solr_url"].rsplit("/", 1)[0], settings["ckan.datastore.write_url"])
        rows = [_row(bench, mode, clients, portal) for mode in asked.modes for clients in asked.clients for portal in bench.portals]
        memory = [_memory(bench, portal, asked.requests) for portal in bench.portals] if asked.requests else []
    print(f"\n{len(bench.catalogue.datasets):,} datasets, {asked.seconds:g} s each.\n\n{table(rows)}")
    print(f"\n{cost_table(bench.costs)}")
    if memory:
        print(f"\n{memory_table(memory)}")
    if asked.json:
        figures = {"datasets": len(bench.catalogue.datasets), "seconds": asked.seconds, "rows": [asdict(row) for row in rows]}
        more = {"costs": [asdict(each) for each in bench.costs], "memory": [asdict(each) for each in memory]}
        asked.json.write_text(json.dumps({**figures, **more}, indent=1))
    return 1 if is_missed(rows, memory) or is_dear(bench.costs) else 0


def _start(stack: ExitStack, asked: argparse.Namespace, solr: str, datastore: str) -> Bench:
    """Make catalogue and layer, start both portals; all is taken away with the stack."""
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    folder.chmod(0o755)
    connection = psycopg2.connect(datastore)
    connection.autocommit = True
    stack.callback(layers.drop, connection.cursor())
    layers.make(connection.cursor(), {layers.POINTS: asked.points})
    peers = make_peers(folder, asked.ini.resolve(), solr, asked.port)
    stack.callback(remove_cores, peers, solr)
    stack.callback(servers.empty, peers)
    began = time.monotonic()
    filled = servers.fill(folder, peers, asked.datasets)
    print(f"{len(filled['datasets']):,} datasets made in {time.monotonic() - began:.0f} s", flush=True)
    costs = [cost for peer in peers if peer.name in asked.peers for cost in servers.costs(folder, peer, layers.POINTS)]
    portals = [portal for portal in servers.start(stack, folder, peers) if portal.name in asked.peers]
    bench = Bench(portals, costs, Catalogue(filled["datasets"], layers.POINTS), filled["token"], asked.seconds, asked.addresses)
    for portal in portals:
        if portal.found() != len(bench.catalogue.datasets):
            raise RuntimeError(f"{portal.name} finds {portal.found()} datasets")
        _ask_once(portal.port, addresses(_FIRST, bench.catalogue, portal.name, _WARM_SEED))
    return bench


def _ask_once(port: int, paths: list[str]) -> None:
    """Ask for each once.

    Raises:
        ValueError: One has no good answer though nobody else asks: what is quick to refuse must not be measured.
    """
    ask = http_asker(port)
    for path in paths:
        ask(path)


def _row(bench: Bench, mode: str, clients: int, portal: Portal) -> Row:
    """Measure a peer; what is not kept is asked of the web process, with other datasets for each number of clients."""
    if mode == "uncached":
        port, paths = portal.port, addresses(_SPREAD, bench.catalogue, portal.name, clients)
    else:
        port, paths = portal.front, addresses(bench.addresses, bench.catalogue, portal.name, _WARM_SEED)
        _ask_once(port, paths)
    names = [name for name, _ in bench.catalogue.datasets]
    changing = a_change_a_second(port, bench.token, names) if mode == "a change a second" else nullcontext(Changes())
    with changing as changes:
        figures = measure(partial(http_asker, port), paths, clients, bench.seconds)
    portal.settle()
    row = Row(mode, clients, portal.name, *_figures(figures), changes.made, changes.failed)
    print(row, file=sys.stderr, flush=True)
    return row


def _figures(figures: Figures) -> tuple[float, float, float, int]:
    return round(len(figures.seconds) / figures.elapsed, 1), figures.cut(50), figures.cut(95), figures.errors


def _memory(bench: Bench, portal: Portal, requests: int) -> Memory:
    """Ask the web process, which keeps nothing, until it has given so many good answers.

    Raises:
        RuntimeError: It gives none any more.
    """
    start, done, errors, slices = portal.megabytes(), 0, 0, 0
    while done < requests:
        slices += 1
        paths = addresses(_SPREAD, bench.catalogue, portal.name, slices)
        figures = measure(partial(http_asker, portal.port), paths, _MEMORY_CLIENTS, min(_SLICE, bench.seconds))
        if not figures.seconds:
            raise RuntimeError(f"{portal.name} gives no good answer after {done}")
        done, errors = done + len(figures.seconds), errors + figures.errors
    return Memory(portal.name, done, errors, start, portal.megabytes())


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.portal", description=__doc__)
    parser.add_argument("--ini", type=Path, required=True, help="an instance's test.ini; its services must run")
    parser.add_argument("--datasets", type=int, default=10_000)
    parser.add_argument("--points", type=int, default=50_000, help="features of the layer that feature_search reads")
    parser.add_argument("--seconds", type=float, default=10.0, help="for each mode, number of clients and peer")
    parser.add_argument("--clients", type=int, nargs="+", default=[1, 8, 32, 128])
    parser.add_argument("--modes", nargs="+", choices=MODES, default=list(MODES))
    parser.add_argument("--peers", nargs="+", choices=["portal", "stock"], default=["portal", "stock"])
    parser.add_argument(
        "--addresses", type=int, default=1_000, help="different requests of the mix that are asked before they are measured warm"
    )
    parser.add_argument("--requests", type=int, default=200_000, help="after which the memory is read again; 0 for none")
    parser.add_argument("--port", type=int, default=18700, help="the first of the servers' ports")
    parser.add_argument("--json", type=Path, help="where to write the figures")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
