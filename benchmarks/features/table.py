"""What was measured: a row a peer, and the table of all, a line for each question and number of clients."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Row", "table"]


@dataclass
class Row:
    """What one peer made of one question at one number of clients: requests a second, milliseconds, bytes of an answer, processor
    milliseconds of the server and PostgreSQL for an answer, and what was no good answer."""

    question: str
    clients: int
    peer: str
    per_second: float
    p50: float
    p95: float
    bytes: int
    processor: float
    errors: int

    def cell(self) -> str:
        """Return the figures in the order of the table's head; none where nothing was answered."""
        if not self.per_second:
            return f"no answer in time ({self.errors})"
        failed = f" · {self.errors} errors" if self.errors else ""
        speed = f"{self.per_second:,.0f}" if self.per_second >= 100 else f"{self.per_second}"
        return f"**{speed}** · {self.p50} / {self.p95} · {self.bytes:,} · {self.processor}{failed}"


def table(rows: list[Row]) -> str:
    """Return the table in Markdown; what a peer was not asked is a dash."""
    peers = list(dict.fromkeys(row.peer for row in rows))
    cells = {(row.question, row.clients, row.peer): row.cell() for row in rows}
    lines = [
        "Each cell: **requests/s** · p50 / p95 ms · bytes · CPU ms of server and PostgreSQL for one answer.\n",
        f"| question | clients | {' | '.join(peers)} |",
        f"|---|---|{'---|' * len(peers)}",
    ]
    for question, clients in dict.fromkeys((row.question, row.clients) for row in rows):
        found = " | ".join(cells.get((question, clients, peer), "–") for peer in peers)
        lines.append(f"| {question} | {clients} | {found} |")
    return "\n".join(lines)
