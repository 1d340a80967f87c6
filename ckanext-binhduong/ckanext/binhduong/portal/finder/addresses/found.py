"""Where the data's own texts name an address: the rows of all layers that have its street, the house first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice, product
from typing import Any

from ckan.plugins import toolkit as tk

from ckanext.binhduong.core.light_path.feature_documents import point_of
from ckanext.binhduong.portal.finder.addresses.named import named_at
from ckanext.binhduong.portal.finder.addresses.typed import Address
from ckanext.binhduong.portal.finder.card_facts import row_of
from ckanext.binhduong.portal.finder.finder_query import Point

__all__ = ["FoundAddress", "Spot", "find_address"]

_READ = 100
"""Rows of a search that are looked at."""
_MOST_QUERIES = 6
_MOST_SPOTS = 5


@dataclass(frozen=True)
class Spot:
    """A place that a row names.

    Attributes:
        point: longitude and latitude.
        name: the row's name.
        text: the text in it that names the address.
        layer: the row's layer.
        house: the number in the text, 0 without one.
    """

    point: Point
    name: str
    text: str
    layer: str
    house: int


@dataclass(frozen=True)
class FoundAddress:
    """An address that the data know.

    Attributes:
        address: as it was typed.
        spots: where it is, the best first.
        query: the words that found it.
        is_chosen: whether they are of the layers that were preferred.
    """

    address: Address
    spots: tuple[Spot, ...]
    query: str
    is_chosen: bool

    @property
    def is_exact(self) -> bool:
        """Whether the first place has the house number that was typed, or none was typed."""
        return self.address.house in (0, self.spots[0].house)


def find_address(address: Address, within: str, layers: dict[str, Any], preferred: Sequence[str] = ()) -> FoundAddress | None:
    """Return where the data name an address; None when they do not.

    A statement for each spelling, once more when no row has the house, or when none of the preferred layers has the street.

    Args:
        address: as typed.
        within: the unit it must be in, empty for anywhere.
        layers: the published layers by id.
        preferred: ids of layers whose rows are taken when they name it, others only when they do not.

    Raises:
        tk.ValidationError: the database did not answer in time.
    """
    queries = [" ".join(words) for words in islice(product(*(street.queries for street in address.streets)), _MOST_QUERIES)]
    numbers = dict.fromkeys((str(address.house) if address.house else "", ""))
    scopes = dict.fromkeys((",".join(preferred), ""))
    for number, scope, query in product(numbers, scopes, queries):
        asked = {"q": f"{number} {query}".strip(), "within": within, "layer": scope, "limit": _READ}
        if spots := _spots(address, asked, layers):
            return FoundAddress(address, tuple(spots), query, bool(scope))
    return None


def _spots(address: Address, asked: dict[str, Any], layers: dict[str, Any]) -> list[Spot]:
    features = tk.get_action("feature_search")({}, asked)["features"]
    spots = [spot for feature in features if (spot := _spot(feature, address, layers))]
    return sorted(_apart(spots), key=lambda spot: abs(spot.house - address.house) if address.house else 0)[:_MOST_SPOTS]


def _spot(feature: dict[str, Any], address: Address, layers: dict[str, Any]) -> Spot | None:
    point = point_of(feature.get("geometry"))
    texts = [value for value in (feature.get("properties") or {}).values() if isinstance(value, str)]
    named = ((text, named_at(text, address)) for text in texts)
    text, house = next(((text, house) for text, (is_named, house) in named if is_named), ("", 0))
    # A layer that was published a moment ago is not among those the page knows.
    if not text or point is None or feature["layer"] not in layers:
        return None
    row = row_of(feature, layers[feature["layer"]]["fields"])
    return Spot(point, str(row["name"]), text, feature["layer"], house)


def _apart(spots: list[Spot]) -> list[Spot]:
    """Rows of one text, in several layers or twice in one, are one place."""
    return list({spot.text: spot for spot in reversed(spots)}.values())[::-1]
