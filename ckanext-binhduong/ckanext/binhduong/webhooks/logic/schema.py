"""What the actions on webhooks take."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from ckan.plugins import toolkit as tk
from ckan.types import Schema, Validator, ValidatorFactory

from ckanext.binhduong.core.paging import part_schema
from ckanext.binhduong.vn.text import nfc, xml_safe
from ckanext.binhduong.webhooks.outbox.events import TYPES
from ckanext.binhduong.webhooks.words import STATES

__all__ = ["LENGTHS", "create", "deliveries", "one", "patch"]

#: The most characters; the form says them, too.
LENGTHS = {"url": 2000, "description": 200}


def _text(most: int) -> Callable[[str], str]:
    """A text on one line without control characters, in composed form."""

    def check(value: str) -> str:
        text = " ".join(nfc(xml_safe(value)).split())
        if len(text) > most:
            raise tk.Invalid(tk._("Longer than {number} characters; shorten it.").format(number=most))
        return text

    return check


def _events(value: Any) -> list[str]:
    """A list of types, its JSON, or types in one text; none at all is no wish for all of them."""
    if isinstance(value, str):
        try:
            read = json.loads(value)
        except ValueError:
            read = None
        value = read if isinstance(read, list) else [each for each in re.split(r"[\s,]+", value) if each]
    if not isinstance(value, list) or any(each not in TYPES for each in value):
        raise tk.Invalid(tk._("There are these events: {names}.").format(names=", ".join(TYPES)))
    if not value:
        raise tk.Invalid(tk._("Choose at least one event."))
    return [each for each in TYPES if each in value]


@tk.validator_args
def create(not_empty: Validator, ignore_empty: Validator, unicode_safe: Validator, default: ValidatorFactory) -> Schema:
    """Take a new webhook."""
    return {
        "url": [not_empty, unicode_safe, _text(LENGTHS["url"])],
        "description": [default(""), unicode_safe, _text(LENGTHS["description"])],
        "events": [default(list(TYPES)), _events],
        **{name: [ignore_empty, unicode_safe] for name in ("owner_agency", "agency", "dataset")},
    }


@tk.validator_args
def patch(
    not_empty: Validator, ignore_missing: Validator, unicode_safe: Validator, one_of: ValidatorFactory, ignore_empty: Validator
) -> Schema:
    """Take what is changed of a webhook; an empty agency or dataset no longer narrows it."""
    return {
        "id": [not_empty, unicode_safe],
        "url": [ignore_empty, unicode_safe, _text(LENGTHS["url"])],
        "description": [ignore_missing, unicode_safe, _text(LENGTHS["description"])],
        "events": [ignore_missing, _events],
        "state": [ignore_empty, one_of(["on", "off"])],
        **{name: [ignore_missing, unicode_safe] for name in ("agency", "dataset")},
    }


@tk.validator_args
def one(not_empty: Validator, unicode_safe: Validator) -> Schema:
    """Take an id."""
    return {"id": [not_empty, unicode_safe]}


@tk.validator_args
def deliveries(
    not_empty: Validator,
    ignore_empty: Validator,
    unicode_safe: Validator,
    natural_number_validator: Validator,
    default: ValidatorFactory,
    one_of: ValidatorFactory,
) -> Schema:
    """Take a webhook, a state, and which part of what is in it."""
    return {
        "id": [not_empty, unicode_safe],
        "state": [ignore_empty, unicode_safe, one_of([*STATES])],
        **part_schema(default, natural_number_validator),
    }
