"""Publication plans by the API."""

from __future__ import annotations

from typing import Any

from ckan import model
from ckan.logic import validate
from ckan.plugins import toolkit as tk
from ckan.types import Context, DataDict

from ckanext.binhduong.core.clock import utc_text
from ckanext.binhduong.workflow.list_reviews import listing as list_reviews
from ckanext.binhduong.workflow.list_reviews import settings as review_settings
from ckanext.binhduong.workflow.logic import (
    action_approval,
    action_approval_rule,
    action_data_requests,
    action_guards,
    action_schedule,
    schema,
)
from ckanext.binhduong.workflow.logic.action_approval import *  # noqa: F403
from ckanext.binhduong.workflow.logic.action_approval_rule import *  # noqa: F403
from ckanext.binhduong.workflow.logic.action_data_requests import *  # noqa: F403
from ckanext.binhduong.workflow.logic.action_guards import *  # noqa: F403
from ckanext.binhduong.workflow.logic.action_schedule import *  # noqa: F403
from ckanext.binhduong.workflow.open_list.notice import plan_changed
from ckanext.binhduong.workflow.plan import items, listing
from ckanext.binhduong.workflow.plan.measure import today
from ckanext.binhduong.workflow.plan.model import PlanItem
from ckanext.binhduong.workflow.plan.workbook import intake

__all__ = ["plan_figures", "plan_import", "plan_item_create", "plan_item_list", "plan_item_show", "plan_item_update", "plan_review_create"]
__all__ += action_approval.__all__
__all__ += action_approval_rule.__all__
__all__ += action_data_requests.__all__
__all__ += action_guards.__all__
__all__ += action_schedule.__all__

_MOST = 1000


@tk.side_effect_free
@validate(schema.plan_item_list)
def plan_item_list(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """List what agencies promised to publish, the first day first.

    Args:
        agency: name or id of an agency.
        phase, sector: as the plan writes them.
        state: a state of lateness (``waiting``, ``late``, ``on_time``, ``came_late``, ``already``, ``lost``, ``refused``,
            ``refused_late``), or ``late_any`` for all that is or came late.
        q: words of the code, title or description; marks do not matter.
        limit: items of a page, 100 unless told, 1000 at most.
        offset: items to leave out.
        facets: true for the agencies, phases and sectors that items can be asked by.

    Returns:
        ``{count, figures, items}`` and, when asked, ``facets``; ``figures`` are those of all that were found. docs/workflow.md
        describes them.
    """
    tk.check_access("plan_item_list", context, data_dict)
    asked = {name: str(data_dict.get(name) or "") for name in ("agency", "phase", "sector", "state", "q")}
    everything = listing.select_items(today())
    found = listing.chosen(everything, asked)
    start = data_dict["offset"]
    shown = [each.as_dict() for each in found[start : start + min(data_dict["limit"], _MOST)]]
    answer = {"count": len(found), "figures": listing.figures(found), "items": shown}
    return answer | ({"facets": listing.choices(everything)} if data_dict["facets"] else {})


@tk.side_effect_free
def plan_item_show(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Return one item with every change of it.

    Args:
        id: the item's id.
    """
    tk.check_access("plan_item_show", context, data_dict)
    found = listing.listed(today(), str(tk.get_or_bust(data_dict, "id")))
    if found is None:
        raise tk.ObjectNotFound(tk._("There is no such item of a publication plan."))
    changes = [
        {"made": utc_text(each.made), "author": each.author, "field": each.field, "old": each.old, "new": each.new, "reason": each.reason}
        for each in items.history(found.item.id)
    ]
    return found.as_dict() | {"changes": changes}


@tk.side_effect_free
@validate(schema.plan_figures)
def plan_figures(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Return how the agencies keep their plans: ``{all, agencies, reviews}``, counted from the first promised days.

    ``review`` of an agency is of its whole list: ``{begun, days, last, due, overdue_days}``; ``reviews`` says how often, ``{months,
    clause}``.

    Args:
        agency: name or id of an agency.
        phase, sector: as the plan writes them.
    """
    tk.check_access("plan_figures", context, data_dict)
    found = listing.select_items(today(), **{name: str(data_dict.get(name) or "") for name in ("agency", "phase", "sector")})
    agencies = list_reviews.with_reviews(listing.by_agency(found), list_reviews.standings(today()))
    reviews = {"months": review_settings.months(), "clause": review_settings.clause()}
    return {"all": listing.figures(found), "agencies": agencies, "reviews": reviews}


def plan_review_create(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Say that the agency has looked through its whole open-data list today, and that it is as it should be now; once a day.

    Args:
        agency: name or id of the agency.

    Returns:
        Its ``review``, as ``plan_figures`` has it.
    """
    tk.check_access("plan_review_create", context, data_dict)
    asked = [intake.agency_named(str(tk.get_or_bust(data_dict, "agency"))).id]
    found = list_reviews.reviewed(today(), asked)
    if not found:
        raise tk.ValidationError({"agency": [tk._("The agency’s list has no item that could be reviewed. Import the list first.")]})
    list_reviews.add(found[0].agency[0], today(), context.get("user") or "")
    model.Session.commit()
    plan_changed()
    return list_reviews.reviewed(today(), asked)[0].standing.as_dict()


def plan_item_create(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Add an item to an agency's plan.

    Args:
        agency: name or id of the agency.
        plan: name of its plan; made when there is none of this name.
        code, title, due: as the columns of the list; further: description, sector, phase, minimum_level, formats, frequency,
            legal_basis, decision (``open`` or ``refused``), refusal_ground, dataset.
    """
    tk.check_access("plan_item_create", context, data_dict)
    fields = intake.fields_of(data_dict, whole=True)
    plan = intake.plan_of(data_dict)
    done = intake.saved(plan, [(0, fields)], context, data_dict, new_only=True)
    model.Session.commit()
    plan_changed()
    return tk.get_action("plan_item_show")(context, {"id": intake.id_of(plan, done.added[0])})


def plan_item_update(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Change an item; what is not sent stays. The first promised day never changes.

    Args:
        id: the item's id.
        reason: why; needed when the day becomes later, the level lower, updates rarer, a format is left out, or the data are refused;
            everybody can read it.
        due, title, …: as in ``plan_item_create``; ``dataset`` is the agency's public dataset that fulfils the item.
    """
    tk.check_access("plan_item_update", context, data_dict)
    item = model.Session.get(PlanItem, str(tk.get_or_bust(data_dict, "id")), with_for_update=True)
    if item is None:
        raise tk.ObjectNotFound(tk._("There is no such item of a publication plan."))
    intake.changed(item, intake.fields_of(data_dict, whole=False), context, data_dict)
    model.Session.commit()
    plan_changed()
    return tk.get_action("plan_item_show")(context, {"id": item.id})


def plan_import(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Read an agency's list (Excel, ODS, CSV) into its plan; all rows or none.

    Args:
        agency: name or id of the agency.
        plan: name of the plan, such as ``2026``; made when there is none of this name.
        title, decision: of a new plan.
        upload: the file.
        reason: why promises are weakened; needed when a row has a later day, a lower level, rarer updates, a format less or a refusal.
        dry_run: true to see only what would happen.

    Returns:
        ``{ok, added, changed, unchanged, absent, problems}``: codes of items, and ``{row, column, code, message}`` of what is wrong.
        With a problem nothing is changed.
    """
    tk.check_access("plan_import", context, data_dict)
    return intake.imported(context, data_dict)
