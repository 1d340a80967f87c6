"""What the actions on publication plans, approvals and times take."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckan.types import Schema, Validator, ValidatorFactory

from ckanext.binhduong.core.paging import part_schema
from ckanext.binhduong.workflow.plan.lateness import STATES
from ckanext.binhduong.workflow.schedule.model import STATES as STATES_OF_TIMES

__all__ = [
    "MOST_AT_ONCE",
    "approval_rule_show",
    "approval_rule_update",
    "plan_figures",
    "plan_item_list",
    "publication_schedule",
    "publication_schedule_list",
    "release_approve",
    "release_return",
    "release_submit",
    "submission_list",
    "submission_show",
    "submissions_return",
]

_STATES = ["waiting", "approved", "returned", "overtaken"]
_REASON = 2000
MOST_AT_ONCE = 50
"""Submissions that one form or call decides."""


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


@tk.validator_args
def release_submit(not_empty: Validator, unicode_safe: Validator) -> Schema:
    """Take an id."""
    return {"id": [not_empty, unicode_safe]}


submission_show = approval_rule_show = release_submit


@tk.validator_args
def release_approve(not_empty: Validator, unicode_safe: Validator) -> Schema:
    """Take a submission and the hash that was seen."""
    return {"id": [not_empty, unicode_safe], "hash": [not_empty, unicode_safe]}


def _yes_or_no(value: Any) -> Any:
    if value in (None, ""):
        raise tk.Invalid(tk._("Write true or false."))
    return value


def _short(value: str) -> str:
    if len(value) > _REASON:
        raise tk.Invalid(tk._("Longer than {number} characters; shorten it.").format(number=_REASON))
    return value.strip()


@tk.validator_args
def release_return(not_empty: Validator, unicode_safe: Validator) -> Schema:
    """Take a submission and the reason."""
    return {"id": [not_empty, unicode_safe], "reason": [unicode_safe, _short, not_empty]}


def _ids(value: Any) -> list[str]:
    if not isinstance(value, list) or not 0 < len(value) <= MOST_AT_ONCE or not all(isinstance(each, str) for each in value):
        raise tk.Invalid(tk._("Send a list of 1 to {number} ids.").format(number=MOST_AT_ONCE))
    return value


@tk.validator_args
def submissions_return(not_missing: Validator, not_empty: Validator, unicode_safe: Validator) -> Schema:
    """Take submissions and the reason."""
    return {"ids": [not_missing, _ids], "reason": [not_missing, unicode_safe, _short, not_empty]}


@tk.validator_args
def submission_list(
    unicode_safe: Validator,
    natural_number_validator: Validator,
    default: ValidatorFactory,
    one_of: ValidatorFactory,
) -> Schema:
    """Take a state, and which part of what is in it."""
    return {
        "state": [default("waiting"), unicode_safe, one_of(_STATES)],
        **part_schema(default, natural_number_validator),
    }


@tk.validator_args
def approval_rule_update(
    not_empty: Validator, ignore_missing: Validator, ignore_empty: Validator, unicode_safe: Validator, boolean_validator: Validator
) -> Schema:
    """Take an agency, and what is to hold for it or for one of its datasets."""
    return {
        "id": [not_empty, unicode_safe],
        "required": [ignore_missing, _yes_or_no, boolean_validator],
        "dataset": [ignore_empty, unicode_safe],
        "answers": [ignore_missing, unicode_safe],
        "reason": [ignore_missing, unicode_safe, _short],
    }


@tk.validator_args
def publication_schedule(not_empty: Validator, unicode_safe: Validator) -> Schema:
    """Take a dataset or resource, and a time, which the action reads."""
    return {"id": [not_empty, unicode_safe], "publish_at": [not_empty]}


@tk.validator_args
def publication_schedule_list(
    ignore_empty: Validator,
    unicode_safe: Validator,
    natural_number_validator: Validator,
    default: ValidatorFactory,
    one_of: ValidatorFactory,
) -> Schema:
    """Take a state and a dataset, and which part of what is in it."""
    return {
        "state": [ignore_empty, unicode_safe, one_of([*STATES_OF_TIMES])],
        "dataset": [ignore_empty, unicode_safe],
        **part_schema(default, natural_number_validator),
    }
