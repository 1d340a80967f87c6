"""Entries of the synonyms as administrators write them: read, checked, compared, applied to the list that is shipped. Imports no CKAN."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ckanext.binhduong.search.synonyms.table import words_of

__all__ = ["Entry", "EntryError", "applied", "key_of", "read_entry", "terms_of"]

#: {"terms": […], "source": …} or {"say": […], "means": […], "source": …}; see ``synonyms.yaml``.
Entry = Mapping[str, Any]

_MOST_TERMS, _LONGEST, _MOST_WORDS = 20, 80, 8


class EntryError(ValueError):
    """An entry that cannot be taken.

    Attributes:
        code: why: ``few``, ``many``, ``long``, ``empty``, ``no-source``, ``there`` (already), ``gone`` (removed by somebody else).
        term: which term, where it is about one.
    """

    def __init__(self, code: str, term: str = "") -> None:
        super().__init__(code, term)
        self.code, self.term = code, term


def read_entry(terms: str, means: str, source: str) -> dict[str, Any]:
    """Return the entry that a form says.

    Args:
        terms: a term a line; without ``means`` they all find each other.
        means: a term a line: what the others are also found for, and not the other way round.
        source: where the words are from, or why they were added.

    Raises:
        EntryError: fewer than two different terms, more than 20, one without a letter or digit, or longer than 80 characters or eight
            words; no source.
    """
    said, meant = _lines(terms), _lines(means)
    for term in (*said, *meant):
        if not words_of(term):
            raise EntryError("empty", term)
        if len(term) > _LONGEST or len(words_of(term)) > _MOST_WORDS:
            raise EntryError("long", term)
    if not said or len({words_of(term) for term in (*said, *meant)}) < 2:
        raise EntryError("few")
    if len(said) + len(meant) > _MOST_TERMS:
        raise EntryError("many")
    if not source.strip():
        raise EntryError("no-source")
    entry: dict[str, Any] = {"say": said, "means": meant} if meant else {"terms": said}
    return {**entry, "source": source.strip()[:500]}


def _lines(text: str) -> list[str]:
    return list(dict.fromkeys(line for raw in text.splitlines() if (line := " ".join(raw.split()))))


def terms_of(entry: Entry) -> list[str]:
    """Return all terms of an entry."""
    return [*(entry.get("terms") or ()), *(entry.get("say") or ()), *(entry.get("means") or ())]


def key_of(entry: Entry) -> str:
    """Return what makes an entry another one: its terms as they are compared, in any order."""
    sides = [sorted(" ".join(words_of(term)) for term in entry.get(side) or ()) for side in ("terms", "say", "means")]
    return "|".join(",".join(side) for side in sides)


def applied(shipped: Iterable[Entry], changes: Sequence[tuple[str, Entry]]) -> list[Entry]:
    """Return the entries in force: those shipped, then what was added, without what was removed.

    Args:
        changes: ``added`` or ``removed`` and the entry, the oldest first.
    """
    found = {key_of(entry): entry for entry in shipped}
    for kind, entry in changes:
        if kind == "added":
            found[key_of(entry)] = entry
        else:
            found.pop(key_of(entry), None)
    return list(found.values())
