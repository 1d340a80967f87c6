"""Which page of a long list an address asks for."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckan.types import Validator, ValidatorFactory
from flask import request

__all__ = ["part", "part_schema", "shown_pages"]

_SIZE = 50
_MOST = 100


def part(size: int = _SIZE) -> dict[str, int]:
    """Return ``limit`` and ``offset`` of the page (of ``size`` entries) that the address asks for, as actions take them."""
    return {"limit": size, "offset": (tk.h.get_page_number(request.args) - 1) * size}


def part_schema(default: ValidatorFactory, natural_number_validator: Validator) -> dict[str, Any]:
    """Return the schema of ``limit`` (50, at most 100: more is cut) and ``offset`` of an action."""
    return {"limit": [default(_SIZE), natural_number_validator, _at_most], "offset": [default(0), natural_number_validator]}


def _at_most(value: int) -> int:
    return min(value, _MOST)


def shown_pages(count: int, size: int = _SIZE) -> dict[str, int]:
    """Return what the template needs to lead to the other pages of a list of ``count``."""
    return {"page_number": tk.h.get_page_number(request.args), "pages": -(-count // size)}
