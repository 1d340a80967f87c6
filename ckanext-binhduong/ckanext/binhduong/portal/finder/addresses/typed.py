"""Addresses as people type them: "12 Bạch Đằng", "duong yersin", "quoc lo 13", "Yersin - Bạch Đằng".

Imports no CKAN. What is a street cannot be told from its words alone (Bạch Đằng is a commune too): a text is read as an address that it may
be, and is one only where the data's own texts name it (``named.py``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ckanext.binhduong.portal.finder.addresses.streets import STREET_WORDS, Street, numbered_road, street_of, words_at
from ckanext.binhduong.vn import fold

__all__ = ["NUMBER", "Address", "read_address"]

_CROSSING_WORDS = ("nga tu", "nga ba", "nga nam", "nga sau", "giao lo", "goc")
# Before these words a street's name ends: what follows is where the street is.
_PLACE_WORDS = ("phuong", "xa", "thi tran", "thi xa", "thanh pho", "tp", "huyen", "quan", "khu pho", "ap", "o", "tai", "gan", "tinh")
_BETWEEN = re.compile(r"\s+(?:-|–|—|x|giao|với|voi)\s+|(?<=\w)[–—](?=\w)", re.IGNORECASE)
_STROKES = ("-", "–", "—", "x")
NUMBER = r"\d{1,5}[a-z]?(?:/\d{1,5}[a-z]?)*"
_HOURS = re.compile(r"^24\s*(?:/\s*(?:24|7)|h\b|giờ|gio)", re.IGNORECASE)


@dataclass(frozen=True)
class Address:
    """What a text may mean as an address.

    Attributes:
        streets: one, or the two of a crossing.
        number: of the house, as typed; empty without one.
        before: the words before it ("nhà thuốc").
        after: the words after it, where the street is ("Phú Cường").
        is_certain: whether a word says that it is a street or a crossing.
    """

    streets: tuple[Street, ...]
    number: str = ""
    before: str = ""
    after: str = ""
    is_certain: bool = False

    @property
    def title(self) -> str:
        """As an answer names it."""
        return " ".join(part for part in (self.number, " - ".join(street.title for street in self.streets)) if part)

    @property
    def house(self) -> int:
        """The number of the house without its letters and further numbers, 0 without one."""
        found = re.match(r"\d+", self.number)
        return int(found[0]) if found else 0


def read_address(text: str) -> Address | None:
    """Return the address that a text may be; None for a text that can be none."""
    words = text.replace(",", " , ").split()
    folded = [fold(word) for word in words]
    if _HOURS.match(text.strip()):
        return None
    return _crossing(text) or _marked(words, folded) or _numbered_house(words, folded)


def _crossing(text: str) -> Address | None:
    """Two streets with a stroke or an x between them; words between them ("giao") only where a word says that these are streets."""
    between = _BETWEEN.findall(text)
    sides = [side.replace(",", " , ").strip(" ,") for side in _BETWEEN.split(text)]
    if len(between) != 1 or not all(sides):
        return None
    words = [side.split() for side in sides]
    first, second = ([fold(word) for word in side] for side in words)
    at = next((place for place in range(len(first)) if words_at(first, place, _CROSSING_WORDS)), None)
    before = "" if at is None else " ".join(words[0][:at])
    own = words[0][0 if at is None else at + words_at(first, at, _CROSSING_WORDS) :]
    name, after = _name_and_rest(words[1])
    streets = tuple(street for street in (street_of(own), street_of(name)) if street)
    is_certain = at is not None or (_is_street(first) and _is_street(second))
    is_crossing = len(streets) == 2 and (is_certain or fold(between[0]) in _STROKES)
    return Address(streets, "", before, after, is_certain) if is_crossing else None


def _is_street(folded: list[str]) -> bool:
    return bool(words_at(folded, 0, STREET_WORDS) or numbered_road(folded))


def _marked(words: list[str], folded: list[str]) -> Address | None:
    """An address with a word that says so: "nhà thuốc 12 đường Yersin, Phú Cường", "ql13"."""
    for place in range(len(words)):
        kind = _kind_at(folded, place)
        if not kind:
            continue
        name, after = _name_and_rest(words[place:])
        street = street_of(name)
        if street is None:
            continue
        number, before = _house_before(words[:place], folded[:place])
        return Address((street,), number, before, after, True)
    return None


def _numbered_house(words: list[str], folded: list[str]) -> Address | None:
    """An address that only its number shows: "12 Bạch Đằng", "số 5/2 Yersin"."""
    start = 1 if folded[:1] == ["so"] else 0
    if len(words) < start + 2 or not re.fullmatch(NUMBER, folded[start]):
        return None
    name, after = _name_and_rest(words[start + 1 :])
    street = street_of(name)
    return Address((street,), words[start], "", after) if street and re.match("[a-z]{2}", street.spellings[0][0]) else None


def _house_before(words: list[str], folded: list[str]) -> tuple[str, str]:
    """The house number at the end of words, and the words before it."""
    while folded and folded[-1] == ",":
        words, folded = words[:-1], folded[:-1]
    if not folded or not re.fullmatch(NUMBER, folded[-1]) or _HOURS.match(folded[-1]):
        return "", " ".join(words).replace(" ,", ",")
    end = -2 if folded[-2:-1] == ["so"] else -1
    return words[-1], " ".join(words[:end]).replace(" ,", ",")


def _name_and_rest(words: list[str]) -> tuple[list[str], str]:
    """A street's name ends at a comma or a word for a place."""
    folded = [fold(word) for word in words]
    ends = (place for place in range(1, len(words)) if folded[place] == "," or words_at(folded, place, _PLACE_WORDS))
    end = next(ends, len(words))
    return words[:end], " ".join(words[end:]).replace(" ,", ",").strip(" ,")


def _kind_at(folded: list[str], place: int) -> bool:
    """Whether a word for a street stands there; "thành phố" and "khu phố" have none."""
    if place and folded[place] == "pho" and folded[place - 1] in ("thanh", "khu", "to"):
        return False
    if words_at(folded, place, STREET_WORDS):
        return place + 1 < len(folded)
    return bool(numbered_road(folded[place:]))
