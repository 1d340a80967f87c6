"""Where the light path stands: in front of the Flask application, whose guards are put round it afterwards."""

from __future__ import annotations

from ckan.common import CKANConfig
from ckan.types import CKANApp

from ckanext.binhduong.core.connections.connection_pool import Database
from ckanext.binhduong.features.light_path.middleware import LightPath
from ckanext.binhduong.features.light_path.reads import Reads
from ckanext.binhduong.features.ogc.service import GeoService

__all__ = ["put_in_front"]

_CONNECTIONS = 6
"""Of this pool in a process: as many as requests run in the lanes of pages and of files; beside the pool of the actions, so that neither
can take the other's."""


def put_in_front(app: CKANApp, config: CKANConfig) -> CKANApp:
    """Put the light path in front of an application and return the application."""
    database, site = Database(config["ckanext.binhduong.geo_read_url"], _CONNECTIONS), config["ckan.site_url"].rstrip("/")
    app.wsgi_app = LightPath(app.wsgi_app, GeoService(database, site, config["SECRET_KEY"]), Reads(site))
    return app
