"""Texts of the data model in the reader's language."""

import re
from typing import Any

from ckan.plugins import toolkit as tk

__all__ = ["binhduong_in_language", "binhduong_short", "value_of"]

_SAMPLE_MARK = re.compile(r"\s*\((?:dữ liệu mẫu|sample data)\)\s*$", re.IGNORECASE)


def binhduong_in_language(values: dict[str, Any], field: str) -> dict[str, str]:
    """Return ``{"text", "lang"}`` of a field that may have an English twin ``<field>_en``; ``lang`` is empty when it is the page's own."""
    page = tk.h.lang()
    english = value_of(values, f"{field}_en") if page == "en" else ""
    if english:
        return {"text": english, "lang": ""}
    vietnamese = value_of(values, field) or str(values.get("display_name") or values.get("name") or "")
    return {"text": vietnamese, "lang": "vi" if page == "en" else ""}


def binhduong_short(words: dict[str, str]) -> dict[str, str]:
    """Return a title without "(sample data)" at its end, for a place that has the mark once already."""
    return {**words, "text": _SAMPLE_MARK.sub("", words["text"])}


def value_of(values: dict[str, Any], field: str) -> str:
    """Read a field that CKAN gives beside the others (scheming) or, in lists of agencies and themes, among the extras."""
    found = values.get(field)
    if found:
        return str(found)
    extras = values.get("extras") or []
    return next((str(extra["value"]) for extra in extras if extra.get("key") == field), "")
