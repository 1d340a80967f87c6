"""Addresses as people type them ("12 Bạch Đằng", "duong yersin", "quoc lo 13", "Yersin - Bạch Đằng"), and where a text names them.

Imports no CKAN. What is a street cannot be told from its words alone (Bạch Đằng is a commune too): a text is read as an address that it may
be, and is one only where the data's own texts name it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from ckanext.binhduong.vn import fold

__all__ = ["Address", "Street", "named_at", "read_address"]

# Numbered roads have names of several spellings; the first is how an answer names them.
_NUMBERED = (
    ("Quốc lộ", ("quoc lo", "ql")),
    ("ĐT", ("duong tinh", "tinh lo", "dt", "tl")),
    ("Đường huyện", ("duong huyen", "dh")),
)
_STREET_WORDS = ("duong", "pho", "hem", "ngo", "dai lo")
_CROSSING_WORDS = ("nga tu", "nga ba", "nga nam", "nga sau", "giao lo", "goc")
# Before these words a street's name ends: what follows is where the street is.
_PLACE_WORDS = ("phuong", "xa", "thi tran", "thi xa", "thanh pho", "tp", "huyen", "quan", "khu pho", "ap", "o", "tai", "gan", "tinh")
_BETWEEN = re.compile(r"\s+(?:-|–|—|x|giao|với|voi)\s+|(?<=\w)[–—](?=\w)", re.IGNORECASE)
_STROKES = ("-", "–", "—", "x")
_NUMBER = r"\d{1,5}[a-z]?(?:/\d{1,5}[a-z]?)*"
_HOURS = re.compile(r"^24\s*(?:/\s*(?:24|7)|h\b|giờ|gio)", re.IGNORECASE)
_PIECES = re.compile(r"[a-z]+|\d+")
_HOUSE_BEFORE = re.compile(r"(?<![a-z0-9/])(\d{1,5})[a-z]?(?:/\d{1,5}[a-z]?)*[\s,]*(?:duong|pho|hem|ngo)?[\s,]*$")
_PLACE_BEFORE = re.compile(r"(?<![a-z])(?:phuong|xa|thi tran|thanh pho|tp|huyen|quan|khu pho|tinh)[\s.]*$")
_STREETS = r"(?:duong|pho|hem|ngo|dai lo)"
_CROSSINGS = r"(?:nga (?:tu|ba|nam|sau)|giao lo|goc)"
_NAME_BEGINS = re.compile(rf"(?:^|[,;:()/–—-]|(?<![a-z0-9])(?:{_STREETS}|{_CROSSINGS}|{_NUMBER}|x|giao|va|voi))[\s,.]*$")
_NAME_ENDS = re.compile(
    r"[\s.]*(?:$|[,;:()/–—-]|(?:phuong|xa|thi|thanh|huyen|quan|khu|ap|to|tinh|p|x|tp|tx|tt|kp|q|gan|noi dai|doan|giao|va|voi)(?![a-z]))"
)
_BETWEEN_STREETS = re.compile(rf"[\s,/–—-]*(?:x|giao|va|voi)?[\s,/–—-]*{_STREETS}?\s*")
_LONGEST = 8
"""Words of a street's name."""


@dataclass(frozen=True)
class Street:
    """A street: how it is shown, the words by which texts name it, in each spelling, and the texts that a search by words finds it by."""

    title: str
    spellings: tuple[tuple[str, ...], ...]
    queries: tuple[str, ...]


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
    at = next((place for place in range(len(first)) if _word_at(first, place, _CROSSING_WORDS)), None)
    before = "" if at is None else " ".join(words[0][:at])
    own = words[0][0 if at is None else at + _word_at(first, at, _CROSSING_WORDS) :]
    name, after = _name_and_rest(words[1])
    streets = tuple(street for street in (_street(own), _street(name)) if street)
    is_certain = at is not None or (_is_street(first) and _is_street(second))
    is_crossing = len(streets) == 2 and (is_certain or fold(between[0]) in _STROKES)
    return Address(streets, "", before, after, is_certain) if is_crossing else None


def _is_street(folded: list[str]) -> bool:
    return bool(_word_at(folded, 0, _STREET_WORDS) or _numbered(folded))


def _marked(words: list[str], folded: list[str]) -> Address | None:
    """An address with a word that says so: "nhà thuốc 12 đường Yersin, Phú Cường", "ql13"."""
    for place in range(len(words)):
        kind = _kind_at(folded, place)
        if not kind:
            continue
        name, after = _name_and_rest(words[place:])
        street = _street(name)
        if street is None:
            continue
        number, before = _house_before(words[:place], folded[:place])
        return Address((street,), number, before, after, True)
    return None


def _numbered_house(words: list[str], folded: list[str]) -> Address | None:
    """An address that only its number shows: "12 Bạch Đằng", "số 5/2 Yersin"."""
    start = 1 if folded[:1] == ["so"] else 0
    if len(words) < start + 2 or not re.fullmatch(_NUMBER, folded[start]):
        return None
    name, after = _name_and_rest(words[start + 1 :])
    street = _street(name)
    return Address((street,), words[start], "", after) if street and re.match("[a-z]{2}", street.spellings[0][0]) else None


def _house_before(words: list[str], folded: list[str]) -> tuple[str, str]:
    """The house number at the end of words, and the words before it."""
    while folded and folded[-1] == ",":
        words, folded = words[:-1], folded[:-1]
    if not folded or not re.fullmatch(_NUMBER, folded[-1]) or _HOURS.match(folded[-1]):
        return "", " ".join(words).replace(" ,", ",")
    end = -2 if folded[-2:-1] == ["so"] else -1
    return words[-1], " ".join(words[:end]).replace(" ,", ",")


def _name_and_rest(words: list[str]) -> tuple[list[str], str]:
    """A street's name ends at a comma or a word for a place."""
    folded = [fold(word) for word in words]
    ends = (place for place in range(1, len(words)) if folded[place] == "," or _word_at(folded, place, _PLACE_WORDS))
    end = next(ends, len(words))
    return words[:end], " ".join(words[end:]).replace(" ,", ",").strip(" ,")


def _kind_at(folded: list[str], place: int) -> bool:
    """Whether a word for a street stands there; "thành phố" and "khu phố" have none."""
    if place and folded[place] == "pho" and folded[place - 1] in ("thanh", "khu", "to"):
        return False
    if _word_at(folded, place, _STREET_WORDS):
        return place + 1 < len(folded)
    return bool(_numbered(folded[place:]))


def _word_at(folded: list[str], place: int, words: Iterable[str]) -> int:
    """How many words of the text at that place are one of these; 0 for none."""
    return next((len(each.split()) for each in words if folded[place : place + len(each.split())] == each.split()), 0)


def _numbered(folded: list[str]) -> tuple[str, tuple[str, ...], tuple[str, ...]] | None:
    """The title, the spellings and the number of the numbered road with which folded words begin."""
    pieces = tuple(piece for word in folded for piece in _PIECES.findall(word))
    for title, spellings in _NUMBERED:
        for spelling in spellings:
            head = tuple(spelling.split())
            number = pieces[len(head) : len(head) + 2]
            if pieces[: len(head)] == head and number and number[0].isdigit():
                return title, spellings, number[: 2 if len(number) > 1 and len(number[1]) == 1 else 1]
    return None


def _street(words: list[str]) -> Street | None:
    folded = [fold(word) for word in words]
    if numbered := _numbered(folded):
        title, spellings, number = numbered
        whole = "".join(number)
        together = tuple(f"{spelling}{whole}" for spelling in spellings if " " not in spelling)
        queries = (*(f"{spelling} {whole}" for spelling in spellings), *together)
        return Street(f"{title} {whole}", tuple((*spelling.split(), *number) for spelling in spellings), queries)
    skip = _word_at(folded, 0, _STREET_WORDS[:-1])
    if skip and _numbered(folded[skip:]):
        return _street(words[skip:])
    name = tuple(piece for word in folded[skip:] for piece in _PIECES.findall(word))
    is_name = len("".join(name)) > 1 and (skip or not all(piece.isdigit() for piece in name))
    if not is_name or len(name) > _LONGEST:
        return None
    return Street(" ".join(words), (name,), (" ".join(folded[skip:]),))


def named_at(text: str, address: Address) -> tuple[bool, int]:
    """Return whether a text names all streets of an address, and the house number that it has there (0 without one).

    A commune's name is no street's: what stands after "xã" or "phường" does not count. The two streets of a crossing stand side by side.
    Without a word that says that it is a street, the number must stand before it.
    """
    folded = fold(text)
    one, *others = address.streets
    if others:
        return any(_cross(folded, one, other) or _cross(folded, other, one) for other in others), 0
    for start, _ in _places(folded, one):
        found = _HOUSE_BEFORE.search(folded[:start])
        house = int(found[1]) if found else 0
        if address.is_certain or house == address.house:
            return True, house
    return False, 0


def _cross(folded: str, one: Street, other: Street) -> bool:
    return any(
        _BETWEEN_STREETS.fullmatch(folded[end:start])
        for _, end in _places(folded, one)
        for start, _ in _places(folded, other)
        if end < start
    )


def _places(folded: str, street: Street) -> list[tuple[int, int]]:
    """Where a text has a street's name, whole: not as a commune's, nor as a part of a longer one."""
    return [
        found.span()
        for spelling in street.spellings
        for found in re.finditer(_pattern(spelling), folded)
        if not _PLACE_BEFORE.search(folded[: found.start()])
        and (len(street.spellings) > 1 or _NAME_BEGINS.search(folded[: found.start()]))
        and _NAME_ENDS.match(folded[found.end() :])
    ]


def _pattern(spelling: tuple[str, ...]) -> str:
    """Words are apart; a number may stand at a word: "QL13"."""
    parts = [
        spelling[0],
        *(f"{'[^a-z0-9]+' if here.isalpha() == before.isalpha() else '[^a-z0-9]*'}{here}" for before, here in pairwise(spelling)),
    ]
    return f"(?<![a-z0-9]){''.join(parts)}(?![a-z0-9])"
