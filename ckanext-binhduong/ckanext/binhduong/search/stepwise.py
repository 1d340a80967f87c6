"""A search from its first step to its last: all words, then the words without their slips, then fewer words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ckanext.binhduong.search.query.points import finder_question
from ckanext.binhduong.search.query.reading import Reading, reading_of
from ckanext.binhduong.search.query.steps import ALL, Step
from ckanext.binhduong.search.synonyms.table import words_of
from ckanext.binhduong.search.typos.correction import Spelling, corrected
from ckanext.binhduong.vn.text import fold

__all__ = ["stepwise"]


def stepwise(
    q: str | None, ask: Callable[[Step], dict[str, Any]], spellings: Callable[[Sequence[str]], Mapping[str, Spelling]], *, ranked: bool
) -> dict[str, Any]:
    """Return the answer of the first step that finds enough, else of the last that finds anything.

    Args:
        q: as typed.
        ask: asks Solr for one step and returns its answer, with ``count``.
        spellings: looks up words in the catalogue; called at most once, when the first step finds too little.
        ranked: whether the answer is in the order of relevance.

    Returns:
        The answer with ``understood``: how the text was read ({} when it was taken as it is).
    """
    reading = reading_of(q, ranked=ranked)
    answer = ask(reading.steps[0])
    if answer["count"] >= reading.steps[0].unless_found:
        return {**answer, "understood": understood(reading)}
    known = spellings(reading.sifted.words) if reading.sifted.words else {}
    words = corrected(reading.sifted.words, known)
    if words is not None and not answer["count"]:
        meant = reading_of(_with(reading, words), ranked=ranked)
        found, partial = _rest(answer, meant.steps, ask)
        if found["count"]:
            correction = in_marks(_with(reading, words), [str(dataset.get("title") or "") for dataset in found.get("results", ())])
            return {**found, "understood": {**understood(meant), "correction": correction, **partial}}
    unknown = [word for word in reading.sifted.words if fold(word) in known and not known[fold(word)].count]
    answer, partial = _rest(answer, reading.steps, ask, asked=1)
    notes = {"suggestion": _with(reading, words)} if words else {"missing": unknown} if partial and unknown else {}
    return {**answer, "understood": {**understood(reading), **partial, **notes}}


def _rest(
    answer: dict[str, Any], steps: Sequence[Step], ask: Callable[[Step], dict[str, Any]], *, asked: int = 0
) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the answer of the steps from the one numbered ``asked`` on, and {"partial": …} when its datasets may lack words.

    That is "some", or "most" when one word of a subject was enough.
    """
    partial = ""
    for number, step in enumerate(steps[asked:], asked):
        if (number and answer["count"] >= steps[number - 1].unless_found) or (step.last_resort and answer["count"]):
            break
        found = ask(step)
        if found["count"] > answer["count"]:
            answer, partial = found, "" if step.mm == ALL else "most" if step.last_resort else "some"
    return answer, {"partial": partial} if partial else {}


def _with(reading: Reading, words: Sequence[str]) -> str:
    """Return the text with these words in place of its own."""
    typed = reading.typed
    return " ".join([*words, *typed.exact, *typed.prefixes, *typed.unwanted])


def in_marks(text: str, titles: Sequence[str]) -> str:
    """Return the text as the first title writes it that has it, in small letters; as it is when no title has it."""
    wanted = fold(text).split()
    for title in titles:
        words = words_of(title)
        folded = [fold(word) for word in words]
        for at in range(len(words) - len(wanted) + 1):
            if folded[at : at + len(wanted)] == wanted:
                return " ".join(words[at : at + len(wanted)])
    return text


def understood(reading: Reading) -> dict[str, Any]:
    """Return what a page or a program can say about how the text was read."""
    found: dict[str, Any] = {}
    if reading.sifted.left_out:
        found["left_out"] = list(reading.sifted.left_out)
    if reading.sifted.near:
        found["near"] = True
    if reading.place and not reading.place.everywhere:
        found["place"] = {"text": reading.place.text, "units": list(reading.place.units)}
    points = finder_question(reading.subject, reading.place)
    if found or len(points) > 1:
        found |= {"words": reading.subject, "points": points}
    return found
