"""The web process: CKAN as one WSGI application, served by granian (config/supervisord.conf)."""

import os

from ckanext.binhduong.observability.logs import configure

configure("web")

from ckan.cli import load_config  # noqa: E402  (logging first: a failing start must be able to say why)
from ckan.config.middleware import make_app  # noqa: E402

application = make_app(load_config(os.environ["CKAN_INI"]))
