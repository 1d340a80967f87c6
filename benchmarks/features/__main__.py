"""`python -m benchmarks.features`: makes the layers, starts ours, tipg and pygeoapi, asks all the same, prints a table. See README.md."""

from __future__ import annotations

import argparse
import json
import tempfile
import time
import urllib.request
from configparser import RawConfigParser
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

import psycopg2

from benchmarks.features import clients, front, layers, peers, processor_time
from benchmarks.features.questions import QUESTIONS, SMALL_PAGE, Question, Sizes
from benchmarks.features.table import Row, table

_WARMING = 5
"""Seconds for asking each question once before it is measured."""
PEERS = ("ours", "tipg", "pygeoapi", "bare")


@dataclass
class Bench:
    """What is measured, and by what: the servers' ports, the roots of the processes whose time counts, the cursor of the deep page."""

    sizes: Sizes
    ports: dict[str, int]
    roots: dict[str, list[int]]
    address: str
    cursor: str
    seconds: float


def main() -> None:
    """Measure every question at every number of clients, the peers in turn, so that a busy machine is busy for all."""
    arguments = _arguments()
    if arguments.table:
        print(table([Row(**row) for row in json.loads(arguments.table.read_text())["rows"]]))
        return
    config = RawConfigParser()
    config.read(arguments.ini, encoding="utf-8")
    address = config["app:main"]["ckan.datastore.write_url"]
    sizes = Sizes(20_000, 50_000) if arguments.quick else Sizes(arguments.polygons, arguments.points)
    connection = psycopg2.connect(address)
    connection.autocommit = True
    cursor = connection.cursor()
    with ExitStack() as stack:
        stack.callback(layers.drop, cursor)
        began = time.monotonic()
        layers.make(cursor, {layers.ZONES: sizes.zones, layers.POINTS: sizes.points})
        print(f"{sizes.zones:,} polygons and {sizes.points:,} points made in {time.monotonic() - began:.0f} s\n", flush=True)
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.chmod(0o755)
        bench = _start(stack, folder, arguments, address, sizes)
        rows = _measure_all(bench, arguments)
    print(f"\n{table(rows)}")
    if arguments.json:
        arguments.json.write_text(
            json.dumps({"sizes": asdict(sizes), "seconds": arguments.seconds, "rows": [asdict(row) for row in rows]}, indent=1)
        )


def _start(stack: ExitStack, folder: Path, arguments: argparse.Namespace, address: str, sizes: Sizes) -> Bench:
    backend = psycopg2.connect(address)
    stack.callback(backend.close)
    postgres = processor_time.parent_of(backend.get_backend_pid())
    environments = arguments.ini.resolve().parent / "peers"
    starts = {
        "ours": lambda port: peers.start_ours(folder, arguments.ini.resolve(), port),
        "tipg": lambda port: peers.start_tipg(folder, environments, address, port),
        "pygeoapi": lambda port: peers.start_pygeoapi(folder, environments, address, port),
    }
    ports: dict[str, int] = {}
    roots = {"bare": [postgres]}
    for number, name in enumerate(name for name in starts if name in arguments.peers):
        server = starts[name](arguments.port + 10 * number)
        stack.callback(server.stop)
        ports[name], roots[name] = server.port, [postgres, server.process.pid]
    if "ours" in ports:
        nginx = front.start_front(folder, arguments.port + 5, ports["ours"])
        stack.callback(nginx.terminate)
        ports["nginx"] = arguments.port + 5
        roots["ours"].append(nginx.pid)
    cursor = _deep_cursor(ports["ours"], sizes) if "ours" in ports else ""
    return Bench(sizes, ports, roots, address, cursor, arguments.seconds)


def _deep_cursor(port: int, sizes: Sizes) -> str:
    """Return the cursor of the deep page, found as a reader finds it: by the links, with larger pages."""
    before, cursor = (sizes.deep - 1) * SMALL_PAGE, ""
    while before > 0:
        limit = min(before, 10_000)
        with urllib.request.urlopen(
            f"http://127.0.0.1:{port}/geo/collections/{layers.POINTS}/items?limit={limit}{cursor}", timeout=60
        ) as answer:
            page = json.load(answer)
        before -= page["numberReturned"]
        cursor = (
            "&cursor=" + next(link["href"] for link in page["links"] if link["rel"] == "next").rpartition("cursor=")[2].partition("&")[0]
        )
    return cursor.removeprefix("&cursor=")


def _measure_all(bench: Bench, arguments: argparse.Namespace) -> list[Row]:
    rows, mute = [], set()
    for question in QUESTIONS:
        if not any(word in question.name for word in arguments.questions or [""]):
            continue
        for number in arguments.clients:
            for peer in arguments.peers:
                # Who answered nothing to fewer clients answers nothing to more.
                if (question.name, peer) not in mute and (row := _measure(bench, question, peer, number)):
                    rows.append(row)
                    mute |= {(question.name, peer)} if not row.per_second else set()
                    print(f"{row.question}, {row.clients} clients, {row.peer}: {row.cell()}", flush=True)
    return rows


def _measure(bench: Bench, question: Question, peer: str, number: int) -> Row | None:
    asked = question.asked(peer, bench.sizes, bench.cursor)
    if not asked:
        return None
    ask = partial(clients.bare_asker, bench.address) if peer == "bare" else partial(clients.http_asker, _port(bench, question, peer))
    _warm(ask, asked if question.through else asked[:2])
    before = processor_time.seconds_of(bench.roots[peer])
    figures = clients.measure(ask, asked, number, bench.seconds)
    spent = processor_time.seconds_of(bench.roots[peer]) - before
    good = max(len(figures.seconds), 1)
    per_second = round(len(figures.seconds) / figures.elapsed, 1)
    spent_each = round(1000 * spent / good, 2)
    return Row(question.name, number, peer, per_second, figures.cut(50), figures.cut(95), figures.bytes // good, spent_each, figures.errors)


def _port(bench: Bench, question: Question, peer: str) -> int:
    return bench.ports["nginx" if question.through and peer == "ours" else peer]


def _warm(make_asker: Any, asked: list[Any]) -> None:
    """Ask each once; the peers that take a second for one are not asked for all."""
    ask, until = make_asker(), time.monotonic() + _WARMING
    for each in asked:
        try:
            ask(each)
        except (ValueError, OSError, psycopg2.Error) as error:
            print(f"<!-- {error} -->", flush=True)
            return
        if time.monotonic() > until:
            return


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.features", description=__doc__)
    parser.add_argument("--ini", type=Path, default=Path("var/test/test.ini"), help="an instance's test.ini; its services must run")
    parser.add_argument("--quick", action="store_true", help="20,000 polygons and 50,000 points, to try it")
    parser.add_argument("--polygons", type=int, default=250_000)
    parser.add_argument("--points", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=float, default=3.0, help="for each question, number of clients and peer")
    parser.add_argument("--clients", type=int, nargs="+", default=[1, 8, 32])
    parser.add_argument("--peers", nargs="+", choices=PEERS, default=list(PEERS))
    parser.add_argument("--questions", nargs="+", help="only those whose name has one of these words")
    parser.add_argument("--port", type=int, default=18600, help="of the first server; the others follow")
    parser.add_argument("--json", type=Path, help="where to write the figures")
    parser.add_argument("--table", type=Path, help="only print the table of the figures that --json wrote")
    return parser.parse_args()


if __name__ == "__main__":
    main()
