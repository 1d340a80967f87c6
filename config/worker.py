"""The worker process: CKAN's background jobs and their scheduler, by CKAN's own command, with our logging."""

import os

from ckanext.binhduong.operations.logs import configure

configure("worker")

from ckan.cli.cli import ckan  # noqa: E402  (logging first: a failing start must be able to say why)

if __name__ == "__main__":
    ckan(["-c", os.environ["CKAN_INI"], "jobs", "worker"])
