"""Which of two texts a reader gets. The words of the data model are Vietnamese first and stand beside their English, not in a catalogue."""

from ckan.plugins import toolkit as tk
from flask import has_request_context

__all__ = ["both", "reader_language", "say"]


def reader_language() -> str:
    """Return ``en`` on English pages and ``vi`` everywhere else, outside a request too (jobs, commands)."""
    return "en" if has_request_context() and tk.h.lang() == "en" else "vi"


def say(vi: str, en: str) -> str:
    """Choose a message by the language of the request."""
    return en if reader_language() == "en" else vi


def both(vi: str, en: str) -> str:
    """Return a message of the API in both languages, as the other packages' actions do: a program's reader may know either."""
    return f"{vi} / {en}"
