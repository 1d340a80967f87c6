"""A page of changes as an Atom document (RFC 4287, paged by RFC 5005, deletions by RFC 6721). Plain values in, bytes out."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

from ckanext.binhduong.core.atom_xml import add, moment, root

__all__ = ["Deleted", "Document", "Entry"]

_TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
_NEVER = datetime.fromtimestamp(0, UTC)
"""When a feed without entries changed last."""

ET.register_namespace("at", _TOMBSTONES)


@dataclass(frozen=True)
class Entry:
    """A dataset: ``page`` for people, ``action`` its ``package_show``, ``metadata`` its Turtle; times are UTC without a zone."""

    id: str
    title: str
    summary: str
    author: str
    updated: datetime
    published: datetime
    page: str
    action: str
    metadata: str
    categories: list[str] = field(default_factory=list)

    def write(self, feed: ET.Element) -> None:
        """Add the entry to a feed."""
        entry = add(feed, "entry")
        add(entry, "id", self.id)
        add(entry, "title", self.title)
        add(entry, "updated", moment(self.updated))
        add(entry, "published", moment(self.published))
        add(entry, "link", rel="alternate", type="text/html", href=self.page)
        add(entry, "link", rel="related", type="application/json", href=self.action)
        add(entry, "link", rel="describedby", type="text/turtle", href=self.metadata)
        if self.author:
            add(add(entry, "author"), "name", self.author)
        for category in self.categories:
            add(entry, "category", term=category)
        add(entry, "summary", self.summary, type="text")


@dataclass(frozen=True)
class Deleted:
    """A dataset that is no more: the id of the entry that it had, and when it went."""

    id: str
    updated: datetime

    def write(self, feed: ET.Element) -> None:
        """Add the tombstone to a feed."""
        add(feed, "deleted-entry", namespace=_TOMBSTONES, ref=self.id, when=moment(self.updated))


@dataclass(frozen=True)
class Document:
    """A page of a feed; ``links`` are its own address and its neighbours' by relation, ``page`` is for people."""

    id: str
    title: str
    subtitle: str
    author: str
    page: str
    links: dict[str, str]
    entries: list[Entry | Deleted]

    @property
    def updated(self) -> datetime:
        """When something on this page changed last."""
        return max((entry.updated for entry in self.entries), default=_NEVER)

    def to_xml(self) -> bytes:
        """Write the document."""
        feed = root("vi")
        add(feed, "id", self.id)
        add(feed, "title", self.title)
        add(feed, "subtitle", self.subtitle)
        add(feed, "updated", moment(self.updated))
        add(feed, "link", rel="alternate", type="text/html", href=self.page)
        for relation, address in self.links.items():
            add(feed, "link", rel=relation, type="application/atom+xml", href=address)
        add(add(feed, "author"), "name", self.author)
        for entry in self.entries:
            entry.write(feed)
        return ET.tostring(feed, encoding="utf-8", xml_declaration=True)
