"""Make and remove the browser tests' officer on the live portal.

One process serves all journeys, since loading CKAN takes seconds: it reads a line of JSON, ``[step, name, mark, password]`` with the step
"begin", "join", "administrate", "change", "forget" or "end", does it and writes a line of JSON, ``{"done": step}`` or
``{"failed": traceback}``: one step that fails does not take the following journeys with it.
"""

import json
import os
import sys
import traceback
from collections.abc import Callable
from typing import Any

from ckan.cli import load_config
from ckan.config.middleware import make_app

AGENCY = "so-y-te"


def begin(name: str, mark: str, password: str) -> None:
    """An editor of the agency, with this password, and nothing left of an earlier run."""
    clean(mark)
    join(name, mark, password)


def join(name: str, mark: str, password: str) -> None:
    """One more editor of the agency."""
    users = call("user_list", q=name, all_fields=False)
    values = {"password": password, "email": f"{name}@binhduong.example", "fullname": "Cán bộ thử nghiệm"}
    if name in users:
        call("user_patch", id=name, state="active", **values)
    else:
        call("user_create", name=name, **values)
    call("organization_member_create", id=AGENCY, username=name, role="editor")


def administrate(name: str, mark: str, password: str) -> None:
    """The editor becomes an administrator of the agency."""
    call("organization_member_create", id=AGENCY, username=name, role="admin")


def change(name: str, mark: str, password: str) -> None:
    """A theme, an agency and a dataset named with the mark, each changed twice by the administrator: pages show such changes."""
    for kind, values in _CHANGED.items():
        call(f"{kind}_create", by="admin", name=f"{mark}-{kind}", **values)
        for title in ("Thử nghiệm lần 2", "Thử nghiệm lần 3"):
            call(f"{kind}_patch", by="admin", id=f"{mark}-{kind}", title=title)


_CHANGED: dict[str, dict[str, Any]] = {
    "group": {"title": "Thử nghiệm"},
    "organization": {"title": "Thử nghiệm"},
    "package": {
        **{"title": "Thử nghiệm", "notes": "Thử nghiệm", "owner_org": AGENCY, "private": True, "theme": "y-te"},
        **{"license_id": "CC0-1.0", "data_kind": "sample", "contact_name": "Thử nghiệm", "contact_email": "thu-nghiem@binhduong.example"},
    },
}


def forget(name: str, mark: str, password: str) -> None:
    """The officer asked for a new password: the letter's link has the mark as its key."""
    from ckan import model

    user = model.User.get(name)
    user.reset_key = mark
    model.Session.commit()


def end(name: str, mark: str, password: str) -> None:
    """Neither datasets nor the right to make some stay behind, nor a second factor."""
    from ckanext.binhduong.security.second_factor import factors

    clean(mark)
    factors.take_away(call("user_show", id=name)["id"])
    call("organization_member_delete", id=AGENCY, username=name)


#: A worker's transaction ends in seconds; three tries in a row have met three of them.
_TRIES = 3


def clean(mark: str) -> None:
    """Leave nothing of the mark; begun again where a worker writes about the same rows meanwhile.

    That shows as a deadlock, a row that refers to one that goes, a row that is gone already, or a document that is indexed again: each
    has its own error.
    """
    from ckan import model

    for left in reversed(range(_TRIES)):
        try:
            return _clean(mark)
        except Exception:
            model.Session.rollback()
            if not left:
                raise


def _clean(mark: str) -> None:
    """Purge the datasets whose name begins with the mark, requests with it, the plan of that name, the dataset made of plans, and the
    theme and agency that were changed."""
    from ckan import model

    clean_requests(mark)
    clean_plan(mark)
    clean_open_list()
    clean_approval()
    found = call("package_search", fq=f"name:{mark}*", include_private=True, include_drafts=True, rows=100)["results"]
    # The index may still name what a run that was cut short has purged.
    for name in {mark, *(dataset["name"] for dataset in found)}:
        if model.Package.get(name):
            call("dataset_purge", id=name)
    for kind in ("group", "organization"):
        if model.Group.get(f"{mark}-{kind}"):
            call(f"{kind}_purge", id=f"{mark}-{kind}")


def clean_requests(mark: str) -> None:
    """Remove the requests for data that a journey sent, which the portal itself never does."""
    import sqlalchemy as sa
    from ckan import model

    from ckanext.binhduong.workflow.data_requests.model import DataRequest, DataRequestEvent

    sent = DataRequest.description.contains(mark)
    steps = DataRequestEvent.request_id.in_(sa.select(DataRequest.id).where(sent))
    _delete_kept(sa.delete(DataRequestEvent).where(steps), sa.delete(DataRequest).where(sent))
    model.Session.commit()


def _delete_kept(*statements: Any) -> None:
    """Delete rows that the database keeps from being deleted, in the open transaction."""
    import sqlalchemy as sa
    from ckan import model

    for statement in statements:
        table = statement.table.name
        model.Session.execute(sa.text(f"ALTER TABLE {table} DISABLE TRIGGER {table}_kept"))
        model.Session.execute(statement, execution_options={"synchronize_session": False})
        model.Session.execute(sa.text(f"ALTER TABLE {table} ENABLE TRIGGER {table}_kept"))


def clean_plan(mark: str) -> None:
    """Remove a plan with its items, which the portal itself never does."""
    import sqlalchemy as sa
    from ckan import model

    from ckanext.binhduong.workflow.plan.model import Plan, PlanChange, PlanItem

    plans = sa.select(Plan.id).where(Plan.name == mark)
    items = sa.select(PlanItem.id).where(PlanItem.plan_id.in_(plans))
    _delete_kept(sa.delete(PlanChange).where(PlanChange.item_id.in_(items)), sa.delete(PlanItem).where(PlanItem.plan_id.in_(plans)))
    model.Session.execute(sa.delete(Plan).where(Plan.name == mark), execution_options={"synchronize_session": False})
    model.Session.commit()


def clean_open_list() -> None:
    """Purge the portal's own dataset; where plans have items left, the portal makes it anew, and may be at it right now."""
    from ckan import model

    from ckanext.binhduong.workflow.open_list.dataset import OPEN_LIST
    from ckanext.binhduong.workflow.own_datasets import record

    if model.Package.get(made := record.read(OPEN_LIST.key).dataset):
        call("dataset_purge", id=made)


def clean_approval() -> None:
    """The agency asks for no approval, and nothing of it waits; the portal itself would need a second person for that."""
    import sqlalchemy as sa
    from ckan import model

    from ckanext.binhduong.workflow.approval.model import ApprovalRule, Submission

    agency = sa.select(model.Group.id).where(model.Group.name == AGENCY).scalar_subquery()
    waiting = sa.update(Submission).where(Submission.organization_id == agency, Submission.state == "waiting")
    for statement in (sa.delete(ApprovalRule).where(ApprovalRule.organization_id == agency), waiting.values(state="overtaken")):
        model.Session.execute(statement, execution_options={"synchronize_session": False})
    model.Session.commit()


def call(action: str, by: str = "", **values: Any) -> Any:
    """An action as the site's own user, whose changes no list of activities shows, or by somebody."""
    from ckan.plugins import toolkit as tk

    user = by or tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    return tk.get_action(action)({"user": user, "ignore_auth": True}, values)


_STEPS: dict[str, Callable[[str, str, str], None]] = {
    **{"begin": begin, "join": join, "administrate": administrate},
    **{"change": change, "forget": forget, "end": end},
}


def answer(step: str, values: list[str]) -> dict[str, str]:
    """What became of a step."""
    from ckan import model

    try:
        _STEPS[step](*values)
    except Exception:  # whatever it is, the journey that asked is to say so, and the next one to begin afresh
        model.Session.rollback()
        return {"failed": traceback.format_exc()}
    return {"done": step}


if __name__ == "__main__":
    application = make_app(load_config(os.environ["CKAN_INI"]))
    for line in sys.stdin:
        step, *values = json.loads(line)
        with application._wsgi_app.test_request_context():
            print(json.dumps(answer(step, values)), flush=True)
