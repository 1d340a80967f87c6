"""What an answer must have: an item of a plan, a public dataset, or the legal ground of a refusal (Decree 194/2025/NĐ-CP, Art. 16(2))."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk

from ckanext.binhduong.workflow.data_requests.keeping import Answer
from ckanext.binhduong.workflow.plan.model import PlanItem

__all__ = ["answer_of"]


def answer_of(data: Mapping[str, Any]) -> Answer:
    """Return the answer that is meant, with only what belongs to its kind.

    Raises:
        ValidationError: what it must have is missing or not there.
    """
    state, reply = data["answer"], data["reply"]
    if state == "listed":
        return Answer(state, plan_item_id=_item(data.get("plan_item")), reply=reply)
    if state == "published":
        return Answer(state, dataset_id=_dataset(data.get("dataset")), reply=reply)
    if not data["ground"]:
        raise tk.ValidationError({"ground": [tk._("A refusal needs its legal ground in writing (law and clause).")]})
    return Answer(state, ground=data["ground"], reply=reply)


def _item(reference: str | None) -> str:
    """An address of the item's page is as good as its id: that is what an officer has at hand."""
    item = PlanItem.get((reference or "").rstrip("/").rsplit("/", 1)[-1])
    if item is None:
        raise tk.ValidationError({"plan_item": [tk._("There is no such item in any plan. Copy the address of the item’s page.")]})
    if item.decision != "open":
        raise tk.ValidationError({"plan_item": [tk._("The plan does not open this item. Answer with a refusal.")]})
    return item.id


def _dataset(reference: str | None) -> str:
    package = model.Package.get((reference or "").rstrip("/").rsplit("/", 1)[-1])
    if not package or package.state != "active" or package.private:
        raise tk.ValidationError({"dataset": [tk._("There is no public dataset of this name. Copy the address of its page.")]})
    return str(package.id)
