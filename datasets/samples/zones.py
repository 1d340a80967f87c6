"""About 400 invented planning zones (dataset ``quy-hoach``).

A plan is a turned rectangle around a commune's centre, cut into lots by straight lines, each lot drawn in by half a street and
clipped to the commune. The work is done in metres on a plane that touches the ellipsoid at the centre: over the two kilometres of a plan
its areas differ from those on the ellipsoid by less than 0.1 %.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

import shapely
from shapely.affinity import affine_transform, rotate
from shapely.geometry import LineString, Polygon, box, mapping
from shapely.geometry.polygon import orient
from shapely.ops import split

from datasets.samples.places import Commune, communes, metres_per_degree, place_columns
from datasets.samples.tables import MARK, random_day, seeded, write_geojson

__all__ = ["write"]

HALF_STREET = 7.0
SMALLEST_LOT = 2_000.0
CUTS_BY_TYPE = {"Phường": 3, "Thị trấn": 4, "Xã": 3}
EXTRA_CUT_DISTRICTS = {"718", "721", "723", "724", "725"}


@dataclass(frozen=True)
class Use:
    """A land use: its code and name, where it may be, and the ranges of storeys and built-up share (per cent)."""

    code: str
    name: str
    types: frozenset[str]
    storeys: tuple[int, int]
    cover: tuple[int, int]
    weight: float


TOWN = frozenset({"Phường", "Thị trấn"})
ANYWHERE = TOWN | {"Xã"}
USES = [
    Use("ODT", "Đất ở tại đô thị", TOWN, (3, 25), (40, 70), 7),
    Use("ONT", "Đất ở tại nông thôn", frozenset({"Xã"}), (1, 5), (30, 60), 7),
    Use("TMD", "Đất thương mại, dịch vụ", ANYWHERE, (3, 30), (40, 60), 3),
    Use("CCC", "Đất sử dụng vào mục đích công cộng", ANYWHERE, (1, 5), (20, 40), 2),
    Use("DGD", "Đất xây dựng cơ sở giáo dục và đào tạo", ANYWHERE, (1, 4), (25, 40), 2),
    Use("DYT", "Đất xây dựng cơ sở y tế", ANYWHERE, (1, 7), (25, 40), 1),
    Use("DKV", "Đất khu vui chơi, giải trí công cộng", ANYWHERE, (1, 1), (5, 10), 3),
    Use("SKK", "Đất khu công nghiệp", ANYWHERE, (1, 5), (50, 70), 2),
    Use("CLN", "Đất trồng cây lâu năm", frozenset({"Xã", "Thị trấn"}), (0, 0), (0, 0), 3),
]
SCALES = ["1/500", "1/2.000", "1/5.000"]
STATES = ["Đã phê duyệt", "Đang lấy ý kiến", "Đang lập"]


def write(folder: Path) -> None:
    """Write ``quy-hoach.geojson``."""
    write_geojson(folder / "quy-hoach.geojson", _features(seeded("quy-hoach")))


def _features(rng: Random) -> Iterator[dict[str, object]]:
    for plan, commune in enumerate(communes(), start=1):
        decided = random_day(rng, date(2018, 1, 8), date(2025, 2, 20))
        shared = {
            "do_an": f"Đồ án quy hoạch phân khu Mẫu {plan:02d} ({commune.name})",
            "quyet_dinh": f"{plan:04d}/QĐ-MẪU",
            "ngay_quyet_dinh": decided.isoformat(),
            "ty_le": rng.choice(SCALES),
            "tinh_trang": rng.choices(STATES, weights=[8, 1, 1])[0],
        }
        for lot, (polygon, hectares) in enumerate(_lots(commune, rng), start=1):
            yield _feature(f"LO-{commune.code}-{lot:02d}", polygon, hectares, shared, commune, rng)


def _feature(lot: str, polygon: Polygon, hectares: float, plan: dict[str, str], commune: Commune, rng: Random) -> dict[str, object]:
    uses = [use for use in USES if commune.type in use.types]
    use = rng.choices(uses, weights=[use.weight for use in uses])[0]
    storeys, cover = rng.randint(*use.storeys), rng.randint(*use.cover)
    properties = {
        "ma_lo": lot,
        "ma_loai_dat": use.code,
        "loai_dat": use.name,
        **plan,
        "dien_tich_ha": round(hectares, 2),
        "tang_cao": storeys,
        "mat_do": cover,
        "he_so_su_dung_dat": round(storeys * cover / 100, 2),
        **place_columns(commune),
        **MARK,
    }
    return {"type": "Feature", "id": lot, "properties": properties, "geometry": mapping(polygon)}


def _lots(commune: Commune, rng: Random) -> Iterator[tuple[Polygon, float]]:
    """The lots of a commune's plan as polygons in degrees (anticlockwise, as RFC 7946 asks) with their area in hectares."""
    east, north = metres_per_degree(commune.centre.y)
    x0, y0 = commune.centre.x, commune.centre.y
    inner = affine_transform(commune.inner, [east, 0, 0, north, -x0 * east, -y0 * north])
    width, height = rng.uniform(700, 1_600), rng.uniform(500, 1_100)
    plan = rotate(box(-width / 2, -height / 2, width / 2, height / 2), rng.uniform(0, 90))
    cuts = CUTS_BY_TYPE[commune.type] + (commune.district_code in EXTRA_CUT_DISTRICTS)
    for part in _cut(plan, cuts, rng):
        lot = _largest(part.buffer(-HALF_STREET, join_style="mitre").intersection(inner))
        if lot.area >= SMALLEST_LOT:
            degrees = affine_transform(lot, [1 / east, 0, 0, 1 / north, x0, y0])
            yield orient(shapely.transform(degrees, lambda points: points.round(6)), 1.0), lot.area / 10_000


def _cut(plan: Polygon, cuts: int, rng: Random) -> list[Polygon]:
    """Cut a convex shape ``cuts`` times, each time the largest piece across its longer side."""
    pieces = [plan]
    for _ in range(cuts):
        pieces.sort(key=lambda piece: piece.area)
        pieces.extend(_halves(pieces.pop(), rng))
    return pieces


def _halves(piece: Polygon, rng: Random) -> list[Polygon]:
    corners = shapely.get_coordinates(piece.minimum_rotated_rectangle)[:4]
    a, b, c, d = [shapely.Point(corner) for corner in corners]
    if a.distance(b) < b.distance(c):
        a, b, c, d = b, c, d, a
    line = LineString([_between(a, b, rng.uniform(0.38, 0.62)), _between(d, c, rng.uniform(0.38, 0.62))])
    longer = shapely.affinity.scale(line, 1.5, 1.5)
    return [part for part in split(piece, longer).geoms if isinstance(part, Polygon)]


def _between(a: shapely.Point, b: shapely.Point, share: float) -> tuple[float, float]:
    return a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share


def _largest(area: shapely.Geometry) -> Polygon:
    return max((part for part in shapely.get_parts(area) if isinstance(part, Polygon)), key=lambda part: part.area, default=Polygon())
