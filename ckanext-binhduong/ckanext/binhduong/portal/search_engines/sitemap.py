"""``sitemap.xml``: which pages there are, when each changed last, and its twin in the other language (sitemaps.org 0.9). Knows no CKAN."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

__all__ = ["LARGEST", "Page", "index", "pages_of", "urlset"]

LARGEST = 50_000
"""Addresses that one file may hold."""

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACES = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'


@dataclass(frozen=True)
class Page:
    """A page: its path in Vietnamese, and the day it changed last (ISO 8601; empty when unknown)."""

    path: str
    changed: str = ""


def pages_of(pages: list[Page], number: int) -> list[Page]:
    """Return the pages of the sitemap's file ``number`` (from 1); each page has two addresses."""
    size = LARGEST // 2
    return pages[(number - 1) * size : number * size]


def urlset(site: str, pages: Iterable[Page]) -> str:
    """Write one file: each page in both languages, and each naming both."""
    lines = [f"{_HEAD}<urlset {_SPACES}>"]
    for page in pages:
        addresses = {"vi": f"{site}{page.path}", "en": f"{site}/en{page.path}"}
        links = "".join(_alternate(lang, address) for lang, address in (*addresses.items(), ("x-default", addresses["vi"])))
        changed = f"<lastmod>{escape(page.changed[:10])}</lastmod>" if page.changed else ""
        lines += [f"<url><loc>{escape(address)}</loc>{changed}{links}</url>" for address in addresses.values()]
    return "\n".join([*lines, "</urlset>\n"])


def _alternate(lang: str, address: str) -> str:
    return f'<xhtml:link rel="alternate" hreflang="{lang}" href={quoteattr(address)}/>'


def index(site: str, count: int) -> str:
    """Write the list of the files that ``count`` pages need."""
    files = -(-count * 2 // LARGEST)
    entries = [f"<sitemap><loc>{escape(site)}/sitemap-{number}.xml</loc></sitemap>" for number in range(1, files + 1)]
    return "\n".join([f'{_HEAD}<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">', *entries, "</sitemapindex>\n"])
