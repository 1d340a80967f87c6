"""The home page. CKAN's own view searches for datasets and facets that our template does not show, in an order only Solr has."""

from __future__ import annotations

from ckan.plugins import toolkit as tk

__all__ = ["show_home"]


def show_home() -> str:
    """The page; what it shows is read by ``binhduong_home``."""
    return tk.render("home/index.html")
