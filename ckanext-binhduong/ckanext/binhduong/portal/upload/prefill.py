"""What a file itself tells about its metadata: suggestions for the form, never more. Knows no CKAN."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Any

from ckanext.binhduong.vn import nfc

__all__ = ["dictionary", "suggested", "title_of", "touched"]

_GAPS = re.compile(r"[\s_\-.]+")
_COPY = re.compile(r"(?:\s*\(\d+\)|\s+(?:final|copy|ban cuoi|v\d+))+$", re.IGNORECASE)


def title_of(file_name: str) -> str:
    """Make a title of a file's name: ``nha-thuoc_2024 (1).xlsx`` is "Nha thuoc 2024"."""
    words = _GAPS.sub(" ", nfc(PurePath(file_name.replace("\\", "/")).stem)).strip()
    words = _COPY.sub("", words).strip() or words
    return words[:1].upper() + words[1:]


def suggested(report: dict[str, Any]) -> dict[str, str]:
    """Return values of the form that the data speak for: the title above the table, the period of the dates, the key column.

    Args:
        report: a flight-check report.
    """
    columns = report["columns"]
    title = report["source"].get("heading") or title_of(report["source"]["name"])
    values = {"title": title, "res_name": title}
    days = [str(column[end])[:10] for column in columns if column["type"] in ("date", "timestamp") for end in ("min", "max") if column[end]]
    if days:
        values |= {"temporal_start": min(days), "temporal_end": max(days)}
    key = next((column["name"] for column in columns if column["role"] == "key" and column["distinct"] == report["rows"]["out"]), "")
    return values | ({"key_column": key} if key else {})


def touched(typed: dict[str, Any], suggested: dict[str, Any]) -> dict[str, Any]:
    """Return what a person changed of a form: neither blanks that stood there nor suggestions that were left.

    How the file is read (``read:…``, ``type:…``) and the columns' titles are kept whole.
    """
    return {name: value for name, value in typed.items() if ":" in name or (value or "") != (suggested.get(name) or "")}


def dictionary(report: dict[str, Any], typed: dict[str, Any], kept: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    """Return the data dictionary: what was typed, else what the resource had, else the titles in the file.

    Args:
        typed: the form's values; ``vi:<column>`` and ``en:<column>`` are titles.
        kept: the resource's ``columns`` so far.
    """
    found: dict[str, dict[str, str]] = {}
    for column in report["columns"]:
        name = column["name"]
        entry = dict(kept.get(name, {}))
        for language, own in (("vi", column["title"]), ("en", "")):
            title = str(typed.get(f"{language}:{name}", entry.get(language) or own)).strip()
            entry.pop(language, None)
            if title:
                entry[language] = nfc(title)
        found[name] = entry
    return found
