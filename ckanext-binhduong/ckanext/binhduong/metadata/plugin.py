"""The plugin of the room `metadata`: a table of contents. The profile itself is an entry point (`setup.py`, ``ckan.rdf.profiles``)."""

from __future__ import annotations

from ckan import plugins as p
from ckan.common import CKANConfig
from ckan.plugins import toolkit as tk

from ckanext.binhduong.metadata.dcat import serializer
from ckanext.binhduong.metadata.feed import Feed


@tk.blanket.blueprints
@tk.blanket.config_declarations
class MetadataPlugin(p.SingletonPlugin):
    """Declares who publishes the catalogue; refuses metadata forms that do not exist."""

    p.implements(p.IFeed, inherit=True)
    p.implements(p.IConfigurer)

    def update_config(self, config: CKANConfig) -> None:
        """Write the catalogue so that one dataset costs no reader the others."""
        serializer.install()

    def get_feed_class(self) -> type[Feed]:
        """Give the feed that says which language it is in."""
        return Feed
