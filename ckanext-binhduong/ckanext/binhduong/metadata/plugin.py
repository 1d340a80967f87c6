"""The plugin of the room `metadata`: a table of contents. The profile itself is an entry point (`setup.py`, ``ckan.rdf.profiles``)."""

from __future__ import annotations

from ckan import plugins as p
from ckan.plugins import toolkit as tk


@tk.blanket.blueprints
@tk.blanket.config_declarations
class MetadataPlugin(p.SingletonPlugin):
    """Declares who publishes the catalogue; refuses metadata forms that do not exist."""
