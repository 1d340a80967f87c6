"""The plugin of the room `features`: a table of contents."""

from __future__ import annotations

from ckan import plugins as p
from ckan.plugins import toolkit as tk


@tk.blanket.actions
@tk.blanket.auth_functions
@tk.blanket.blueprints
@tk.blanket.config_declarations
class FeaturesPlugin(p.SingletonPlugin):
    """Rows and shapes as a service."""
