"""The judged queries: what each asks for, how it is typed, and which half it belongs to."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from tests.search.relevance.collection import collection, known_words
from tests.search.relevance.facts import HERE
from tests.search.relevance.judge import Ask, grade
from tests.search.relevance.variants import typed

HALVES = ("tune", "held")
SPLIT_SEED = 9039
"""Chosen once so that each kind is halved within a query or two; it has nothing to do with any search."""
_UNMARKED = {"plain", "quoted", "typo_slip", "typo_mark"}
"""Variants whose words may have lost the marks that tell two meanings apart; twins count as meant there."""


@dataclass(frozen=True)
class Query:
    """One judged query in one of its variants: ``text`` is what is sent to the search."""

    id: str
    kind: str
    variant: str
    text: str
    half: str
    ask: Ask

    def grades(self) -> dict[str, int]:
        """Return dataset name → grade of every dataset that is not 0."""
        return _grades(self.ask)


@cache
def queries() -> tuple[Query, ...]:
    """Return every query in every variant."""
    every = [(kind, entry) for kind, entries in _read().items() for entry in entries]
    known = known_words() | {word for _, entry in every for word in entry["text"].lower().split()}
    return tuple(query for kind, entry in every for query in _variants(kind, entry, known))


def half_of(key: str, kind: str) -> str:
    """Return the half of a query: by its hash, so that new queries move no old one; what the issue quotes, everyone knows."""
    return "tune" if kind == "quoted" else HALVES[hashlib.sha256(f"{SPLIT_SEED}:{key}".encode()).digest()[0] % 2]


def ask_of(entry: dict[str, Any]) -> Ask:
    """Return what an entry of relevance.yaml asks for; a single value stands for a list of one."""
    several = {key: _set(entry.get(key)) for key in ("about", "agency", "columns", "codes", "entity", "twins")}
    return Ask(**several, sector=entry.get("sector"), place=entry.get("place"), year=entry.get("year"))


def _read() -> dict[str, list[dict[str, Any]]]:
    return yaml.safe_load((HERE / "relevance.yaml").read_text(encoding="utf-8"))


def _variants(kind: str, entry: dict[str, Any], known: frozenset[str]) -> Iterator[Query]:
    ask, key = ask_of(entry), entry["id"]
    for variant, text in typed(key, kind, entry["text"], known).items():
        if variant in _UNMARKED and entry.get("with_marks_only"):
            continue
        yield Query(key, kind, variant, text, half_of(key, kind), ask.unmarked() if variant in _UNMARKED else ask)


def _set(value: str | list[str] | None) -> frozenset[str]:
    return frozenset([value] if isinstance(value, str) else value or ())


@cache
def _grades(ask: Ask) -> dict[str, int]:
    graded = {dataset.facts.name: grade(ask, dataset.facts) for dataset in collection()}
    return {name: value for name, value in graded.items() if value}
