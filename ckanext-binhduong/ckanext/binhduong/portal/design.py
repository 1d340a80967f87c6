"""``/docs/design``: each component of the pages once, for who changes them; only where CKAN runs in debug mode."""

from __future__ import annotations

from ckan.plugins import toolkit as tk
from flask import Blueprint

__all__ = ["binhduong_design"]

binhduong_design = Blueprint("binhduong_design", __name__)

_COLOURS = (
    *("paper", "surface", "sunken", "ink", "ink-soft", "line", "brand", "brand-strong", "brand-ink", "brand-wash"),
    *("accent", "accent-wash", "good", "bad", "bad-wash", "focus"),
)
_ICONS = ("search", "near", "phone", "clock", "pin", "download", "table", "link", "warning", "y-te", "nha-thuoc", "quy-hoach", "moi-truong")


@binhduong_design.route("/docs/design")
def design() -> str:
    """The components in light and in dark; elsewhere than in development the page is not there."""
    if not tk.config["debug"]:
        return tk.abort(404)
    return tk.render("docs/design.html", {"colours": _COLOURS, "icons": _ICONS})
