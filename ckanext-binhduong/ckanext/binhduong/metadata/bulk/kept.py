"""The kept graphs of public datasets as they are, without a look at whether they are up to date (`checked`): one statement each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from ckan import model

from ckanext.binhduong.metadata.bulk.stored import StoredGraph

__all__ = ["PUBLIC", "find", "page"]

_PACKAGE = model.Package
PUBLIC = (_PACKAGE.state == "active", _PACKAGE.private.is_(False), _PACKAGE.type == "dataset")
"""The conditions of a dataset that everybody may read."""


def page(form: str, after: str, since: datetime | None, most: int) -> Sequence[Any]:
    """Return the datasets that come next in the order of their ids: rows of ``id`` and ``fragment``, packed.

    Args:
        form: of ``stored.FORMS``.
        after: an id; empty begins.
        since: UTC; only datasets that were changed, or of which something else is said, at this time or later.
        most: how many at most.
    """
    rows = _rows(form).where(_PACKAGE.id > after).order_by(_PACKAGE.id).limit(most)
    if since:
        rows = rows.where(sa.or_(_PACKAGE.metadata_modified >= since, StoredGraph.changed >= since))
    return model.Session.execute(rows).all()


def find(dataset: str, form: str) -> Any:
    """Return one dataset by name or id, a row as in ``page`` with ``modified``: when it was changed (UTC); None when none is kept."""
    rows = _rows(form).add_columns(_PACKAGE.metadata_modified.label("modified"))
    return model.Session.execute(rows.where(sa.or_(_PACKAGE.id == dataset, _PACKAGE.name == dataset))).first()


def _rows(form: str) -> Any:
    fragment = getattr(StoredGraph, form).label("fragment")
    return sa.select(_PACKAGE.id, fragment).join(StoredGraph, StoredGraph.dataset_id == _PACKAGE.id).where(*PUBLIC)
