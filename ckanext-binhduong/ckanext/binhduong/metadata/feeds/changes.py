"""The changes that a feed lists, newest first, page by page.

A page begins after a place in the order (time of change, dataset's id), not after so many entries: whatever changes while a reader follows
``next`` moves to the front, and the reader meets each other change once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.lib.search.query import solr_literal
from ckan.plugins import toolkit as tk

from ckanext.binhduong.core.clock import utc_text
from ckanext.binhduong.core.problems.request_errors import ArgumentError
from ckanext.binhduong.metadata.feeds.tombstones import Tombstone

__all__ = ["OLDEST", "Change", "Page", "Place", "Selection", "page_of", "place_at", "read_place"]

_FIELDS = "id,name,title,notes,metadata_created,metadata_modified,organization,tags,data_kind"
_PLACE = re.compile(r'(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z),([^"\\\s,]{1,100})')


@dataclass(frozen=True, order=True)
class Place:
    """A place in the order of changes: the time to the millisecond, UTC without a zone, and the dataset's id."""

    moment: datetime
    dataset_id: str

    def __str__(self) -> str:
        return f"{_solr_time(self.moment)},{self.dataset_id}"


OLDEST = Place(datetime.fromisoformat("0001-01-01"), "")
"""Before every change."""


@dataclass(frozen=True)
class Change:
    """The last change of one dataset; ``document`` is what the index has of it, None when it was deleted."""

    place: Place
    document: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Selection:
    """Which datasets a feed is about.

    Attributes:
        filters: for the index, one text a condition.
        tombstones: the same for deleted ones; None when no deletion can be known to belong here.
        q: words that a dataset must have.
        places: the spatial arguments of ``package_search``, by name.
    """

    filters: list[str] = field(default_factory=list)
    tombstones: sa.ColumnElement[bool] | None = None
    q: str = ""
    places: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Page:
    """Changes, newest first, and whether there are newer and older ones."""

    changes: list[Change]
    newer: bool
    older: bool


def read_place(name: str, text: str | None) -> Place | None:
    """Return the place that a parameter names, None without one.

    Raises:
        ArgumentError: it is none.
    """
    if text is None:
        return None
    if text == "oldest" and name == "after":
        return OLDEST
    found = _PLACE.fullmatch(text)
    try:
        return Place(_time(found[1]), found[2]) if found else _refuse(name)
    except ValueError:
        return _refuse(name)


def _refuse(name: str) -> Place:
    raise ArgumentError(name, "bad-cursor")


def page_of(selection: Selection, limit: int, before: Place | None = None, after: Place | None = None) -> Page:
    """Return up to ``limit`` changes: the newest, those before a place or those after one.

    One search, and one statement where there are tombstones.
    """
    upwards = after is not None
    place = after if upwards else before
    found = [*_datasets(selection, limit + 1, place, upwards=upwards), *_deleted(selection, limit + 1, place, upwards=upwards)]
    found.sort(key=lambda change: change.place, reverse=not upwards)
    more, found = len(found) > limit, found[:limit]
    if upwards:
        return Page(found[::-1], newer=more, older=after != OLDEST)
    return Page(found, newer=before is not None, older=more)


def place_at(selection: Selection, position: int) -> Place:
    """Return the place of the dataset that stands at a position (from 0), or the oldest place when there are fewer."""
    found = _search(selection, [], rows=1, start=position, order="desc")
    return _change(found[0]).place if found else OLDEST


def _datasets(selection: Selection, rows: int, place: Place | None, *, upwards: bool) -> list[Change]:
    beyond = [] if place in (None, OLDEST) else [_beyond(place, upwards=upwards)]
    return [_change(document) for document in _search(selection, beyond, rows=rows, order="asc" if upwards else "desc")]


def _search(selection: Selection, more: list[str], *, rows: int, order: str, start: int = 0) -> list[dict[str, Any]]:
    # As nobody in particular: a feed is the same for all of its readers.
    asked = {
        "q": selection.q or "*:*",
        "fq_list": [*selection.filters, *more],
        "fl": _FIELDS,
        "rows": rows,
        "start": start,
        "sort": f"metadata_modified {order}, id {order}",
        "facet": "false",
        # All words: a page that has nothing new must not be filled with what has one word of two.
        **({"mm": "100%"} if selection.q else {}),
        **selection.places,
    }
    return tk.get_action("package_search")({"user": "", "auth_user_obj": None}, asked)["results"]


def _beyond(place: Place, *, upwards: bool) -> str:
    time, dataset = f'"{_solr_time(place.moment)}"', solr_literal(place.dataset_id)
    if upwards:
        return f"metadata_modified:{{{time} TO *] OR (metadata_modified:{time} AND id:{{{dataset} TO *])"
    return f"metadata_modified:[* TO {time}}} OR (metadata_modified:{time} AND id:[* TO {dataset}}})"


def _change(document: dict[str, Any]) -> Change:
    return Change(Place(_time(document["metadata_modified"]), document["id"]), document)


def _deleted(selection: Selection, rows: int, place: Place | None, *, upwards: bool) -> list[Change]:
    if selection.tombstones is None:
        return []
    key = sa.tuple_(Tombstone.deleted, sa.collate(Tombstone.dataset_id, "C"))
    statement = sa.select(Tombstone.deleted, Tombstone.dataset_id).where(selection.tombstones)
    if place not in (None, OLDEST):
        bound = sa.tuple_(sa.literal(place.moment), sa.literal(place.dataset_id))
        statement = statement.where(key > bound if upwards else key < bound)
    order = [part.asc() if upwards else part.desc() for part in (Tombstone.deleted, sa.collate(Tombstone.dataset_id, "C"))]
    return [Change(Place(deleted, dataset)) for deleted, dataset in model.Session.execute(statement.order_by(*order).limit(rows))]


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=None)


def _solr_time(value: datetime) -> str:
    return utc_text(value)
