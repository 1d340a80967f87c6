"""What agencies and themes are called, read from CKAN's groups, so that a dataset is found by the name of its agency and its theme."""

from __future__ import annotations

import sqlalchemy as sa
from ckan import model

__all__ = ["group_labels"]


def group_labels(names: list[str]) -> dict[str, list[str]]:
    """Return name → titles, Vietnamese and English, of the groups and organizations with these names."""
    groups = model.group_table.c
    rows = model.Session.execute(sa.select(groups.name, groups.title, groups.extras).where(groups.name.in_(names))).all()
    return {name: [label for label in (title, (extras or {}).get("title_en")) if label] for name, title, extras in rows}
