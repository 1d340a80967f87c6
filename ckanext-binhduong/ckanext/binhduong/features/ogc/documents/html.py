"""The service's answers as pages for people: the same content as the JSON, in the portal's look, without scripts. Imports no CKAN."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from ckanext.binhduong.core.problems.translation import marked as _
from ckanext.binhduong.core.problems.translation import translated
from ckanext.binhduong.features.ogc.calls import Call

__all__ = ["error_page", "page"]

_WORDS = {
    "portal": _("Bình Dương open data portal"),
    "service": _("Features"),
    "next": _("Next page"),
    "links": _("Links"),
    "shown": _("{returned} of {matched} features"),
    "shown_of_many": _("{returned} features of more than are counted"),
}


@cache
def _environment() -> Environment:
    loader = PackageLoader("ckanext.binhduong.features.ogc.documents", "templates")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


def page(call: Call, document: dict[str, Any]) -> str:
    """Return the page of a document.

    Args:
        call: the request.
        document: what the JSON answer holds.
    """
    template = "items.html" if document.get("type") == "FeatureCollection" else "document.html"
    heading = document.get("title") or translated(call.operation.summary, call.language)
    return _render(template, call.language, call.base, heading, document=document, path=_steps(call), address=call.address())


def error_page(language: str, base: str, status: int, vi: str, en: str) -> str:
    """Return the page of a refusal, in both languages."""
    return _render("error.html", language, base, str(status), vi=vi, en=en)


def _steps(call: Call) -> list[tuple[str, str]]:
    """The way from the service's landing page to this one: addresses with their names."""
    parts = [part for part in call.path.split("/") if part]
    return [(call.address("/" + "/".join(parts[: number + 1])) + "?f=html", part) for number, part in enumerate(parts)]


def _render(template: str, language: str, base: str, heading: str, **values: Any) -> str:
    words = {name: translated(text, language) for name, text in _WORDS.items()}
    return (
        _environment().get_template(template).render(language=language, base=base, heading=heading, words=words, to_json=_to_json, **values)
    )


def _to_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
