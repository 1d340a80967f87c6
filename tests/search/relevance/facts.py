"""What a dataset is, whatever its words are: the facts that the judgement reads, and the administrative units they name."""

from __future__ import annotations

import csv
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

HERE = Path(__file__).resolve().parent
PROVINCE = "74@2024"


@dataclass(frozen=True)
class Facts:
    """What one dataset is.

    ``about``, ``holds`` and ``near`` are concepts (see README.md): what its rows are, what some of its rows or columns are, and what it
    only borders on. ``places`` are units' ids, ``year`` is the year of its figures, ``entity`` the one park or road it describes.
    """

    name: str
    sector: str
    agency: str
    about: frozenset[str]
    holds: frozenset[str] = frozenset()
    near: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    year: int | None = None
    entity: str | None = None
    columns: frozenset[str] = frozenset()
    codes: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Place:
    """An administrative unit: id (code and list), type, name and the units it lies in (several for a ward of 2025)."""

    id: str
    type: str
    name: str
    within: tuple[str, ...]


@cache
def places() -> dict[str, Place]:
    """Return every unit by its id, in the order of the official codes."""
    with (HERE / "places.csv").open(encoding="utf-8", newline="") as file:
        return {row["id"]: Place(row["id"], row["type"], row["name"], tuple(row["within"].split())) for row in csv.DictReader(file)}


@cache
def ancestors(unit: str) -> frozenset[str]:
    """Return the units that hold this one, itself left out."""
    above = places()[unit].within
    return frozenset(above).union(*(ancestors(each) for each in above))


@cache
def units_named(name: str) -> frozenset[str]:
    """Return the ids of the units of this name, with its type ("Xã An Bình") or without ("Dĩ An": city and wards)."""
    wanted = _plain_tone(name)
    typed = {place.id for place in places().values() if _plain_tone(f"{place.type} {place.name}") == wanted}
    found = typed or {place.id for place in places().values() if _plain_tone(place.name) == wanted}
    if not found:
        raise LookupError(name)
    return frozenset(found)


def _plain_tone(name: str) -> str:
    """Names are written in both tone placements: each word's marks are kept, which of its letters bears them is not."""
    return " ".join("".join(sorted(word)) for word in unicodedata.normalize("NFD", name.lower()).split())
