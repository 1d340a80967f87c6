"""``/dataset/<id>/citation.bib`` and ``.ris``: a citation for programs that keep references, of the dataset or of one release of a file."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from flask import Response, request

from ckanext.binhduong.portal.dataset.reference_files import FILES

__all__ = ["show_citation"]


def show_citation(id: str, ext: str) -> Response:
    """Answer with the citation; ``resource`` and ``release`` of the query choose a release. 404 where there is no such thing."""
    try:
        package = tk.get_action("package_show")({}, {"id": id})
        resource, release = _chosen(package)
    except (tk.ObjectNotFound, tk.NotAuthorized):
        return tk.abort(404, tk._("There is nothing here to cite. Look for the dataset by name."))
    if ext not in FILES:
        return tk.abort(404, tk._("There is no file of this format."))
    citation = tk.h.binhduong_citation(package, resource, release)
    text = next(each["text"] for each in citation["files"] if each["ext"] == ext)
    response = Response(text + "\n", content_type=f"{FILES[ext][1]}; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{package["name"]}.{ext}"'
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _chosen(package: dict[str, Any]) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    """Return the resource and the release that the query names; None for both when it names none."""
    asked = {name: request.args.get(name, "") for name in ("resource", "release")}
    if not any(asked.values()):
        return None, None
    resource = next((each for each in package["resources"] if each["id"] == asked["resource"]), None)
    if resource is None or not asked["release"].isdecimal() or len(asked["release"]) > 9:
        raise tk.ObjectNotFound
    return resource, tk.get_action("release_show")({}, {"id": resource["id"], "number": int(asked["release"])})
