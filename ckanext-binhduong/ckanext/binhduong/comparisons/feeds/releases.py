"""The feeds' content: the published releases of a resource, or of all resources of a dataset, newest first."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk

from ckanext.binhduong.comparisons.feeds.atom import Entry, Feed
from ckanext.binhduong.comparisons.words import age_words, summary_words
from ckanext.binhduong.releases.ledger.model import Release
from ckanext.binhduong.vn import safe_file_name

__all__ = ["dataset_feed", "resource_feed"]

_LENGTH = 50
"""Entries of a feed; the history page lists all."""

Dict = dict[str, Any]


def resource_feed(dataset: Dict, resource: Dict) -> Feed:
    """Return the feed of one resource, as ``package_show`` and ``resource_show`` gave the two."""
    place = {"id": dataset["name"], "resource_id": resource["id"]}
    addresses = _url("resource_feed", **place), _url("history", **place)
    return _feed(dataset, f"{resource['name']} – {dataset['title']}", resource["id"], addresses, [resource])


def dataset_feed(dataset: Dict) -> Feed:
    """Return the feed of all resources of a dataset that its reader may see."""
    page = tk.url_for("dataset.read", id=dataset["name"], qualified=True, locale="default")
    return _feed(dataset, dataset["title"], dataset["id"], (_url("dataset_feed", id=dataset["name"]), page), dataset["resources"])


def _feed(dataset: Dict, title: str, owner: str, addresses: tuple[str, str], resources: list[Dict]) -> Feed:
    names = {resource["id"]: resource["name"] for resource in resources}
    rows = sa.select(Release).where(Release.resource_id.in_(names), Release.state == "published")
    found = model.Session.scalars(rows.order_by(Release.finished.desc(), Release.number.desc()).limit(_LENGTH))
    retired = _retired(names)
    agency = (dataset.get("organization") or {}).get("title")
    return Feed(
        id=str(uuid.uuid5(uuid.UUID(owner), "releases.atom")),
        title=f"Các bản phát hành: {title}",
        address=addresses[0],
        page=addresses[1],
        # Samples are the portal's own work, whatever agency they stand for.
        author=agency if agency and dataset.get("data_kind") != "sample" else tk.config["ckan.site_title"],
        rights=dataset.get("license_title") or dataset.get("license_id") or "",
        created=datetime.fromisoformat(dataset["metadata_created"]),
        subtitle=age_words(dataset.get("freshness") or {}),
        entries=[_entry(dataset, names[release.resource_id], release, retired) for release in found],
    )


def _retired(resource_ids: Iterable[str]) -> set[tuple[str, int | None]]:
    """Name the releases whose files are no longer kept, by resource and number."""
    rows = sa.select(Release.resource_id, Release.number).where(Release.resource_id.in_(resource_ids), Release.retired.is_not(None))
    return {(resource_id, number) for resource_id, number in model.Session.execute(rows)}


def _entry(dataset: Dict, name: str, release: Release, retired: set[tuple[str, int | None]]) -> Entry:
    place = {"id": dataset["name"], "resource_id": release.resource_id}
    summary = release.summary or {}
    words = {"vi": "Tệp mới.", "en": "A new file."} if release.is_plain else summary_words(release.summary, release.number)
    since = summary.get("from")
    has_difference = since and not retired & {(release.resource_id, since), (release.resource_id, release.number)}
    page = _url("difference", **place, old=since, new=release.number) if has_difference else _url("history", **place)
    published = release.finished or release.created
    made = summary.get("made")
    file = tk.url_for(
        "binhduong_exports.download_release", **place, number=release.number, filename=safe_file_name(release.name),
        qualified=True, locale="default",
    )  # fmt: skip
    return Entry(
        id=release.id,
        title=f"{name}: bản {release.number} / release {release.number}",
        summary=f"{words['vi']} / {words['en']}",
        # A comparison that comes later is news too.
        updated=max(published, datetime.fromisoformat(made)) if made else published,
        published=published,
        address=page,
        file=None if release.retired else (file, release.mimetype, release.size),
        breaking=bool(summary.get("breaking")),
    )


def _url(endpoint: str, **place: Any) -> str:
    # A feed has one address in all languages.
    return tk.url_for(f"binhduong_versions.{endpoint}", **place, qualified=True, locale="default")
