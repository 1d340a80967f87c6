"""Who may call ``release_diff`` and ``release_row``: whoever may see the resource."""

from __future__ import annotations

from ckan.authz import is_authorized
from ckan.plugins import toolkit as tk
from ckan.types import AuthResult, Context, DataDict

__all__ = ["release_diff", "release_row"]


@tk.auth_allow_anonymous_access
def release_diff(context: Context, data_dict: DataDict) -> AuthResult:
    """Whoever may see the resource."""
    return is_authorized("resource_show", tk.fresh_context(context), {"id": data_dict["id"]})


@tk.auth_allow_anonymous_access
def release_row(context: Context, data_dict: DataDict) -> AuthResult:
    """Whoever may see the resource, and so download the releases that the row is in."""
    return is_authorized("resource_show", tk.fresh_context(context), {"id": data_dict["id"]})
