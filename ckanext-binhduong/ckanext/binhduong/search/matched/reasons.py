"""Why a dataset was found when its title does not say it: which tag, synonym, agency, place, column or file does. Imports no CKAN."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ckanext.binhduong.search.matched.pieces import Piece, Words, pieces
from ckanext.binhduong.search.synonyms.table import Synonyms

__all__ = ["KINDS", "Reason", "reasons"]

KINDS = ("tag", "theme", "synonym", "agency", "unit", "column", "file")
"""Where words are looked for, what says most about a dataset first."""

_MOST = 3
_FEWEST = {"unit": 2}
"""How many words must stand in a text of a kind: a syllable of a unit's name may be of any word."""


@dataclass(frozen=True)
class Reason:
    """A place in which words of the search stand.

    Attributes:
        kind: of :data:`KINDS`.
        pieces: the text with the words marked.
        stands_for: of a synonym, the dataset's own words.
    """

    kind: str
    pieces: tuple[Piece, ...]
    stands_for: str = ""


def reasons(title: str, texts: Mapping[str, Sequence[str]], words: Words, synonyms: Synonyms) -> list[Reason]:
    """Return at most three reasons that have words which the title has not; those with the most of them, of one kind the first.

    Args:
        title: of the dataset; what it says needs no reason.
        texts: kind → texts of the dataset, without ``synonym``: those are of the title, the tags and the theme.
        words: of the search.
    """
    left, found = words.without(words.found_in(title)), []
    said = [title, *texts.get("tag", ()), *texts.get("theme", ())]
    while left.typed and len(found) < _MOST:
        reason, has = _best(texts, said, left, words, synonyms)
        if reason is None:
            break
        found.append(reason)
        left = left.without(has)
    return found


def _best(
    texts: Mapping[str, Sequence[str]], said: Iterable[str], left: Words, words: Words, synonyms: Synonyms
) -> tuple[Reason | None, frozenset[str]]:
    best: tuple[Reason | None, frozenset[str]] = (None, frozenset())
    for kind in KINDS:
        for text, stands_for in _synonyms(said, words, synonyms) if kind == "synonym" else ((text, "") for text in texts.get(kind, ())):
            has = left.found_in(text)
            if len(has) > max(len(best[1]), _FEWEST.get(kind, 1) - 1):
                best = Reason(kind, tuple(pieces(text, words)), stands_for), has
    return best


def _synonyms(said: Iterable[str], words: Words, synonyms: Synonyms) -> Iterator[tuple[str, str]]:
    """Yield the other words for something in the texts that were all typed, each with what it stands for."""
    for text in said:
        for term, other in synonyms.pairs(text):
            if Words.of(other).folded <= words.folded:
                yield other, term
