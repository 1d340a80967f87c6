"""The translation catalogues, and what the code asks of them."""

import re
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import polib
from babel.messages.extract import extract_from_dir

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "ckanext-binhduong/ckanext/binhduong"
DOMAIN = "ckanext-binhduong"
_FIELD = re.compile(r"%\([a-z_]+\)[sd]|%[sdir]|\{[a-z_!0-9]*\}")


def own_catalogue(lang: str) -> polib.POFile:
    """Our catalogue of a language."""
    return polib.pofile(str(PACKAGE / f"i18n/{lang}/LC_MESSAGES/{DOMAIN}.po"))


@cache
def core_messages() -> list[Any]:
    """The messages of CKAN's template catalogue, those of its example extensions left out: nobody sees them."""
    found = polib.pofile(str(Path(str(files("ckan"))) / "i18n/ckan.pot"))
    return [entry for entry in found if not all("example_" in place for place, _ in entry.occurrences)]


@cache
def vietnamese() -> dict[str, str]:
    """English message → Vietnamese, as a page gets it: core's catalogue with ours over it."""
    core = polib.pofile(str(Path(str(files("ckan"))) / "i18n/vi/LC_MESSAGES/ckan.po"))
    both = [*core, *own_catalogue("vi")]
    return {entry.msgid: entry.msgstr or entry.msgstr_plural.get(0, "") for entry in both if entry.translated()}


@cache
def own_messages() -> set[str]:
    """The messages that our templates and modules ask for."""
    methods = [("**/templates/**.html", "ckan"), ("**.py", "python")]
    keywords = {"_": None, "ungettext": (1, 2), "gettext": None, "ngettext": (1, 2)}
    found = extract_from_dir(str(PACKAGE), methods, {}, keywords=keywords)
    return {message if isinstance(message, str) else message[0] for _, _, message, _, _ in found}


def fields(text: str) -> list[str]:
    """The placeholders of a message, sorted."""
    return sorted(_FIELD.findall(text))
