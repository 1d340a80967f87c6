"""Finding units by what people type: with or without marks, type words and their abbreviations, old and new names, codes.

A query is ``[type word] name[, name of a unit above]``. Candidates rank by how their name matches (exact with marks, exact without,
beginning, words, name followed by its district); a type word keeps only units of that type when any has the name. Ambiguous names give
every candidate: the reader chooses, not the program.
"""

import re
from dataclasses import dataclass
from functools import cache

from ckanext.binhduong.places.units.model import Unit
from ckanext.binhduong.places.units.tables import all_units, ancestors, earlier_names, predecessors
from ckanext.binhduong.vn.text import fold, tone_placed

_TYPE_WORDS = {
    "thanh pho": "Thành phố",
    "thi tran": "Thị trấn",
    "thi xa": "Thị xã",
    "phuong": "Phường",
    "huyen": "Huyện",
    "tinh": "Tỉnh",
    "xa": "Xã",
    "tp": "Thành phố",
    "tt": "Thị trấn",
    "tx": "Thị xã",
    "p": "Phường",
    "h": "Huyện",
    "x": "Xã",
    "t": "Tỉnh",
}
"""Longest first: "thi xa" before "xa", "tp" before "t"."""

_LEVELS_OF_TYPE = {
    "Tỉnh": {"province"},
    "Thành phố": {"province", "district"},
    "Thị xã": {"district"},
    "Huyện": {"district"},
    "Phường": {"commune"},
    "Xã": {"commune"},
    "Thị trấn": {"commune"},
}
_LEVEL_ORDER = ("province", "district", "commune")
_ALIASES = {"79@2025": ("TPHCM", "HCM", "Sài Gòn"), "718@2024": ("TDM",), "25747@2025": ("TDM",)}

_ID_OR_CODE = re.compile(r"(?P<code>[0-9]{2,5})(?:@(?P<list>2024|2025))?")
_SEPARATOR = re.compile(r"[.\s]+")

_NO_MATCH = 9


@dataclass(frozen=True)
class _Entry:
    """What is known of one unit's names: with marks, folded, its types now and earlier, folded words of the units above."""

    unit: Unit
    marked: frozenset[str]
    folded: frozenset[str]
    types: frozenset[str]
    context: str


@dataclass(frozen=True)
class _Query:
    type: str | None
    name: str
    folded: str
    context: str


def _words(text: str) -> str:
    return _SEPARATOR.sub(" ", tone_placed(text).lower()).strip()


def _split_type(text: str) -> tuple[str | None, str]:
    """Cut a leading type word off; a word alone ("huyện") is a type without a name, a letter alone the beginning of a name."""
    folded = fold(text)
    for word, type_name in _TYPE_WORDS.items():
        if (folded == word and len(word) > 1) or folded.startswith(f"{word} "):
            return type_name, " ".join(text.split(" ")[word.count(" ") + 1 :])
    return None, text


@cache
def _entries() -> tuple[_Entry, ...]:
    return tuple(_entry(unit) for unit in all_units())


def _entry(unit: Unit) -> _Entry:
    earlier = earlier_names().get(unit.id)
    earlier_type, earlier_name = _split_type(_words(earlier)) if earlier else (None, None)
    marked = frozenset(_words(name) for name in (unit.name, earlier_name, *_ALIASES.get(unit.id, ())) if name)
    # A unit of 2025 is also found by the district its land was in: "Hòa Lợi, Bến Cát" is what people still say.
    origins = [share["unit"] for share in predecessors(unit.id)] if unit.level == "commune" else []
    above = {each.name_with_type for start in (unit, *origins) for each in ancestors(start.id)}
    return _Entry(
        unit=unit,
        marked=marked,
        folded=frozenset(fold(name) for name in marked),
        types=frozenset(each for each in (unit.type, earlier_type) if each),
        context=fold(" ".join(sorted(above))),
    )


def _parse(q: str) -> _Query:
    head, _, tail = q.partition(",")
    type_name, name = _split_type(_words(head))
    contexts = [fold(_split_type(_words(part))[1]) for part in tail.split(",")]
    return _Query(type_name, name, fold(name), " ".join(part for part in contexts if part))


def _has_words(name: str, words: str) -> bool:
    """Return whether the words, in their order, begin words of the name: "bac uyen" in "bac tan uyen"."""
    parts = iter(name.split())
    return all(any(part.startswith(word) for part in parts) for word in words.split())


def _tier(entry: _Entry, query: _Query) -> int:
    """Rank how a unit's name matches: 0 exactly as typed, 1 but for marks, 2 beginning, 3 words, 4 name and then units above it."""
    if query.name in entry.marked:
        return 0
    if query.folded in entry.folded:
        return 1
    if any(name.startswith(query.folded) for name in entry.folded):
        return 2
    if any(_has_words(name, query.folded) for name in entry.folded):
        return 3
    above = entry.context.split()
    for name in entry.folded:
        if query.folded.startswith(f"{name} ") and all(word in above or word in _TYPE_WORDS for word in query.folded[len(name) :].split()):
            return 4
    return _NO_MATCH


def _type_rank(entry: _Entry, query: _Query) -> int:
    """Rank how a unit's type matches: 0 the very type (now or earlier), 1 one of the same level, 2 another."""
    if query.type is None or query.type in entry.types:
        return 0
    return 1 if entry.unit.level in _LEVELS_OF_TYPE[query.type] else 2


def _by_code(q: str) -> list[Unit] | None:
    match = _ID_OR_CODE.fullmatch(q.strip())
    if match is None:
        return None
    return [unit for unit in all_units() if unit.code == match["code"] and match["list"] in (None, unit.list)]


def search_units(q: str, limit: int = 10) -> list[Unit]:
    """Find units of both lists by name, code ("25747") or id ("718@2024"), the best match first; at most ``limit``.

    "p. dĩ an", "TP Thuận An", "xa Bau Bang", "thị xã Bến Cát", "Tân Định, Bến Cát", "Hoà Lợi" and "Hòa Lợi" are all understood.
    """
    coded = _by_code(q)
    if coded is not None:
        return coded[:limit]
    query = _parse(q[:200])
    if not query.folded and not query.type:
        return []
    found = [(entry, _tier(entry, query), _type_rank(entry, query)) for entry in _entries()]
    found = [each for each in found if each[1] != _NO_MATCH]
    in_context = [each for each in found if query.context and all(word in each[0].context.split() for word in query.context.split())]
    found = in_context or found
    # Of the units that bear the very name those of the type asked for count; "TX Tân Uyên" still finds the city it became.
    keep = min((rank for _, tier, rank in found if tier <= 1), default=min((rank for _, _, rank in found), default=0))
    ranked = sorted(
        (
            (tier, rank, _LEVEL_ORDER.index(entry.unit.level), -int(entry.unit.list), entry.unit.code, entry.unit)
            for entry, tier, rank in found
            if rank <= keep
        ),
        key=lambda each: each[:-1],
    )
    return [each[-1] for each in ranked[:limit]]
