"""Which page of a long list an address asks for."""

from __future__ import annotations

from ckan.plugins import toolkit as tk
from flask import request

__all__ = ["part", "shown_pages"]

_SIZE = 50


def part(size: int = _SIZE) -> dict[str, int]:
    """Return ``limit`` and ``offset`` of the page (of ``size`` entries) that the address asks for, as actions take them."""
    return {"limit": size, "offset": (tk.h.get_page_number(request.args) - 1) * size}


def shown_pages(count: int, size: int = _SIZE) -> dict[str, int]:
    """Return what the template needs to lead to the other pages of a list of ``count``."""
    return {"page_number": tk.h.get_page_number(request.args), "pages": -(-count // size)}
