"""What our actions take."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ckan.plugins import toolkit as tk
from ckan.types import Schema, Validator

__all__ = [
    "LIST_DEFAULT",
    "LIST_MAX",
    "ingest_check_status",
    "release_confirm",
    "release_create",
    "release_list",
    "release_rollback",
    "release_show",
    "release_status",
]

LIST_DEFAULT = 100
"""How many releases ``release_list`` gives when it is not said."""

LIST_MAX = 1000
"""How many releases ``release_list`` gives at most."""


@tk.validator_args
def ingest_check_status(not_empty: Validator, unicode_safe: Validator) -> Schema:
    """Take the id of a check."""
    return {"job_id": [not_empty, unicode_safe]}


@tk.validator_args
def release_status(not_empty: Validator, unicode_safe: Validator) -> Schema:
    """Take a resource's id."""
    return {"id": [not_empty, unicode_safe]}


release_confirm = release_create = release_status


@tk.validator_args
def release_list(not_empty: Validator, unicode_safe: Validator, default: Callable[[int], Validator], int_validator: Validator) -> Schema:
    """Take a resource's id, and which part of its releases."""
    return {
        "id": [not_empty, unicode_safe],
        "limit": [default(LIST_DEFAULT), int_validator, _between(1, LIST_MAX)],
        "offset": [default(0), int_validator, _between(0, 2**31 - 1)],
    }


def _between(least: int, most: int) -> Validator:
    def check(value: Any) -> Any:
        # What is no whole number has its error already.
        if value is None or (isinstance(value, int) and not least <= value <= most):
            raise tk.Invalid(tk._("Give a whole number from {least} to {most}.").format(least=least, most=most))
        return value

    return check


@tk.validator_args
def release_show(not_empty: Validator, unicode_safe: Validator, natural_number_validator: Validator) -> Schema:
    """Take a resource's id and a release's number."""
    return {"id": [not_empty, unicode_safe], "number": [not_empty, natural_number_validator]}


release_rollback = release_show
