"""Give CKAN the table of roles."""

from __future__ import annotations

from ckan import authz
from ckan.plugins import toolkit as tk

from ckanext.binhduong.workflow.roles.table import ROLES

__all__ = ["register"]


def register() -> None:
    """Make the roles known to CKAN, in the order of the table.

    CKAN 2.12 has no hook for roles: all its checks, lists and forms read these two tables of ``ckan.authz``. A capacity without a name in
    the second one is an error of ``member_roles_list``.
    """
    known = dict(authz.ROLE_PERMISSIONS)
    authz.ROLE_PERMISSIONS.clear()
    for capacity, role in ROLES.items():
        authz.ROLE_PERMISSIONS[capacity] = [*dict.fromkeys([*known.get(capacity, []), *role.permissions])]
        if role.name:
            authz._trans_functions[capacity] = lambda name=role.name: tk._(name)  # type: ignore[misc]
