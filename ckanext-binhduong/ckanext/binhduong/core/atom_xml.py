"""What every Atom document (RFC 4287) is written with: its namespace, elements without forbidden characters, times in UTC."""

from __future__ import annotations

from datetime import UTC, datetime
from xml.etree import ElementTree as ET

from ckanext.binhduong.vn.text import xml_safe

__all__ = ["ATOM", "XML", "add", "moment", "root"]

ATOM = "http://www.w3.org/2005/Atom"
XML = "{http://www.w3.org/XML/1998/namespace}"

ET.register_namespace("", ATOM)


def root(language: str) -> ET.Element:
    """Return an empty feed whose words are in ``language``."""
    return ET.Element(f"{{{ATOM}}}feed", {f"{XML}lang": language})


def add(parent: ET.Element, name: str, text: str | None = None, *, namespace: str = ATOM, **attributes: str) -> ET.Element:
    """Add an element and return it; characters that XML 1.0 cannot hold are left out of its text and attributes."""
    element = ET.SubElement(parent, f"{{{namespace}}}{name}", {key: xml_safe(value) for key, value in attributes.items()})
    element.text = text and xml_safe(text)
    return element


def moment(value: datetime) -> str:
    """Return a time as RFC 3339 in UTC, in whole seconds; a time without a zone is UTC, as CKAN keeps it."""
    zoned = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    return zoned.replace(microsecond=0).isoformat().replace("+00:00", "Z")
