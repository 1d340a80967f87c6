"""From what an action was sent to items of a plan: the plan itself, the fields, the file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk
from ckan.types import Context, DataDict

from ckanext.binhduong.storage.work_folders import work_folder
from ckanext.binhduong.vn.text import slug
from ckanext.binhduong.workflow.open_list.notice import plan_changed
from ckanext.binhduong.workflow.plan import items
from ckanext.binhduong.workflow.plan.measure import measure_changed, today
from ckanext.binhduong.workflow.plan.model import Plan, PlanItem
from ckanext.binhduong.workflow.plan.workbook.columns import COLUMNS, read_item
from ckanext.binhduong.workflow.plan.workbook.importing import Imported, import_rows, public_datasets
from ckanext.binhduong.workflow.plan.workbook.problems import message_of, with_messages
from ckanext.binhduong.workflow.plan.workbook.sheet import read_sheet

__all__ = ["agency_named", "changed", "fields_of", "id_of", "imported", "plan_of", "saved"]

_MOST_BYTES = 10 * 2**20
_PIECE = 2**20


def agency_named(reference: str) -> model.Group:
    """Return the agency of a name or id.

    Raises:
        ObjectNotFound: there is none.
    """
    agency = model.Group.get(reference)
    if agency is None or not agency.is_organization or agency.state != "active":
        raise tk.ObjectNotFound(tk._("There is no agency of this name."))
    return agency


def plan_of(data_dict: DataDict) -> Plan:
    """Return the plan that is named, a new one when the agency has none of this name."""
    agency = agency_named(str(data_dict.get("agency") or ""))
    # Two imports of one agency come one after the other: neither makes the plan or an item that the other has just made.
    model.Session.execute(sa.select(model.Group.id).where(model.Group.id == agency.id).with_for_update())
    name = slug(str(data_dict.get("plan") or ""))
    if not name:
        raise tk.ValidationError({"plan": [tk._("Name the plan, for example 2026.")]})
    found = model.Session.scalars(sa.select(Plan).where(Plan.organization_id == agency.id, Plan.name == name)).first()
    if found is None:
        title = str(data_dict.get("plan_title") or data_dict.get("plan"))
        found = Plan(organization_id=agency.id, name=name, title=title[:300], decision=str(data_dict.get("plan_decision") or "")[:300])
        model.Session.add(found)
        model.Session.flush()
    return found


def fields_of(data_dict: DataDict, *, whole: bool) -> dict[str, Any]:
    """Read the columns that were sent.

    Args:
        data_dict: what the action was sent.
        whole: whether the required ones must be there.

    Raises:
        ValidationError: by field, in the request's language.
    """
    sent = {column.name: _cell(data_dict[column.name]) for column in COLUMNS if column.name in data_dict}
    fields, wrong = read_item(sent)
    if not whole:
        wrong = {name: error for name, error in wrong.items() if name in sent or error.code == "ground-needed"}
        # An emptied text empties its field; an update that leaves a field out does not.
        fields |= {name: "" for name in ("description", "sector", "phase", "legal_basis") if name in sent and name not in fields}
    if wrong:
        raise tk.ValidationError({name: [_words(name, error.code, error.allowed)] for name, error in wrong.items()})
    return fields


def _cell(value: Any) -> Any:
    return ", ".join(map(str, value)) if isinstance(value, list) else value


def _words(name: str, code: str, allowed: str = "") -> str:
    return message_of({"row": None, "column": name, "code": code, "allowed": allowed}, "en" if tk.h.lang() == "en" else "vi")


def saved(plan: Plan, rows: list[tuple[int, dict[str, Any]]], context: Context, data_dict: DataDict, *, new_only: bool = False) -> Imported:
    """Bring rows into a plan; what is wrong is a ValidationError by field, and nothing is kept."""
    code = rows[0][1]["code"]
    if new_only and id_of(plan, code):
        raise tk.ValidationError({"code": [tk._("The plan has an item with this code already.")]})
    done = import_rows(plan, rows, context.get("user") or "", today(), _reason(data_dict))
    if done.problems:
        model.Session.rollback()
        raise tk.ValidationError({each["column"]: [_words(each["column"], each["code"])] for each in done.problems})
    return done


def changed(item: PlanItem, fields: dict[str, Any], context: Context, data_dict: DataDict) -> None:
    """Change an item and measure it. Raises ValidationError by field."""
    due, dataset = fields.pop("due", None), fields.pop("dataset", None)
    fields.pop("code", None)
    values = fields | ({"due_now": due} if due else {})
    if dataset:
        found = public_datasets(items.agency_of(item), [dataset])
        if dataset not in found:
            raise tk.ValidationError({"dataset": [_words("dataset", "no-dataset")]})
        values["dataset_id"] = found[dataset]
    try:
        author, day, reason = context.get("user") or "", today(), _reason(data_dict)
        measure_changed(item, day, lambda: items.change(item, values, author, day, reason))
    except items.NeedsReason as error:
        model.Session.rollback()
        raise tk.ValidationError({"reason": [_words(error.field.removesuffix("_now"), "needs-reason")]}) from error


def imported(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Read a file into a plan, as ``plan_import`` says."""
    upload = data_dict.get("upload")
    name = Path(str(getattr(upload, "filename", "") or "")).name
    if not name:
        raise tk.ValidationError({"upload": [tk._("Choose the file with the list.")]})
    plan = plan_of(data_dict)
    with work_folder() as folder:
        path = folder / "list"
        _keep(upload, path)
        read = read_sheet(path, name, folder)
    done = Imported(problems=read.problems)
    if not read.problems:
        done = import_rows(plan, read.rows, context.get("user") or "", today(), _reason(data_dict))
    if done.problems or tk.asbool(data_dict.get("dry_run")):
        model.Session.rollback()
    else:
        model.Session.commit()
        plan_changed()
    return {"ok": not done.problems, **vars(done), "problems": with_messages(done.problems)}


def _keep(upload: Any, path: Path) -> None:
    size = 0
    with path.open("wb") as file:
        while piece := upload.stream.read(_PIECE):
            size += len(piece)
            if size > _MOST_BYTES:
                raise tk.ValidationError({"upload": [tk._("The file is larger than 10 MB; a list is smaller.")]})
            file.write(piece)


def _reason(data_dict: DataDict) -> str:
    return " ".join(str(data_dict.get("reason") or "").split())[:1000]


def id_of(plan: Plan, code: str) -> str:
    """Return the id of a plan's item; empty when it has none of this code."""
    return model.Session.scalars(sa.select(PlanItem.id).where(PlanItem.plan_id == plan.id, PlanItem.code == code)).first() or ""
