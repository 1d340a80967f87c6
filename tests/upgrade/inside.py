"""What can only be done inside the old CKAN: ``python -m tests.upgrade.inside WORD …`` with ``CKAN_INI`` in the environment.

It imports the code of commit 5933bb7 and runs on no other. Every job is queued by the function that queues it there; nothing here writes to
Redis itself.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import ExitStack

from ckan.cli import load_config
from ckan.config.middleware import make_app
from ckan.plugins import toolkit as tk
from ckanext.binhduong.releases.comparisons import jobs as comparisons
from ckanext.binhduong.releases.exports import jobs as exports
from ckanext.binhduong.releases.history import numbered
from ckanext.binhduong.releases.model import Release
from ckanext.binhduong.releases.retire import retire as retire_releases
from werkzeug.datastructures import FileStorage

from ckanext.binhduong.releases import database
from ckanext.binhduong.releases import jobs as releases
from tests.upgrade.portal import HERE


def retire(resource_id: str) -> None:
    """Give up the files of all but a resource's three newest releases."""
    assert retire_releases(resource_id, 3, 0) == 1


def queue(ids: str) -> None:
    """Queue the jobs that no request of this small catalogue queues: retries, a comparison of far releases, checks of large files."""
    resources: dict[str, str] = json.loads(ids)
    _retries(resources)
    _pair(resources["table"])
    print(json.dumps(_checks(resources["points"])))


def _retries(resources: dict[str, str]) -> None:
    """A job that finds its resource or its release locked by another worker puts itself into the schedule."""
    waiting = Release.latest(resources["points"])
    published = Release.current(resources["points"])
    assert waiting
    assert published
    assert waiting.state == "pending"
    with database.resource_lock(resources["points"]) as held:
        assert held
        releases.run(waiting.id)
    exports.request(published, "fgb", 4326)
    with ExitStack() as locks:
        for release_id in exports._wanted():
            assert locks.enter_context(database.resource_lock(f"files of {release_id}"))
        exports.run()


def _pair(resource_id: str) -> None:
    assert comparisons.request(numbered(resource_id, 2), numbered(resource_id, 4)) == "pending"


def _checks(resource_id: str) -> dict[str, str]:
    """Check a sent file and a stored one, as if both were too large to be read within the request; return the ids of the checks."""
    tk.config["ckanext.binhduong.check_inline_size"] = -1
    context = {"user": "can-bo-thu", "ignore_auth": True}
    with (HERE / "uploads" / "kiem-tra.csv").open("rb") as stream:
        file = FileStorage(stream, filename="kiểm tra.csv")
        sent = tk.get_action("ingest_check")({**context}, {"upload": file, "options": {"crs": "EPSG:4326"}})
    stored = tk.get_action("ingest_check")({**context}, {"resource_id": resource_id})
    return {"check_sent": sent["job_id"], "check_stored": stored["job_id"]}


if __name__ == "__main__":
    application = make_app(load_config(os.environ["CKAN_INI"]))
    with application._wsgi_app.test_request_context():
        {"retire": retire, "queue": queue}[sys.argv[1]](*sys.argv[2:])
