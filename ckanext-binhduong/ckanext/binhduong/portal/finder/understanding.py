"""What the words of the one search field ask for: a theme, a place, opening hours, and the words that remain for the rows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from ckan.plugins import toolkit as tk

from ckanext.binhduong.portal.finder.finder_query import Question
from ckanext.binhduong.portal.helpers.home import meant_theme

__all__ = ["Understood", "understand"]

_MOST_PLACES = 8


@dataclass(frozen=True)
class Understood:
    """The question with what its words mean in their fields.

    Attributes:
        question: without the words that were understood.
        places: units that a typed name may mean, best first, both lists.
        unit: the unit of the question, None without one.
        near: whether the words ask for what is near and there is no position yet.
        words: what was typed, when it was read as more than words of a row; to look for exactly them instead.
    """

    question: Question
    places: tuple[dict[str, Any], ...] = ()
    unit: dict[str, Any] | None = None
    near: bool = False
    words: str = ""


def understand(question: Question, layers: dict[str, Any]) -> Understood:
    """Read the place and the words of the question; words in quotation marks are looked for as they are.

    Args:
        question: as the address has it.
        layers: the published layers by id.
    """
    placed = _with_place(question) if question.place else Understood(question, unit=unit_of(question.within))
    if not placed.question.q or placed.question.is_literal:
        return placed
    return _with_words(placed, layers)


def _with_words(placed: Understood, layers: dict[str, Any]) -> Understood:
    """A theme or a place in the words takes the place of those chosen before: what is typed last is meant."""
    question = placed.question
    read = tk.h.binhduong_read_words(question.q)
    points = read["points"]
    theme = meant_theme(points["q"], list(layers.values()))
    known = replace(
        question,
        q="" if theme else points["q"],
        themes=(theme,) if theme else question.themes,
        layers=() if theme else question.layers,
        within=points.get("within", question.within),
        open_now=question.open_now or "open_now" in points,
        always_open=question.always_open or "always_open" in points,
    )
    places = tuple({"id": unit, "list": unit.rpartition("@")[2]} for unit in read["units"][:_MOST_PLACES]) or placed.places
    unit = unit_of(known.within) if known.within != question.within else placed.unit
    return Understood(known, places, unit, read["near"] and not known.near, question.q if known != question else "")


def _with_place(question: Question) -> Understood:
    """The form sends the chosen unit's name back with its id, and another name typed over it is a new choice."""
    unit = unit_of(question.within)
    if unit and question.place == tk.h.binhduong_unit_name(unit["id"]):
        return Understood(question.settled(), unit=unit)
    places = tk.get_action("place_search")({}, {"q": question.place[:200], "limit": _MOST_PLACES})
    if not places:
        return Understood(question, unit=unit)
    return Understood(question.chosen(places[0]["id"]), tuple(places), unit_of(places[0]["id"]))


def unit_of(unit_id: str) -> dict[str, Any] | None:
    """Return a unit by its id; None when there is none."""
    if not unit_id:
        return None
    try:
        return tk.get_action("place_show")({}, {"id": unit_id})
    except (tk.ObjectNotFound, tk.ValidationError):
        return None
