"""What one answer that is not kept costs: ``python -m benchmarks.portal.cost INI PEER FILLED LAYER OUT``.

The peer's application answers in this process, with its plugins, one request after the other: processor time of this process (Solr's and
PostgreSQL's is theirs), statements sent to PostgreSQL, requests to Solr.
"""

from __future__ import annotations

import json
import random
import statistics
import sys
import time
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.portal.mix import FORMS, SHARES, Catalogue

__all__ = ["Cost", "cost_table", "is_dear"]

_FIRST, _MEASURED = 20, 100
"""Answers of a kind that are not counted, as a process loads then what later ones share, and those that are."""
CPU = {"home": 6, "search": 15, "dataset": 12}
"""Milliseconds of a processor at most (issue 17, §1)."""
STATEMENTS = {"dataset": 8}
"""To PostgreSQL, at most."""


@dataclass(frozen=True)
class Cost:
    """The median cost of a kind of answer of one peer: milliseconds of a processor, statements, requests to Solr."""

    kind: str
    peer: str
    cpu: float
    statements: float
    solr: float


def _measure(ini: str, peer: str, catalogue: Catalogue) -> list[Cost]:
    """Measure each kind of the mix.

    Raises:
        ValueError: An address has no good answer.
    """
    # CKAN puts its own folder, which has a package `tests`, first in the path: our modules are imported before it.
    from ckan.cli import load_config
    from ckan.config.middleware import make_app
    from werkzeug.test import Client

    calls = _count_calls()
    client = Client(make_app(load_config(ini)))
    return [_cost(client, calls, kind, peer, catalogue) for kind in SHARES]


def _cost(client: Any, calls: Counter[str], kind: str, peer: str, catalogue: Catalogue) -> Cost:
    chance, found = random.Random(kind), []
    for _ in range(_FIRST + _MEASURED):
        path = FORMS[peer][kind](chance, catalogue)
        calls.clear()
        began = time.process_time()
        answer = client.get(path)
        answer.get_data()
        found.append((1000 * (time.process_time() - began), calls["statements"], calls["solr"]))
        if answer.status_code != 200:
            raise ValueError(f"{path}: {answer.status}")
    cpu, statements, solr = (statistics.median(each) for each in zip(*found[_FIRST:], strict=True))
    return Cost(kind, peer, round(cpu, 1), statements, solr)


def _count_calls() -> Counter[str]:
    """Count from now on what this process sends to PostgreSQL and Solr."""
    import psycopg2.extras
    import requests
    import sqlalchemy as sa
    from sqlalchemy.engine import Engine

    calls: Counter[str] = Counter()
    sa.event.listen(Engine, "before_cursor_execute", lambda *_: calls.update(statements=1))
    # Our own pool's cursors; SQLAlchemy has others.
    execute, send = psycopg2.extras.RealDictCursor.execute, requests.Session.send

    def counted_execute(self: Any, *args: Any, **options: Any) -> Any:
        calls["statements"] += 1
        return execute(self, *args, **options)

    def counted_send(self: Any, request: Any, **options: Any) -> Any:
        calls["solr"] += "/solr/" in request.url
        return send(self, request, **options)

    psycopg2.extras.RealDictCursor.execute = counted_execute
    requests.Session.send = counted_send
    return calls


def cost_table(costs: list[Cost]) -> str:
    """Return the costs' table in Markdown."""
    lines = ["| answer | peer | processor ms | statements | requests to Solr | aim |", "|---" * 6 + "|"]
    for each in costs:
        aims = _aims(each)
        words = "; ".join(f"{aim}{'' if reached else ': **missed**'}" for aim, reached in aims.items()) or "–"
        lines.append(f"| {each.kind} | {each.peer} | {each.cpu} | {each.statements:g} | {each.solr:g} | {words} |")
    return "\n".join(lines)


def is_dear(costs: list[Cost]) -> bool:
    """Whether an answer of ours costs more than is aimed at."""
    return not all(reached for each in costs for reached in _aims(each).values())


def _aims(cost: Cost) -> dict[str, bool]:
    if cost.peer != "portal":
        return {}
    found = {f"≤ {most} ms": cost.cpu <= most for kind, most in CPU.items() if kind == cost.kind}
    return found | {f"≤ {most} statements": cost.statements <= most for kind, most in STATEMENTS.items() if kind == cost.kind}


if __name__ == "__main__":
    ini, peer, filled, layer, out = sys.argv[1:]
    datasets = [tuple(each) for each in json.loads(Path(filled).read_text("utf-8"))["datasets"]]
    Path(out).write_text(json.dumps([asdict(each) for each in _measure(ini, peer, Catalogue(datasets, layer))]), "utf-8")
