"""What our actions take."""

from __future__ import annotations

from ckan.plugins import toolkit as tk
from ckan.types import Schema, Validator

__all__ = [
    "ingest_check_status",
    "release_confirm",
    "release_create",
    "release_list",
    "release_rollback",
    "release_show",
    "release_status",
]


@tk.validator_args
def ingest_check_status(not_empty: Validator, unicode_safe: Validator) -> Schema:
    """Take the id of a check."""
    return {"job_id": [not_empty, unicode_safe]}


@tk.validator_args
def release_status(not_empty: Validator, unicode_safe: Validator) -> Schema:
    """Take a resource's id."""
    return {"id": [not_empty, unicode_safe]}


release_confirm = release_create = release_list = release_status


@tk.validator_args
def release_show(not_empty: Validator, unicode_safe: Validator, natural_number_validator: Validator) -> Schema:
    """Take a resource's id and a release's number."""
    return {"id": [not_empty, unicode_safe], "number": [not_empty, natural_number_validator]}


release_rollback = release_show
