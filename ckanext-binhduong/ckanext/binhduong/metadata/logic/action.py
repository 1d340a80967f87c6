"""The quality of datasets by the API, and why they are withdrawn."""

from __future__ import annotations

import logging
from typing import Any

from ckan.plugins import toolkit as tk
from ckan.types import Context, DataDict
from rdflib.exceptions import Error as RDFLibError

from ckanext.binhduong.core.problems.answers import new_incident
from ckanext.binhduong.metadata.logic.action_rdf import dcat_dataset_show
from ckanext.binhduong.metadata.logic.action_withdrawal import package_delete
from ckanext.binhduong.metadata.quality import measuring, stored
from ckanext.binhduong.metadata.quality.shown import shown

__all__ = ["dataset_quality_show", "dcat_dataset_show", "package_delete"]

log = logging.getLogger(__name__)

_DAYS = 90


@tk.side_effect_free
def dataset_quality_show(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Return how good a dataset's metadata are, and what to fix first.

    Args:
        id: name or id of the dataset.

    Returns:
        ``points`` of 405 by the Metadata Quality Assessment with ``rating``, ``dimensions`` and ``metrics``, ``freshness``, documented
        ``columns``, what DCAT-AP's shapes found (``shapes``), ``fix_first`` with a link to each field, and the ``history`` of 90 days.
        Who may edit the dataset also gets ``findings``: the errors and warnings of the newest upload of each of its files.
    """
    tk.check_access("dataset_quality_show", context, {"id": str(tk.get_or_bust(data_dict, "id"))})
    dataset = tk.get_action("package_show")(tk.fresh_context(context), {"id": str(data_dict["id"])})
    answer = shown(_quality(dataset["id"], commit=not context.get("defer_commit")), dataset)
    answer["history"] = [{"day": day.isoformat(), "points": points} for day, points in stored.history(dataset["id"], _DAYS)]
    if _may_edit(context, dataset["id"]):
        uploads = tk.h.binhduong_newest_uploads([each["id"] for each in dataset["resources"]]).values()
        answer["findings"] = {name: sum(each[name] for each in uploads) for name in ("errors", "warnings")}
    return answer


def _quality(dataset_id: str, commit: bool) -> stored.Quality:
    """Return what is known of a dataset as it is; measured now when the job has not done it yet."""
    found = stored.current([dataset_id]).get(dataset_id)
    if found is None:
        try:
            measuring.measure_dataset(dataset_id, commit=commit)
        except (RDFLibError, ValueError, TypeError, KeyError, AttributeError):
            # A dataset that cannot be described has no feed either; the incident is logged with its id.
            log.exception("incident %s: dataset %s is not measured", new_incident(), dataset_id)
        found = stored.current([dataset_id]).get(dataset_id)
    if found is None:
        # It cannot be described, changes at this moment, or is no dataset of the catalogue.
        raise tk.ObjectNotFound(tk._("The metadata of this dataset are not measured."))
    return found


def _may_edit(context: Context, dataset_id: str) -> bool:
    try:
        return tk.check_access("package_update", tk.fresh_context(context), {"id": dataset_id})
    except tk.NotAuthorized:
        return False
