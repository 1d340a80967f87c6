"""Which dataset is the portal's own, and which bytes the portal last made for its files: in CKAN's ``system_info``, as the seed's records.

The dataset is known by its id, never by its name: whoever takes the name gains nothing.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Any

import sqlalchemy as sa
from ckan import model

__all__ = ["Record", "is_made_by_portal", "is_of_portal", "read", "write"]

_KEY = "binhduong.open_list"
_STORED = sa.text("SELECT value FROM system_info WHERE key = :key AND state = 'active'")


@dataclass
class Record:
    """``dataset`` is an id, empty before the first time; ``files`` are SHA-256 by resource id."""

    dataset: str = ""
    files: dict[str, str] = field(default_factory=dict)


def read(connection: Any = None) -> Record:
    """Return what is recorded.

    Args:
        connection: of CKAN's database; else the open session.
    """
    stored = (connection or model.Session).execute(_STORED, {"key": _KEY}).scalar()
    return Record(**json.loads(stored)) if stored else Record()


def write(record: Record) -> None:
    """Keep a record. Commits."""
    model.set_system_info(_KEY, json.dumps(asdict(record)))


def is_of_portal(package_id: str) -> bool:
    """Whether a dataset is the one that the portal keeps itself."""
    return bool(package_id) and read().dataset == package_id


def is_made_by_portal(connection: Any, resource_id: str, sha256: str) -> bool:
    """Whether a file of the portal's own dataset is exactly the one that the portal made last."""
    return read(connection).files.get(resource_id) == sha256
