"""A table that an agency's system wrote to becomes a release: its present content, under the next number, with files of its own.

Nothing is copied or swapped in the database: the table stays where it is. A snapshot of it is written as CSV, which is the release's source
file, and as canonical file; then one short transaction records that the table is that release. What is written meanwhile belongs to the
next one.
"""

from __future__ import annotations

import json
import logging
from functools import partial
from typing import Any, NoReturn

import sqlalchemy as sa
from ckan import model
from ckan.model.types import make_uuid
from ckan.plugins import toolkit as tk

from ckanext.binhduong.core.jobs.independent_steps import do_each
from ckanext.binhduong.releases.datastore_writes import changes
from ckanext.binhduong.releases.datastore_writes.content import Content, read_content
from ckanext.binhduong.releases.intake.read_options import declared_key, declared_options, declared_titles
from ckanext.binhduong.releases.ledger import approval, precedence
from ckanext.binhduong.releases.ledger.model import Release, utcnow
from ckanext.binhduong.releases.publish.publication import publication
from ckanext.binhduong.releases.publish.table_sql import TableSpec
from ckanext.binhduong.storage.references import keep_file
from ckanext.binhduong.storage.work_folders import work_folder

__all__ = ["ask", "ask_changed", "options_for", "publish_content", "reads_otherwise"]

log = logging.getLogger(__name__)

_PATIENCE = 60.0
"""Seconds to wait for whoever holds the rows that say which release a table is."""

_TABLE_SCHEMA = {"text": "string", "integer": "integer", "decimal": "number", "timestamp": "datetime"} | {
    name: name for name in ("boolean", "date", "time")
}


def ask(resource_id: str, author: str) -> Release:
    """Write into CKAN's open transaction that a table's content is to be a release; its job does it.

    Raises:
        ObjectNotFound: the resource was deleted.
        ValidationError: there is no published table, nothing changed, or another release of the resource waits, be it for
            its job or for a yes; or the dataset is not the author's to change now.
    """
    resource = model.Resource.get(resource_id)
    if not resource or resource.state != "active":
        raise tk.ObjectNotFound(tk._("Resource was not found."))
    precedence.hold(str(resource.package_id))
    approval.check_change(str(resource.package_id), author)
    current = Release.current(resource_id)
    if not current or current.is_plain:
        _refuse(tk._("This resource publishes no table. Upload a file first."))
    if Release.waiting(resource_id=resource_id):
        _refuse(tk._("Another release of this resource is waiting. Try again when it is published."))
    latest = Release.latest(resource_id)
    if latest and latest.state in ("held", "submitted"):
        words = tk._(
            "A file of this resource waits for a yes or an approval. Decide that, or upload another file, before the table is released."
        )
        _refuse(words)
    if resource_id not in changes.changed_tables():
        _refuse(tk._("Nothing has changed in this table since release {number}.").format(number=current.number))
    # Until the job has written the release's own file, the row names the one that readers have.
    same = {name: getattr(current, name) for name in ("package_id", "kind", "sha256", "name", "size", "mimetype", "format")}
    asked = Release(
        id=make_uuid(), resource_id=resource_id, author=author, created=utcnow(), state="pending", origin="table",
        needs_approval=approval.needs_approval(current.package_id, author), **same,
    )  # fmt: skip
    model.Session.add(asked)
    model.Session.flush()
    return asked


def ask_changed(author: str) -> list[str]:
    """Ask for a release of every table that was changed since its last one; give the resources' ids.

    Raises:
        SomeFailed: at the end, naming the resources for which it failed.
    """
    asked = do_each({resource_id: partial(_ask_changed, resource_id, author) for resource_id in changes.changed_tables()})
    return [resource_id for resource_id, is_asked in asked.items() if is_asked]


def _ask_changed(resource_id: str, author: str) -> bool:
    try:
        tk.get_action("release_create")({"ignore_auth": True, "user": author}, {"id": resource_id})
    except (tk.ValidationError, tk.ObjectNotFound) as error:
        # Else what was refused after the ledger's row was written would be committed with the next one.
        model.Session.rollback()
        log.info("The changed table of resource %s becomes no release now: %s", resource_id, error)
        return False
    return True


def options_for(release: Release, resource: dict[str, Any]) -> dict[str, Any]:
    """Say how a release's file is read: a new one as its publisher says now; what was published, be it brought back, as it was read then;
    what we wrote from a table, as UTF-8 and degrees with the types of its columns, guessing nothing."""
    is_new = release.origin == "upload" and release.state != "published"
    if release.read_as is not None and not is_new:
        return release.read_as
    return _types_of(release) or declared_options(resource)


def reads_otherwise(current: Release, resource: dict[str, Any]) -> bool:
    """Whether a resource says now that the file of its published release is to be read in another way: another sheet, system, schema."""
    if current.read_as is None:  # a document, or of an older portal that did not note it
        return False
    sent_again = Release(resource_id=current.resource_id, sha256=current.sha256, origin="upload", state="pending")
    try:
        return options_for(sent_again, resource) != current.read_as
    except ValueError:  # the resource's own validators refuse it
        return True


def _types_of(release: Release) -> dict[str, Any]:
    written = sa.select(Release).where(
        Release.resource_id == release.resource_id,
        Release.sha256 == release.sha256,
        Release.origin == "table",
        Release.state == "published",
    )
    source = model.Session.scalars(written.limit(1)).first()
    return _with_types(source.columns) if source else {}


def _with_types(columns: list[dict[str, Any]]) -> dict[str, Any]:
    return {"schema": {"fields": [{"name": column["name"], "type": _declared_type(column)} for column in columns]}}


def _declared_type(column: dict[str, Any]) -> str:
    return "any" if column["role"] == "geometry" else _TABLE_SCHEMA[column["type"]]


def _refuse(message: str) -> NoReturn:
    raise tk.ValidationError({"id": [message]})


def publish_content(release: Release, dataset: dict[str, Any], resource: dict[str, Any]) -> None:
    """Write the files of a release from its resource's table, and record that the table is this release.

    Raises:
        LookupError: the table is gone.
        Overtaken, Deleted: the release is not the one to publish any more.
    """
    current = Release.current(release.resource_id)
    before = (current.report if current else None) or {}
    model.Session.commit()
    with read_content(release.resource_id, before) as content:
        if content is None:
            raise LookupError(f"The table of resource {release.resource_id} was deleted")
        titles = declared_titles(resource)
        key = declared_key(resource, content.report["columns"])
        spec = TableSpec.from_report(content.report, key if key in content.schema.names else None)
        _write_files(release, content, spec, titles, f"{dataset['name']}.csv")
    model.Session.commit()
    with publication(release.id, dataset["id"]) as open_:
        open_.place(lambda turn: _record(open_.cursor, open_.release_id, turn.number, content, spec.fields(titles)), _PATIENCE)


def _write_files(release: Release, content: Content, spec: TableSpec, titles: dict[str, dict[str, str]], name: str) -> None:
    """Write and keep both files, and name them in the ledger's row."""
    with work_folder() as folder:
        canonical, csv = folder / "canonical.parquet", folder / name
        content.write(spec, titles, canonical, csv)
        kept, source = keep_file(canonical), keep_file(csv)
    release.canonical, release.canonical_size = kept.sha256, kept.size
    release.sha256, release.size, release.name = source.sha256, source.size, name
    release.format, release.mimetype = "CSV", "text/csv"
    release.read_as = _with_types(content.report["columns"])
    release.report = {**content.report, "source": {"name": name, "sha256": source.sha256, "format": "CSV"}}


def _record(cursor: Any, release_id: str, number: int, content: Content, fields: list[dict[str, Any]]) -> None:
    resource_id = content.resource_id
    cursor.execute(
        "UPDATE portal.published SET release_id = %s, number = %s, rows = %s, extent = %s, published = now() WHERE resource_id = %s",
        (release_id, number, content.rows, content.extent, resource_id),
    )
    cursor.execute(
        "UPDATE portal.layer SET feature_count = %s, extent = %s, fields = %s, release = %s, published = now() WHERE resource_id = %s",
        (content.rows, content.extent, json.dumps(fields, ensure_ascii=False), number, resource_id),
    )
    changes.clear(cursor, resource_id, content.changes)
