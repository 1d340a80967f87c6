"""600 invented pharmacies (dataset ``nha-thuoc``)."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random

from datasets.samples.places import Commune, communes, place_columns, random_point, spread
from datasets.samples.tables import MARK, day, number, phone, random_day, seeded, write_csv, yes_no

__all__ = ["write"]

COUNT = 600
HOURS = ["07:00-21:30", "06:30-22:00", "07:00-12:00, 13:30-20:00", "T2-T7 07:00-21:00; CN 08:00-12:00", "T2-CN 06:00-22:30"]
KINDS = {"Nhà thuốc": 0.72, "Quầy thuốc": 0.28}


def write(folder: Path) -> None:
    """Write ``nha-thuoc.csv``."""
    write_csv(folder / "nha-thuoc.csv", _rows(seeded("nha-thuoc")))


def _rows(rng: Random) -> Iterator[dict[str, object]]:
    for serial, commune in enumerate(spread(communes(), COUNT), start=1):
        yield _row(serial, commune, rng)


def _row(serial: int, commune: Commune, rng: Random) -> dict[str, object]:
    longitude, latitude = random_point(commune, rng)
    kind = rng.choices(list(KINDS), weights=list(KINDS.values()))[0]
    all_day = rng.random() < 0.05
    return {
        "ma": f"NT{serial:04d}",
        "ten": f"{kind} Mẫu {serial:03d}",
        "loai_hinh": kind,
        "dia_chi": f"Số {rng.randint(1, 480)}, đường Mẫu {rng.randint(1, 60)}, {commune.name}, {commune.district}",
        **place_columns(commune),
        "dien_thoai": phone(serial),
        "gpp": yes_no(rng.random() < 0.86),
        "mo_24h": yes_no(all_day),
        "gio_mo_cua": "00:00-24:00" if all_day else rng.choice(HOURS),
        "dien_tich_m2": number(rng.uniform(12, 140)),
        "ngay_cap_phep": day(random_day(rng, date(2015, 1, 5), date(2025, 2, 20))),
        "kinh_do": f"{longitude:.6f}",
        "vi_do": f"{latitude:.6f}",
        **MARK,
    }
