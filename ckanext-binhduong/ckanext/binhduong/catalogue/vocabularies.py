"""The catalogue's vocabularies: what a code means in Vietnamese and English, and which concept it is outside the portal.

One file a table in ``vocabularies/``. DCAT-AP 3.0.1 obliges a publisher to use the EU authority tables for themes, frequency, formats,
languages, availability and status; people here think in their own words, so each entry pairs both and nothing else in the portal knows
an EU address. The licence table is JSON in CKAN's own layout, because CKAN reads that very file (``licenses_group_url``).

An entry is a dict with ``code``, ``vi``, ``en`` and ``uri`` (None where no authority has the concept), plus what its table adds.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

import yaml

__all__ = ["LICENCES_FILE", "VOCABULARIES", "choices", "codes", "entries", "find_format", "label", "uri"]

_FOLDER = Path(__file__).parent / "vocabularies"

LICENCES_FILE = _FOLDER / "licences.json"

VOCABULARIES = (
    "themes",
    "sectors",
    "eu_themes",
    "frequency",
    "licences",
    "formats",
    "languages",
    "access_rights",
    "availability",
    "status",
    "data_kind",
    "hvd_categories",
)


@cache
def _table(vocabulary: str) -> dict[str, dict[str, Any]]:
    """Read one table; a name that is no vocabulary is a KeyError, so a slip in a schema fails at the first use."""
    if vocabulary not in VOCABULARIES:
        raise KeyError(vocabulary)
    if vocabulary == "licences":
        rows = json.loads(LICENCES_FILE.read_text(encoding="utf-8"))
        return {row["id"]: {**row, "code": row["id"], "vi": row["title"], "en": row["title_en"]} for row in rows}
    rows = yaml.safe_load((_FOLDER / f"{vocabulary}.yaml").read_text(encoding="utf-8"))
    return {row["code"]: {"uri": None, **row} for row in rows}


def entries(vocabulary: str) -> list[dict[str, Any]]:
    """Return every entry of a vocabulary in the table's order, as copies a caller may change.

    Raises:
        KeyError: there is no such vocabulary.
    """
    return [dict(row) for row in _table(vocabulary).values()]


def codes(vocabulary: str) -> list[str]:
    """Return the codes of a vocabulary in the table's order."""
    return list(_table(vocabulary))


def label(vocabulary: str, code: str, lang: str = "vi") -> str:
    """Return a code's name in ``vi`` or ``en``; another language gets Vietnamese, an unknown code is given back as it came."""
    row = _table(vocabulary).get(code)
    return row.get(lang, row["vi"]) if row else code


def uri(vocabulary: str, code: str) -> str | None:
    """Return the address of the concept in the EU authority table, or None when the code is unknown or has no equivalent there."""
    return _table(vocabulary).get(code, {}).get("uri")


def choices(vocabulary: str) -> list[dict[str, Any]]:
    """Return a vocabulary as scheming's choices: ``[{"value": code, "label": {"vi": …, "en": …}}]``."""
    return [{"value": row["code"], "label": {"vi": row["vi"], "en": row["en"]}} for row in _table(vocabulary).values()]


@cache
def _formats_by_name() -> dict[str, str]:
    """Map what a format is called (code, extension, media type; lower case) to its code. The first row to claim a name has it."""
    names: dict[str, str] = {}
    for keys in (lambda row: [row["code"]], lambda row: row["extensions"], lambda row: [row["media_type"]]):
        for row in _table("formats").values():
            for key in keys(row):
                names.setdefault(key.lower(), row["code"])
    return names


def find_format(name: str) -> dict[str, Any] | None:
    """Find the format a code ("GeoJSON"), a file name ("a/b.shp.zip"), an extension (".csv") or a media type means; None when none does."""
    text = name.strip().lower()
    names = _formats_by_name()
    code = names.get(text)
    parts = text.rsplit("/", 1)[-1].split(".")
    for start in range(max(1, len(parts) - 2), len(parts)):
        code = code or names.get(".".join(parts[start:]))
    return dict(_table("formats")[code]) if code else None
