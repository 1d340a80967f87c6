"""The public datasets as one statement reads them: what a search by title, tags and codes needs of each."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from threading import Lock

import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk

from ckanext.binhduong.search.index.dataset_units import unit_ids, with_ancestors
from ckanext.binhduong.vn.text import fold

__all__ = ["PublicDataset", "public_datasets"]

PATIENCE = "1200ms"
"""The database stops reading after as long: a page without Solr has two seconds in all."""
KEPT = 5.0
"""Seconds for which what was read serves other readers too; what is no longer public is still left out when it is shown."""

_STATEMENT = sa.text("""
    SELECT p.id, p.name, coalesce(p.title, '') AS title, p.notes, p.type, p.license_id, p.owner_org, o.name AS organization,
           p.metadata_created, p.metadata_modified,
           p.extras->>'title_en' AS title_en, p.extras->>'theme' AS theme, p.extras->>'data_kind' AS data_kind,
           p.extras->>'frequency' AS frequency, p.extras->>'units' AS units, p.extras->>'hvd_category' AS hvd_category,
           ARRAY(SELECT t.name FROM package_tag pt JOIN tag t ON t.id = pt.tag_id
                 WHERE pt.package_id = p.id AND pt.state = 'active') AS tags,
           ARRAY(SELECT DISTINCT r.format FROM resource r WHERE r.package_id = p.id AND r.state = 'active' AND r.format <> '') AS formats,
           ARRAY(SELECT g.name FROM member m JOIN "group" g ON g.id = m.group_id
                 WHERE m.table_id = p.id AND m.table_name = 'package' AND m.state = 'active'
                   AND NOT g.is_organization AND g.state = 'active') AS groups
    FROM package p LEFT JOIN "group" o ON o.id = p.owner_org
    WHERE p.state = 'active' AND NOT p.private
""")
_lock = Lock()
_kept: list[tuple[float, str, list[PublicDataset]]] = []


@dataclass(frozen=True)
class PublicDataset:
    """One public, active dataset: its texts, and its codes by the index's names of fields."""

    id: str
    name: str
    title: str
    title_en: str
    notes: str | None
    created: datetime
    modified: datetime
    codes: Mapping[str, tuple[str, ...]]

    @property
    def words(self) -> tuple[str, ...]:
        """The folded words of title and tags, in this order."""
        return _words((self.title, self.title_en, *self.codes["tags"]))

    @property
    def folded_title(self) -> str:
        """The title without marks."""
        return _folded(self.title)


@lru_cache(maxsize=100_000)
def _folded(text: str) -> str:
    return fold("".join(letter if letter.isalnum() or not letter.isprintable() or _is_mark(letter) else " " for letter in text))


@lru_cache(maxsize=100_000)
def _words(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(" ".join(map(_folded, texts)).split())


def _is_mark(letter: str) -> bool:
    return "\u0300" <= letter <= "\u036f"


@lru_cache(maxsize=10_000)
def _units(value: str | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    own = unit_ids(value)
    return tuple(own), tuple(with_ancestors(own))


def public_datasets() -> list[PublicDataset]:
    """Return every public, active dataset, in no order; one statement at most every five seconds.

    Raises:
        sqlalchemy.exc.OperationalError: the database did not answer in time.
    """
    database = tk.config["sqlalchemy.url"]
    with _lock:
        if not _kept or _kept[0][1] != database or time.monotonic() - _kept[0][0] > KEPT:
            _kept[:] = [(time.monotonic(), database, _read())]
        return _kept[0][2]


def _read() -> list[PublicDataset]:
    model.Session.execute(sa.text(f"SET LOCAL statement_timeout = '{PATIENCE}'"))
    rows = model.Session.execute(_STATEMENT).mappings().all()
    model.Session.execute(sa.text("SET LOCAL statement_timeout = DEFAULT"))
    return [_dataset(row) for row in rows]


def _dataset(row: sa.RowMapping) -> PublicDataset:
    own, all_units = _units(row["units"])
    single = ("id", "name", "license_id", "owner_org", "organization", "theme", "data_kind", "frequency")
    codes = {name: (row[name],) if row[name] else () for name in single}
    codes |= {"dataset_type": (row["type"],), "type": (row["type"],), "state": ("active",), "capacity": ("public",)}
    codes |= {"entity_type": ("package",), "groups": tuple(row["groups"]), "tags": tuple(row["tags"]), "res_format": tuple(row["formats"])}
    codes |= {"own_units": own, "units": all_units, "hvd_category": tuple(json.loads(row["hvd_category"] or "[]"))}
    texts = (row["id"], row["name"], row["title"], row["title_en"] or "", row["notes"])
    return PublicDataset(*texts, row["metadata_created"], row["metadata_modified"], codes)
