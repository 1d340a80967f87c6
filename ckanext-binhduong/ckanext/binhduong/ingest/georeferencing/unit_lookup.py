"""Look one written name or code of an administrative unit up in the two lists of the package ``vn``."""

import re
from collections import defaultdict
from functools import cache

from ckanext.binhduong.places import Unit, all_units, get_unit
from ckanext.binhduong.vn import fold

LISTS = ("2024", "2025")
"""The list before and the list since 1 July 2025; the same code may stand for another unit in the other one."""

_TYPES = {
    "tp": "thanh pho", "tt": "thi tran", "tx": "thi xa", "p": "phuong", "q": "quan", "h": "huyen", "x": "xa", "t": "tinh",
}  # fmt: skip
_LEVEL_WORDS = (
    ("province", "tinh|province"),
    ("district", "huyen|quan|thanh pho|district"),
    ("commune", "xa|phuong|thi tran|px|ward|commune"),
)
_TYPE_WORD = re.compile(r"^(thanh pho|thi tran|thi xa|phuong|quan|huyen|tinh|xa|tp|tt|tx|p|q|h|x|t)(?:[. ]+)(?=\S)")

_PARTED = re.compile(r"\s*[,;(]\s*|\s+[-–]\s+")


def levels_named(title: str) -> frozenset[str]:
    """Return the levels a column's title speaks of: "Huyện/Thị xã" → district; all three when it names none."""
    folded = " ".join(re.sub(r"[^a-z]+", " ", fold(title)).split())
    rest = folded.replace("thi xa", "huyen").replace("tinh thanh pho", "tinh")
    levels = {level for level, words in _LEVEL_WORDS if re.search(rf"\b(?:{words})\b", rest)}
    return frozenset(levels or {"province", "district", "commune"})


@cache
def find(value: str, units_list: str, *, code: bool, levels: frozenset[str]) -> tuple[Unit, ...]:
    """Return the units of a list that a cell may mean: one by its code; one, or several of one name, by its name.

    A type word decides between units of one name ("Phường Tân Định", "Xã Tân Định"); one that fits none is let pass, since a ward was
    a commune last year. A name that no unit has may be followed by the unit it lies in ("An Bình, huyện Phú Giáo").
    """
    if code:
        return tuple(unit for unit in _by_code(units_list).get(value.strip(), ()) if unit.level in levels)
    found = _find_name(value, units_list, levels)
    name, *above = _PARTED.split(value.strip(" )"))
    if found or not above:
        return found
    around = {_name_without_type(each)[0] for each in above}
    return tuple(unit for unit in _find_name(name, units_list, levels) if unit.parent and fold(get_unit(unit.parent).name) in around)


def _name_without_type(value: str) -> tuple[str, str | None]:
    """Return a folded name without its word of type, and that word."""
    folded = fold(value)
    word = _TYPE_WORD.match(folded)
    return (folded[word.end() :].strip(), word[1]) if word else (folded, None)


def _find_name(value: str, units_list: str, levels: frozenset[str]) -> tuple[Unit, ...]:
    name, word = _name_without_type(value)
    found = tuple(unit for unit in _by_name(units_list).get(name, ()) if unit.level in levels)
    kind = _TYPES.get(word, word) if word else None
    return tuple(unit for unit in found if fold(unit.type) == kind) or found


@cache
def _by_code(units_list: str) -> dict[str, tuple[Unit, ...]]:
    return {unit.code: (unit,) for unit in _units(units_list)}


@cache
def _by_name(units_list: str) -> dict[str, tuple[Unit, ...]]:
    named: dict[str, list[Unit]] = defaultdict(list)
    for unit in _units(units_list):
        named[fold(unit.name)].append(unit)
    return {name: tuple(units) for name, units in named.items()}


def _units(units_list: str) -> list[Unit]:
    return [unit for unit in all_units() if unit.list == units_list]
