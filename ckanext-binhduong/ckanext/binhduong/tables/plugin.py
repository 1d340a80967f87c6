"""The plugin of the package ``tables``: a table of contents."""

from __future__ import annotations

from ckan import plugins as p
from ckan.plugins import toolkit as tk

__all__ = ["TablesPlugin"]


@tk.blanket.actions
@tk.blanket.auth_functions
class TablesPlugin(p.SingletonPlugin):
    """The rows of one published table."""
