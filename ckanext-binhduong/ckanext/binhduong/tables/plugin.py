"""The plugin of the package ``tables``: a table of contents."""

from __future__ import annotations

from ckan import plugins as p
from ckan.common import CKANConfig
from ckan.plugins import toolkit as tk

from ckanext.binhduong.tables.datastore_filters import null_values

__all__ = ["TablesPlugin"]


@tk.blanket.actions
@tk.blanket.auth_functions
@tk.blanket.blueprints
class TablesPlugin(p.SingletonPlugin):
    """The rows of one published table."""

    p.implements(p.IConfigurer)

    def update_config(self, config: CKANConfig) -> None:
        """Have null in CKAN's filters find empty cells."""
        null_values.install()
