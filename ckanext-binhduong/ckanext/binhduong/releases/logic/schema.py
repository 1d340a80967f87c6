"""What our actions take."""

from __future__ import annotations

from ckan.plugins import toolkit as tk
from ckan.types import Schema, Validator, ValidatorFactory

from ckanext.binhduong.releases.diff.artefact import KINDS

__all__ = [
    "ingest_check_status",
    "release_confirm",
    "release_create",
    "release_diff",
    "release_files",
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
def release_files(not_empty: Validator, unicode_safe: Validator, ignore_empty: Validator, is_positive_integer: Validator) -> Schema:
    """Take a resource's id, and a release's number when it is not the newest."""
    return {"id": [not_empty, unicode_safe], "number": [ignore_empty, is_positive_integer]}
