"""What agencies and themes are called, read from CKAN's groups, so that a dataset is found by the name of its agency and its theme."""

from __future__ import annotations

import sqlalchemy as sa
from ckan import model

__all__ = ["group_labels"]


def group_labels(names: list[str]) -> list[str]:
    """Give the titles of the groups and organizations with these names, Vietnamese and English."""
    groups = model.group_table.c
    rows = model.Session.execute(sa.select(groups.title, groups.extras).where(groups.name.in_(names))).all()
    return [label for title, extras in rows for label in (title, (extras or {}).get("title_en")) if label]
