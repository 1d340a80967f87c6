"""What a dataset's page shows beside its metadata: programs that read it, what is like it."""

from typing import Any
from urllib.parse import urlencode

from ckan.lib.search import SolrConnectionError
from ckan.plugins import toolkit as tk

from ckanext.binhduong.portal.helpers.catalogue import binhduong_agency_title
from ckanext.binhduong.portal.resource.code_samples import Addresses, examples

__all__ = [
    "binhduong_code",
    "binhduong_related",
    "binhduong_summary",
]

_RELATED = 4
_EXAMPLE_ROWS = 1000
_TAG_WORDS = 16


def binhduong_code(package: dict[str, Any], resource: dict[str, Any]) -> list[tuple[str, str]]:
    """Return (language, program) pairs that read a resource's rows."""
    shapes = {"layer": resource.get("layer"), "limit": _EXAMPLE_ROWS}
    return examples(
        Addresses(
            name=resource.get("layer") or package["name"],
            rows=_question("table_search", {"resource_id": resource["id"], "limit": _EXAMPLE_ROWS}),
            shapes=_question("feature_search", shapes) if resource.get("layer") else "",
            files=_exports(resource),
        )
    )


def _question(action: str, arguments: dict[str, Any]) -> str:
    address = tk.h.url_for("api.action", logic_function=action, ver=3, locale="default", _external=True)
    return f"{address}?{urlencode(arguments)}"


def _exports(resource: dict[str, Any]) -> dict[str, str]:
    """Return the addresses of a resource's exports by ending, those in WGS 84 that can be had now."""
    try:
        uses = tk.h.binhduong_release_files(resource["id"])
    except (tk.ObjectNotFound, tk.NotAuthorized, tk.ValidationError):
        return {}
    site = tk.config["ckan.site_url"].rstrip("/")
    files = [file for use in uses.values() for file in use]
    ready = [file for file in files if file["state"] in ("ready", "on-request") and file["crs"] in (None, "", "EPSG:4326")]
    return {file["ext"]: file["url"] if "://" in file["url"] else site + file["url"] for file in reversed(ready)}


def binhduong_related(package: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the public datasets most like one: the same theme counts most, then the agency, then each keyword. One question to Solr.

    None while Solr does not answer: the page has everything else.
    """
    asked = {"theme": (package.get("theme"), 4), "organization": ((package.get("organization") or {}).get("name"), 2)}
    parts = [f'{field}:"{value}"^{weight}' for field, (value, weight) in asked.items() if value]
    parts += [f'tags:"{tag}"' for tag in _few_words([tag["name"] for tag in package.get("tags") or []])]
    if not parts:
        return []
    question = {"q": " OR ".join(parts), "defType": "lucene", "fq": f'-name:"{package["name"]}"', "rows": _RELATED, "sort": "score desc"}
    try:
        return tk.get_action("package_search")({}, question)["results"]
    except SolrConnectionError:
        return []


def _few_words(tags: list[str]) -> list[str]:
    """Return the first keywords that together have no more words than a question to Solr may have."""
    kept, words = [], 0
    for tag in tags:
        words += len(tag.split()) + 1
        if words > _TAG_WORDS:
            break
        kept.append(tag)
    return [tag for tag in kept if '"' not in tag and "\\" not in tag]


def binhduong_summary(package: dict[str, Any]) -> str:
    """Say what a dataset is in one sentence: how many rows in how many files, whose, about which area."""
    resources = package.get("resources") or []
    rows = sum(int(resource["rows"]) for resource in resources if resource.get("rows"))
    files = tk.ungettext("{number} file", "{number} files", len(resources)).format(number=tk.h.binhduong_number(len(resources)))
    amount = tk.ungettext("{number} row", "{number} rows", rows).format(number=tk.h.binhduong_number(rows)) if rows else ""
    area = ", ".join(tk.h.binhduong_unit_name(unit) for unit in package.get("units") or [])
    parts = [
        tk._("{rows} in {files}").format(rows=amount, files=files) if amount else files,
        _by(package),
        tk._("about {area}").format(area=area) if area else "",
    ]
    return ", ".join(part for part in parts if part) + "."


def _by(package: dict[str, Any]) -> str:
    if package.get("data_kind") == "sample":
        return tk._("sample data made by this portal")
    agency = binhduong_agency_title(package["organization"])["text"] if package.get("organization") else ""
    return tk._("published by {agency}").format(agency=agency) if agency else ""
