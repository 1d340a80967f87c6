"""``/da-luu``: the views that a reader keeps. The browser has the list (``js/saved-views.js``); the server has none and learns of none."""

from ckan.plugins import toolkit as tk

__all__ = ["show_saved_views"]


def show_saved_views() -> str:
    """The page, the same for everybody."""
    return tk.render("binhduong/saved_views.html")
