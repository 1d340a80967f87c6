"""The plugin of the package `features`: a table of contents."""

from __future__ import annotations

from ckan import plugins as p
from ckan.common import CKANConfig
from ckan.plugins import toolkit as tk
from ckan.types import CKANApp

from ckanext.binhduong.features.light_path.install import put_in_front

__all__ = ["FeaturesPlugin"]


@tk.blanket.actions
@tk.blanket.auth_functions
@tk.blanket.blueprints
@tk.blanket.config_declarations
class FeaturesPlugin(p.SingletonPlugin):
    """Rows and shapes as a service."""

    p.implements(p.IMiddleware, inherit=True)

    def make_middleware(self, app: CKANApp, config: CKANConfig) -> CKANApp:
        """Put the light path in front of Flask."""
        return put_in_front(app, config)
