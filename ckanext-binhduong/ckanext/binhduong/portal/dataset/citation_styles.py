"""A citation in the styles that readers' schools and journals ask for. Imports no CKAN.

After the styles' own rules for data sets of an organisation without a DOI: APA (7th edition, section 10.9), MLA (9th edition: elements and
containers), Chicago (17th edition, author-date), and the list of references that Vietnam's Ministry of Education and Training prescribes
for theses (author or issuing agency (year), title, publisher, address, day of access). Italics are left to the reader's text.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from ckanext.binhduong.portal.dataset.citation import Source, capital, words_of
from ckanext.binhduong.portal.text import date_text

__all__ = ["STYLES"]

# MLA's appendix of abbreviations; Chicago writes the months in full.
_MLA_MONTHS = ("Jan.", "Feb.", "Mar.", "Apr.", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.")
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")


def _apa(source: Source, lang: str) -> str:
    words = words_of(lang)
    version = f" ({capital(_release(source, lang))})" if source.release else ""
    # A publisher that is the author is not named twice.
    publisher = "" if source.author.startswith(words.portal) else f" {words.portal}."
    return f"{_ended(source.author)} ({source.year}). {source.title}{version} [{words.dataset}].{publisher} {source.url}"


def _mla(source: Source, lang: str) -> str:
    words = words_of(lang)
    of = f" {capital(words.as_of)} {_day(source.as_of, lang, _mla_day)}." if source.as_of else ""
    place = [words.portal, _release(source, lang), _day(source.day, lang, _mla_day), source.url]
    return f"{_ended(source.author)} “{_ended(source.title)}”{of} {', '.join(part for part in place if part)}."


def _chicago(source: Source, lang: str) -> str:
    words = words_of(lang)
    parts = [capital(_release(source, lang)), words.portal, _day(source.day, lang, _chicago_day), source.url]
    return f"{_ended(source.author)} {source.year}. “{_ended(source.title)}” {'. '.join(part for part in parts if part)}."


def _vietnamese(source: Source, lang: str) -> str:
    words = words_of(lang)
    kind = ", ".join(part for part in (words.dataset.lower(), _release(source, lang)) if part)
    place = f"{words.portal}, {source.url}, {words.accessed} {date_text(source.accessed, lang)}"
    return f"{source.author} ({source.year}), {source.title} ({kind}), {place}."


#: The styles in the order in which they are shown: code and how it is written, from a source and a language.
STYLES: tuple[tuple[str, Callable[[Source, str], str]], ...] = (
    ("apa", _apa),
    ("mla", _mla),
    ("chicago", _chicago),
    ("vietnamese", _vietnamese),
)


def _release(source: Source, lang: str) -> str:
    return f"{words_of(lang).release} {source.release}" if source.release else ""


def _ended(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."


def _day(value: str, lang: str, english: Callable[[date], str]) -> str:
    """Write an ISO day as the style does in English, in Vietnamese with numbers; other text as it is."""
    try:
        day = date.fromisoformat(value[:10])
    except ValueError:
        return value
    return english(day) if lang == "en" else date_text(value, lang)


def _mla_day(day: date) -> str:
    return f"{day.day} {_MLA_MONTHS[day.month - 1]} {day.year}"


def _chicago_day(day: date) -> str:
    return f"{_MONTHS[day.month - 1]} {day.day}, {day.year}"
