"""Who may ask for places: everybody."""

from __future__ import annotations

from ckan.plugins import toolkit as tk
from ckan.types import AuthResult, Context, DataDict

__all__ = ["place_at", "place_search", "place_show"]


@tk.auth_allow_anonymous_access
def place_search(context: Context, data_dict: DataDict) -> AuthResult:
    """Anyone may look for a place."""
    return {"success": True}


@tk.auth_allow_anonymous_access
def place_show(context: Context, data_dict: DataDict) -> AuthResult:
    """Anyone may see a place."""
    return {"success": True}


@tk.auth_allow_anonymous_access
def place_at(context: Context, data_dict: DataDict) -> AuthResult:
    """Anyone may ask which places a position is in."""
    return {"success": True}
