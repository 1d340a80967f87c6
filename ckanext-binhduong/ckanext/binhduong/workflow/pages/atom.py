"""What the Atom feeds of plans and of requests for data share: the head, and the answer."""

from __future__ import annotations

from datetime import datetime
from xml.etree import ElementTree as ET

from ckan.plugins import toolkit as tk
from flask import Response

from ckanext.binhduong.core.atom_xml import add, moment, root

__all__ = ["begin_feed", "feed_answer"]


def begin_feed(page: str, title: str, changed: datetime | None) -> ET.Element:
    """Return a feed without entries.

    Args:
        page: the address of the page that it belongs to; the feed's own is that with ``.atom``.
        changed: when its newest entry changed (UTC), None without an entry.
    """
    feed = root("vi")
    add(feed, "id", f"{page}.atom")
    add(feed, "title", title)
    add(feed, "updated", moment(changed or datetime(2025, 7, 1)))  # noqa: DTZ001  CKAN's times have no zone.
    add(feed, "link", rel="self", type="application/atom+xml", href=f"{page}.atom")
    add(feed, "link", rel="alternate", type="text/html", href=page)
    add(add(feed, "author"), "name", tk.config["ckan.site_title"])
    return feed


def feed_answer(feed: ET.Element) -> Response:
    """Return a feed as an answer."""
    return Response(ET.tostring(feed, encoding="utf-8", xml_declaration=True), content_type="application/atom+xml; charset=utf-8")
