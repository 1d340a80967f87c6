"""What our actions take."""

from __future__ import annotations

from ckan.plugins import toolkit as tk
from ckan.types import Schema, Validator

__all__ = ["release_status"]


@tk.validator_args
def release_status(not_empty: Validator, unicode_safe: Validator) -> Schema:
    """Take a resource's id."""
    return {"id": [not_empty, unicode_safe]}
