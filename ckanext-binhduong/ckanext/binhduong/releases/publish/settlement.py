"""Tell CKAN what became of a release: ledger, resource, extent and task status in one transaction of CKAN's database."""

from __future__ import annotations

import json
import logging
from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk
from ckan.types import Context

from ckanext.binhduong.core.connections import datastore_connection
from ckanext.binhduong.releases import signals
from ckanext.binhduong.releases.intake.claimed_fields import portals_own
from ckanext.binhduong.releases.layers import registry
from ckanext.binhduong.releases.ledger import approval, precedence
from ckanext.binhduong.releases.ledger.model import Extent, Release, utcnow
from ckanext.binhduong.releases.ledger.resource_fields import file_fields, polygon, release_fields
from ckanext.binhduong.releases.publish.data_day import last_day

__all__ = ["dataset_for", "finish", "settle", "supersede"]

log = logging.getLogger(__name__)

TASK_TYPE = "binhduong_release"
TASK_KEY = "ingest"


def _context(user: str | None = None, **more: Any) -> Context:
    """Return the context of the machine's own calls; ``user`` is whose act it is in the activity stream."""
    name = user or tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    return Context(ignore_auth=True, user=name, auth_user_obj=model.User.get(name), session=model.Session, **more)  # type: ignore[typeddict-item]


def dataset_for(package_id: str) -> dict[str, Any]:
    """Return a dataset with all its resources, from the database rather than from Solr."""
    return tk.get_action("package_show")(_context(use_cache=False), {"id": package_id})


def settle(resource_id: str) -> None:
    """Finish what a crash left: a table that is in place while the ledger does not know it."""
    placed = precedence.in_place(resource_id)
    release = Release.get(placed.release_id) if placed else None
    if not placed or not release or release.state == "published":
        return
    current = Release.current(resource_id)
    if current and current.is_plain and (current.number or 0) >= placed.number:
        # An older portal put the table in place although a document had been accepted meanwhile, which readers have.
        log.warning("The table of release %s is removed: release %s of its resource is newer", release.id, current.id)
        registry.forget([resource_id])
        supersede(release.id)
        return
    finish(release.id, "published")


def supersede(release_id: str) -> None:
    """End a release that a newer file or link has overtaken, or whose resource is gone; its resource says what the newer one says."""
    release = precedence.held_release(release_id)
    if release:
        _end(release, "superseded", None)
        model.Session.commit()


def finish(release_id: str, state: str, problem: dict[str, Any] | None = None) -> None:
    """End a release as published, refused, held, submitted or failed, and make its resource say so.

    Args:
        problem: a finding that the check itself could not make; it joins the report.
    """
    release = precedence.held_release(release_id)
    if not release:
        return
    if release.state == "superseded" and state != "published":
        model.Session.commit()
        return
    _end(release, state, problem)
    _record_task(release)
    model.Session.flush()
    if state == "submitted":
        approval.submitted(release)
    try:
        _patch(release)
    except (tk.ValidationError, tk.ObjectNotFound) as error:
        # The dataset no longer meets its own schema, or is gone. The ledger must not wait for that: `repair` tries the resource again.
        model.Session.rollback()
        log.error("Resource %s does not yet say that its release is %s: %s", release.resource_id, state, error)
        again = Release.get(release_id)
        if again:
            _end(again, state, problem)
            _record_task(again)
            if state == "submitted":
                approval.submitted(again)
            model.Session.commit()
    if state == "published":
        signals.published.send(release_id)


def _end(release: Release, state: str, problem: dict[str, Any] | None) -> None:
    # A release that is told again was finished when it was: feeds, file names and the rule on retention go by that time.
    if release.state != state or release.finished is None:
        release.state, release.finished = state, utcnow()
    if state not in ("published", "submitted"):
        release.canonical = release.canonical_size = None
    if problem:
        report = dict(release.report or {})
        release.report = {**report, "ok": False, "findings": [*report.get("findings", []), problem]}
    if state == "published":
        with datastore_connection.transaction() as cursor:
            cursor.execute("SELECT number, rows, layer FROM portal.published WHERE release_id = %s", (release.id,))
            release.number, release.rows, release.layer = cursor.fetchone()


def _record_task(release: Release) -> None:
    """Write CKAN's task status; ``value`` is what ``release_status`` tells the resource's editors."""
    task = model.Session.query(model.TaskStatus).filter_by(entity_id=release.resource_id, task_type=TASK_TYPE, key=TASK_KEY).first()
    if not task:
        task = model.TaskStatus(entity_id=release.resource_id, entity_type="resource", task_type=TASK_TYPE, key=TASK_KEY)
        model.Session.add(task)
    findings = (release.report or {}).get("findings", [])
    errors = [item for item in findings if item.get("severity") == "error"]
    task.value = json.dumps(
        {"release": release.id, "number": release.number, "rows": release.rows, "findings": findings}, ensure_ascii=False
    )
    task.error = json.dumps(errors, ensure_ascii=False) if errors else ""
    task.state = "complete" if release.state == "published" else release.state
    task.last_updated = utcnow()


def _patch(release: Release) -> None:
    """Bring the resource, and the dataset's extent when it is ours, in line with the ledger; commits."""
    author = release.author if model.User.get(release.author) else None
    dataset = tk.get_action("package_show")(_context(use_cache=False, for_update=True), {"id": release.package_id})
    resource = next((resource for resource in dataset["resources"] if resource["id"] == release.resource_id), None)
    if resource is None:
        raise tk.ObjectNotFound("resource")
    current, latest = Release.current(release.resource_id), Release.latest(release.resource_id)
    resource.update(release_fields(latest, current))
    if current and release.id == current.id:
        # CKAN's own dicts hold times as text.
        times = {"last_modified": (current.finished or current.created).isoformat()}
        # Once: what is said of the resource later is newer.
        resource.update(release.proposed or {})
        release.proposed = None
        resource.update(file_fields(current) | times, datastore_active=True)
        if release.state == "published":
            resource["data_until"] = last_day(resource, str(tk.h.get_display_timezone()))
    patch: dict[str, Any] = {"id": dataset["id"], "resources": dataset["resources"]}
    if release.state == "published" and (spatial := _derived_extent(dataset)):
        patch["spatial"] = spatial
    with portals_own():
        tk.get_action("package_patch")(_context(author), patch)
    model.Session.commit()


def _derived_extent(dataset: dict[str, Any]) -> str | None:
    """Return the dataset's new ``spatial`` when its publisher gave none, and note that it is ours; None when there is nothing to change."""
    box = registry.extent_of(dataset["id"])
    given, ours = dataset.get("spatial"), model.Session.get(Extent, dataset["id"])
    if not box or (given and not (ours and _same(given, ours.spatial))):
        return None
    spatial = json.dumps(polygon(box))
    model.Session.merge(Extent(package_id=dataset["id"], spatial=spatial))
    model.Session.flush()
    return spatial


def _same(one: Any, other: str) -> bool:
    try:
        return (json.loads(one) if isinstance(one, str) else one) == json.loads(other)
    except ValueError:
        return False
