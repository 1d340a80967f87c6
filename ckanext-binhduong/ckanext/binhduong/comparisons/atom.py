"""Atom feeds (RFC 4287) of releases: one a resource, one a dataset. Plain values in, bytes out. Knows no CKAN."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

__all__ = ["BREAKING", "Entry", "Feed"]

_ATOM = "http://www.w3.org/2005/Atom"
_XML = "{http://www.w3.org/XML/1998/namespace}"
BREAKING = "breaking-change"
"""The category of an entry whose release may break programs: a column is gone or has another type."""

ET.register_namespace("", _ATOM)


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
    """A feed: ``address`` is its own, ``page`` the one for people; times are UTC without a zone, as CKAN keeps them."""

    id: str
    title: str
    address: str
    page: str
    author: str
    rights: str
    created: datetime
    entries: list[Entry] = field(default_factory=list)

    @property
    def updated(self) -> datetime:
        """When something in it changed last."""
        return max([entry.updated for entry in self.entries], default=self.created)

    def to_xml(self) -> bytes:
        """Write the document."""
        root = ET.Element(f"{{{_ATOM}}}feed", {f"{_XML}lang": "vi"})
        _add(root, "id", f"urn:uuid:{self.id}")
        _add(root, "title", self.title)
        _add(root, "updated", _time(self.updated))
        _add(root, "link", rel="self", type="application/atom+xml", href=self.address)
        _add(root, "link", rel="alternate", type="text/html", href=self.page)
        _add(_add(root, "author"), "name", self.author)
        if self.rights:
            _add(root, "rights", self.rights)
        for entry in self.entries:
            _entry(_add(root, "entry"), entry)
        return ET.tostring(root, encoding="utf-8", xml_declaration=True)


def _entry(parent: ET.Element, entry: Entry) -> None:
    _add(parent, "id", f"urn:uuid:{entry.id}")
    _add(parent, "title", entry.title)
    _add(parent, "updated", _time(entry.updated))
    _add(parent, "published", _time(entry.published))
    _add(parent, "link", rel="alternate", type="text/html", href=entry.address)
    if entry.file:
        address, mimetype, size = entry.file
        _add(parent, "link", rel="enclosure", type=mimetype, length=str(size), href=address)
    if entry.breaking:
        _add(parent, "category", term=BREAKING, label="Thay đổi có thể làm hỏng ứng dụng / Breaking change")
    _add(parent, "summary", entry.summary, type="text")


def _add(parent: ET.Element, name: str, text: str | None = None, **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, f"{{{_ATOM}}}{name}", attributes)
    element.text = text and "".join(char for char in text if char in "\t\n" or char >= " ")
    return element


def _time(value: datetime) -> str:
    return value.replace(tzinfo=UTC, microsecond=0).isoformat().replace("+00:00", "Z")
