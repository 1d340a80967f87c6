"""A dataset's theme is one field; its membership in the theme's CKAN group follows that field and nothing else.

Membership is written with the models, inside the dataset's own transaction: CKAN's actions would ask the editor for a role in the group,
commit half-way, and count the change as one of the group's.
"""

from typing import Any

from ckan import model

from ckanext.binhduong.catalogue import vocabularies

__all__ = ["follow_theme", "group_fields", "is_theme"]


def is_theme(name_or_id: str | None) -> bool:
    """Return whether a group, by name or id, is one of the portal's themes."""
    group = model.Group.get(name_or_id)
    return group is not None and group.name in vocabularies.codes("themes")


def group_fields(code: str) -> dict[str, Any]:
    """Return the fields of a theme's group as ``group_create`` takes them, from the vocabulary."""
    row = next(row for row in vocabularies.entries("themes") if row["code"] == code)
    return {
        "name": code,
        "title": row["vi"],
        "title_en": row["en"],
        "description": row["description"]["vi"],
        "description_en": row["description"]["en"],
        "eu_theme": row["eu_theme"],
        "order": row["order"],
    }


def _group(code: str) -> model.Group:
    """Find a theme's group; make it when the seed has not, so that the field always wins."""
    found = model.Group.by_name(code)
    if found:
        return found
    fields = group_fields(code)
    group: Any = model.Group(**{key: fields.pop(key) for key in ("name", "title", "description")}, type="group")
    group.extras = {key: str(value) for key, value in fields.items()}
    model.Session.add(group)
    model.Session.flush()
    return group


def follow_theme(package_id: str, theme: str) -> None:
    """Make a dataset a member of its theme's group and of no other theme's; groups that are no themes are left alone.

    Args:
        package_id: the dataset's id; its row must already be flushed.
        theme: a code of the vocabulary ``themes``.
    """
    wanted = _group(theme)
    members = (
        model.Session.query(model.Member)
        .filter_by(table_name="package", table_id=package_id)
        .filter(model.Member.capacity != "organization")
    )
    found = False
    for member in members:
        if member.group_id == wanted.id:
            member.state, found = "active", True
        elif member.state == "active" and is_theme(member.group_id):
            member.state = "deleted"
    if not found:
        model.Session.add(
            model.Member(table_name="package", table_id=package_id, group=wanted, group_id=wanted.id, capacity="public", state="active")
        )
    model.Session.flush()
