"""What was measured, as the tables of `docs/performance.md`: a line for each kind of answer, number of clients and peer; and the memory."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["MODES", "Memory", "Row", "is_missed", "memory_table", "table"]

MODES = ("uncached", "warm", "a change a second")
"""Nothing kept; each address asked before; the same while a dataset is changed every second."""
PER_SECOND, P95, FLAT = 800, 100, 1.1
"""Warm: requests a second at least, milliseconds at most. Memory at the end by that at the start, at most, to be called flat."""
TIMES = {"uncached": 2, "warm": 20}
"""How many times the requests a second of stock CKAN, at least."""
OURS, STOCK = "portal", "stock"


@dataclass(frozen=True)
class Row:
    """What one peer answered in one mode to one number of clients: good answers a second, milliseconds, answers that were not good, and
    the changes that were made and refused meanwhile."""

    mode: str
    clients: int
    peer: str
    per_second: float
    p50: float
    p95: float
    errors: int
    changes: int = 0
    refused: int = 0


@dataclass(frozen=True)
class Memory:
    """The megabytes of one peer's web process before and after a number of good answers, with how many others came between."""

    peer: str
    answers: int
    errors: int
    start: float
    end: float


def _times(row: Row, rows: list[Row]) -> float | None:
    """Return how many times as many requests a second as stock CKAN; None where that was not measured or answered nothing."""
    if row.peer != OURS:
        return None
    stock = next((each for each in rows if (each.mode, each.clients, each.peer) == (row.mode, row.clients, STOCK)), None)
    return row.per_second / stock.per_second if stock and stock.per_second else None


def _aims(row: Row, rows: list[Row]) -> dict[str, bool]:
    """Return the aims of a row of ours, and whether each is reached; a comparison without stock CKAN has none."""
    if row.peer != OURS:
        return {}
    found = {}
    if row.mode == "warm":
        found = {f"≥ {PER_SECOND} requests/s": row.per_second >= PER_SECOND, f"p95 ≤ {P95} ms": row.p95 <= P95 and row.per_second > 0}
    if row.mode in TIMES and (times := _times(row, rows)) is not None:
        found[f"≥ {TIMES[row.mode]} × stock"] = times >= TIMES[row.mode]
    return found


def is_missed(rows: list[Row], memory: list[Memory]) -> bool:
    """Whether any aim is missed."""
    return not all(reached for row in rows for reached in _aims(row, rows).values()) or not all(_is_flat(each) for each in memory)


def _is_flat(memory: Memory) -> bool:
    return memory.peer != OURS or memory.end <= FLAT * memory.start


def _words(aims: dict[str, bool]) -> str:
    return "; ".join(f"{aim}{'' if reached else ': **missed**'}" for aim, reached in aims.items()) or "–"


def _line(row: Row, rows: list[Row]) -> str:
    changes = f"{row.changes} ({row.refused} refused)" if row.refused else f"{row.changes}"
    times = _times(row, rows)
    beside = "–" if times is None else f"{times:.1f} ×"
    cells = [row.mode, row.clients, row.peer, row.per_second, row.p50, row.p95, row.errors, changes, beside, _words(_aims(row, rows))]
    return f"| {' | '.join(map(str, cells))} |"


def table(rows: list[Row]) -> str:
    """Return the answers' table in Markdown."""
    head = "| answers | clients | peer | requests/s | p50 ms | p95 ms | errors | changes | beside stock | aim |"
    ordered = sorted(rows, key=lambda row: (MODES.index(row.mode), row.clients, row.peer))
    return "\n".join([head, "|---" * 10 + "|", *(_line(row, rows) for row in ordered)])


def memory_table(memory: list[Memory]) -> str:
    """Return the memory's table in Markdown."""
    lines = ["| peer | good answers | errors | MB at the start | MB at the end | aim |", "|---" * 6 + "|"]
    for each in memory:
        aim = _words({f"flat: ≤ {FLAT} ×": _is_flat(each)} if each.peer == OURS else {})
        lines.append(f"| {each.peer} | {each.answers:,} | {each.errors} | {each.start} | {each.end} | {aim} |")
    return "\n".join(lines)
