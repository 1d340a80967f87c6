"""Which administrative units a text names: "nhà thuốc ở TP. Dĩ An" asks for pharmacies, in the city or the wards of that name."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from ckanext.binhduong import places
from ckanext.binhduong.vn.text import fold, tone_placed

__all__ = ["NamedPlace", "named_place"]

_TYPES = {
    "thanh pho", "thi tran", "thi xa", "phuong", "huyen", "tinh", "xa", "quan", "tp", "tt", "tx", "p", "h",
}  # fmt: skip
_NOT_A_UNIT = {
    "khu cong nghiep", "kcn", "cum cong nghiep", "ccn", "khu dan cu", "khu do thi", "duong", "pho", "cau", "song", "ho", "suoi", "rach",
    "kenh", "cang", "nga tu", "nga ba", "cong ty", "dai lo", "quoc lo", "ubnd", "uy ban nhan dan", "hdnd", "hoi dong nhan dan",
}  # fmt: skip
"""What bears the name of a unit and is none: "khu công nghiệp Mỹ Phước", "cầu Phú Cường", an agency."""
_LONGEST = 5
_MOST = 20


@dataclass(frozen=True)
class NamedPlace:
    """The place a text names: its words (with the type word), from which word to which they stand, the units of that name.

    ``holders`` are the units these lie in. ``everywhere`` is true for the province itself, which limits nothing.
    """

    text: str
    name: str
    start: int
    end: int
    units: tuple[str, ...]
    holders: tuple[str, ...]
    everywhere: bool = False


@cache
def _names() -> dict[str, frozenset[str]]:
    """Return folded name → the name's spellings with marks, of every unit."""
    found: dict[str, set[str]] = {}
    for unit in places.all_units():
        found.setdefault(fold(unit.name), set()).add(_marked(unit.name))
    return {name: frozenset(spellings) for name, spellings in found.items()} | {"tdm": frozenset({"tdm"})}


def _marked(text: str) -> str:
    return tone_placed(text).lower()


@cache
def _provinces() -> frozenset[str]:
    return frozenset(fold(unit.name) for unit in places.all_units(level="province") if unit.list == "2024")


def named_place(words: tuple[str, ...]) -> NamedPlace | None:
    """Return the last place that the words name, or None; the longest name of several at one word.

    Args:
        words: as typed, single words in their order.
    """
    folded = [fold(word).strip(".") for word in words]
    for end in range(len(words), 0, -1):
        for start in range(max(0, end - _LONGEST), end):
            name = " ".join(folded[start:end])
            if name in _names() and _is_meant(words[start:end], name):
                start = _with_type(folded, start)
                if not _is_a_thing(folded, start, end):
                    return _place(words, start, end, name)
    return None


def _is_meant(words: tuple[str, ...], name: str) -> bool:
    """With marks the name is meant when they are the name's own, or all are missing, or one word has a mark wrong."""
    typed = _marked(" ".join(words)).split()
    if typed == name.split():
        return True
    return any(sum(a != b for a, b in zip(typed, spelling.split(), strict=False)) <= (len(typed) > 2) for spelling in _names()[name])


def _is_a_thing(folded: list[str], start: int, end: int) -> bool:
    before = (" ".join(folded[max(0, start - length) : start]) for length in (1, 2, 3, 4))
    numbered = end < len(folded) and folded[end].isdigit() and len(folded[end]) < 3
    return numbered or any(words in _NOT_A_UNIT for words in before)


def _with_type(folded: list[str], start: int) -> int:
    """Return where the place begins when a type word stands before its name."""
    return next((start - length for length in (2, 1) if start >= length and " ".join(folded[start - length : start]) in _TYPES), start)


def _place(words: tuple[str, ...], start: int, end: int, name: str) -> NamedPlace:
    text = " ".join(words[start:end])
    found = [unit for unit in places.search_units(text, limit=_MOST) if name in (fold(unit.name), "tdm")]
    province = name in _provinces() and (found[0].level == "province" if found else True)
    found = [unit for unit in found if (unit.level == "province") == province]
    units = tuple(unit.id for unit in found)
    above = {unit.id for each in units for unit in places.ancestors(each)} - set(units)
    return NamedPlace(text, found[0].name if found else text, start, end, units, tuple(sorted(above)), everywhere=province)
