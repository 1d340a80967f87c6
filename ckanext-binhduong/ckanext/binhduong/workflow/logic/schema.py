"""What the actions on publication plans take."""

from __future__ import annotations

from ckan.plugins import toolkit as tk
from ckan.types import Schema, Validator, ValidatorFactory

from ckanext.binhduong.workflow.plan.lateness import STATES

__all__ = ["plan_figures", "plan_item_list"]


@tk.validator_args
def plan_item_list(
    ignore_empty: Validator,
    unicode_safe: Validator,
    natural_number_validator: Validator,
    boolean_validator: Validator,
    default: ValidatorFactory,
    one_of: ValidatorFactory,
) -> Schema:
    """Take what items are asked for, and which page of them."""
    text = [ignore_empty, unicode_safe]
    return {
        **dict.fromkeys(("agency", "phase", "sector", "q"), text),
        "state": [ignore_empty, unicode_safe, one_of([*STATES, "late_any"])],
        "limit": [default(100), natural_number_validator],
        "facets": [default(False), boolean_validator],
        "offset": [default(0), natural_number_validator],
    }


@tk.validator_args
def plan_figures(ignore_empty: Validator, unicode_safe: Validator) -> Schema:
    """Take what items are added up."""
    return {name: [ignore_empty, unicode_safe] for name in ("agency", "phase", "sector")}
