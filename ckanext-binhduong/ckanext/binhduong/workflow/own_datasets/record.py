"""Which datasets are the portal's own, and which bytes the portal last made for their files: in CKAN's ``system_info``, as seeds' records.

A dataset is known by its id, never by its name: whoever takes the name gains nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

import sqlalchemy as sa
from ckan import model

from ckanext.binhduong.workflow.own_datasets.registry import known

__all__ = ["Record", "is_made_by_portal", "is_of_portal", "read", "write"]

_STORED = sa.text("SELECT value FROM system_info WHERE key = ANY(:keys) AND state = 'active'")


@dataclass
class Record:
    """``dataset`` is an id, empty before the first time; ``files`` are SHA-256 by resource id."""

    dataset: str = ""
    files: dict[str, str] = field(default_factory=dict)


def read(key: str) -> Record:
    """Return what is recorded of the dataset of a key."""
    return next(_all([key], model.Session), Record())


def write(key: str, record: Record) -> None:
    """Keep a record. Commits."""
    model.set_system_info(_name(key), json.dumps(asdict(record)))


def is_of_portal(package_id: str) -> bool:
    """Whether a dataset is one that the portal keeps itself."""
    return bool(package_id) and any(each.dataset == package_id for each in _all(known(), model.Session))


def is_made_by_portal(connection: Any, resource_id: str, sha256: str) -> bool:
    """Whether a file of a dataset of the portal's own is exactly the one that the portal made last.

    Args:
        connection: to CKAN's database.
        resource_id: the file's resource.
        sha256: of the file's bytes, in hexadecimal.
    """
    return any(each.files.get(resource_id) == sha256 for each in _all(known(), connection))


def _all(keys: list[str], connection: Any) -> Iterator[Record]:
    stored = connection.execute(_STORED, {"keys": [_name(key) for key in keys]}).scalars()
    return (Record(**json.loads(value)) for value in stored)


def _name(key: str) -> str:
    return f"binhduong.{key}"
