"""Who may ask for suggestions: everybody, for only what is public is suggested."""

from __future__ import annotations

from ckan.plugins import toolkit as tk
from ckan.types import AuthResult, Context, DataDict

__all__ = ["dataset_suggest"]


@tk.auth_allow_anonymous_access
def dataset_suggest(context: Context, data_dict: DataDict) -> AuthResult:
    """Everybody gets the same suggestions."""
    return {"success": True}
