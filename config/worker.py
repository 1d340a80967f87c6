"""The worker process: CKAN's background jobs and their scheduler, by CKAN's own command, with our logging."""

import os
import subprocess
import sys
from pathlib import Path

from ckanext.binhduong.observability.logs import configure

configure("worker")

from ckan.cli.cli import ckan  # noqa: E402  (logging first: a failing start must be able to say why)

if __name__ == "__main__":
    # What the last worker was killed over is queued again (docs/releases.md). Should this fail, the worker starts all the same.
    words = [str(Path(sys.executable).parent / "ckan"), "-c", os.environ["CKAN_INI"], "binhduong", "releases", "repair"]
    subprocess.run(words, check=False)
    ckan(["-c", os.environ["CKAN_INI"], "jobs", "worker"])
