"""The files of a dataset and the bytes that an approval is bound to; whether a release may be published."""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa
from ckan import model

from ckanext.binhduong.core.clock import utc_text
from ckanext.binhduong.releases.ledger.model import Release
from ckanext.binhduong.workflow.approval import steps, switch
from ckanext.binhduong.workflow.approval.content import digest, version_of
from ckanext.binhduong.workflow.approval.model import Submission
from ckanext.binhduong.workflow.own_datasets import record
from ckanext.binhduong.workflow.schedule import rows

__all__ = ["files_of", "is_approved", "may_publish", "release_hash", "release_submitted", "tables_of_systems", "waiting_in"]

_RELEASE = sa.text(
    "SELECT release.id, release.sha256, release.canonical, release.read_as, release.proposed, resource.id AS resource_id, resource.name, "
    "resource.description, resource.extras FROM binhduong_release release JOIN resource ON resource.id = release.resource_id "
    "WHERE release.id = :id"
)
_DATASET = sa.text(
    "SELECT release.resource_id, release.sha256, package.id, package.owner_org, "
    "package.state = 'active' AND NOT package.private AS is_public, "
    "release.needs_approval OR EXISTS (SELECT FROM binhduong_submission WHERE release_id = release.id) AS is_proposed "
    "FROM binhduong_release release JOIN package ON package.id = release.package_id WHERE release.id = :id"
)
_FILES = sa.text(
    "SELECT DISTINCT ON (release.resource_id) release.resource_id, release.name, release.sha256, release.kind "
    "FROM binhduong_release release JOIN resource ON resource.id = release.resource_id AND resource.state = 'active' "
    "WHERE release.package_id = :id AND release.state NOT IN ('superseded', 'refused', 'failed') "
    "ORDER BY release.resource_id, release.created DESC"
)
_TABLES_OF_SYSTEMS = sa.text(
    "SELECT resource.id FROM resource WHERE resource.package_id = :id AND resource.state = 'active' AND "
    "(resource.url_type = 'datastore' OR resource.extras::jsonb ->> 'datastore_active' = 'true') AND NOT EXISTS "
    "(SELECT FROM binhduong_release release WHERE release.resource_id = resource.id AND release.state = 'published')"
)


def release_hash(connection: Any, release_id: str) -> str:
    """Return the SHA-256 of what a release would publish: file, table, how it is read, what is said of its resource, and its time.

    Args:
        connection: of CKAN's database.
    """
    row = connection.execute(_RELEASE, {"id": release_id}).mappings().one()
    extras = json.loads(row["extras"]) if isinstance(row["extras"], str) else row["extras"] or {}
    said = {**extras, "id": row["resource_id"], "name": row["name"], "description": row["description"], "url_type": "upload"}
    resource = version_of({"resources": [said]})[row["resource_id"]]
    planned = rows.bound_time(connection, row["resource_id"], release_id)
    at = [planned.isoformat()] if planned else []
    return digest([row["sha256"], row["canonical"], row["read_as"], row["proposed"], resource, *at])


def may_publish(connection: Any, release_id: str) -> bool:
    """Whether a release waits for no time, and needs no approval or has one of exactly these bytes.

    A private dataset's is bound when the dataset is.
    """
    dataset = connection.execute(_DATASET, {"id": release_id}).first()
    if dataset and rows.has_time(connection, dataset.resource_id):
        return False
    return not dataset or is_approved(connection, release_id, dataset)


def is_approved(connection: Any, release_id: str, dataset: Any = None) -> bool:
    """Whether a release needs no approval now, or has one of exactly these bytes.

    What a contributor sent needs one whatever the agency's rule, and so does what was submitted once, whatever role its author has now.

    Args:
        connection: of CKAN's database.
        dataset: the release's, as this module reads it; else it is read.
    """
    dataset = dataset or connection.execute(_DATASET, {"id": release_id}).first()
    if not dataset or not dataset.is_public:
        return True
    if not dataset.is_proposed and not switch.is_guarded(dataset.id, dataset.owner_org, connection=connection):
        return True
    if record.is_made_by_portal(connection, dataset.resource_id, dataset.sha256):
        return True
    approved = sa.select(Submission.hash).where(Submission.release_id == release_id, Submission.state == "approved")
    return release_hash(connection, release_id) in connection.scalars(approved).all()


def release_submitted(release: Release) -> None:
    """Have a checked release wait for a second person, when it is not only for its time; once for the same bytes."""
    package = model.Package.get(release.package_id)
    resource = model.Resource.get(release.resource_id)
    if not package or not resource or is_approved(model.Session.connection(), release.id):
        return
    bound = release_hash(model.Session.connection(), release.id)
    same = (Submission.release_id == release.id, Submission.state == "waiting", Submission.hash == bound)
    if model.Session.scalars(sa.select(Submission.id).where(*same)).first():
        return
    planned = rows.bound_time(model.Session.connection(), resource.id, release.id)
    content = {"hash": bound, "resource": resource.id, "name": release.name, "proposed": release.proposed or {}}
    content["publish_at"] = utc_text(planned) if planned else None
    submitter = steps.user_id(release.author)
    steps.submit("release", str(package.owner_org), submitter, content, package_id=package.id, release_id=release.id)


def files_of(package_id: str) -> list[dict[str, Any]]:
    """Return the newest file of each resource of a dataset that was not refused, published yet or not."""
    return [dict(row) for row in model.Session.execute(_FILES, {"id": package_id}).mappings()]


def waiting_in(package_id: str) -> bool:
    """Whether a file of a dataset is still being checked."""
    return bool(Release.waiting(package_id=package_id))


def tables_of_systems(package_id: str) -> list[str]:
    """Return the resources of a dataset whose tables systems write, without a file that an approval could be bound to."""
    return list(model.Session.scalars(_TABLES_OF_SYSTEMS, {"id": package_id}))
