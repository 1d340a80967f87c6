"""The version of a dataset, resource, agency or theme: what an ETag names and what a form remembers."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from ckan import model

__all__ = ["KINDS", "same_version", "stored_version"]

KINDS = {"package": model.package_table, "resource": model.resource_table, "organization": model.group_table, "group": model.group_table}
"""What has versions → its table. Datasets and resources have a time of change; CKAN keeps none of agencies and themes."""


def stored_version(kind: str, reference: Any, *, lock: bool = False) -> str | None:
    """Return the version that is stored now, None when there is no such thing.

    Args:
        kind: a key of :data:`KINDS`.
        reference: an id, or but for resources a name.
        lock: hold the row until the transaction ends, so that nobody changes it between this look and a write.
    """
    table = KINDS[kind]
    by_name = [table.c.name == reference] if kind != "resource" else []
    query = sa.select(table).where(sa.or_(table.c.id == reference, *by_name))
    row = model.Session.execute(query.with_for_update() if lock else query).mappings().first()
    if row is None:
        return None
    if "metadata_modified" in row:
        return row["metadata_modified"].isoformat() if row["metadata_modified"] else ""
    text = "\x1f".join(f"{name}={row[name]!r}" for name in sorted(row.keys()))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def same_version(given: str, stored: str) -> bool:
    """Whether a version as a caller gives it (an ETag of ours, a time with or without zone) is the stored one; ``*`` is any."""
    plain = given.strip().removeprefix("W/").strip('"').partition(";")[0]
    return plain in ("*", stored) or (bool(stored) and _moment(plain) is not None and _moment(plain) == _moment(stored))


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
