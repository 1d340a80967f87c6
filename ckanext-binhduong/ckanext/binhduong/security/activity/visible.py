"""Which activities a reader may see now, as one condition of CKAN's own query.

CKAN 2.12 compares the labels that an activity was written with, and only for types that end in "package": the history of a dataset that has
become private or deleted stays public, and so does whatever another type (views, our releases) says of a draft. Here an activity is
visible when its labels let the reader in *and* its object does so at the moment of reading.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from ckanext.activity.model.activity import Activity

__all__ = ["SUBJECTS", "only_visible", "subject_of"]

SUBJECTS = ("user", "group", "organization")
"""The last word of an activity's type names its object; every other type is about a dataset."""

_OF_A_RESOURCE = ("published release", "new resource view", "changed resource view", "deleted resource view")


def subject_of(activity_type: str | None) -> str:
    """Return what an activity is about: "user", "group", "organization" or "package"."""
    last = (activity_type or "").rpartition(" ")[2]
    return last if last in SUBJECTS else "package"


def only_visible(query: Any, labels: list[str] | None = None) -> Any:
    """Keep the activities that a reader may see now; stands in the place of CKAN's ``_filter_activities_by_permission_labels``.

    Args:
        query: a query of activities.
        labels: the reader's permission labels ("public", "creator-…", "member-…", "collaborator-…"); None for a system administrator,
            who sees everything.
    """
    if labels is None:
        return query
    kind = sa.func.substring(Activity.activity_type, "[a-z]+$")
    written_for_them = sa.or_(Activity.permission_labels.is_(None), Activity.permission_labels.op("&&")(labels))
    about_datasets = sa.and_(sa.or_(kind.is_(None), kind.notin_(SUBJECTS)), written_for_them, _dataset(labels), _resource())
    about_groups = sa.and_(kind.in_(("group", "organization")), _group(labels))
    about_themselves = sa.and_(kind == "user", Activity.object_id.in_(_ids(labels, "creator")))
    return query.filter(sa.or_(about_datasets, about_groups, about_themselves))


def _ids(labels: list[str], kind: str) -> list[str]:
    return [label.removeprefix(f"{kind}-") for label in labels if label.startswith(f"{kind}-")]


# Text, because SQLAlchemy 2.0 cannot adapt a table of a sub-select to the unions of limited queries that CKAN's dashboards are.
_DATASETS = """SELECT id FROM package WHERE (state = 'active' AND NOT private) OR owner_org = ANY(:agencies) OR id = ANY(:shared)
    OR (owner_org IS NULL AND creator_user_id = ANY(:creators))"""
_GROUPS = """SELECT id FROM "group" WHERE state = 'active' OR id = ANY(:agencies)"""
_RESOURCES = "SELECT id FROM resource WHERE state = 'active'"


def _select(sql: str, **ids: list[str]) -> Any:
    lists = [sa.bindparam(name, values, type_=sa.ARRAY(sa.Text), unique=True) for name, values in ids.items()]
    return sa.text(sql).bindparams(*lists).columns(sa.column("id", sa.Text))


def _dataset(labels: list[str]) -> Any:
    """The dataset is public now, or the reader's by agency, by collaboration or, without an agency, by creation."""
    theirs = {"agencies": _ids(labels, "member"), "shared": _ids(labels, "collaborator"), "creators": _ids(labels, "creator")}
    return Activity.object_id.in_(_select(_DATASETS, **theirs))


def _resource() -> Any:
    """The resource that the activity names is still there; true of activities that name none."""
    data = sa.cast(Activity.data, sa.JSON)
    named_id = sa.func.coalesce(data["release"]["resource_id"].as_string(), data["resource_id"].as_string())
    named = sa.case((Activity.activity_type.in_(_OF_A_RESOURCE), named_id))
    return sa.or_(named.is_(None), named.in_(_select(_RESOURCES)))


def _group(labels: list[str]) -> Any:
    return Activity.object_id.in_(_select(_GROUPS, agencies=_ids(labels, "member")))
