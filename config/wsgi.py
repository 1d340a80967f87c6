"""The web process: CKAN as one WSGI application, served by granian (config/supervisord.conf), and health on a port of its own."""

import os

from ckanext.binhduong.observability.logs import configure

configure("web")

from ckan.cli import load_config  # noqa: E402  (logging first: a failing start must be able to say why)
from ckan.common import config  # noqa: E402
from ckan.config.middleware import make_app  # noqa: E402

from ckanext.binhduong.core.catalogue_version import commits  # noqa: E402
from ckanext.binhduong.core.connections.hung_database import watch_databases  # noqa: E402
from ckanext.binhduong.core.connections.redis_client import bound_ckan_connections  # noqa: E402
from ckanext.binhduong.security.capacity.health_server import serve_health  # noqa: E402

application = make_app(load_config(os.environ["CKAN_INI"]))
bound_ckan_connections()
watch_databases(config["sqlalchemy.url"], config["ckan.datastore.write_url"])
# Other code, templates or settings, or a process that was killed between a commit and its announcement: nothing kept before counts.
commits.announce()
if address := os.environ.get("PORTAL_HEALTH_LISTEN"):
    host, port = address.split(":")
    serve_health(host, int(port))
