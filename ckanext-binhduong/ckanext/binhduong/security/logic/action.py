"""Actions that CKAN offers and this portal bounds."""

from __future__ import annotations

from typing import Any

from ckan import logic, model
from ckan.plugins import toolkit as tk
from ckan.types import Action, Context, DataDict

from ckanext.binhduong.core.problems.action_errors import ckan_errors
from ckanext.binhduong.security.accounts.visible_people import visible_members
from ckanext.binhduong.security.audit import listing
from ckanext.binhduong.security.bare_words import SEARCHED, bare_words
from ckanext.binhduong.security.config import api_token_life, longest_api_token_life
from ckanext.binhduong.security.conflicts.preconditions import without_conflict
from ckanext.binhduong.security.sign_in.api_tokens import Overlong, bounded_life

__all__ = [
    "api_token_create",
    "audit_list",
    "datastore_search",
    "datastore_search_sql",
    "group_member_delete",
    "group_update",
    "member_list",
    "organization_member_delete",
    "organization_update",
    "package_update",
    "resource_update",
]


@tk.chained_action
def api_token_create(next_action: Action, context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Create an API token that ends.

    Args (beside CKAN's ``user`` and ``name``):
        expires_in: the token's life in units; without it the configured life.
        unit: the length of a unit in seconds; without it a day.

    A life over the configured longest one is refused.
    """
    try:
        life = bounded_life(data_dict, default=api_token_life(), longest=longest_api_token_life())
    except Overlong as error:
        raise tk.ValidationError({"expires_in": [error.vi, error.en]}) from error
    return next_action(context, dict(data_dict) | life)


@tk.chained_action
@tk.side_effect_free
@logic.auth_audit_exempt
def datastore_search(next_action: Action, context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Search a table; the tables that are no resources are for system administrators.

    CKAN shows ``_table_metadata`` to everybody: it lists all tables, whose names are the ids of resources, private ones included.
    The words searched lose what CKAN 2.12.0 would read as a parameter of its own statement (``bare_words``).
    """
    asked = {str(data_dict.get(name, "")).strip() for name in ("resource_id", "id")}
    if asked & set(tk.config["ckan.datastore.public_table_search"]):
        tk.check_access("sysadmin", context, {})
    return next_action(context, data_dict | {name: bare_words(data_dict[name]) for name in SEARCHED if name in data_dict})


@tk.side_effect_free
def datastore_search_sql(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Refuse SQL from outside, whoever sends it.

    CKAN 2.12.0's list of allowed functions lets a query read the tables of private datasets (CVE-2026-42031). The configuration keeps the
    DataStore from offering its action of this name; this one stands in its place.
    """
    raise tk.NotAuthorized(tk._("SQL is not accepted"))


@tk.chained_action
@tk.side_effect_free
def member_list(next_action: Action, context: Context, data_dict: DataDict) -> list[Any]:
    """List a group's members: the datasets that the caller may see now, and users for those who are signed in."""
    return visible_members(context, next_action(context, data_dict))


@tk.chained_action
def package_update(next_action: Action, context: Context, data_dict: DataDict) -> Any:
    """Change a dataset, unless somebody else has since the version that the caller gives (``package_patch`` comes here too)."""
    return next_action(context, without_conflict("package", data_dict))


@tk.chained_action
def resource_update(next_action: Action, context: Context, data_dict: DataDict) -> Any:
    """Change a resource, unless somebody else has since the version that the caller gives (``resource_patch`` comes here too)."""
    return next_action(context, without_conflict("resource", data_dict))


@tk.chained_action
def organization_update(next_action: Action, context: Context, data_dict: DataDict) -> Any:
    """Change an agency, unless somebody else has since the version that the caller gives (``organization_patch`` comes here too)."""
    return next_action(context, without_conflict("organization", data_dict))


@tk.chained_action
def group_update(next_action: Action, context: Context, data_dict: DataDict) -> Any:
    """Change a theme, unless somebody else has since the version that the caller gives (``group_patch`` comes here too)."""
    return next_action(context, without_conflict("group", data_dict))


@tk.chained_action
def organization_member_delete(next_action: Action, context: Context, data_dict: DataDict) -> Any:
    """Remove a user from an agency; an agency that does not exist is not found (CKAN 2.12.0 ends in an assertion)."""
    return next_action(context, _existing_group(data_dict))


@tk.chained_action
def group_member_delete(next_action: Action, context: Context, data_dict: DataDict) -> Any:
    """Remove a user from a theme; a theme that does not exist is not found (CKAN 2.12.0 ends in an assertion)."""
    return next_action(context, _existing_group(data_dict))


def _existing_group(data_dict: DataDict) -> DataDict:
    if model.Group.get(data_dict.get("id")) is None:
        raise tk.ObjectNotFound(tk._("Group not found"))
    return data_dict


@tk.side_effect_free
def audit_list(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Return rows of the audit log, the newest first; for system administrators.

    :param event: ``write``, ``refusal``, ``sign_in`` or ``sign_out``
    :param actor: the name or id of an account
    :param object: the name or id of a dataset, agency, theme, account or resource
    :param action: the action that was called
    :param address: the network address it was called from
    :param since: the first day, in Vietnam (ISO 8601)
    :param until: the last day
    :param cursor: ``next_cursor`` of the page before
    :param limit: at most so many rows, up to 1,000 (50 by default)

    :returns: ``rows`` (docs/audit.md has their columns) and ``next_cursor`` (None on the last page)
    """
    tk.check_access("audit_list", context, data_dict)
    with ckan_errors():
        rows, cursor = listing.found(model.Session.connection(), listing.Asked.of(data_dict))
    return {"rows": rows, "next_cursor": cursor}
