"""Which datasets the portal makes itself: each package names its own when its plugin is configured. Imports no CKAN."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["OwnDataset", "Rows", "known", "register"]

#: Rows by table, as ``description.yaml`` names the tables.
Rows = Mapping[str, Iterable[Sequence[Any]]]


@dataclass(frozen=True)
class OwnDataset:
    """A dataset that the portal makes, renews and restores.

    Attributes:
        key: of its record and of the lock on the work; it never changes.
        name: in the log.
        description: its ``description.yaml``.
        rows: makes the rows of its tables; None while there is nothing to show, and then there is no dataset.
    """

    key: str
    name: str
    description: Path
    rows: Callable[[], Rows | None]


_known: dict[str, OwnDataset] = {}


def register(own: OwnDataset) -> None:
    """Make a dataset of the portal's own known; the same key again replaces it."""
    _known[own.key] = own


def known() -> list[str]:
    """Return the keys of all."""
    return list(_known)
