"""What the place actions take."""

from ckan.plugins import toolkit as tk
from ckan.types import Schema, Validator, ValidatorFactory

__all__ = ["place_at", "place_search", "place_show"]


@tk.validator_args
def place_search(
    not_empty: Validator,
    unicode_safe: Validator,
    default: ValidatorFactory,
    binhduong_limit: Validator,
) -> Schema:
    """Words, and how many units at most."""
    return {"q": [not_empty, unicode_safe], "limit": [default(10), binhduong_limit]}


@tk.validator_args
def place_show(not_empty: Validator, unicode_safe: Validator) -> Schema:
    """One unit id."""
    return {"id": [not_empty, unicode_safe]}


@tk.validator_args
def place_at(
    not_empty: Validator,
    ignore_missing: Validator,
    binhduong_longitude: Validator,
    binhduong_latitude: Validator,
    one_of: ValidatorFactory,
) -> Schema:
    """A position in degrees (WGS 84), and one of the two lists."""
    return {
        "lon": [not_empty, binhduong_longitude],
        "lat": [not_empty, binhduong_latitude],
        "list": [ignore_missing, one_of(["2024", "2025"])],
    }
