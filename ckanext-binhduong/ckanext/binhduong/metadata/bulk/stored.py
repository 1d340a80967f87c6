"""The serialised graph of each public dataset, in every form, as it was when it was last written."""

from __future__ import annotations

import hashlib
import zlib
from datetime import datetime

import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from ckanext.binhduong.core.clock import utcnow

__all__ = ["FORMS", "StoredGraph", "forget_gone", "packed", "store", "unpacked"]

FORMS = ("nt", "ttl", "xml", "jsonld", "csv")


class StoredGraph(tk.BaseModel):  # type: ignore[name-defined]
    """A dataset's fragments (zlib), ``mark`` of all that they were made of, ``content`` of what they say, ``changed`` when that last
    changed (UTC)."""

    __tablename__ = "binhduong_graph"

    dataset_id: Mapped[str] = mapped_column(sa.Text, primary_key=True)
    mark: Mapped[str] = mapped_column(sa.Text)
    content: Mapped[str] = mapped_column(sa.Text)
    changed: Mapped[datetime] = mapped_column(sa.DateTime)
    nt: Mapped[bytes] = mapped_column(sa.LargeBinary)
    ttl: Mapped[bytes] = mapped_column(sa.LargeBinary)
    xml: Mapped[bytes] = mapped_column(sa.LargeBinary)
    jsonld: Mapped[bytes] = mapped_column(sa.LargeBinary)
    csv: Mapped[bytes] = mapped_column(sa.LargeBinary)


def packed(text: str) -> bytes:
    """Return a fragment as it is kept."""
    return zlib.compress(text.encode(), 6)


def unpacked(kept: bytes) -> bytes:
    """Return a fragment as it is sent."""
    return zlib.decompress(kept)


def store(dataset_id: str, mark: str, texts: dict[str, str]) -> datetime:
    """Keep the fragments of a dataset; return when what they say last changed. The caller commits.

    Args:
        mark: of all that they were made of.
        texts: form → fragment.
    """
    content = hashlib.sha256((texts["nt"] + texts["csv"]).encode()).hexdigest()
    row = {"dataset_id": dataset_id, "mark": mark, "content": content, "changed": utcnow()}
    statement = insert(StoredGraph).values(**row, **{form: packed(texts[form]) for form in FORMS})
    new = statement.excluded
    is_same = StoredGraph.content == content
    changed = sa.case((is_same, StoredGraph.changed), else_=new.changed)
    taken = {"mark": new.mark, "content": new.content, "changed": changed, **{form: new[form] for form in FORMS}}
    kept = statement.on_conflict_do_update(index_elements=["dataset_id"], set_=taken).returning(StoredGraph.changed)
    return model.Session.execute(kept).scalar_one()


def forget_gone() -> int:
    """Forget the graphs of datasets that are not public any more; return how many. The caller commits."""
    public = sa.select(model.Package.id).where(model.Package.state == "active", model.Package.private.is_(False))
    return model.Session.execute(sa.delete(StoredGraph).where(StoredGraph.dataset_id.not_in(public))).rowcount  # type: ignore[attr-defined]
