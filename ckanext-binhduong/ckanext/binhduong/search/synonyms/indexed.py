"""Which changes of the synonyms the index has: the number of the last one, so that no change is forgotten whatever becomes of its job."""

from __future__ import annotations

import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from ckanext.binhduong.search.synonyms.entries import Entry
from ckanext.binhduong.search.synonyms.in_force import SynonymChange

__all__ = ["SynonymIndexed", "changed_after", "keep", "last"]


class SynonymIndexed(tk.BaseModel):  # type: ignore[name-defined]
    """One row at most: datasets are in the index with all changes up to this one."""

    __tablename__ = "binhduong_synonym_indexed"

    only: Mapped[bool] = mapped_column(sa.Boolean, primary_key=True)
    change_id: Mapped[int] = mapped_column(sa.Integer)


def last() -> int:
    """Return the number of the last change that the index has; 0 for none."""
    return model.Session.scalar(sa.select(SynonymIndexed.change_id)) or 0


def changed_after(number: int) -> list[Entry]:
    """Return the entries that were added or removed after a change, in their order."""
    return list(model.Session.scalars(sa.select(SynonymChange.entry).where(SynonymChange.id > number).order_by(SynonymChange.id)))


def keep(number: int) -> None:
    """Keep that the index has all changes up to this one."""
    row = insert(SynonymIndexed).values(only=True, change_id=number)
    newest = sa.func.greatest(SynonymIndexed.change_id, number)
    model.Session.execute(row.on_conflict_do_update(index_elements=["only"], set_={"change_id": newest}))
    model.Session.commit()
