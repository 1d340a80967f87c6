"""The tables of the relevance benchmark."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from benchmarks.search.score import Score, mean
from tests.search.relevance.collection import collection
from tests.search.relevance.queries import Query
from tests.search.relevance.variants import VARIANTS

_VARIANT_NAMES = {
    **{"marks": "with marks", "plain": "without marks", "nfd": "NFD", "tone": "other tone placement", "typo_mark": "typo: a mark"},
    **{"typo_slip": "typo: a slip", "spoken": "as a spoken question", "quoted": "as quoted"},
}
AS_MEANT = ("marks", "quoted")
"""What the table by kind is about: the text as its author wrote it."""


@dataclass(frozen=True)
class Answer:
    """One peer's answer: names of the first ten, how many were found, milliseconds, the error, the score."""

    names: list[str]
    count: int
    milliseconds: float
    error: str
    score: Score


@dataclass(frozen=True)
class Result:
    """One query as typed, and each peer's answer."""

    query: Query
    answers: dict[str, Answer]


def means(results: list[Result]) -> dict[str, Any]:
    """Return the mean scores by variant and by kind, for JSON."""
    by = {"variant": lambda result: result.query.variant, "kind": lambda result: result.query.kind}
    return {
        name: {group: _scores(chosen) for group, chosen in _grouped(results if name == "variant" else _as_meant(results), key).items()}
        for name, key in by.items()
    }


def _scores(results: list[Result]) -> dict[str, Any]:
    peers = results[0].answers
    return {"queries": len(results), **{peer: vars(_mean(results, peer)) for peer in peers}}


def _mean(results: list[Result], peer: str) -> Score:
    return mean([result.answers[peer].score for result in results])


def _grouped(results: list[Result], key: Callable[[Result], str]) -> dict[str, list[Result]]:
    groups: dict[str, list[Result]] = {}
    for result in results:
        groups.setdefault(key(result), []).append(result)
    return groups


def _as_meant(results: list[Result]) -> list[Result]:
    return [result for result in results if result.query.variant in AS_MEANT]


def by_variant(results: list[Result], peers: list[str]) -> str:
    """Return the table of variants."""
    groups = _grouped(results, lambda result: result.query.variant)
    rows = {_VARIANT_NAMES[variant]: groups[variant] for variant in VARIANTS if variant in groups}
    return _table("typed", {**rows, "all": results}, peers)


def by_kind(results: list[Result], peers: list[str]) -> str:
    """Return the table of kinds, over the texts as their author wrote them."""
    return _table("kind (with marks)", _grouped(_as_meant(results), lambda result: result.query.kind), peers)


def _table(title: str, rows: dict[str, list[Result]], peers: list[str]) -> str:
    figures = ("nDCG@10", "first", "MRR", "nothing")
    lines = [f"| {title} | queries | " + " | ".join(f"{figure} {peer}" for figure in figures for peer in peers) + " |"]
    lines.append("|---" * (2 + len(figures) * len(peers)) + "|")
    for name, chosen in rows.items():
        if chosen:
            scores = [_mean(chosen, peer) for peer in peers]
            cells = [f"{getattr(score, figure):.3f}" for figure in ("ndcg", "first", "reciprocal", "nothing") for score in scores]
            lines.append(f"| {name} | {len(chosen)} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def matrix(results: list[Result], peers: list[str]) -> str:
    """Return nDCG@10 of each kind in each variant: ours / stock."""
    groups = _grouped(results, lambda result: result.query.kind)
    variants = [variant for variant in VARIANTS if any(result.query.variant == variant for result in results)]
    lines = [f"| nDCG@10 {' / '.join(peers)} | " + " | ".join(_VARIANT_NAMES[variant] for variant in variants) + " |"]
    lines.append("|---" * (1 + len(variants)) + "|")
    for kind, chosen in groups.items():
        cells = [_cell([result for result in chosen if result.query.variant == variant], peers) for variant in variants]
        lines.append(f"| {kind} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _cell(results: list[Result], peers: list[str]) -> str:
    return " / ".join(f"{_mean(results, peer).ndcg:.2f}" for peer in peers) if results else ""


def worst(results: list[Result], count: int) -> str:
    """Return the worst answers of the first peer with their first five datasets and grades."""
    titles = {dataset.facts.name: dataset.fields["title"] for dataset in collection()}
    lines = []
    for result in sorted(results, key=lambda result: _first(result).score.ndcg)[:count]:
        lines += [_headline(result), *_top(result, titles)]
    return "\n".join(lines)


def _first(result: Result) -> Answer:
    return next(iter(result.answers.values()))


def _headline(result: Result) -> str:
    query, grades = result.query, [*result.query.grades().values()]
    scores = ", ".join(f"{peer} {answer.score.ndcg:.3f} ({answer.count} found)" for peer, answer in result.answers.items())
    have = ", ".join(f"{grades.count(grade)} of {grade}" for grade in (3, 2, 1) if grade in grades)
    return f"{query.id} [{query.kind}, {query.variant}] {query.text!r}: {scores}; graded: {have} {_first(result).error}".rstrip()


def _top(result: Result, titles: dict[str, str]) -> list[str]:
    grades = result.query.grades()
    return [f"    {grades.get(name, 0)}  {titles[name]}" for name in _first(result).names[:5]]


def against(results: list[Result], before: list[dict[str, Any]]) -> str:
    """Return what changed for the first peer since another run: the mean of what both asked, and the twenty largest changes."""
    peer = next(iter(results[0].answers))
    old = {(each["id"], each["variant"]): each[peer]["score"]["ndcg"] for each in before if peer in each}
    both = [(result, old[key]) for result in results if (key := (result.query.id, result.query.variant)) in old]
    if not both:
        return "The other run asked nothing of this one."
    changes = sorted(((_first(result).score.ndcg - was, result, was) for result, was in both), key=lambda change: change[0])
    mean_before, mean_now = (
        sum(each) / len(both) for each in ([was for _, was in both], [_first(result).score.ndcg for result, _ in both])
    )
    lines = [f"{peer}, {len(both)} answers: nDCG@10 {mean_before:.4f} → {mean_now:.4f}"]
    shown = [change for change in (*changes[:10], *changes[-10:]) if abs(change[0]) > 0.001]
    return "\n".join(
        [
            *lines,
            *(
                f"    {was:.3f} → {was + by:.3f}  {result.query.id} [{result.query.variant}] {result.query.text}"
                for by, result, was in shown
            ),
        ]
    )
