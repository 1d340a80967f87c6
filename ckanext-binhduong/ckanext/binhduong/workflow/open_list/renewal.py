"""The job that renews the portal's own dataset: after a change of a plan (``notice``), and every ten minutes, for a new day and for what
somebody changed in the dataset by hand."""

from __future__ import annotations

from datetime import timedelta

from ckanext.binhduong.core import scheduler
from ckanext.binhduong.core.jobs.registry import DEFAULT, job
from ckanext.binhduong.workflow.open_list.dataset import OPEN_LIST
from ckanext.binhduong.workflow.own_datasets.keeping import keep
from ckanext.binhduong.workflow.own_datasets.registry import register as register_dataset

__all__ = ["register", "renew"]


@job("workflow.open_list", DEFAULT)
def renew() -> str:
    """Bring the dataset to what the plans say now."""
    return keep(OPEN_LIST)


def register() -> None:
    """Renew regularly; four minutes past the hour is also four past midnight in Vietnam (17:04 UTC)."""
    register_dataset(OPEN_LIST)
    scheduler.register("open-list", scheduler.Regular(renew, timedelta(minutes=10), timedelta(minutes=4)))
