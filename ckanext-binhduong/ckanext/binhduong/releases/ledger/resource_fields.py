"""What a resource says about its releases: plain dicts in, plain dicts out."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Protocol
from urllib.parse import urlparse

from werkzeug.datastructures import FileStorage

from ckanext.binhduong.vn import safe_file_name

__all__ = [
    "FILE_FIELDS",
    "RELEASE_FIELDS",
    "UNACCEPTED",
    "becomes_link",
    "file_fields",
    "has_file",
    "is_hidden",
    "is_link",
    "polygon",
    "release_fields",
]

RELEASE_FIELDS = ("release_state", "release_number", "release_attempt", "layer", "rows")
FILE_FIELDS = ("url", "url_type", "size", "hash", "mimetype", "format", "last_modified")

UNACCEPTED = ("pending", "running", "refused", "failed", "held", "submitted")


class _Release(Protocol):
    id: str
    state: str
    number: int | None
    sha256: str
    name: str
    size: int
    mimetype: str
    format: str
    created: datetime
    finished: datetime | None
    rows: int | None
    layer: str | None

    @property
    def is_plain(self) -> bool: ...


def release_fields(latest: _Release | None, current: _Release | None) -> dict[str, Any]:
    """Return the release fields of a resource.

    Args:
        latest: its newest upload, whatever became of it.
        current: its published release, if any.

    Returns:
        The fields of ``docs/releases/README.md``; ``release_attempt`` is the id of ``latest``, by which ``repair`` sees a
        resource that lags behind.
    """
    if not latest:
        return dict.fromkeys(RELEASE_FIELDS, "")
    table = current if current and not current.is_plain else None
    # A document that waits for approval hides its resource; the one after it does not.
    unseen = not latest.is_plain or (latest.state != "published" and not current)
    return {
        "release_state": latest.state if unseen else "",
        "release_number": table.number if table else "",
        "release_attempt": latest.id,
        "layer": (table.layer if table else None) or "",
        "rows": table.rows if table and table.rows is not None else "",
    }


def file_fields(release: _Release) -> dict[str, Any]:
    """Return the fields of a resource that describe the file its readers get."""
    return {
        "url": safe_file_name(release.name),
        "url_type": "upload",
        "size": release.size,
        "hash": f"sha256:{release.sha256}",
        "mimetype": release.mimetype,
        "format": release.format,
        "last_modified": release.finished or release.created,
    }


def is_link(resource: dict[str, Any]) -> bool:
    """Whether a resource, as sent or as stored, is an address elsewhere."""
    return resource.get("url_type") != "upload" and urlparse(resource.get("url") or "").scheme in ("http", "https")


def has_file(resource: dict[str, Any]) -> bool:
    """Whether a resource is sent with a file; a text in its place is none."""
    file = resource.get("upload")
    return isinstance(file, FileStorage) and bool(file.filename)


def becomes_link(resource: dict[str, Any]) -> bool:
    """Whether a resource with a stored file, as sent, is a link from then on: without a new file, as the caller clearly says."""
    return not has_file(resource) and (bool(resource.get("clear_upload")) or is_link(resource))


def is_hidden(resource: dict[str, Any]) -> bool:
    """Whether only its agency may see a resource: it has never had an accepted file."""
    return resource.get("url_type") == "upload" and resource.get("release_state") in UNACCEPTED and not resource.get("release_number")


def polygon(extent: list[float]) -> dict[str, Any]:
    """Return a box (w, s, e, n in degrees) as a GeoJSON polygon, anticlockwise; a box without width gets a metre, for a search by shape
    needs an area."""
    west, south, east, north = (round(value, 6) for value in extent)
    if east - west < 1e-5:
        west, east = round(west - 5e-6, 6), round(east + 5e-6, 6)
    if north - south < 1e-5:
        south, north = round(south - 5e-6, 6), round(north + 5e-6, 6)
    return {"type": "Polygon", "coordinates": [[[west, south], [east, south], [east, north], [west, north], [west, south]]]}
