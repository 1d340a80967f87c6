"""500 invented points of sale of essential goods (dataset ``diem-hang-thiet-yeu``), written as Excel on a Vietnamese machine would."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

from datasets.samples.places import Commune, communes, place_columns, random_point, spread
from datasets.samples.tables import MARK, day, number, phone, random_day, seeded, write_csv, yes_no

__all__ = ["write"]

COUNT = 500
FIRST_PHONE = 2001
GOODS = ["gạo", "mì gói", "nước uống", "dầu ăn", "trứng", "thịt", "cá", "rau củ", "sữa", "khẩu trang", "xà phòng", "gas"]


@dataclass(frozen=True)
class Kind:
    """A kind of point: floor area from–to in m², how many goods it sells, its hours."""

    name: str
    area: tuple[float, float]
    goods: tuple[int, int]
    hours: tuple[str, ...]
    weight: float


KINDS = [
    Kind("Chợ", (600, 12_500), (7, 11), ("04:00-18:00", "05:00-12:00, 15:00-19:00"), 2),
    Kind("Siêu thị", (800, 9_800), (9, 12), ("08:00-22:00", "07:30-21:30"), 1),
    Kind("Cửa hàng tiện lợi", (45, 220), (4, 8), ("00:00-24:00", "06:00-23:00"), 5),
    Kind("Cửa hàng bách hóa", (60, 480), (6, 10), ("06:00-21:30", "T2-T7 06:30-21:00; CN 07:00-20:00"), 6),
    Kind("Điểm bán hàng bình ổn", (25, 150), (3, 6), ("07:00-17:00", "T2-T7 07:30-17:30"), 2),
]


def write(folder: Path) -> None:
    """Write ``diem-hang-thiet-yeu.csv``."""
    write_csv(folder / "diem-hang-thiet-yeu.csv", _rows(seeded("diem-hang-thiet-yeu")), delimiter=";", bom=True)


def _rows(rng: Random) -> Iterator[dict[str, object]]:
    for serial, commune in enumerate(spread(communes(), COUNT), start=1):
        kind = rng.choices(KINDS, weights=[kind.weight for kind in KINDS])[0]
        yield _row(serial, commune, kind, rng)


def _row(serial: int, commune: Commune, kind: Kind, rng: Random) -> dict[str, object]:
    longitude, latitude = random_point(commune, rng)
    chosen = set(rng.sample(GOODS, rng.randint(*kind.goods)))
    return {
        "ma": f"HTY{serial:04d}",
        "ten": f"{kind.name} Mẫu {serial:03d}",
        "loai_diem": kind.name,
        "mat_hang": ", ".join(goods for goods in GOODS if goods in chosen),
        "binh_on_gia": yes_no(kind.name == "Điểm bán hàng bình ổn" or rng.random() < 0.15),
        "dien_tich_m2": number(rng.uniform(*kind.area)),
        "gio_mo_cua": rng.choice(kind.hours),
        "dien_thoai": phone(FIRST_PHONE + serial),
        "dia_chi": f"Số {rng.randint(1, 480)}, đường Mẫu {rng.randint(1, 60)}, {commune.name}, {commune.district}",
        **place_columns(commune),
        "ngay_ra_soat": day(random_day(rng, date(2024, 7, 1), date(2025, 2, 20))),
        "kinh_do": f"{longitude:.6f}",
        "vi_do": f"{latitude:.6f}",
        **MARK,
    }
