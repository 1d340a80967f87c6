"""A search's arguments as the database can answer them, and what of them it cannot."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ckanext.binhduong.search.query.chosen_values import CHOSEN, Chosen
from ckanext.binhduong.search.query.reading import reading_of
from ckanext.binhduong.search.query.words import NOTHING, is_fielded
from ckanext.binhduong.search.without_solr.conditions import Condition, NotAnswerable, conditions_of
from ckanext.binhduong.search.without_solr.matching import Asked, asked_of, in_order

__all__ = ["Question", "question_of"]

_RELEVANCE = "score desc, metadata_modified desc"
_OWN_SYNTAX = ("qf", "bf", "boost", "tie")
_HIDDEN = ("include_private", "include_drafts", "include_deleted")


@dataclass(frozen=True)
class Question:
    """What is looked for; ``asked`` is None when nothing can have these words, ``left_out`` are the arguments that only Solr answers."""

    asked: Asked | None
    conditions: list[Condition]
    order: str
    left_out: list[str]
    chosen: dict[str, list[Condition]] = field(default_factory=dict)
    """Field of a facet → the condition that is chosen in it; also among ``conditions``."""

    def without(self, name: str) -> list[Condition]:
        """Return the conditions without what is chosen in a facet."""
        return [each for each in self.conditions if each not in self.chosen.get(name, ())]


class _Attempts:
    """Reads parts of a question; what cannot be answered is left out and noted for a page, and raised for a program."""

    def __init__(self, *, lenient: bool) -> None:
        self.lenient = lenient
        self.left_out: list[str] = []

    def __call__(self, read: Callable[[], Any], otherwise: Any) -> Any:
        try:
            return read()
        except NotAnswerable as error:
            if not self.lenient:
                raise
            self.left_out.append(str(error))
            return otherwise

    def refuse(self, name: str) -> None:
        """Note an argument that only Solr answers."""
        if not self.lenient:
            raise NotAnswerable(name)
        self.left_out.append(name)


def question_of(context: Mapping[str, Any], params: Mapping[str, Any], *, lenient: bool) -> Question:
    """Return what the arguments of ``package_search`` ask for.

    Args:
        context: of the action.
        params: of the action, within their bounds.
        lenient: whether what only Solr can answer is left out.

    Raises:
        NotAnswerable: only Solr can answer this.
    """
    attempt = _Attempts(lenient=lenient)
    for name in (*_more_than_public(context, params), *_places(params), *(name for name in _OWN_SYNTAX if params.get(name))):
        attempt.refuse(name)
    conditions = [each for text in _filters(params) for each in attempt(lambda text=text: conditions_of([text]), [])]
    chosen = {name: attempt(lambda text=text: conditions_of([text]), []) for name, text in _chosen(params).items()}
    conditions += [each for found in chosen.values() for each in found]
    q = str(params.get("q") or "")
    if is_fielded(q):
        conditions += attempt(lambda: conditions_of([q]), [])
        asked: Asked | None = Asked()
    else:
        reading = reading_of(q)
        asked = None if reading.steps[0].q == NOTHING else asked_of(reading)
    return Question(asked, conditions, attempt(lambda: _order(params), _RELEVANCE), attempt.left_out, chosen)


def _more_than_public(context: Mapping[str, Any], params: Mapping[str, Any]) -> list[str]:
    """Who may see more must not take the public part for all of it."""
    return [name for name in _HIDDEN if context.get("user") and str(params.get(name) or "").lower() in ("true", "1", "yes", "on", "t", "y")]


def _filters(params: Mapping[str, Any]) -> list[str]:
    listed = params.get("fq_list") or []
    texts = [params.get("fq"), *([listed] if isinstance(listed, str) else listed)]
    return [str(text) for text in texts if text]


def _chosen(params: Mapping[str, Any]) -> dict[str, str]:
    chosen = (params.get("extras") or {}).get(CHOSEN)
    return chosen.conditions() if isinstance(chosen, Chosen) else {}


def _places(params: Mapping[str, Any]) -> list[str]:
    given = {**(params.get("extras") or {}), **params}
    return sorted(name for name, value in given.items() if name.startswith("ext_") and value)


def _order(params: Mapping[str, Any]) -> str:
    sort = str(params.get("sort") or "")
    if sort in ("", "rank"):
        return _RELEVANCE
    in_order([], sort)
    return sort
