"""One line of the log of use: what was used, how, on which day. Imports no CKAN.

nginx writes lines for addresses of datasets only (config/nginx.conf, ``log_format usage``): time, method, status, kind of reader, path, and
of the query the arguments ``resource_id``, ``id`` and ``layer``, ``-`` where there is none. No address, no cookie, no words of a search.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import unquote

from ckanext.binhduong.core.clock import VIETNAM

__all__ = ["KINDS", "Use", "read_line"]

#: ``view``: a person opens a page; ``download``: a file or an export; ``api``: a program reads rows, features or metadata.
KINDS = ("view", "download", "api")

_LINE = re.compile(r"^(\S+) (GET|POST) (\d{3}) (person|program) (/\S*) (\S+) (\S+) (\S+)$")
_DATASET = r"/dataset/(?P<dataset>[^/]+)"
_RESOURCE = rf"{_DATASET}/resource/(?P<resource>[^/]+)"
#: What a path is, the first that fits.
_PATHS = tuple(
    (re.compile(pattern), kind)
    for pattern, kind in (
        (rf"{_RESOURCE}/(rows(\.\w+)?|rows/openapi\.json|datapackage\.json|(export\.)?csv-metadata\.json)", "api"),
        (rf"{_RESOURCE}/((download|release)(/.*)?|(export|chart)\.\w+)", "download"),
        (rf"{_RESOURCE}", "view"),
        (rf"{_DATASET}/(croissant\.jsonld|datapackage\.json)", "api"),
        (r"/dataset/(?P<dataset>[^/]+)\.(ttl|xml|n3|jsonld)", "api"),
        (rf"{_DATASET}", "view"),
        (r"/datastore/dump/(?P<resource>[^/]+)", "download"),
        (r"/feature/(?P<layer>[^/]+)/.+\.(geojson|jsonld)", "api"),
        (r"/feature/(?P<layer>[^/]+)/.+", "view"),
        (r"/geo/collections/(?P<layer>[^/]+)(/.*)?", "api"),
        (r"/api/(3/)?action/\w+", "api"),
    )
)
#: A page that the reader has already (304) is looked at again; a file is not fetched again. Parts (206) are of one that is counted whole.
_STATUSES = {"view": ("200", "304"), "download": ("200",), "api": ("200",)}


@dataclass(frozen=True)
class Use:
    """One use: the day in Vietnam, the kind, and what nginx saw of the object; the names may be of nothing that there is."""

    day: date
    kind: str
    dataset: str = ""
    resource: str = ""
    layer: str = ""


def read_line(line: str) -> Use | None:
    """Read a line; None for what is not counted: robots, errors, other methods, programs that open pages, and lines that are cut off."""
    match = _LINE.match(line.rstrip("\n"))
    if not match:
        return None
    moment, method, status, reader, path, resource, dataset, layer = match.groups()
    kind, names = _classify(path)
    if status not in _STATUSES.get(kind, ()) or (method == "POST" and kind != "api") or (kind == "view" and reader != "person"):
        return None
    if path.startswith("/api/"):
        names = {"resource": resource, "dataset": dataset, "layer": layer}
    names = {name: unquote(value) for name, value in names.items() if value and value != "-"}
    return Use(datetime.fromisoformat(moment).astimezone(VIETNAM).date(), kind, **names) if names else None


def _classify(path: str) -> tuple[str, dict[str, str | None]]:
    for pattern, kind in _PATHS:
        if match := pattern.fullmatch(path):
            return kind, match.groupdict()
    return "", {}
