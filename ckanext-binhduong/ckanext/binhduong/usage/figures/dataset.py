"""The figures of use as a dataset: which rows, and the job that renews it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from ckanext.binhduong.core import scheduler
from ckanext.binhduong.core.clock import today
from ckanext.binhduong.usage.stored import by_day, by_month
from ckanext.binhduong.workflow.own_datasets.keeping import keep
from ckanext.binhduong.workflow.own_datasets.registry import OwnDataset, Rows
from ckanext.binhduong.workflow.own_datasets.registry import register as register_dataset

__all__ = ["FIGURES", "register", "renew"]

_DAYS = 400
"""Of the table of days: a year and the month that it is compared with."""


def _rows() -> Rows | None:
    """Days that are over: their counts do not change any more, so a day makes one release."""
    last = today() - timedelta(days=1)
    days = [_day(*row) for row in by_day(last - timedelta(days=_DAYS - 1), last)]
    months = [_month(*row) for row in by_month(last)]
    return {"days": days, "months": months} if months else None


def _day(day: date, name: str, title: str, counts: Iterable[int]) -> Sequence[Any]:
    return (f"{day}.{name}", day, name, title, *counts)


def _month(month: date, name: str, title: str, resource: tuple[str, str], counts: Iterable[int]) -> Sequence[Any]:
    return (f"{month:%Y-%m}.{name}.{resource[0]}", month, name, title, *(text or None for text in resource), *counts)


FIGURES = OwnDataset("usage_figures", "the figures of use", Path(__file__).with_name("description.yaml"), _rows)


def renew() -> str:
    """Bring the dataset to what is counted until yesterday."""
    return keep(FIGURES)


def register() -> None:
    """Renew every hour, for a new day and for what somebody changed by hand; 17:10 UTC is ten past midnight in Vietnam."""
    register_dataset(FIGURES)
    scheduler.register("usage-figures", scheduler.Regular(renew, timedelta(hours=1), timedelta(minutes=10)))
