"""The lists that every dataset has by CKAN's contract, whether something is in them or not. Imports no CKAN."""

from __future__ import annotations

from typing import Any

__all__ = ["LISTS", "complete_lists"]

LISTS = ("extras", "groups", "relationships_as_object", "relationships_as_subject", "resources", "tags")
"""CKAN's plain datasets have them empty; scheming's schemas leave out an empty ``extras``, at which clients that go through it fail."""


def complete_lists(dataset: dict[str, Any]) -> None:
    """Put empty lists where there are none."""
    for name in LISTS:
        dataset.setdefault(name, [])
