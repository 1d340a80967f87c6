"""Our messages in a language that is not the request's: an answer of the API says each in both. Imports no CKAN."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from babel.support import NullTranslations, Translations

__all__ = ["marked", "translated"]

_DOMAIN = "ckanext-binhduong"


def marked(message: str) -> str:
    """Return the message as it is; under the name ``_`` this marks it for the catalogue."""
    return message


def translated(message: str, language: str) -> str:
    """Return a message of ours in ``vi`` or ``en``; English is the message itself unless the catalogue says otherwise."""
    return _catalogue(language).gettext(message)


@cache
def _catalogue(language: str) -> NullTranslations:
    return Translations.load(str(files("ckanext.binhduong") / "i18n"), [language], _DOMAIN)
