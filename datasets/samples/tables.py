"""Files as an agency would write them: CSV with Vietnamese numbers and dates, and GeoJSON."""

import csv
import json
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from random import Random

__all__ = ["MARK", "day", "moment", "number", "phone", "random_day", "seeded", "write_csv", "write_geojson", "yes_no"]

# The last column of every sample row, and so of everything that is ever exported from it.
MARK = {"du_lieu_mau": "có"}


def number(value: float, decimals: int = 1) -> str:
    """A number in Vietnamese writing: ``1234.5`` → ``1.234,5``."""
    return f"{value:,.{decimals}f}".translate(str.maketrans(",.", ".,"))


def day(value: date) -> str:
    """A date as dd/mm/yyyy."""
    return f"{value:%d/%m/%Y}"


def moment(value: datetime) -> str:
    """A local time (UTC+7) as dd/mm/yyyy HH:MM."""
    return f"{value:%d/%m/%Y %H:%M}"


def yes_no(value: bool) -> str:
    """A truth value in Vietnamese."""
    return "có" if value else "không"


def phone(serial: int) -> str:
    """A number nobody can have: after area code 0274 no subscriber number begins with 0."""
    return f"0274000{serial:04d}"


def seeded(name: str) -> Random:
    """A source of random choices that repeats: the same name, the same choices, on every machine."""
    return Random(name)  # noqa: S311 - nothing here is secret, and a run must repeat


def random_day(rng: Random, first: date, last: date) -> date:
    """A day between two days, both included."""
    return date.fromordinal(rng.randint(first.toordinal(), last.toordinal()))


def write_csv(path: Path, rows: Iterable[dict[str, object]], *, delimiter: str = ",", bom: bool = False) -> None:
    """Write rows of equal columns; ``bom`` and ``;`` are what Excel writes on a Vietnamese machine."""
    rows = list(rows)
    with path.open("w", encoding="utf-8-sig" if bom else "utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]), delimiter=delimiter, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def write_geojson(path: Path, features: Iterable[dict[str, object]]) -> None:
    """Write a FeatureCollection, one feature a line, so that a change shows as a line in a diff."""
    lines = ",\n".join(json.dumps(feature, ensure_ascii=False, separators=(",", ":")) for feature in features)
    path.write_text('{"type":"FeatureCollection","features":[\n' + lines + "\n]}\n", encoding="utf-8", newline="\n")
