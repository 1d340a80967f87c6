"""What the words of the one search field ask for: an address, a theme, a place, opening hours, and the words that remain for the rows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from ckan.plugins import toolkit as tk

from ckanext.binhduong.portal.finder.addresses.found import FoundAddress, find_address
from ckanext.binhduong.portal.finder.addresses.typed import Address, read_address
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
        address: the address in the words, where the data know it.
    """

    question: Question
    places: tuple[dict[str, Any], ...] = ()
    unit: dict[str, Any] | None = None
    near: bool = False
    words: str = ""
    address: FoundAddress | None = None


def understand(question: Question, layers: dict[str, Any]) -> Understood:
    """Read the place and the words of the question; words in quotation marks are looked for as they are.

    Args:
        question: as the address has it.
        layers: the published layers by id.
    """
    placed = _with_place(question) if question.place else Understood(question, unit=unit_of(question.within))
    if not placed.question.q or placed.question.is_literal:
        return placed
    return _with_address(placed, layers) or _with_words(placed, layers)


def _with_address(placed: Understood, layers: dict[str, Any]) -> Understood | None:
    """The words as an address, None when they are none that the data know: "12 Bạch Đằng" is a house before Bạch Đằng is a commune.

    A house and a crossing are places, near which is looked for. Of a street all rows that name it are meant, unless none of the chosen
    layers has one.
    """
    question = placed.question
    address = read_address(question.q)
    if address is None:
        return None
    rest = " ".join(part for part in (address.before, address.after) if part)
    known = replace(placed, question=replace(question, q=rest))
    known = _with_words(known, layers) if rest else known
    chosen = [layer["id"] for layer in layers.values() if layer["theme"] in known.question.themes or layer["id"] in known.question.layers]
    is_street = len(address.streets) == 1 and not address.house and not known.question.q
    found = _found(address, known.question.within, layers, chosen if is_street else [])
    if found is None:
        return None
    is_listed = is_street and (found.is_chosen or not chosen)
    placed_there = {"q": found.query} if is_listed else {"near": found.spots[0].point, "at": None}
    return replace(known, question=replace(known.question, **placed_there), near=False, words=question.q, address=found)


def _found(address: Address, within: str, layers: dict[str, Any], preferred: list[str]) -> FoundAddress | None:
    """A search that fails is no reason to fail here: the list asks the same database next, and says so."""
    try:
        return find_address(address, within, layers, preferred)
    except (tk.ValidationError, tk.ObjectNotFound):
        return None


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
