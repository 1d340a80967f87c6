"""What the actions on requests for data take."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ckan.plugins import toolkit as tk
from ckan.types import Schema, Validator, ValidatorFactory

from ckanext.binhduong.core.paging import part_schema
from ckanext.binhduong.vn.text import nfc, xml_safe
from ckanext.binhduong.workflow.data_requests.clock import ANSWERS, OPEN, REJECTIONS
from ckanext.binhduong.workflow.data_requests.listing import STATES

__all__ = ["LENGTHS", "answer", "assign", "create", "listing", "queue", "review"]

#: The most characters of each text; the form says them, too.
LENGTHS = {"title": 200, "description": 3000, "contact": 200, "ground": 1000, "reply": 3000}
_SHORTEST = 8


def _text(most: int) -> Callable[[str], str]:
    """A text without control characters, in composed form."""

    def check(value: str) -> str:
        text = nfc(xml_safe(value)).replace("\r\n", "\n").strip()
        if len(text) > most:
            raise tk.Invalid(tk._("Longer than {number} characters; shorten it.").format(number=most))
        return text

    return check


def _says_something(value: str) -> str:
    if len(value) < _SHORTEST or not any(letter.isalpha() for letter in value):
        raise tk.Invalid(tk._("Write in at least {number} characters what data you need.").format(number=_SHORTEST))
    return value


def _texts(default: ValidatorFactory, unicode_safe: Validator, *names: str) -> dict[str, Any]:
    return {name: [default(""), unicode_safe, _text(LENGTHS[name])] for name in names}


@tk.validator_args
def create(not_empty: Validator, ignore_empty: Validator, unicode_safe: Validator, default: ValidatorFactory) -> Schema:
    """Take what somebody asks for."""
    return {
        "title": [not_empty, unicode_safe, _text(LENGTHS["title"]), _says_something],
        **_texts(default, unicode_safe, "description", "contact"),
        "agency": [ignore_empty, unicode_safe],
    }


@tk.validator_args
def listing(
    ignore_empty: Validator,
    unicode_safe: Validator,
    natural_number_validator: Validator,
    default: ValidatorFactory,
    one_of: ValidatorFactory,
) -> Schema:
    """Take what requests are asked for, and which page of them."""
    return {
        **{name: [ignore_empty, unicode_safe] for name in ("agency", "q")},
        "state": [ignore_empty, unicode_safe, one_of([*STATES])],
        **part_schema(default, natural_number_validator),
    }


@tk.validator_args
def queue(unicode_safe: Validator, natural_number_validator: Validator, default: ValidatorFactory, one_of: ValidatorFactory) -> Schema:
    """Take a state, as kept, and which page."""
    states = [default("received"), unicode_safe, one_of([*OPEN, "answered", "rejected"])]
    return {"state": states, **part_schema(default, natural_number_validator)}


@tk.validator_args
def assign(not_empty: Validator, unicode_safe: Validator) -> Schema:
    """Take a request and an agency."""
    return {"id": [not_empty, unicode_safe], "agency": [not_empty, unicode_safe]}


@tk.validator_args
def review(
    not_empty: Validator,
    not_missing: Validator,
    ignore_missing: Validator,
    ignore_empty: Validator,
    unicode_safe: Validator,
    boolean_validator: Validator,
    one_of: ValidatorFactory,
) -> Schema:
    """Take whether it is a request; the texts as everybody may read them, or why it is none."""
    return {
        "id": [not_empty, unicode_safe],
        "accept": [not_missing, boolean_validator],
        "title": [ignore_missing, unicode_safe, _text(LENGTHS["title"]), _says_something],
        "description": [ignore_missing, unicode_safe, _text(LENGTHS["description"])],
        "rejection": [ignore_empty, unicode_safe, one_of([*REJECTIONS])],
    }


@tk.validator_args
def answer(
    not_empty: Validator, ignore_empty: Validator, unicode_safe: Validator, default: ValidatorFactory, one_of: ValidatorFactory
) -> Schema:
    """Take an answer and what belongs to it."""
    return {
        "id": [not_empty, unicode_safe],
        "answer": [not_empty, unicode_safe, one_of([*ANSWERS])],
        "plan_item": [ignore_empty, unicode_safe],
        "dataset": [ignore_empty, unicode_safe],
        **_texts(default, unicode_safe, "ground", "reply"),
    }
