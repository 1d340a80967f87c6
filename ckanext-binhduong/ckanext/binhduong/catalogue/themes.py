"""The portal's themes are CKAN groups with an EU theme; a dataset's theme is one field, and its membership in the group follows that field.

Nine themes are in the vocabulary ``themes``, because other packages name them; the rest is the administrators': who adds a group with an EU
theme has a theme, who changes its title renames it.

Membership is written with the models, inside the dataset's own transaction: CKAN's actions would ask the editor for a role in the group,
commit half-way, and count the change as one of the group's.
"""

from typing import Any

from ckan import model
from flask import g, has_request_context

from ckanext.binhduong.catalogue import vocabularies
from ckanext.binhduong.catalogue.groups import all_groups

__all__ = ["codes", "entries", "follow_theme", "group_fields", "is_theme", "label", "uri"]

_LISTED = ("themes", "sectors")
"""Vocabularies of themes: the nine, and those that the seed makes once."""


def entries() -> dict[str, dict[str, Any]]:
    """Return the themes by code, each with ``code``, ``vi``, ``en``, ``eu_theme`` and ``uri``; one statement, once a request."""
    if not has_request_context():
        return _read()
    if not hasattr(g, "binhduong_theme_entries"):
        g.binhduong_theme_entries = _read()
    return g.binhduong_theme_entries


def _read() -> dict[str, dict[str, Any]]:
    own = {row["code"]: row for row in vocabularies.entries("themes")}
    groups = {name: _entry(group) for name, group in all_groups("group").items() if name in own or group.get("eu_theme")}
    return {**own, **groups}


def _entry(group: dict[str, Any]) -> dict[str, Any]:
    """Return a group as an entry; one of the nine keeps its EU theme when its group has none."""
    eu_theme = group.get("eu_theme") or next(row["eu_theme"] for row in vocabularies.entries("themes") if row["code"] == group["name"])
    title = group["title"] or group["name"]
    words = {"code": group["name"], "vi": title, "en": group.get("title_en") or title}
    return {**words, "eu_theme": eu_theme, "uri": vocabularies.uri("eu_themes", eu_theme)}


def codes() -> list[str]:
    """Return the codes of the themes as they are now, whatever this request has read before."""
    return list(_read())


def label(code: str, lang: str = "vi") -> str:
    """Return a theme's name in ``vi`` or ``en``; an unknown code as it came."""
    row = entries().get(code)
    return row.get(lang, row["vi"]) if row else code


def uri(code: str) -> str | None:
    """Return the address of the EU theme that a theme belongs to; None for an unknown code."""
    return entries().get(code, {}).get("uri")


def is_theme(name_or_id: str | None) -> bool:
    """Return whether a group, by name or id, is one of the portal's themes."""
    group: Any = model.Group.get(name_or_id)
    return (
        group is not None
        and not group.is_organization
        and (group.name in vocabularies.codes("themes") or bool(group.extras.get("eu_theme")))
    )


def group_fields(code: str) -> dict[str, Any]:
    """Return the fields of a listed theme's group as ``group_create`` takes them, from its vocabulary."""
    row = next(row for vocabulary in _LISTED for row in vocabularies.entries(vocabulary) if row["code"] == code)
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
        theme: the code of a theme.
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
