"""Where a text of the data names an address that somebody typed. Imports no CKAN."""

from __future__ import annotations

import re
from itertools import pairwise

from ckanext.binhduong.portal.finder.addresses.streets import Street
from ckanext.binhduong.portal.finder.addresses.typed import NUMBER, Address
from ckanext.binhduong.vn import fold

__all__ = ["named_at"]

_HOUSE_BEFORE = re.compile(r"(?<![a-z0-9/])(\d{1,5})[a-z]?(?:/\d{1,5}[a-z]?)*[\s,]*(?:duong|pho|hem|ngo)?[\s,]*$")
_PLACE_BEFORE = re.compile(r"(?<![a-z])(?:phuong|xa|thi tran|thanh pho|tp|huyen|quan|khu pho|tinh)[\s.]*$")
_STREETS = r"(?:duong|pho|hem|ngo|dai lo)"
_CROSSINGS = r"(?:nga (?:tu|ba|nam|sau)|giao lo|goc)"
_NAME_BEGINS = re.compile(rf"(?:^|[,;:()/–—-]|(?<![a-z0-9])(?:{_STREETS}|{_CROSSINGS}|{NUMBER}|x|giao|va|voi))[\s,.]*$")
_NAME_ENDS = re.compile(
    r"[\s.]*(?:$|[,;:()/–—-]|(?:phuong|xa|thi|thanh|huyen|quan|khu|ap|to|tinh|p|x|tp|tx|tt|kp|q|gan|noi dai|doan|giao|va|voi)(?![a-z]))"
)
_BETWEEN_STREETS = re.compile(rf"[\s,/–—-]*(?:x|giao|va|voi)?[\s,/–—-]*{_STREETS}?\s*")


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
