"""What an administrative unit is."""

from dataclasses import dataclass
from typing import Literal, TypedDict

UnitList = Literal["2024", "2025"]
Level = Literal["province", "district", "commune"]


@dataclass(frozen=True)
class Unit:
    """One unit of one code list.

    The state re-uses codes (24 of the 36 codes of 2025 belonged to differently named communes before), so a unit's ``id`` is always
    ``<code>@<list>``. ``valid_from`` and ``valid_to`` are the first and the last day (ISO 8601), None where unknown or not ended.
    ``boundary`` is "exact" for a shape drawn as this unit's own, "approximate" for one composed of other units' shapes, "unknown" for
    Thành phố Hồ Chí Minh, of which only the former Bình Dương is known here.
    """

    id: str
    code: str
    list: UnitList
    level: Level
    name: str
    name_with_type: str
    type: str
    name_en: str
    parent: str | None
    valid_from: str | None
    valid_to: str | None
    area_km2: float | None
    boundary: Literal["exact", "approximate", "unknown"]


class UnitAt(TypedDict):
    """A unit at a place; not ``certain`` where the law splits an old commune and the data cannot tell on which side the place is."""

    unit: Unit
    certain: bool


class UnitShare(TypedDict):
    """A successor or predecessor and the share (0 to 1) of the asked unit's area that went to it or came from it; None if unknown."""

    unit: Unit
    share: float | None
