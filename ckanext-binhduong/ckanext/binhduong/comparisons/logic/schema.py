"""What ``release_diff`` and ``release_row`` take."""

from __future__ import annotations

from ckan.plugins import toolkit as tk
from ckan.types import Schema, Validator, ValidatorFactory

from ckanext.binhduong.comparisons.diff.artefact import KINDS

__all__ = ["release_diff", "release_row"]


@tk.validator_args
def release_diff(
    not_empty: Validator,
    unicode_safe: Validator,
    ignore_empty: Validator,
    natural_number_validator: Validator,
    is_positive_integer: Validator,
    default: ValidatorFactory,
    one_of: ValidatorFactory,
) -> Schema:
    """Take a resource's id, two release numbers, and which page of which kind."""
    number = [ignore_empty, is_positive_integer]
    return {
        "id": [not_empty, unicode_safe],
        "from": number,
        "to": number,
        "kind": [ignore_empty, one_of(list(KINDS))],
        "limit": [default(100), is_positive_integer],
        "cursor": [default(0), natural_number_validator],
    }


@tk.validator_args
def release_row(not_empty: Validator, unicode_safe: Validator) -> Schema:
    """Take a resource's id and a key."""
    return {"id": [not_empty, unicode_safe], "key": [not_empty, unicode_safe]}
