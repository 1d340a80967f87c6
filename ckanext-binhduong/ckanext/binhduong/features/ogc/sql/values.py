"""The values that a statement is bound to, named as they come."""

from __future__ import annotations

from typing import Any

from psycopg2 import sql

__all__ = ["Values"]


class Values:
    """Values of one statement: :meth:`bind` takes one and returns its placeholder."""

    def __init__(self) -> None:
        self.bound: dict[str, Any] = {}

    def bind(self, value: Any) -> sql.Composable:
        """Return the placeholder of a value."""
        name = f"v{len(self.bound)}"
        self.bound[name] = value
        return sql.Placeholder(name)

    def copy(self) -> Values:
        """Return the same values, to which others can be added."""
        copied = Values()
        copied.bound = dict(self.bound)
        return copied
