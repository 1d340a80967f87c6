"""``/organization/`` and ``/group/``: the lists of agencies and of themes.

CKAN's own view shows every group on its own before it renders (78 statements for 18 agencies); the templates need only what
``binhduong_agencies`` and ``binhduong_themes`` read in one.
"""

from __future__ import annotations

from ckan.plugins import toolkit as tk

__all__ = ["show_agencies", "show_themes"]


def show_agencies() -> str:
    """All agencies, or those with data about one theme."""
    tk.check_access("organization_list", {"user": tk.current_user.name})
    return tk.render("organization/index.html", {"group_type": "organization"})


def show_themes() -> str:
    """All themes."""
    tk.check_access("group_list", {"user": tk.current_user.name})
    return tk.render("group/index.html", {"group_type": "group"})
