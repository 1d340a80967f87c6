"""What ``release_files`` takes."""

from __future__ import annotations

from ckan.plugins import toolkit as tk
from ckan.types import Schema, Validator

__all__ = ["release_files"]


@tk.validator_args
def release_files(not_empty: Validator, unicode_safe: Validator, ignore_empty: Validator, is_positive_integer: Validator) -> Schema:
    """Take a resource's id, and a release's number when it is not the newest."""
    return {"id": [not_empty, unicode_safe], "number": [ignore_empty, is_positive_integer]}
