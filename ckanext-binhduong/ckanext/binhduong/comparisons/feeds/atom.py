"""Atom feeds (RFC 4287) of releases: one a resource, one a dataset. Plain values in, bytes out. Knows no CKAN."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from xml.etree import ElementTree as ET

from ckanext.binhduong.core.atom_xml import add, moment, root

__all__ = ["BREAKING", "Entry", "Feed"]

BREAKING = "breaking-change"
"""The category of an entry whose release may break programs: a column is gone or has another type."""


@dataclass(frozen=True)
class Entry:
    """One release.

    Attributes:
        id: a UUID that never changes.
        address: where people read what changed.
        file: address, media type and size in bytes of its source file; None when it is no longer kept.
    """

    id: str
    title: str
    summary: str
    updated: datetime
    published: datetime
    address: str
    file: tuple[str, str, int] | None
    breaking: bool


@dataclass(frozen=True)
class Feed:
    """A feed: ``address`` is its own, ``page`` the one for people, ``subtitle`` how old the data are;
    times are UTC without a zone, as CKAN keeps them."""

    id: str
    title: str
    address: str
    page: str
    author: str
    rights: str
    created: datetime
    subtitle: str = ""
    entries: list[Entry] = field(default_factory=list)

    @property
    def updated(self) -> datetime:
        """When something in it changed last."""
        return max([entry.updated for entry in self.entries], default=self.created)

    def to_xml(self) -> bytes:
        """Write the document."""
        feed = root("vi")
        add(feed, "id", f"urn:uuid:{self.id}")
        add(feed, "title", self.title)
        if self.subtitle:
            add(feed, "subtitle", self.subtitle)
        add(feed, "updated", moment(self.updated))
        add(feed, "link", rel="self", type="application/atom+xml", href=self.address)
        add(feed, "link", rel="alternate", type="text/html", href=self.page)
        add(add(feed, "author"), "name", self.author)
        if self.rights:
            add(feed, "rights", self.rights)
        for entry in self.entries:
            _entry(add(feed, "entry"), entry)
        return ET.tostring(feed, encoding="utf-8", xml_declaration=True)


def _entry(parent: ET.Element, entry: Entry) -> None:
    add(parent, "id", f"urn:uuid:{entry.id}")
    add(parent, "title", entry.title)
    add(parent, "updated", moment(entry.updated))
    add(parent, "published", moment(entry.published))
    add(parent, "link", rel="alternate", type="text/html", href=entry.address)
    if entry.file:
        address, mimetype, size = entry.file
        add(parent, "link", rel="enclosure", type=mimetype, length=str(size), href=address)
    if entry.breaking:
        add(parent, "category", term=BREAKING, label="Thay đổi có thể làm hỏng ứng dụng / Breaking change")
    add(parent, "summary", entry.summary, type="text")
