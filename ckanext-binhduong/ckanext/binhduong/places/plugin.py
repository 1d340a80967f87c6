"""The plugin of the package ``places``: a table of contents."""

from __future__ import annotations

from ckan import plugins as p
from ckan.plugins import toolkit as tk

__all__ = ["PlacesPlugin"]


@tk.blanket.actions
@tk.blanket.auth_functions
@tk.blanket.blueprints
class PlacesPlugin(p.SingletonPlugin):
    """Administrative units: the ``place_*`` actions and the identifiers ``/id/place/<unit id>``."""
