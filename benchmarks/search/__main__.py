"""`python -m benchmarks.search`: fills both peers, asks both, prints a table and writes JSON. See README.md."""

from __future__ import annotations

import argparse
import json
import tempfile
from configparser import RawConfigParser
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path

from benchmarks.search.measure import QUESTIONS, Result, measure
from benchmarks.search.peers import Peer, fill, make_peers, remove_cores, serve


def main() -> None:
    """Measure every question at every number of clients, the peers in turn, so that a busy machine is busy for both."""
    arguments = _arguments()
    config = RawConfigParser()
    config.read(arguments.ini, encoding="utf-8")
    solr = config["app:main"]["solr_url"].rsplit("/", 1)[0]
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        peers = make_peers(Path(folder), arguments.ini.resolve(), solr, arguments.port)
        try:
            results = _measure_all(peers, arguments)
        finally:
            remove_cores(peers, solr)
    print(_table(results))
    if arguments.json:
        arguments.json.write_text(json.dumps({"datasets": arguments.datasets, "results": [asdict(each) for each in results]}, indent=1))


def _measure_all(peers: list[Peer], arguments: argparse.Namespace) -> list[Result]:
    with ExitStack() as served:
        for peer in peers:
            fill(peer, arguments.datasets)
            process = served.enter_context(serve(peer))
            served.callback(process.terminate)
        return [
            measure(peer.name, peer.port, question, clients, arguments.seconds)
            for question in arguments.questions
            for clients in arguments.clients
            for peer in peers
        ]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.search", description=__doc__)
    parser.add_argument("--ini", type=Path, required=True, help="an instance's test.ini; its services must run")
    parser.add_argument("--datasets", type=int, default=5000)
    parser.add_argument("--seconds", type=float, default=5.0, help="for each question and number of clients")
    parser.add_argument("--questions", nargs="+", choices=QUESTIONS, default=list(QUESTIONS), help="only some")
    parser.add_argument("--clients", type=int, nargs="+", default=[1, 8])
    parser.add_argument("--port", type=int, default=18500, help="of the first peer's web process; the second has the next")
    parser.add_argument("--json", type=Path, help="where to write the figures")
    return parser.parse_args()


def _table(results: list[Result]) -> str:
    lines = ["| question | clients | peer | found | p50 ms | p95 ms | requests/s |", "|---|---|---|---|---|---|---|"]
    for each in sorted(results, key=lambda result: (list(QUESTIONS).index(result.question), result.clients)):
        found = ", ".join(map(str, each.found))
        lines.append(f"| {each.question} | {each.clients} | {each.peer} | {found} | {each.p50} | {each.p95} | {each.per_second} |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
