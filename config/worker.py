"""The worker process: CKAN's background jobs and their scheduler (the same as `ckan jobs worker`, with our logging)."""

import os

from ckanext.binhduong.operations.logs import configure

configure("worker")

from ckan.cli import load_config  # noqa: E402  (logging first: a failing start must be able to say why)
from ckan.config.middleware import make_app  # noqa: E402
from ckan.lib import jobs  # noqa: E402

if __name__ == "__main__":
    application = make_app(load_config(os.environ["CKAN_INI"]))
    with application._wsgi_app.test_request_context():
        jobs.Worker().work(with_scheduler=True)
