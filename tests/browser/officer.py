"""Make and remove the browser tests' officer on the live portal.

One process serves all journeys, since loading CKAN takes seconds: it reads a line of JSON, ``[step, name, mark, password]`` with the step
"begin", "administrate" or "end", does it and writes the step's name back.
"""

import json
import os
import sys
from typing import Any

from ckan.cli import load_config
from ckan.config.middleware import make_app

AGENCY = "so-y-te"


def begin(name: str, mark: str, password: str) -> None:
    """An editor of the agency, with this password, and nothing left of an earlier run."""
    clean(mark)
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


def end(name: str, mark: str, password: str) -> None:
    """Neither datasets nor the right to make some stay behind."""
    clean(mark)
    call("organization_member_delete", id=AGENCY, username=name)


def clean(mark: str) -> None:
    """Purge the datasets whose name begins with the mark, the publication plan of that name, and the dataset made of the plans."""
    clean_plan(mark)
    clean_open_list()
    found = call("package_search", fq=f"name:{mark}*", include_private=True, include_drafts=True, rows=100)["results"]
    for name in {mark, *(dataset["name"] for dataset in found)}:
        if name in call("package_list") or any(dataset["name"] == name for dataset in found):
            call("dataset_purge", id=name)


def clean_plan(mark: str) -> None:
    """Remove a plan with its items, which the portal itself never does."""
    import sqlalchemy as sa
    from ckan import model

    from ckanext.binhduong.workflow.plan.model import Plan, PlanChange, PlanItem

    plans = sa.select(Plan.id).where(Plan.name == mark)
    items = sa.select(PlanItem.id).where(PlanItem.plan_id.in_(plans))
    for statement in (
        sa.delete(PlanChange).where(PlanChange.item_id.in_(items)),
        sa.delete(PlanItem).where(PlanItem.plan_id.in_(plans)),
        sa.delete(Plan).where(Plan.name == mark),
    ):
        model.Session.execute(statement, execution_options={"synchronize_session": False})
    model.Session.commit()


def clean_open_list() -> None:
    """Purge the portal's own dataset; where plans have items left, the portal makes it anew."""
    from ckan import model

    from ckanext.binhduong.workflow.open_list import record

    if model.Package.get(made := record.read().dataset):
        call("dataset_purge", id=made)


def call(action: str, **values: Any) -> Any:
    """An action as the site's own user."""
    from ckan.plugins import toolkit as tk

    user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    return tk.get_action(action)({"user": user, "ignore_auth": True}, values)


if __name__ == "__main__":
    application = make_app(load_config(os.environ["CKAN_INI"]))
    for line in sys.stdin:
        step, *values = json.loads(line)
        with application._wsgi_app.test_request_context():
            {"begin": begin, "administrate": administrate, "end": end}[step](*values)
        print(step, flush=True)
