"""Who may call ``release_files``: whoever may see the resource."""

from __future__ import annotations

from ckan.authz import is_authorized
from ckan.plugins import toolkit as tk
from ckan.types import AuthResult, Context, DataDict

__all__ = ["release_files"]


@tk.auth_allow_anonymous_access
def release_files(context: Context, data_dict: DataDict) -> AuthResult:
    """Whoever may see the resource."""
    return is_authorized("resource_show", tk.fresh_context(context), {"id": data_dict["id"]})
