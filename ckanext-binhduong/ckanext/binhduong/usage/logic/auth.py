"""Who may read the figures of use: whoever may see the dataset."""

from __future__ import annotations

from ckan.authz import is_authorized
from ckan.plugins import toolkit as tk
from ckan.types import AuthResult, Context, DataDict

__all__ = ["usage_show"]


@tk.auth_allow_anonymous_access
def usage_show(context: Context, data_dict: DataDict) -> AuthResult:
    """Whoever may see the dataset."""
    return is_authorized("package_show", tk.fresh_context(context), {"id": data_dict["id"]})
