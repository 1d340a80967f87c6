"""The events, what is said of each, and who wants it. Imports no CKAN."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ckanext.binhduong.core.clock import utc_text

__all__ = [
    "DATASET_CHANGED",
    "DATASET_DELETED",
    "RELEASE_PUBLISHED",
    "TEST",
    "TYPES",
    "Happening",
    "Named",
    "changed",
    "deleted",
    "released",
]

RELEASE_PUBLISHED, DATASET_CHANGED, DATASET_DELETED = "release.published", "dataset.changed", "dataset.deleted"
TYPES = (RELEASE_PUBLISHED, DATASET_CHANGED, DATASET_DELETED)
TEST = "webhook.test"
"""Sent when its owner asks for it."""


@dataclass(frozen=True)
class Named:
    """A public dataset with its agency (``agency_name`` empty when it has none); ``site`` is the portal's address."""

    id: str
    name: str
    agency_id: str | None
    agency_name: str
    site: str

    def as_data(self) -> dict[str, Any]:
        """Return what every event says of a dataset that is public: thin, so that nothing in it grows old; the API has the rest."""
        return {
            "dataset": {
                "id": self.id,
                "name": self.name,
                "url": f"{self.site}/dataset/{self.name}",
                "api_url": f"{self.site}/api/3/action/package_show?id={self.id}",
            },
            "agency": {"id": self.agency_id, "name": self.agency_name} if self.agency_id else None,
        }


@dataclass(frozen=True)
class Happening:
    """An event before it is written; ``agencies`` are ids: of a dataset that moved, the one it came from too."""

    type: str
    dataset_id: str
    agencies: frozenset[str]
    data: dict[str, Any] = field(hash=False)

    def is_wanted(self, types: list[str], agency_id: str | None, dataset_id: str | None) -> bool:
        """Whether a webhook wants it that wants these types and, when they are given, this agency and this dataset."""
        return self.type in types and (not agency_id or agency_id in self.agencies) and dataset_id in (None, self.dataset_id)


def changed(dataset: Named, modified: datetime, former_agency: str | None, *, is_new: bool) -> Happening:
    """Return that a dataset has other metadata or files, or has become public (``is_new``).

    Args:
        modified: UTC without a zone.
        former_agency: the id of the agency that it was announced under.
    """
    agencies = frozenset(filter(None, (dataset.agency_id, former_agency)))
    return Happening(DATASET_CHANGED, dataset.id, agencies, {**dataset.as_data(), "modified": _utc(modified), "new": is_new})


def deleted(dataset_id: str, agency_id: str | None) -> Happening:
    """Return that a dataset is public no more: deleted, or made private. Its id says which; name and title may be what had to go."""
    agency = {"id": agency_id} if agency_id else None
    return Happening(DATASET_DELETED, dataset_id, frozenset(filter(None, (agency_id,))), {"dataset": {"id": dataset_id}, "agency": agency})


def released(dataset: Named, resource_id: str, release: dict[str, Any]) -> Happening:
    """Return that a resource has another release.

    Args:
        release: number, rows (None for a document), format, size (bytes), sha256 of the file, and when it was published (UTC).
    """
    page = f"{dataset.site}/dataset/{dataset.name}/resource/{resource_id}"
    resource = {"id": resource_id, "url": page, "api_url": f"{dataset.site}/api/3/action/resource_show?id={resource_id}"}
    said = {**release, "published": _utc(release["published"]) if release["published"] else None}
    data = {**dataset.as_data(), "resource": resource, "release": said}
    return Happening(RELEASE_PUBLISHED, dataset.id, frozenset(filter(None, (dataset.agency_id,))), data)


def _utc(moment: datetime) -> str:
    return utc_text(moment)
