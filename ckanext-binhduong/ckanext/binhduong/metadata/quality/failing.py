"""Datasets that could not be measured as they are: each is tried again after a pause that grows, or when it or the code changes."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from ckanext.binhduong.core.clock import utcnow
from ckanext.binhduong.core.jobs.back_off import pause_after
from ckanext.binhduong.metadata.source_mark import code_mark

__all__ = ["Failing", "forget_gone", "is_waiting", "note"]

_FIRST, _MOST = timedelta(minutes=10), timedelta(days=1)


class Failing(tk.BaseModel):  # type: ignore[name-defined]
    """A dataset, as it was at ``modified`` under the rules ``made_with``, that failed so often; tried again when it is ``due`` (UTC)."""

    __tablename__ = "binhduong_quality_failing"

    dataset_id: Mapped[str] = mapped_column(sa.Text, primary_key=True)
    modified: Mapped[datetime] = mapped_column(sa.DateTime)
    made_with: Mapped[str] = mapped_column(sa.Text)
    failures: Mapped[int] = mapped_column(sa.Integer)
    due: Mapped[datetime] = mapped_column(sa.DateTime)


def is_waiting() -> Any:
    """Return the condition, for statements that select datasets, that one failed as it is and is not due yet."""
    package = model.Package
    same = (Failing.dataset_id == package.id, Failing.modified == package.metadata_modified, Failing.made_with == code_mark())
    return sa.exists().where(*same, Failing.due > utcnow())


def note(dataset_id: str) -> None:
    """Keep that a dataset failed as it is now. The caller commits."""
    package = model.Session.get(model.Package, dataset_id)
    kept = model.Session.get(Failing, dataset_id, populate_existing=True)
    if package is None:
        return
    same = kept is not None and (kept.modified, kept.made_with) == (package.metadata_modified, code_mark())
    failures = kept.failures + 1 if kept is not None and same else 1
    row = {
        "modified": package.metadata_modified,
        "made_with": code_mark(),
        "failures": failures,
        "due": utcnow() + pause_after(failures, _FIRST, _MOST),
    }
    statement = insert(Failing).values(dataset_id=dataset_id, **row)
    model.Session.execute(statement.on_conflict_do_update(index_elements=["dataset_id"], set_=row))


def forget_gone() -> None:
    """Forget what changed or was measured since, or is gone. The caller commits."""
    same = (Failing.dataset_id == model.Package.id, Failing.modified == model.Package.metadata_modified, model.Package.state != "deleted")
    model.Session.execute(sa.delete(Failing).where(sa.not_(sa.exists().where(*same))))
