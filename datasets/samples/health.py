"""300 invented health facilities (dataset ``co-so-y-te``): one commune health station in each commune, the others by density."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

from datasets.samples.places import Commune, communes, place_columns, random_point, spread
from datasets.samples.tables import MARK, day, phone, random_day, seeded, write_csv, yes_no

__all__ = ["write"]

COUNT = 300
FIRST_PHONE = 1001
OFFICE_HOURS = "T2-T6 07:00-11:30, 13:30-17:00"
ALL_DAY = "00:00-24:00"


@dataclass(frozen=True)
class Kind:
    """A kind of facility: beds from–to, its technical levels and hours, the shares that are public and take health insurance."""

    name: str
    beds: tuple[int, int]
    levels: tuple[str, ...]
    hours: tuple[str, ...]
    public: float
    insurance: float
    weight: float


STATION = Kind("Trạm y tế", (2, 8), ("Ban đầu",), (OFFICE_HOURS, "T2-CN 07:00-17:00"), 1.0, 1.0, 0)
KINDS = [
    Kind("Bệnh viện đa khoa", (80, 1_200), ("Cơ bản", "Chuyên sâu"), (ALL_DAY,), 0.5, 0.95, 2),
    Kind("Bệnh viện chuyên khoa", (50, 400), ("Cơ bản", "Chuyên sâu"), (ALL_DAY,), 0.5, 0.8, 1),
    Kind("Trung tâm y tế", (60, 300), ("Cơ bản",), (ALL_DAY,), 1.0, 1.0, 1),
    Kind("Phòng khám đa khoa", (0, 20), ("Ban đầu",), ("T2-T7 06:30-20:00; CN 07:00-12:00", "06:00-20:00"), 0.1, 0.7, 9),
    Kind("Phòng khám chuyên khoa", (0, 0), ("Ban đầu",), ("T2-T7 17:00-20:00; CN 08:00-11:00", "T2-CN 07:30-19:30"), 0.0, 0.1, 12),
]
WITH_EMERGENCY = {"Bệnh viện đa khoa", "Trung tâm y tế"}


def write(folder: Path) -> None:
    """Write ``co-so-y-te.csv``."""
    write_csv(folder / "co-so-y-te.csv", _rows(seeded("co-so-y-te")))


def _rows(rng: Random) -> Iterator[dict[str, object]]:
    places = communes()
    stations = [(place, STATION) for place in places]
    others = [(place, rng.choices(KINDS, weights=[kind.weight for kind in KINDS])[0]) for place in spread(places, COUNT - len(places))]
    for serial, (place, kind) in enumerate(stations + others, start=1):
        yield _row(serial, place, kind, rng)


def _row(serial: int, commune: Commune, kind: Kind, rng: Random) -> dict[str, object]:
    longitude, latitude = random_point(commune, rng)
    return {
        "ma": f"YT{serial:04d}",
        "ten": f"{kind.name} Mẫu {serial:03d}",
        "loai_hinh": kind.name,
        "hinh_thuc": "Công lập" if rng.random() < kind.public else "Tư nhân",
        "cap_chuyen_mon": rng.choice(kind.levels),
        "so_giuong": rng.randint(*kind.beds),
        "bhyt": yes_no(rng.random() < kind.insurance),
        "cap_cuu_24h": yes_no(kind.name in WITH_EMERGENCY),
        "gio_lam_viec": rng.choice(kind.hours),
        "dien_thoai": phone(FIRST_PHONE + serial),
        "dia_chi": f"Số {rng.randint(1, 480)}, đường Mẫu {rng.randint(1, 60)}, {commune.name}, {commune.district}",
        **place_columns(commune),
        "ngay_cap_phep": day(random_day(rng, date(2012, 3, 5), date(2025, 2, 20))),
        "kinh_do": f"{longitude:.6f}",
        "vi_do": f"{latitude:.6f}",
        **MARK,
    }
