"""200 invented public Wi-Fi points (dataset ``wifi-cong-cong-thu-dau-mot``): a dataset of one district, in four of its wards only."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random

from datasets.samples.places import Commune, communes, place_columns, random_point, spread
from datasets.samples.tables import MARK, day, random_day, seeded, write_csv

__all__ = ["write"]

COUNT = 200
WARDS = {"25759", "25760", "25762", "25763"}
SITES = ["Công viên", "Nhà văn hóa", "Bộ phận một cửa", "Trạm chờ xe buýt", "Thư viện"]


def write(folder: Path) -> None:
    """Write ``wifi-cong-cong-thu-dau-mot.csv``."""
    write_csv(folder / "wifi-cong-cong-thu-dau-mot.csv", _rows(seeded("wifi-cong-cong-thu-dau-mot")))


def _rows(rng: Random) -> Iterator[dict[str, object]]:
    wards = [commune for commune in communes() if commune.code in WARDS]
    for serial, ward in enumerate(spread(wards, COUNT), start=1):
        yield _row(serial, ward, rng)


def _row(serial: int, ward: Commune, rng: Random) -> dict[str, object]:
    longitude, latitude = random_point(ward, rng)
    site = rng.choice(SITES)
    return {
        "ma": f"WF{serial:04d}",
        "ten": f"{site} Mẫu {serial:03d}",
        "loai_dia_diem": site,
        "ten_mang": f"WIFI-MAU-{serial:03d}",
        "toc_do_mbps": rng.choice([20, 50, 100, 150]),
        "dia_chi": f"Số {rng.randint(1, 480)}, đường Mẫu {rng.randint(1, 60)}, {ward.name}, {ward.district}",
        **place_columns(ward),
        "ngay_lap": day(random_day(rng, date(2021, 1, 4), date(2025, 2, 20))),
        "kinh_do": f"{longitude:.6f}",
        "vi_do": f"{latitude:.6f}",
        **MARK,
    }
