"""How a dataset, or one release of one of its files, is cited, in all styles."""

from typing import Any

from ckan.plugins import toolkit as tk

from ckanext.binhduong.core.clock import today
from ckanext.binhduong.portal.dataset.citation import Source, as_text
from ckanext.binhduong.portal.dataset.citation_styles import STYLES
from ckanext.binhduong.portal.dataset.reference_files import FILES
from ckanext.binhduong.portal.helpers.catalogue import binhduong_agency_title
from ckanext.binhduong.portal.helpers.language import binhduong_in_language
from ckanext.binhduong.portal.helpers.words import local_day

__all__ = ["binhduong_citation"]


def binhduong_citation(
    package: dict[str, Any], resource: dict[str, Any] | None = None, release: dict[str, Any] | None = None
) -> dict[str, Any]:
    """Return the citation of a dataset as readers get it now, or of one release of a resource (as ``release_list`` describes it).

    Returns:
        ``text`` (the portal's own line), ``styles`` ([{code, text}]) and ``files`` ([{ext, name, text, url}]).
    """
    lang = tk.h.lang()
    source, asked = (_of_dataset(package), {}) if resource is None or release is None else _of_release(package, resource, release)
    return {
        "text": as_text(source, lang),
        "styles": [{"code": code, "text": write(source, lang)} for code, write in STYLES],
        "files": [
            {"ext": ext, "name": name, "text": write(source, lang), "url": _address(package, ext, asked)}
            for ext, (name, _, write) in FILES.items()
        ],
    }


def _of_dataset(package: dict[str, Any]) -> Source:
    released = [resource for resource in package.get("resources") or [] if resource.get("release_number")]
    newest = max(released, key=lambda resource: resource.get("last_modified") or "", default={})
    known = package.get("freshness") or {}
    return Source(
        key=package["name"],
        author=_author(package),
        title=binhduong_in_language(package, "title")["text"],
        day=known.get("published") or "",
        as_of=known.get("data_as_of") or "",
        release=newest.get("release_number"),
        url=tk.h.url_for("dataset.read", id=package["name"], locale="default", _external=True),
        accessed=today().isoformat(),
    )


def _of_release(package: dict[str, Any], resource: dict[str, Any], release: dict[str, Any]) -> tuple[Source, dict[str, Any]]:
    """Return the source and what names it in an address. Of when the data of a former release are nobody says any more."""
    is_newest = release["number"] == resource.get("release_number")
    known = (resource.get("data_until") or (package.get("freshness") or {}).get("data_as_of") or "") if is_newest else ""
    title = binhduong_in_language(package, "title")["text"]
    file = binhduong_in_language(resource, "name")["text"]
    page = tk.h.url_for("binhduong_versions.history", id=package["name"], resource_id=resource["id"], locale="default", _external=True)
    source = Source(
        key=f"{package['name']}-{release['number']}",
        author=_author(package),
        title=f"{title}: {file}" if len(package["resources"]) > 1 and file != title else title,
        day=local_day(release.get("published") or ""),
        as_of=known,
        release=release["number"],
        url=f"{page}#release-{release['number']}",
        accessed=today().isoformat(),
    )
    return source, {"resource": resource["id"], "release": release["number"]}


def _author(package: dict[str, Any]) -> str:
    """Who stands for the data: the agency; of samples the portal, which made them."""
    if package.get("data_kind") == "sample":
        return tk._("Bình Dương open data portal (maker of the sample data)")
    return binhduong_agency_title(package["organization"])["text"] if package.get("organization") else tk._("Bình Dương open data portal")


def _address(package: dict[str, Any], ext: str, asked: dict[str, Any]) -> str:
    return tk.h.url_for("binhduong.citation", id=package["name"], ext=ext, **asked)
