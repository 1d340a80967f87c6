"""Ours: a file is checked in one process, its table published in another, which alone is measured."""

CHECK = """
import json, pathlib, sys
from ckanext.binhduong.ingest.model import Options
from ckanext.binhduong.ingest.pipeline import run
path, work = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
checked = run(path, path.name, Options(), work)
assert checked.report["ok"], [finding["code"] for finding in checked.report["findings"]]
pathlib.Path(checked.table).rename(work / "table.arrow")
(work / "report.json").write_text(json.dumps(checked.report))
"""

PUBLISH = """
import sys
from benchmarks.releases.publish import publish_checked
publish_checked(sys.argv[1], sys.argv[2])
"""


def publish_checked(ini: str, folder: str) -> None:
    """Publish a checked table as a release of a dataset made for it; print the seconds of each part as JSON, and remove all again.

    Args:
        ini: CKAN's configuration.
        folder: has ``table.arrow`` and ``report.json``.
    """
    import os
    import uuid

    from ckan.cli import load_config
    from ckan.config.middleware import make_app

    os.environ["CKAN_INI"] = ini
    application = make_app(load_config(ini))
    with application._wsgi_app.test_request_context():
        from ckan.plugins import toolkit as tk

        def call(action: str, **data):
            user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
            return tk.get_action(action)({"user": user, "ignore_auth": True}, data)

        name = f"do-toc-do-{uuid.uuid4().hex[:8]}"
        agency = call("organization_create", name=name, title="Đo tốc độ")
        needed = {"title": "Đo", "notes": "Đo", "theme": "nha-thuoc", "license_id": "CC-BY-4.0", "data_kind": "sample"}
        contact = {"contact_name": "Đo", "contact_email": "do@binhduong.example"}
        dataset = call("package_create", name=name, owner_org=agency["id"], resources=[{"name": "Đo", "url": ""}], **needed, **contact)
        try:
            _publish(dataset, folder)
        finally:
            call("dataset_purge", id=dataset["id"])
            call("organization_purge", id=agency["id"])


def _publish(dataset: dict, folder: str) -> None:
    import json
    import time
    from pathlib import Path

    from ckan import model

    from benchmarks.parts import Timed
    from ckanext.binhduong.core.connections import datastore_connection
    from ckanext.binhduong.releases.canonical import archive
    from ckanext.binhduong.releases.layers import registry
    from ckanext.binhduong.releases.ledger.model import Release
    from ckanext.binhduong.releases.publish import staging, swap
    from ckanext.binhduong.releases.publish.table_sql import TableSpec

    model.Session.commit()
    table = Path(folder) / "table.arrow"
    spec = TableSpec.from_report(json.loads((Path(folder) / "report.json").read_text()))
    resource = dataset["resources"][0]
    row = {"package_id": dataset["id"], "kind": "table", "sha256": "", "name": table.name, "size": 0, "mimetype": "", "format": ""}
    model.Session.add(Release(id="do-toc-do", resource_id=resource["id"], **row))
    model.Session.commit()
    placement = swap.Placement("do-toc-do", dataset, resource, {})
    times, parts, began = {}, {}, time.monotonic()
    archive.keep_canonical(table, spec, {})
    # Ends the lock on the store's contents, as the job does before it loads.
    model.Session.commit()
    times["canonical file"] = time.monotonic() - began
    original = staging.build

    def timed(cursor, *arguments):
        start, watched = time.monotonic(), Timed(cursor)
        staged = original(watched, *arguments)
        times["load"] = time.monotonic() - start
        parts.update(watched.parts())
        return staged

    staging.build = timed
    start = time.monotonic()
    swap.publish_table(table, spec, placement, 60)
    times["swap"] = time.monotonic() - start - times["load"]
    times["s"] = time.monotonic() - began
    with datastore_connection.transaction() as cursor:
        cursor.execute(f'SELECT count(*) FROM public."{resource["id"]}"')
        rows = cursor.fetchone()[0]
    registry.forget([resource["id"]])
    print(json.dumps({part: round(seconds, 1) for part, seconds in times.items()} | {"of the load": parts, "rows": rows}))
