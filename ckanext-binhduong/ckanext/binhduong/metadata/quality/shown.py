"""What is shown of a dataset's quality: by the API, on its page, on the board."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ckan.plugins import toolkit as tk

from ckanext.binhduong.core.clock import utc_text
from ckanext.binhduong.core.outbound.faults import remedy
from ckanext.binhduong.core.problems.translation import marked as _
from ckanext.binhduong.metadata.quality.measure import Measured
from ckanext.binhduong.metadata.quality.metrics import DIMENSIONS, MOST, metrics, rating
from ckanext.binhduong.metadata.quality.stored import Quality

__all__ = ["WORDS", "fixes", "shown"]

#: Rating or dimension → its name: message ids of the translation catalogue.
WORDS = {
    "excellent": _("excellent"),
    "good": _("good"),
    "sufficient": _("sufficient"),
    "bad": _("bad"),
    "findability": _("Can be found"),
    "accessibility": _("Can be fetched"),
    "interoperability": _("Can be read by machines"),
    "reusability": _("Can be used again"),
    "contextuality": _("Says its context"),
}
#: scheming gives each field the id ``field-<name>``; these two are CKAN's own.
_ANCHORS = {"owner_org": "field-organizations", "url": "field-resource-url"}


def shown(quality: Quality, dataset: Mapping[str, Any]) -> dict[str, Any]:
    """Return what everybody who sees a dataset may know of its quality; ``docs/metadata.md`` describes the fields.

    Args:
        quality: what was measured of it as it is now.
        dataset: as ``package_show`` gives it.
    """
    measured = quality.measurements
    return {
        "id": dataset["id"],
        "name": dataset["name"],
        "points": quality.points,
        "of": MOST,
        "rating": rating(quality.points),
        "measured": utc_text(quality.measured),
        "dimensions": [_dimension(name, measured) for name in DIMENSIONS],
        "metrics": [_metric(each) for each in measured],
        "freshness": dataset.get("freshness"),
        "columns": {"described": quality.described_columns, "all": quality.columns},
        "links": _links(quality.links, dataset),
        "shapes": {"conforms": not quality.violations, "violations": quality.violations},
        "fix_first": fixes(measured, dataset),
    }


def _links(kept: Mapping[str, Any], dataset: Mapping[str, Any]) -> dict[str, Any]:
    """The links to elsewhere; each one that fails has a sentence that says what to do, and leads to its field."""
    failed = []
    for link in kept["failed"]:
        message = {language: f"{link['address']} {end}" for language, end in remedy(link["fault"]).items()}
        url = _address({"field": "url", "resource": link["resource"]}, dataset)
        failed.append({**link, "message": message, "url": url})
    return {**kept, "failed": failed}


def fixes(measured: list[Measured], dataset: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return what lacks points, the dearest first: ``{code, worth, field, resource, message, url}``; ``url`` leads to the very field.

    ``field``, ``resource`` and ``url`` are None where no form has it.
    """
    lacking = [(metrics()[each.code], each) for each in measured if each.points < metrics()[each.code].points]
    rows = [
        {
            "code": metric.code,
            "worth": metric.points - each.points,
            "field": metric.field or (metric.resource_field if each.resource else "") or None,
            "resource": (each.resource if metric.resource_field else "") or None,
            "message": {"vi": metric.fix_vi, "en": metric.fix_en},
        }
        for metric, each in lacking
    ]
    return [{**row, "url": _address(row, dataset)} for row in sorted(rows, key=lambda row: -row["worth"])]


def _address(row: dict[str, Any], dataset: Mapping[str, Any]) -> str | None:
    """The address of a field in a form."""
    if row["field"] is None:
        return None
    anchor = {"_anchor": _ANCHORS.get(row["field"], f"field-{row['field']}"), "_external": True}
    if row["resource"]:
        return tk.url_for("dataset_resource.edit", id=dataset["name"], resource_id=row["resource"], **anchor)
    return tk.url_for("dataset.edit", id=dataset["name"], **anchor)


def _dimension(name: str, measured: list[Measured]) -> dict[str, Any]:
    own = [each for each in measured if metrics()[each.code].dimension == name]
    return {"name": name, "points": sum(each.points for each in own), "of": sum(metrics()[each.code].points for each in own)}


def _metric(each: Measured) -> dict[str, Any]:
    metric = metrics()[each.code]
    names = {"vi": metric.vi, "en": metric.en}
    return {
        "code": each.code,
        "dimension": metric.dimension,
        "name": names,
        "points": each.points,
        "of": metric.points,
        "good": each.good,
        "all": each.all,
    }
