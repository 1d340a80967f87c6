"""One request to the service as its handlers see it, and the links of its answer. Imports no CKAN."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote, urlencode

from ckanext.binhduong.features.ogc.routes import HTML, Operation

__all__ = ["Call", "link"]


@dataclass(frozen=True)
class Call:
    """A request.

    Attributes:
        base: the service's public address, with the language before ``/geo`` where it stands there.
        site: the portal's public address.
        path: below ``base``.
        pairs: names and values of the parameters as they were sent.
        operation: what is asked.
        as_html: whether the answer is a page for people.
        language: ``vi`` or ``en``.
        secret: the portal's key, which signs page tokens.
    """

    base: str
    site: str
    path: str
    pairs: tuple[tuple[str, str], ...]
    operation: Operation
    as_html: bool
    language: str
    secret: str

    def address(self, path: str | None = None) -> str:
        """Return the public address of a path of the service, of this request's own without one; no parameters."""
        path = self.path if path is None else path
        return self.base + ("" if path == "/" else quote(path, safe="/:@!$&'()*+,;=~"))

    def again(self, **changes: str) -> str:
        """Return this request's address with some parameters changed."""
        names = {name.replace("_", "-"): value for name, value in changes.items()}
        pairs = [(name, value) for name, value in self.pairs if name not in names] + list(names.items())
        return self.address() + (f"?{urlencode(pairs)}" if pairs else "")

    def without(self, *names: str) -> Call:
        """Return this request without some parameters."""
        return replace(self, pairs=tuple(pair for pair in self.pairs if pair[0] not in names))

    def own_links(self) -> list[dict[str, str]]:
        """Return the links to this answer itself and to its other form."""
        json_link = link(self.again(f="json"), "alternate" if self.as_html else "self", self.operation.media)
        html_link = link(self.again(f="html"), "self" if self.as_html else "alternate", HTML)
        return [json_link, html_link]


def link(href: str, rel: str, media: str, title: str = "") -> dict[str, Any]:
    """Return a link as the standard writes it."""
    return {"href": href, "rel": rel, "type": media, **({"title": title} if title else {})}
