"""Deleting a dataset, with the reason that readers are left with."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckan.types import Action, Context, DataDict
from flask import has_request_context, request

from ckanext.binhduong.metadata.withdrawals.reasons import LONGEST, giving

__all__ = ["package_delete"]


@tk.chained_action
def package_delete(next_action: Action, context: Context, data_dict: DataDict) -> Any:
    """As CKAN's; of a public dataset agency and time stay at its address (410), and with a ``reason`` that and its title.

    Args:
        id: name or id of the dataset.
        reason: why, for readers; at most 2,000 characters. Personal data do not belong in it.
    """
    reason = data_dict.get("reason") or _of_form()
    if not isinstance(reason, str) or len(reason) > LONGEST:
        raise tk.ValidationError({"reason": [tk._("The reason is longer than {number} characters; shorten it.").format(number=LONGEST)]})
    with giving(reason.strip()):
        return next_action(context, {name: value for name, value in data_dict.items() if name != "reason"})


def _of_form() -> str:
    """Return what the form of CKAN's page says, which CKAN does not pass on."""
    return request.form.get("reason", "") if has_request_context() and request.endpoint == "dataset.delete" else ""
