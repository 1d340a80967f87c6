"""The kinds of datasets of a province, read from topics/*.yaml, and how many of each kind the catalogue gets."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import yaml

from tests.search.relevance.facts import HERE, PROVINCE, places

SEED = 2024
YEARS = range(2018, 2026)
_NEWEST_FIRST = (2024, 2023, 2022, 2025, 2021, 2020, 2019, 2018)  # of 2025 only a part had been published when the districts ended

_COMMON_COLUMNS = {
    "table": {"stt": "Số thứ tự", "ma_xa": "Mã xã", "nam": "Năm"},
    "points": {
        **{"ma": "Mã", "dia_chi": "Địa chỉ", "xa_phuong": "Xã, phường, thị trấn", "quan_huyen": "Huyện, thành phố"},
        **{"kinh_do": "Kinh độ", "vi_do": "Vĩ độ"},
    },
    "areas": {"ma_vung": "Mã vùng", "hinh": "Hình dạng (GeoJSON)"},
}


@dataclass(frozen=True)
class Topic:
    """One kind of dataset: its words, its columns (name and label), its concepts, and over which places and years it is spread."""

    id: str
    sector: str
    theme: str
    titles: list[str]
    en: str
    by: list[str]
    about: list[str]
    tags: list[str]
    columns: dict[str, str]
    notes: str
    spread: str
    holds: list[str] = field(default_factory=list)
    near: list[str] = field(default_factory=list)
    law: list[str] = field(default_factory=list)
    standards: list[str] = field(default_factory=list)
    form: str = "table"
    count: int = 0
    named: dict[str, tuple[str, int]] = field(default_factory=dict)

    @property
    def all_columns(self) -> dict[str, str]:
        """The topic's own columns and those that every table of its form has."""
        return {**_COMMON_COLUMNS[self.form], **self.columns}


@dataclass(frozen=True)
class Edition:
    """The place, the year and the named thing of one dataset; the place is a unit's id."""

    place: str
    year: int | None = None
    entity: str | None = None
    entity_name: str = ""


@cache
def topics() -> tuple[Topic, ...]:
    """Return every topic, sector by sector."""
    return tuple(Topic(**_with_sector(topic, sector)) for sector in _sectors() for topic in sector["topics"])


def sector_labels() -> dict[str, tuple[str, str]]:
    """Return theme code → (Vietnamese, English) of the themes the catalogue uses beside the portal's own nine."""
    return {sector.get("theme", sector["sector"]): (sector["label"], sector["label_en"]) for sector in _sectors()}


@cache
def _sectors() -> tuple[dict[str, Any], ...]:
    return tuple(yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted((HERE / "topics").glob("*.yaml")))


def _with_sector(topic: dict[str, Any], sector: dict[str, Any]) -> dict[str, Any]:
    return {"sector": sector["sector"], "theme": sector.get("theme", sector["sector"]), **topic}


def editions(topic: Topic) -> list[Edition]:
    """Return ``count`` datasets of a topic: most are the newest of the province and its districts, the others follow from its own seed."""
    every = _SPREADS[topic.spread](topic)
    count = min(topic.count or len(every), len(every))
    chance = random.Random(f"{SEED}:{topic.id}")
    first = min(len(_districts()) + 1, max(1, round(count * 0.6)))
    newest = [every[0], *chance.sample(every[1 : len(_districts()) + 1], min(first, len(every)) - 1)] if len(every) > 1 else every
    rest = [edition for edition in every if edition not in newest]
    return newest + chance.sample(rest, min(count - len(newest), len(rest)))


def _districts() -> list[str]:
    return [place.id for place in places().values() if place.within == (PROVINCE,)]


def _communes() -> list[str]:
    return [place.id for place in places().values() if place.within not in ((PROVINCE,), ())]


def _named(topic: Topic) -> list[Edition]:
    return [Edition(f"{district}@2024", None, key, name) for key, (name, district) in topic.named.items()]


_SPREADS = {
    "p": lambda topic: [Edition(PROVINCE), *(Edition(PROVINCE, year) for year in YEARS)],
    "py": lambda topic: [Edition(PROVINCE, year) for year in reversed(YEARS)],
    "d": lambda topic: [Edition(place) for place in (PROVINCE, *_districts())],
    "dy": lambda topic: [Edition(place, year) for year in _NEWEST_FIRST for place in (PROVINCE, *_districts())],
    "c": lambda topic: [Edition(place, year) for year in (2024, 2023) for place in _communes()],
    "dc": lambda topic: [Edition(place) for place in (PROVINCE, *_districts(), *_communes())],
    "named": _named,
}
