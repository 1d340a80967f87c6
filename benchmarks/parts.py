"""Where the seconds of a load go: a cursor that adds up what each kind of statement took."""

import re
import time
from typing import Any

from psycopg2.sql import Composable

_KINDS = (
    ("copy", r"COPY"),
    ("words, shapes, rows", r"INSERT|CREATE TABLE \S+ AS"),
    ("words' index", r"CREATE INDEX .* gin "),
    ("shapes' indexes", r"CREATE INDEX .* gist "),
    ("keys", r"ALTER TABLE .* PRIMARY KEY|CREATE UNIQUE INDEX"),
    ("statistics, counts", r"ANALYZE|SELECT"),
)


class Timed:
    """A psycopg2 cursor whose ``seconds`` says what was spent on each kind of statement of ``_KINDS``."""

    def __init__(self, cursor: Any) -> None:
        self._cursor = cursor
        self.seconds: dict[str, float] = {}

    def execute(self, statement: str | Composable, values: Any = None) -> None:
        """Run a statement."""
        self._run(statement, lambda: self._cursor.execute(statement, values))

    def copy_expert(self, statement: str | Composable, file: Any) -> None:
        """Send a file."""
        self._run(statement, lambda: self._cursor.copy_expert(statement, file))

    def _run(self, statement: str | Composable, step: Any) -> None:
        text = statement if isinstance(statement, str) else statement.as_string(self._cursor)
        start = time.monotonic()
        step()
        kind = next((kind for kind, begins in _KINDS if re.match(begins, text)), "other")
        self.seconds[kind] = self.seconds.get(kind, 0.0) + time.monotonic() - start

    def parts(self) -> dict[str, float]:
        """Give the seconds of each kind, to a tenth, of those that took any."""
        return {kind: round(seconds, 1) for kind, seconds in self.seconds.items() if seconds >= 0.05}

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cursor, name)
