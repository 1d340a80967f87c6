"""24 invented monitoring stations and their hourly readings over 90 fixed days (dataset ``quan-trac-moi-truong``).

The two tables are linked by ``ma_tram``. A reading is a level of its station, a wave over the day (traffic for air, light for water), a
slow drift over the days and noise; about one value in two hundred is missing, as with real instruments.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from random import Random

from datasets.samples.places import Commune, communes, place_columns, random_point
from datasets.samples.tables import MARK, day, moment, number, random_day, seeded, write_csv

__all__ = ["write"]

LOCAL_TIME = timezone(timedelta(hours=7))
FIRST_HOUR = datetime(2024, 12, 1, tzinfo=LOCAL_TIME)
HOURS = 90 * 24
MISSING = 0.005

# Breakpoints of the concentration (µg/m³) and the index they stand for; between them the index is interpolated.
INDEX = [0, 50, 100, 150, 200, 300, 400, 500]
PM25 = [0, 25, 50, 80, 150, 250, 350, 500]
PM10 = [0, 50, 150, 250, 350, 420, 500, 600]


@dataclass(frozen=True)
class Kind:
    """A kind of station: the letters of its code, its name and the values it measures."""

    prefix: str
    name: str
    measures: str
    count: int


AIR = Kind("KK", "không khí", "PM2.5, PM10, AQI, nhiệt độ", 14)
WATER = Kind("NM", "nước mặt", "pH, oxy hòa tan, độ đục, nhiệt độ", 10)


def write(folder: Path) -> None:
    """Write ``tram-quan-trac.csv`` and ``so-lieu-gio.csv``."""
    stations = list(_stations(seeded("quan-trac-moi-truong")))
    write_csv(folder / "tram-quan-trac.csv", stations)
    write_csv(folder / "so-lieu-gio.csv", _readings(stations), delimiter=";")


def _stations(rng: Random) -> Iterator[dict[str, object]]:
    places = communes()
    towns = rng.sample([place for place in places if place.type == "Phường"], AIR.count)
    banks = rng.sample(places, WATER.count)
    for kind, chosen in ((AIR, towns), (WATER, banks)):
        for serial, commune in enumerate(chosen, start=1):
            yield _station(kind, serial, commune, rng)


def _station(kind: Kind, serial: int, commune: Commune, rng: Random) -> dict[str, object]:
    longitude, latitude = random_point(commune, rng)
    return {
        "ma_tram": f"{kind.prefix}{serial:02d}",
        "ten": f"Trạm quan trắc {kind.name} Mẫu {serial:02d}",
        "loai_tram": kind.name.capitalize(),
        "thong_so": kind.measures,
        "dia_chi": f"Đường Mẫu {rng.randint(1, 60)}, {commune.name}, {commune.district}",
        **place_columns(commune),
        "ngay_van_hanh": day(random_day(rng, date(2018, 1, 8), date(2024, 6, 28))),
        "trang_thai": rng.choices(["Hoạt động", "Bảo trì"], weights=[9, 1])[0],
        "kinh_do": f"{longitude:.6f}",
        "vi_do": f"{latitude:.6f}",
        **MARK,
    }


def _readings(stations: list[dict[str, object]]) -> Iterator[dict[str, object]]:
    for station in stations:
        code = str(station["ma_tram"])
        rng = seeded(f"quan-trac-moi-truong/{code}")
        values = _air(rng) if code.startswith(AIR.prefix) else _water(rng)
        for hour, measured in enumerate(values):
            at = FIRST_HOUR + timedelta(hours=hour)
            kept = {name: "" if rng.random() < MISSING else value for name, value in measured.items()}
            yield {"ma_do": f"{code}-{at:%y%m%d%H}", "ma_tram": code, "thoi_diem": moment(at), **kept, **MARK}


def _air(rng: Random) -> Iterator[dict[str, object]]:
    level, drift = rng.uniform(18, 42), 0.0
    for hour in range(HOURS):
        drift = 0.98 * drift + rng.gauss(0, 1.2)
        rush = math.sin((hour % 24 - 4) / 24 * 4 * math.pi)
        pm25 = max(2.0, round(level + 7 * rush + drift + rng.gauss(0, 2), 1))
        pm10 = round(pm25 * rng.uniform(1.35, 1.75), 1)
        warmth = 26.5 + 4.5 * math.sin((hour % 24 - 9) / 24 * 2 * math.pi) + rng.gauss(0, 0.5)
        yield _measured(pm25=number(pm25), pm10=number(pm10), aqi=_aqi(pm25, pm10), nhiet_do=number(warmth))


def _water(rng: Random) -> Iterator[dict[str, object]]:
    acidity, oxygen, murk, drift = rng.uniform(6.4, 7.4), rng.uniform(4.2, 6.3), rng.uniform(12, 45), 0.0
    for hour in range(HOURS):
        drift = 0.99 * drift + rng.gauss(0, 0.04)
        light = math.sin((hour % 24 - 8) / 24 * 2 * math.pi)
        yield _measured(
            nhiet_do=number(28.2 + 1.1 * light + rng.gauss(0, 0.2)),
            ph=number(acidity + 0.1 * light + drift / 3 + rng.gauss(0, 0.03), 2),
            oxy_hoa_tan=number(max(0.5, oxygen + 0.6 * light + drift + rng.gauss(0, 0.1)), 2),
            do_duc=number(max(1.0, murk - 12 * drift + rng.gauss(0, 2))),
        )


def _measured(**values: object) -> dict[str, object]:
    """All value columns in order, empty where this kind of station does not measure."""
    return {name: values.get(name, "") for name in ("pm25", "pm10", "aqi", "nhiet_do", "ph", "oxy_hoa_tan", "do_duc")}


def _aqi(pm25: float, pm10: float) -> int:
    """The hour's index: the greater of the two indices interpolated from concentrations in µg/m³."""
    return round(max(_index(pm25, PM25), _index(pm10, PM10)))


def _index(value: float, steps: list[int]) -> float:
    above = next((i for i, step in enumerate(steps) if value <= step), len(steps) - 1) or 1
    low, high = steps[above - 1], steps[above]
    share = min(1.0, (value - low) / (high - low))
    return INDEX[above - 1] + share * (INDEX[above] - INDEX[above - 1])
