"""A message of CKAN's, an extension's or ours that was already translated, in both languages. Imports no CKAN.

CKAN raises its errors in the language of the request, and an answer of the API has no language: the catalogues are read backwards.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from babel.support import Translations

__all__ = ["in_both"]

_CATALOGUES = (("ckanext.binhduong", "ckanext-binhduong"), ("ckan", "ckan"))
_PLACEHOLDER = re.compile(r"(%\(\w+\)[a-z]|%[a-z]|\{\w*\})")
_LETTERS = 8
"""Letters that a sentence with placeholders must have beside them: fewer would match anything."""

Pair = tuple[str, str]


def in_both(text: str) -> str:
    """Return a message as "Vietnamese / English", unchanged when no catalogue has it or it says both already."""
    if " / " in text:
        return text
    exact = _sentences().get(text)
    if exact:
        return " / ".join(exact)
    for pattern, (vi, en) in _patterns():
        if found := pattern.fullmatch(text):
            values = {name: _sentences().get(value, (value, value)) for name, value in found.groupdict().items()}
            return f"{_filled(vi, values, 0)} / {_filled(en, values, 1)}"
    return text


def _pairs() -> Iterator[Pair]:
    for package, domain in _CATALOGUES:
        catalogue = Translations.load(str(files(package) / "i18n"), ["vi"], domain)
        for en, vi in getattr(catalogue, "_catalog", {}).items():
            if isinstance(en, str) and en and vi and vi != en:
                yield vi, en


@cache
def _sentences() -> dict[str, Pair]:
    """Sentence in either language → both; ours before CKAN's."""
    found: dict[str, Pair] = {}
    for pair in _pairs():
        for text in pair:
            found.setdefault(text, pair)
    return found


@cache
def _patterns() -> list[tuple[re.Pattern[str], Pair]]:
    """Each sentence with placeholders as a pattern, in either language."""
    found = []
    for pair in _pairs():
        if _PLACEHOLDER.search(pair[1]) and sum(map(str.isalpha, _PLACEHOLDER.sub("", pair[1]))) >= _LETTERS:
            found += [(re.compile(_pattern(text), re.DOTALL), pair) for text in pair]
    return found


def _names(text: str) -> Iterator[tuple[str, str]]:
    """Split a sentence into what stands as it is and the names of its placeholders; unnamed ones are counted."""
    parts = _PLACEHOLDER.split(text)
    count = 0
    for plain, placeholder in zip(parts[::2], [*parts[1::2], ""], strict=True):
        name = re.sub(r"\W", "", placeholder.split(")")[0]) if placeholder[:1] == "{" or placeholder[:2] == "%(" else ""
        if placeholder and (not name or name.isdigit()):
            name, count = name or str(count), count + 1
        yield plain, f"v_{name}" if placeholder else ""


def _pattern(text: str) -> str:
    seen: set[str] = set()
    pattern = ""
    for plain, name in _names(text):
        pattern += re.escape(plain)
        if name:
            pattern += f"(?P={name})" if name in seen else f"(?P<{name}>.+?)"
            seen.add(name)
    return pattern


def _filled(text: str, values: dict[str, Pair], language: int) -> str:
    """Put values into a sentence, each in its language when it is a sentence itself."""
    return "".join(plain + (values[name][language] if name in values else "") for plain, name in _names(text))
