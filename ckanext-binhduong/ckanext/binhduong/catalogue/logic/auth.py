"""Who may write a dataset, whatever theme it says."""

from __future__ import annotations

from ckan.plugins import toolkit as tk
from ckan.types import AuthFunction, AuthResult, Context, DataDict

__all__ = ["package_create", "package_update"]


def _without_groups(data_dict: DataDict | None) -> DataDict:
    """Leave out ``groups``: the field ``theme`` decides them, so sending a dataset back as it was shown must not need a role in a theme."""
    return {key: value for key, value in (data_dict or {}).items() if key != "groups"}


@tk.chained_auth_function
def package_create(next_auth: AuthFunction, context: Context, data_dict: DataDict | None = None) -> AuthResult:
    """Who may create datasets for the agency; no role in the dataset's theme is needed."""
    return next_auth(context, _without_groups(data_dict))


@tk.chained_auth_function
def package_update(next_auth: AuthFunction, context: Context, data_dict: DataDict | None = None) -> AuthResult:
    """Who may edit the agency's datasets; no role in the dataset's theme is needed."""
    return next_auth(context, _without_groups(data_dict))
