"""What readers ask for: addresses of seven kinds in the shares of the mix, the same for every peer as far as it knows them."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

__all__ = ["FORMS", "SHARES", "Catalogue", "addresses"]

SHARES = {"home": 10, "search": 25, "dataset": 30, "resource": 10, "package_show": 10, "package_search": 10, "feature_search": 5}
"""Per cent of the requests, by what is asked for (issue 17, §1)."""
_WORDS = ("", "trạm y tế", "nhà thuốc", "quy hoạch", "quan trắc", "xe buýt", "cơ sở kinh doanh", "dự án", "thủ tục", "trường học")
_PAGES, _ROWS, _NEAREST = 5, 20, 20
_WEST, _SOUTH, _EAST, _NORTH = 106.34, 10.86, 106.96, 11.48
_RADIUS = 0.01
"""Degrees from a place to the sides of the box that stock CKAN is asked for."""


@dataclass(frozen=True)
class Catalogue:
    """What can be asked for: datasets by name, each with the id of one of its resources, and the layer of the features."""

    datasets: list[tuple[str, str]]
    layer: str


Form = Callable[[random.Random, Catalogue], str]


def _home(chance: random.Random, catalogue: Catalogue) -> str:
    return "/"


def _search(chance: random.Random, catalogue: Catalogue) -> str:
    return f"/dataset/?{urlencode({'q': chance.choice(_WORDS), 'page': chance.randint(1, _PAGES)})}"


def _dataset(chance: random.Random, catalogue: Catalogue) -> str:
    name, _ = chance.choice(catalogue.datasets)
    return f"/dataset/{name}"


def _resource(chance: random.Random, catalogue: Catalogue) -> str:
    name, resource = chance.choice(catalogue.datasets)
    return f"/dataset/{name}/resource/{resource}"


def _package_show(chance: random.Random, catalogue: Catalogue) -> str:
    name, _ = chance.choice(catalogue.datasets)
    return f"/api/3/action/package_show?id={name}"


def _package_search(chance: random.Random, catalogue: Catalogue) -> str:
    asked = {"q": chance.choice(_WORDS), "rows": _ROWS, "start": _ROWS * chance.randrange(_PAGES)}
    return f"/api/3/action/package_search?{urlencode(asked)}"


def _feature_search(chance: random.Random, catalogue: Catalogue) -> str:
    east, north = _place(chance)
    return f"/api/3/action/feature_search?layer={catalogue.layer}&near={east},{north}&limit={_NEAREST}"


def _datasets_near(chance: random.Random, catalogue: Catalogue) -> str:
    """Stock CKAN has no features: it is asked for the datasets of a box around the same place."""
    east, north = _place(chance)
    box = (east - _RADIUS, north - _RADIUS, east + _RADIUS, north + _RADIUS)
    return f"/api/3/action/package_search?rows={_NEAREST}&ext_bbox={','.join(f'{side:.5f}' for side in box)}"


def _place(chance: random.Random) -> tuple[float, float]:
    return round(chance.uniform(_WEST, _EAST), 5), round(chance.uniform(_SOUTH, _NORTH), 5)


_OURS: dict[str, Form] = {
    "home": _home,
    "search": _search,
    "dataset": _dataset,
    "resource": _resource,
    "package_show": _package_show,
    "package_search": _package_search,
    "feature_search": _feature_search,
}
FORMS = {"portal": _OURS, "stock": {**_OURS, "feature_search": _datasets_near}}


def addresses(count: int, catalogue: Catalogue, peer: str, seed: int) -> list[str]:
    """Return paths in the shares of the mix: each hundred has them exactly, in an order by chance.

    Args:
        count: how many; a multiple of 100 keeps the shares.
        peer: ``portal`` or ``stock``. With the same seed both get the same datasets, words and places.
        seed: of what is chosen.
    """
    chance, found = random.Random(seed), []
    while len(found) < count:
        kinds = [kind for kind, share in SHARES.items() for _ in range(share)]
        chance.shuffle(kinds)
        found += [FORMS[peer][kind](chance, catalogue) for kind in kinds]
    return found[:count]
