"""The table of metrics (``metrics.yaml``), read once. Imports no CKAN."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

__all__ = ["DIMENSIONS", "EXCELLENT", "MOST", "Metric", "metrics", "rating"]

#: In the order of the assessment; each is called so by data.europa.eu.
DIMENSIONS = ("findability", "accessibility", "interoperability", "reusability", "contextuality")
MOST = 405
#: Points from which data.europa.eu calls metadata excellent.
EXCELLENT = 351
_RATINGS = ((EXCELLENT, "excellent"), (221, "good"), (121, "sufficient"), (0, "bad"))


@dataclass(frozen=True)
class Metric:
    """One metric; ``of``, ``field`` and ``resource_field`` are described in ``metrics.yaml``, ``fix_*`` says what to do."""

    code: str
    dimension: str
    points: int
    of: str
    vi: str
    en: str
    fix_vi: str
    fix_en: str
    field: str = ""
    resource_field: str = ""


@cache
def metrics() -> dict[str, Metric]:
    """Return the metrics by their codes, in the order of the dimensions."""
    rows = yaml.safe_load((Path(__file__).parent / "metrics.yaml").read_text(encoding="utf-8"))
    return {row["code"]: Metric(**row) for row in rows}


def rating(points: int) -> str:
    """Return what data.europa.eu calls so many points: excellent, good, sufficient or bad."""
    return next(name for least, name in _RATINGS if points >= least)
