"""From an uploaded file to a published table: check, differences, canonical file, swap."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ckan import model

from ckanext.binhduong import ingest
from ckanext.binhduong.releases import config
from ckanext.binhduong.releases.canonical import archive
from ckanext.binhduong.releases.datastore_writes import table_release
from ckanext.binhduong.releases.intake.read_options import declared_key, declared_titles
from ckanext.binhduong.releases.ledger import approval, precedence
from ckanext.binhduong.releases.ledger.model import Release
from ckanext.binhduong.releases.ledger.progress import Progress
from ckanext.binhduong.releases.publish.column_changes import breaks, with_differences
from ckanext.binhduong.releases.publish.settlement import dataset_for, finish
from ckanext.binhduong.releases.publish.swap import Placement, publish_table
from ckanext.binhduong.releases.publish.table_sql import TableSpec
from ckanext.binhduong.storage import settings
from ckanext.binhduong.storage.work_folders import work_folder

__all__ = ["check_and_publish", "publish_content"]


def publish_content(release: Release) -> None:
    """Publish a table whose rows came through the DataStore's own actions. Raises what ``check_and_publish`` raises."""
    release_id = release.id
    table_release.publish_content(release, *_resource_of(release))
    finish(release_id, "published")


def check_and_publish(release: Release) -> None:
    """Read an uploaded file and publish its table, or note why not: refused, held for a yes to its changes or to one table of several.

    Raises:
        Overtaken: a newer file, a link or a deletion was accepted.
        Unapproved: a second person must agree first; its canonical file is kept.
        PublishError: the table cannot be put in place.
        Busy: readers held the table for too long.
    """
    release_id = release.id
    options = table_release.options_for(release, _resource_of(release)[1])
    model.Session.commit()
    with work_folder() as folder:
        source, progress = settings.store().path(release.sha256), Progress(release_id)
        progress.at("reading")
        checked = ingest.check_file(source, name=release.name, options=options, work_dir=folder, progress=progress.read)
        previous = release.previous()
        report = with_differences(checked.report, previous.columns if previous else [])
        release.report = report
        model.Session.commit()
        if checked.table is None:
            # Not the file's fault: `releases run` reads it once there is a sandbox.
            unread = any(found["code"] == "sandbox-missing" for found in report["findings"])
            finish(release_id, "failed" if unread else "refused")
            return
        if not release.confirmed and (breaks(report) or _leaves_tables_out(report, options)):
            finish(release_id, "held")
            return
        release.read_as = options
        _publish(release, checked.report, checked.table)
    finish(release_id, "published")


def _leaves_tables_out(report: dict[str, Any], options: dict[str, Any]) -> bool:
    """Whether the first of several tables was read because nobody chose one: the rows of the others would be lost unseen."""
    return not options.get("table") and any(each["code"] == "tables-several" for each in report["findings"])


def _publish(release: Release, report: dict[str, Any], table_file: Path) -> None:
    dataset, resource = _resource_of(release)
    titles = declared_titles(resource)
    placement = Placement(release.id, dataset, resource, titles)
    spec = TableSpec.from_report(report, declared_key(resource, report["columns"]))
    # Writing and loading take minutes: no transaction of CKAN's database stays open meanwhile.
    model.Session.commit()
    release.canonical, release.canonical_size = archive.keep_canonical(table_file, spec, titles)
    release.rows = report["rows"]["out"]
    model.Session.flush()
    # Loading takes minutes; the answer that counts is that of the last step.
    approved = approval.may_publish(model.Session.connection(), release.id)
    model.Session.commit()
    if not approved:
        raise precedence.Unapproved
    publish_table(table_file, spec, placement, config.swap_patience(), Progress(release.id))


def _resource_of(release: Release) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the dataset and the resource that a release is for.

    Raises:
        Overtaken: the resource was deleted.
    """
    dataset = dataset_for(release.package_id)
    resource = next((resource for resource in dataset["resources"] if resource["id"] == release.resource_id), None)
    if resource is None:
        raise precedence.Overtaken
    return dataset, resource | (release.proposed or {})
