"""240 invented traffic cameras (dataset ``camera-giao-thong``). Their snapshot addresses end in ``.example``: no such host can exist."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random

from datasets.samples.places import communes, place_columns, random_point, spread
from datasets.samples.tables import MARK, random_day, seeded, write_geojson, yes_no

__all__ = ["write"]

COUNT = 240
DIRECTIONS = ["Bắc", "Đông Bắc", "Đông", "Đông Nam", "Nam", "Tây Nam", "Tây", "Tây Bắc"]
STATES = {"Hoạt động": 8, "Bảo trì": 1, "Mất kết nối": 1}
TYPES = {"Cố định": 6, "Quay quét (PTZ)": 3, "Toàn cảnh": 1}
RESOLUTIONS = {"1280x720": 2, "1920x1080": 6, "2560x1440": 2, "3840x2160": 1}


def write(folder: Path) -> None:
    """Write ``camera-giao-thong.geojson``."""
    write_geojson(folder / "camera-giao-thong.geojson", _features(seeded("camera-giao-thong")))


def _features(rng: Random) -> Iterator[dict[str, object]]:
    for serial, commune in enumerate(spread(communes(), COUNT), start=1):
        longitude, latitude = random_point(commune, rng)
        row = {"ma": f"CAM{serial:04d}", **_view(serial, rng), **_technical(rng), **place_columns(commune), **MARK}
        yield {"type": "Feature", "id": row["ma"], "properties": row, "geometry": {"type": "Point", "coordinates": [longitude, latitude]}}


def _view(serial: int, rng: Random) -> dict[str, object]:
    road, crossing = rng.sample(range(1, 61), 2)
    return {
        "ten": f"Camera Mẫu {serial:03d}",
        "tuyen_duong": f"Đường Mẫu {road}",
        "vi_tri": f"Giao lộ đường Mẫu {road} - đường Mẫu {crossing}",
        "huong": rng.choice(DIRECTIONS),
        "trang_thai": _pick(STATES, rng),
        "anh_url": f"https://camera.binhduong.example/mau/{serial:04d}.jpg",
    }


def _technical(rng: Random) -> dict[str, object]:
    kind = _pick(TYPES, rng)
    return {
        "loai_camera": kind,
        "do_phan_giai": _pick(RESOLUTIONS, rng),
        "khung_hinh_giay": rng.choice([15, 25, 30]),
        "goc_nhin_do": 180 if kind == "Toàn cảnh" else rng.choice([60, 75, 90, 110]),
        "tam_nhin_m": rng.choice([50, 80, 100, 150, 200]),
        "hong_ngoai": yes_no(rng.random() < 0.8),
        "chuan_nen": rng.choice(["H.264", "H.265"]),
        "do_cao_lap_m": round(rng.uniform(4.5, 9.0), 1),
        "ngay_lap": random_day(rng, date(2019, 2, 11), date(2025, 2, 20)).isoformat(),
    }


def _pick(weights: dict[str, int], rng: Random) -> str:
    return rng.choices(list(weights), weights=list(weights.values()))[0]
