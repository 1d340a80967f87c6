"""Each kind of difference is found, counted exactly, and repaired where that is safe; then nothing differs."""

from __future__ import annotations

import io
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from ckan import model
from ckan.lib import search
from ckan.plugins import toolkit as tk

from ckanext.binhduong.core.catalogue_version import commits, counter
from ckanext.binhduong.core.catalogue_version.statements import may_change_answers
from ckanext.binhduong.core.connections import datastore_connection
from ckanext.binhduong.exports import jobs as exports
from ckanext.binhduong.exports.model import Export
from ckanext.binhduong.releases.ledger.model import Release
from ckanext.binhduong.releases.maintenance import sweep
from ckanext.binhduong.storage import settings
from tests.observability.drift.conftest import Portal, looked_at, repaired
from tests.releases.conftest import TABLE, act, as_anonymous, file, run_jobs

NOBODYS = "00000000-0000-4000-8000-000000000001"


def datastore(statement: str, *values: Any) -> None:
    """Change the DataStore beside the portal."""
    with datastore_connection.transaction() as cursor:
        cursor.execute(statement, values)


def ghost(indexed: datetime, package_id: str = NOBODYS) -> None:
    """Put a public dataset that does not exist into the index."""
    stamp = indexed.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    document = {
        "id": package_id,
        "index_id": package_id,
        "site_id": tk.config["ckan.site_id"],
        "entity_type": "package",
        "dataset_type": "dataset",
        "name": "ma",
        "title": "Ma",
        "state": "active",
        "capacity": "public",
        "metadata_modified": stamp,
        "indexed_ts": stamp,
        "permission_labels": ["public"],
    }
    search.make_connection().add([document], commit=True)


def names() -> set[str]:
    """What a stranger finds."""
    return {dataset["name"] for dataset in as_anonymous("package_search", q="*:*")["results"]}


def current(resource: dict[str, Any]) -> Release:
    """The release that readers have."""
    model.Session.rollback()
    release = Release.current(resource["id"])
    assert release
    return release


def test_nothing_differs(portal: Portal):
    """After publications the check finds nothing, whether it may repair or not."""
    assert (looked_at(), repaired()) == ({}, {})


def test_a_check_of_what_is_in_line_only_reads(portal: Portal):
    """Nothing is written and no kept answer made old, in a bounded number of statements."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        sent.append(statement)

    assert model.meta.engine
    sa.event.listen(model.meta.engine, "before_cursor_execute", note)
    try:
        assert repaired() == {}
    finally:
        sa.event.remove(model.meta.engine, "before_cursor_execute", note)
    assert [statement for statement in sent if may_change_answers(statement.encode())] == []
    assert len(sent) <= 20


def test_a_dataset_that_the_index_lacks(portal: Portal):
    """It is counted, left when only looking, indexed again otherwise."""
    search.clear(portal.datasets[0]["id"])
    assert looked_at() == {"index-missing": (1, 0, 1)}
    assert names() == {"co-so"}
    assert repaired() == {"index-missing": (1, 1, 0)}
    assert names() == {"nha-thuoc", "co-so"}
    assert repaired() == {}


def test_a_dataset_that_the_index_has_as_it_was(portal: Portal):
    """A dataset that became private while Solr's document stays public: the leak is closed."""
    for private, wanted in ((True, {"nha-thuoc"}), (False, {"nha-thuoc", "co-so"})):
        model.Session.execute(sa.update(model.Package).where(model.Package.name == "co-so").values(private=private))
        model.Session.commit()
        assert repaired() == {"index-old": (1, 1, 0)}
        assert names() == wanted


def test_a_ghost_in_the_index(portal: Portal):
    """A document without a dataset goes when it is older than ten minutes: a younger one may be of a dataset on its way."""
    ghost(datetime.now(UTC) - timedelta(minutes=9))
    assert repaired() == {}
    ghost(datetime.now(UTC) - timedelta(minutes=11))
    assert looked_at() == {"index-ghost": (1, 0, 1)}
    assert repaired() == {"index-ghost": (1, 1, 0)}
    assert names() == {"nha-thuoc", "co-so"}


def test_a_dataset_that_is_being_changed_is_left_alone(portal: Portal):
    """While a writer holds the dataset's row its document may be newer than what is committed: nothing is found, nothing is written."""
    search.clear(portal.datasets[0]["id"])
    assert model.meta.engine
    with model.meta.engine.begin() as writer:
        writer.execute(sa.update(model.Package).where(model.Package.name == "nha-thuoc").values(author="x"))
        assert repaired() == {}
    assert repaired() == {"index-missing": (1, 1, 0)}


def test_a_layer_that_does_not_stand(portal: Portal):
    """The view of a public layer was dropped: it is made again."""
    layer = current(portal.layer).layer
    datastore(f'DROP VIEW geo."{layer}"')
    assert looked_at() == {"layer-hidden": (1, 0, 1)}
    assert repaired() == {"layer-hidden": (1, 1, 0)}
    assert repaired() == {}


def test_a_layer_whose_dataset_is_not_public(portal: Portal):
    """The dataset became private beside the portal: its view goes, and comes back with it."""
    for private, kind in ((True, "layer-shown"), (False, "layer-hidden")):
        model.Session.execute(sa.update(model.Package).where(model.Package.name == "nha-thuoc").values(private=private))
        model.Session.commit()
        assert repaired() == {kind: (1, 1, 0), "index-old": (1, 1, 0)}


def test_a_view_that_no_record_knows(portal: Portal):
    """It is dropped; the table behind it stays."""
    datastore(f'CREATE VIEW geo."khong-ai-biet" AS SELECT * FROM public."{portal.table["id"]}"')
    assert repaired() == {"layer-unknown": (1, 1, 0)}
    assert repaired() == {}


def test_a_release_without_its_table(portal: Portal):
    """Nothing is made up: it is named as the remedy's command takes it, and that command brings the rows back."""
    resource = portal.table["id"]
    number = current(portal.table).number
    datastore(f'DROP TABLE public."{resource}"')
    assert repaired() == {"table-missing": (1, 0, 1)}
    act("release_rollback", id=resource, number=number)
    run_jobs()
    assert as_anonymous("datastore_search", resource_id=resource)["total"] == 2
    assert repaired() == {}


def test_a_table_without_a_release(portal: Portal):
    """A table of no resource is named and never dropped: it may be all that is left of data."""
    datastore(f'CREATE TABLE public."{NOBODYS}" (a int)')
    try:
        assert repaired() == {"table-unknown": (1, 0, 1)}
    finally:
        datastore(f'DROP TABLE public."{NOBODYS}"')


def test_a_table_in_place_of_an_unknown_release(portal: Portal):
    """The record of what is in place names a release that the ledger does not have, as after a restore of one database alone."""
    resource = portal.table["id"]
    datastore("UPDATE portal.published SET release_id = %s WHERE resource_id = %s", NOBODYS, resource)
    assert repaired() == {"release-unknown": (1, 0, 1)}
    act("release_rollback", id=resource, number=current(portal.table).number)
    run_jobs()
    assert repaired() == {}


def test_a_table_whose_release_does_not_know(portal: Portal):
    """A kill between the two databases: the release is finished; a publication that still runs is left alone."""
    release = current(portal.table).id
    model.Session.execute(sa.update(Release).where(Release.id == release).values(state="running"))
    model.Session.commit()
    with datastore_connection.resource_lock(portal.table["id"]) as held:
        assert held
        assert repaired() == {}
    assert repaired() == {"table-unsettled": (1, 1, 0)}
    assert current(portal.table).id == release


def test_a_resource_that_does_not_show_its_newest_file(portal: Portal):
    """Its fields are written again."""
    resource = model.Resource.get(portal.table["id"])
    assert resource
    resource.extras = {**resource.extras, "release_state": "pending"}
    model.Session.commit()
    assert looked_at() == {"resource-behind": (1, 0, 1)}
    assert repaired() == {"resource-behind": (1, 1, 0)}
    assert act("resource_show", id=portal.table["id"])["release_state"] == "published"


def test_a_file_that_waits_without_a_job(portal: Portal, clean_queues: None):
    """Its job is queued again once ten minutes are over; before that the watch looks after it."""
    resource = act("resource_create", package_id=portal.datasets[1]["id"], upload=file(TABLE, "cho.csv"), name="Chờ")
    for minutes, wanted in ((9, {}), (11, {"job-lost": (1, 1, 0)}), (11, {"job-lost": (1, 1, 0)})):
        moment = datetime.now(UTC).replace(tzinfo=None) - timedelta(minutes=minutes)
        waiting = sa.update(Release).where(Release.resource_id == resource["id"])
        model.Session.execute(waiting.values(created=moment, job_id=None))
        model.Session.commit()
        assert repaired() == wanted
    assert repaired() == {}
    run_jobs()
    assert repaired() == {}


def test_files_of_a_release_that_wait_without_their_job(portal: Portal, clean_queues: None):
    """The job is queued again once ten minutes are over, unless it waits in the queue or somebody makes files of the release."""
    release_id = current(portal.table).id
    waiting = sa.update(Export).where(Export.release_id == release_id, Export.ext == "csv")

    def age(minutes: int) -> None:
        model.Session.execute(waiting.values(state="pending", created=datetime.now(UTC).replace(tzinfo=None) - timedelta(minutes=minutes)))
        model.Session.commit()

    age(9)
    assert looked_at() == {}
    age(11)
    assert looked_at() == {"export-waits": (1, 0, 1)}
    with datastore_connection.resource_lock(exports.lock_of(release_id)):
        assert looked_at() == {}
    assert repaired() == {"export-waits": (1, 1, 0)}
    assert (repaired(), exports.is_queued()) == ({}, True)
    exports.run()
    assert {export.state for export in Export.of(release_id)} == {"ready"}


def test_a_file_missing_on_disk_comes_back_from_the_backups(portal: Portal, tmp_path: Path, ckan_config: Any, monkeypatch: Any):
    """Byte for byte; a damaged backup is not taken, and then the source is named with its resource."""
    monkeypatch.setitem(ckan_config, "ckanext.binhduong.releases.backup_folder", str(tmp_path))
    release = current(portal.table)
    sha256, path = release.sha256, settings.store().path(release.sha256)
    content = path.read_bytes()
    backup = tmp_path / path.relative_to(settings.store().root)
    backup.parent.mkdir(parents=True)
    backup.write_bytes(content + b"!")
    path.unlink()
    assert looked_at() == {"file-missing": (1, 0, 1)}
    assert repaired() == {"file-missing": (1, 0, 1)}
    backup.write_bytes(content)
    assert repaired() == {"file-missing": (1, 1, 0)}
    assert (path.read_bytes(), current(portal.table).sha256) == (content, sha256)
    assert repaired() == {}


def test_a_missing_canonical_file_is_written_again(portal: Portal):
    """From its source, with the same content."""
    canonical = current(portal.layer).canonical or ""
    settings.store().path(canonical).unlink()
    assert repaired() == {"file-missing": (1, 1, 0)}
    assert current(portal.layer).canonical == canonical
    assert settings.store().path(canonical).exists()
    assert repaired() == {}


def test_a_missing_file_of_a_release_is_made_again(portal: Portal, clean_queues: None):
    """By the job that makes such files; it keeps its content and so its address."""
    release = current(portal.table)
    export = Export.find(release.id, "csv", 4326)
    assert export
    assert exports.run_one(release.id, export.id)
    model.Session.rollback()
    sha256 = Export.find(release.id, "csv", 4326).sha256  # type: ignore[union-attr]
    settings.store().path(sha256).unlink()
    assert repaired() == {"file-missing": (1, 1, 0)}
    assert exports.run_one(release.id, export.id)
    assert settings.store().path(sha256).exists()
    assert repaired() == {}


def test_an_orphan_file_and_an_unfinished_table(portal: Portal, monkeypatch: pytest.MonkeyPatch):
    """What nothing names goes when it is older than ten minutes."""
    monkeypatch.setattr(sweep, "_ORPHAN_AGE", -1.0)
    store = settings.store()
    store.keep(store.receive(io.BytesIO(b"orphan"), 100))
    datastore('CREATE TABLE public."_rel_00000001_0123456789abcdef" (a int)')
    assert repaired() == {"left-over-file": (1, 1, 0), "left-over-table": (1, 1, 0)}
    assert repaired() == {}


def test_kept_answers_older_than_the_catalogue(portal: Portal, tmp_path: Path, ckan_config: Any, monkeypatch: Any):
    """The version is raised when it is older than the newest change, and made when it is not there."""
    path = tmp_path / "catalogue-version"
    monkeypatch.setitem(ckan_config, "ckanext.binhduong.catalogue_version_file", str(path))
    monkeypatch.setitem(commits._followed, "path", path)
    assert looked_at() == {"kept-answers-old": (1, 0, 1)}
    assert repaired() == {"kept-answers-old": (1, 1, 0)}
    newest = model.Session.scalar(sa.select(sa.func.max(model.Package.metadata_modified)))
    seconds = int(newest.replace(tzinfo=UTC).timestamp())
    os.utime(path, (seconds, seconds))
    assert repaired() == {}
    os.utime(path, (seconds - 1, seconds - 1))
    assert repaired() == {"kept-answers-old": (1, 1, 0)}
    assert (counter.current(path) or 0) >= seconds


def test_releases_of_a_purged_dataset(portal: Portal):
    """Ledger rows that a purge beside the portal left are forgotten, with their files."""
    gone = Release(
        resource_id=NOBODYS,
        package_id=NOBODYS,
        state="failed",
        kind="table",
        sha256="0" * 64,
        name="x.csv",
        size=1,
        mimetype="",
        format="CSV",
    )
    model.Session.add(gone)
    model.Session.commit()
    assert looked_at() == {"dataset-purged": (1, 0, 1), "file-missing": (1, 0, 1)}
    assert repaired() == {"dataset-purged": (1, 1, 0)}
    assert repaired() == {}
