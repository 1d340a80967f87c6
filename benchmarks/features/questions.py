"""What is asked: one table of questions, each as every peer understands it. The same places, ids and tiles for all."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from benchmarks.features.layers import BOX, KINDS, POINTS, ZONES

__all__ = ["QUESTIONS", "Question", "Sizes", "Statement"]

PAGE, NEAREST, SMALL_PAGE, DEEP = 100, 20, 10, 10_000
"""Features of a page, of a near-me answer and of the pages that are counted; the number of the deep page."""
_VARIANTS = 200

Statement = tuple[str, dict[str, Any]]
Ask = Callable[[random.Random, "Sizes"], tuple[Any, ...]]


@dataclass(frozen=True)
class Sizes:
    """Features of the two layers."""

    zones: int
    points: int

    @property
    def deep(self) -> int:
        """The number of the deep page: less than 10,000 where the layer has fewer pages."""
        return min(DEEP, self.points // SMALL_PAGE)


@dataclass(frozen=True)
class Question:
    """A question: its name, what chooses its values, and a path for each peer that understands it, a statement for the bare query.

    Attributes:
        through: "nginx" for what is answered from nginx's store where a peer has one, else "".
    """

    name: str
    values: Callable[[random.Random, Sizes], dict[str, Any]]
    ours: str
    tipg: str = ""
    pygeoapi: str = ""
    bare: str = ""
    through: str = ""

    def asked(self, peer: str, sizes: Sizes, cursor: str = "") -> list[Any]:
        """Return the paths (or statements with their values) that a peer is asked in turn; none when it does not know the question."""
        form = getattr(self, peer)
        chance = random.Random(15)
        chosen = [self.values(chance, sizes) for _ in range(_VARIANTS)] if form else []
        if peer == "bare":
            return [(form, values) for values in chosen]
        return [form.format(**values, cursor=cursor) for values in chosen]


def _box(chance: random.Random, sizes: Sizes) -> dict[str, Any]:
    west, south = chance.uniform(BOX[0], BOX[2] - 0.02), chance.uniform(BOX[1], BOX[3] - 0.02)
    box = {"west": round(west, 5), "south": round(south, 5), "east": round(west + 0.02, 5), "north": round(south + 0.02, 5)}
    return {**box, "bbox": ",".join(str(each) for each in box.values())}


def _kind(chance: random.Random, sizes: Sizes) -> dict[str, Any]:
    kind = f"loại {chance.randrange(KINDS):02d}"
    return {"kind": kind, "loai": urlencode({"loai": kind}), "filter": urlencode({"filter": f"loai = '{kind}' AND dien_tich > 900"})}


def _row(chance: random.Random, sizes: Sizes) -> dict[str, Any]:
    number = chance.randint(1, sizes.zones)
    return {"id": number, "ma": f"M{number:07d}"}


def _place(chance: random.Random, sizes: Sizes) -> dict[str, Any]:
    return {"lon": round(chance.uniform(BOX[0], BOX[2]), 5), "lat": round(chance.uniform(BOX[1], BOX[3]), 5)}


def _first(chance: random.Random, sizes: Sizes) -> dict[str, Any]:
    return {"after": 0, "offset": 0}


def _deep(chance: random.Random, sizes: Sizes) -> dict[str, Any]:
    offset = (sizes.deep - 1) * SMALL_PAGE
    return {"after": offset, "offset": offset}


def _tile(*zooms: int) -> Callable[[random.Random, Sizes], dict[str, Any]]:
    def choose(chance: random.Random, sizes: Sizes) -> dict[str, Any]:
        place, zoom = _place(chance, sizes), chance.choice(zooms)
        tangent = math.asinh(math.tan(math.radians(place["lat"])))
        x, y = int((place["lon"] + 180) / 360 * 2**zoom), int((1 - tangent / math.pi) / 2 * 2**zoom)
        return {"z": zoom, "x": x, "y": y, "rank": (2 * 40_075_016.69 / 2**zoom / 4096) ** 2}

    return choose


_COLUMNS = "ma, ten, loai, ngay, dien_tich"
_FEATURE = (
    f"ST_AsGeoJSON(t._geom, 7) || (SELECT row_to_json(p)::text FROM (SELECT {', '.join('t.' + name for name in _COLUMNS.split(', '))}) p)"
)
_ZONES, _POINTS = "public._bench_vung t", "public._bench_diem t"
_OURS, _TIPG, _PYGEOAPI = "/geo/collections/{}", "/collections/public.{}", "/collections/{}"
_Z, _P = ("bench-vung", "bench_vung"), ("bench-diem", "bench_diem")
_ENVELOPE = "ST_TileEnvelope(%(z)s, %(x)s, %(y)s)"


def _items(layer: tuple[str, str], query: str, **own: str) -> dict[str, str]:
    return {
        "ours": f"{_OURS.format(layer[0])}/items?{own.get('ours', query)}",
        "tipg": f"{_TIPG.format(layer[1])}/items?f=geojson&{own.get('tipg', query)}",
        "pygeoapi": f"{_PYGEOAPI.format(layer[1])}/items?f=json&{own.get('pygeoapi', query)}",
    }


def _bare(table: str, rest: str) -> str:
    return f"SELECT {_FEATURE} FROM {table} {rest}"


def _tile_of(thinned: str, names: str) -> str:
    return (
        f"SELECT ST_AsMVT(c, 'l', 4096, 'shape', '_id') FROM (SELECT _id{names},"
        f" ST_AsMVTGeom(_geom_3857, {_ENVELOPE}, 4096, 64, true) AS shape"
        f" FROM (SELECT * FROM {_ZONES} WHERE _geom_3857 && ST_TileEnvelope(%(z)s, %(x)s, %(y)s, margin => 0.015625) {thinned}) f) c"
        " WHERE shape IS NOT NULL"
    )


_ALL, _MOST = "", "AND _rank > %(rank)s ORDER BY _rank DESC LIMIT 10000"
_CAST = ", ma, ten, loai, ngay::text, dien_tich::float8"


def _tiles(name: str, zooms: tuple[int, ...], thinned: str, names: str, through: str = "") -> Question:
    ours = f"{_OURS.format(ZONES)}/tiles/WebMercatorQuad/{{z}}/{{y}}/{{x}}?v=1"
    tipg = f"{_TIPG.format('bench_vung_3857')}/tiles/WebMercatorQuad/{{z}}/{{x}}/{{y}}"
    pygeoapi = f"{_PYGEOAPI.format('bench_vung')}/tiles/WebMercatorQuad/{{z}}/{{y}}/{{x}}?f=mvt"
    return Question(name, _tile(*zooms), ours, tipg, pygeoapi, _tile_of(thinned, names), through)


_NEAR = f"/api/3/action/feature_search?layer={POINTS}&near={{lon}},{{lat}}&limit={NEAREST}"
_CQL2 = f"limit={PAGE}&{{filter}}&filter-lang="

QUESTIONS = (
    Question(
        "items by bbox",
        _box,
        **_items(_Z, f"limit={PAGE}&bbox={{bbox}}"),
        bare=_bare(_ZONES, f"WHERE t._geom && ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 4326) ORDER BY t._id LIMIT {PAGE}"),
    ),
    Question(
        "items by attribute",
        _kind,
        **_items(_Z, f"limit={PAGE}&{{loai}}"),
        bare=_bare(_ZONES, f"WHERE t.loai = %(kind)s ORDER BY t._id LIMIT {PAGE}"),
    ),
    Question(
        "item by id",
        _row,
        f"{_OURS.format(ZONES)}/items/{{ma}}",
        f"{_TIPG.format('bench_vung')}/items/{{id}}?f=geojson",
        f"{_PYGEOAPI.format('bench_vung')}/items/{{id}}?f=json",
        _bare(_ZONES, "WHERE t.ma = %(ma)s"),
    ),
    Question(
        f"nearest {NEAREST}",
        _place,
        _NEAR,
        bare=_bare(_POINTS, f"ORDER BY t._geom <-> ST_SetSRID(ST_MakePoint(%(lon)s, %(lat)s), 4326) LIMIT {NEAREST}"),
    ),
    Question("page 1", _first, **_items(_P, f"limit={SMALL_PAGE}"), bare=_bare(_POINTS, f"ORDER BY t._id LIMIT {SMALL_PAGE}")),
    Question(
        "deep page",
        _deep,
        **_items(_P, f"limit={SMALL_PAGE}&offset={{offset}}", ours=f"limit={SMALL_PAGE}&cursor={{cursor}}"),
        bare=_bare(_POINTS, f"WHERE t._id > %(after)s ORDER BY t._id LIMIT {SMALL_PAGE}"),
    ),
    Question(
        "CQL2",
        _kind,
        **_items(_Z, _CQL2 + "cql2-text", pygeoapi=_CQL2 + "cql-text"),
        bare=_bare(_ZONES, f"WHERE t.loai = %(kind)s AND t.dien_tich > 900 ORDER BY t._id LIMIT {PAGE}"),
    ),
    _tiles("tile z6, cold", (6,), _MOST, ""),
    _tiles("tile z10, cold", (10,), _MOST, _CAST),
    _tiles("tile z12, cold", (12,), _MOST, _CAST),
    _tiles("tile z14–16, cold", (14, 15, 16), _ALL, _CAST),
    _tiles("tile z14–16, warm", (14, 15, 16), _ALL, _CAST, through="nginx"),
    Question("items by bbox, warm", _box, **_items(_Z, f"limit={PAGE}&bbox={{bbox}}"), through="nginx"),
    Question(f"nearest {NEAREST}, warm", _place, _NEAR, through="nginx"),
)
