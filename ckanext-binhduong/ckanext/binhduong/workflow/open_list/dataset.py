"""The dataset that the portal makes of the publication plans."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk

from ckanext.binhduong.workflow.list_reviews.listing import standings
from ckanext.binhduong.workflow.open_list.tables import TABLES, Change, Said
from ckanext.binhduong.workflow.own_datasets.registry import OwnDataset, Rows
from ckanext.binhduong.workflow.plan.listing import Listed, select_items
from ckanext.binhduong.workflow.plan.measure import today
from ckanext.binhduong.workflow.plan.model import PlanChange

__all__ = ["OPEN_LIST"]


def _rows() -> Rows | None:
    found = select_items(today())
    if not found:
        return None
    said = Said(found, list(_changes(found)), standings(today()), tk.h.get_display_timezone())
    return {name: make(said) for name, make in TABLES.items()}


def _changes(found: list[Listed]) -> Iterator[Change]:
    items = {each.item.id: each for each in found}
    for row in model.Session.scalars(sa.select(PlanChange).order_by(PlanChange.id).execution_options(yield_per=1000)):
        if row.item_id in items:
            yield Change(row.id, items[row.item_id], row.made, bool(row.author), row.field, row.old, row.new, row.reason)


OPEN_LIST = OwnDataset("open_list", "the open-data list", Path(__file__).with_name("description.yaml"), _rows)
