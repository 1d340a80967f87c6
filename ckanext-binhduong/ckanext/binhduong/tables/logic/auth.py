"""Who may read a table's rows: whoever may see its resource."""

from __future__ import annotations

from ckan.authz import is_authorized
from ckan.plugins import toolkit as tk
from ckan.types import AuthResult, Context, DataDict

__all__ = ["table_chart", "table_map", "table_profile", "table_search"]


def _who_sees_the_resource(context: Context, data_dict: DataDict) -> AuthResult:
    """A table's rows are for whoever may see its resource."""
    return is_authorized("resource_show", tk.fresh_context(context), {"id": data_dict["resource_id"]})


table_chart = table_map = table_profile = table_search = tk.auth_allow_anonymous_access(_who_sees_the_resource)
