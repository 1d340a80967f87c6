"""Which OpenStreetMap objects are on a base map, in which layer, and from which zoom. Tags: https://wiki.openstreetmap.org/wiki/Map_features."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

__all__ = ["KEYS", "RULES", "Rule", "rule_of"]


class Rule(NamedTuple):
    """Objects with one of ``values`` under ``key`` (any value when there are none) are drawn as ``kind`` in ``layer`` from ``zoom`` on."""

    layer: str
    kind: str
    zoom: int
    key: str
    values: tuple[str, ...] = ()


#: By GDAL's layers of an extract. The first rule that fits counts.
RULES: dict[str, tuple[Rule, ...]] = {
    "multipolygons": (
        Rule("water", "area", 6, "natural", ("water", "bay")),
        Rule("water", "area", 6, "waterway", ("riverbank", "dock")),
        Rule("water", "area", 8, "landuse", ("reservoir", "basin", "aquaculture")),
        Rule("building", "building", 13, "building"),
        Rule("land", "wood", 8, "natural", ("wood",)),
        Rule("land", "wood", 8, "landuse", ("forest",)),
        Rule("land", "farm", 9, "landuse", ("orchard", "farmland", "plantation", "farmyard", "meadow")),
        Rule("land", "town", 8, "landuse", ("residential", "commercial", "retail")),
        Rule("land", "industry", 9, "landuse", ("industrial", "quarry", "port")),
        Rule("land", "park", 10, "leisure", ("park", "garden", "golf_course", "nature_reserve", "pitch", "stadium")),
        Rule("land", "park", 11, "landuse", ("grass", "recreation_ground", "cemetery", "village_green")),
        Rule("land", "public", 12, "amenity", ("school", "university", "college", "hospital", "marketplace")),
        Rule("land", "public", 10, "aeroway", ("aerodrome",)),
    ),
    "lines": (
        Rule("road", "motorway", 6, "highway", ("motorway", "trunk", "motorway_link", "trunk_link")),
        Rule("road", "primary", 7, "highway", ("primary", "primary_link")),
        Rule("road", "secondary", 9, "highway", ("secondary", "secondary_link", "tertiary", "tertiary_link")),
        Rule("road", "street", 12, "highway", ("unclassified", "residential", "living_street", "pedestrian")),
        Rule("road", "path", 13, "highway", ("service", "track", "footway", "path", "cycleway", "steps")),
        Rule("road", "rail", 9, "railway", ("rail", "light_rail", "subway")),
        Rule("water", "river", 7, "waterway", ("river",)),
        Rule("water", "stream", 11, "waterway", ("canal", "stream", "ditch", "drain")),
    ),
    "points": (
        Rule("place", "city", 6, "place", ("city",)),
        Rule("place", "town", 8, "place", ("town",)),
        Rule("place", "village", 11, "place", ("village", "suburb", "quarter")),
        Rule("place", "hamlet", 13, "place", ("hamlet", "neighbourhood", "isolated_dwelling")),
    ),
}

#: The keys that select objects, by GDAL's layer.
KEYS: dict[str, tuple[str, ...]] = {layer: tuple(sorted({rule.key for rule in rules})) for layer, rules in RULES.items()}


def rule_of(layer: str, tags: Mapping[str, str | None]) -> Rule | None:
    """Return how an object of one of GDAL's layers is drawn; None for what no base map shows (a tag that says "no" is none)."""
    for rule in RULES[layer]:
        value = tags.get(rule.key)
        if value and value != "no" and (not rule.values or value in rule.values):
            return rule
    return None
