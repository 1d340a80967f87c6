"""Who may read features: everybody, what is not public is not in the schema that is read."""

from __future__ import annotations

from ckan.plugins import toolkit as tk
from ckan.types import AuthResult, Context, DataDict

__all__ = ["feature_search", "feature_show", "feature_suggest", "layer_list"]


@tk.auth_allow_anonymous_access
def feature_search(context: Context, data_dict: DataDict) -> AuthResult:
    """Everybody may search published features."""
    return {"success": True}


@tk.auth_allow_anonymous_access
def feature_show(context: Context, data_dict: DataDict) -> AuthResult:
    """Everybody may see a published feature."""
    return {"success": True}


@tk.auth_allow_anonymous_access
def feature_suggest(context: Context, data_dict: DataDict) -> AuthResult:
    """Everybody may look for a published feature by its name."""
    return {"success": True}


@tk.auth_allow_anonymous_access
def layer_list(context: Context, data_dict: DataDict) -> AuthResult:
    """Everybody may see which layers are published."""
    return {"success": True}
