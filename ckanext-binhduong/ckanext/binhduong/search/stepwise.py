"""A search from its first step to its last: all words, then the words without their slips, then fewer words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ckanext.binhduong.search.query.steps import Reading, Step, reading_of
from ckanext.binhduong.search.typos.correction import Spelling, corrected

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
    words = corrected(reading.sifted.words, spellings(reading.sifted.words)) if reading.sifted.words else None
    if words is None or answer["count"]:
        suggestion = {"suggestion": _with(reading, words)} if words else {}
        answer = _rest(answer, reading.steps[0], reading.steps[1:], ask)
        return {**answer, "understood": {**understood(reading), **suggestion}}
    meant = reading_of(_with(reading, words), ranked=ranked)
    answer = _rest(answer, Step("", unless_found=1), meant.steps, ask)
    return {**answer, "understood": {**understood(meant), "correction": _with(reading, words)}}


def _rest(answer: dict[str, Any], asked: Step, steps: Sequence[Step], ask: Callable[[Step], dict[str, Any]]) -> dict[str, Any]:
    for step in steps:
        if answer["count"] >= asked.unless_found:
            break
        found = ask(step)
        answer, asked = (found if found["count"] else answer), step
    return answer


def _with(reading: Reading, words: Sequence[str]) -> str:
    """Return the text with these words in place of its own."""
    typed = reading.typed
    return " ".join([*words, *typed.exact, *typed.prefixes, *typed.unwanted])


def understood(reading: Reading) -> dict[str, Any]:
    """Return what a page or a program can say about how the text was read."""
    found: dict[str, Any] = {}
    if reading.sifted.left_out:
        found["left_out"] = list(reading.sifted.left_out)
    if reading.sifted.near:
        found["near"] = True
    if reading.place and not reading.place.everywhere:
        found["place"] = {"text": reading.place.text, "units": list(reading.place.units)}
    return found
