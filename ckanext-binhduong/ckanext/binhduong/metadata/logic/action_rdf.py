"""The metadata of one dataset in RDF: from the kept graph, if the dataset is public."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from ckan.plugins import toolkit as tk
from ckan.types import Action, Context, DataDict

from ckanext.binhduong.metadata.bulk import graphs
from ckanext.binhduong.metadata.bulk.fragments import WRITERS, joined, statements
from ckanext.binhduong.metadata.dcat.profile import publisher_names
from ckanext.binhduong.metadata.dcat.serializer import FORMS
from ckanext.binhduong.metadata.dcat.services import descriptions, serving

__all__ = ["dcat_dataset_show"]

KEPT = "binhduong_kept"
"""In a context: only a graph that is known to be up to date is wanted, and ``modified`` of its dataset is put into what stands here."""


@tk.chained_action
def dcat_dataset_show(next_action: Action, context: Context, data_dict: DataDict) -> Any:
    """As ckanext-dcat's; a public dataset's graph is read as it was kept when the dataset last changed.

    Cost: one statement while the graph is known to be up to date, six for who reads it first after any change of the catalogue, where
    ``package_show`` and the profile cost about thirty.
    """
    form = FORMS.get(data_dict.get("format") or "xml")
    # A graph that is written now is committed, which a caller's open transaction must not be.
    if data_dict.get("profiles") or form is None or context.get("defer_commit"):
        return next_action(context, data_dict)
    tk.check_access("dcat_dataset_show", context, data_dict)
    dataset = tk.get_or_bust(data_dict, "id")
    known = graphs.kept_fragment(dataset, form)
    if known is None and KEPT in context:
        raise tk.ObjectNotFound
    found = known[0] if known else graphs.fragment(dataset, form)
    if found is None:
        return next_action(context, data_dict)
    if known and KEPT in context:
        context[KEPT]["modified"] = known[1]
    site, text = tk.config["ckan.site_url"].rstrip("/"), found.decode()
    return joined(form, [_services(form, site, tuple(publisher_names().items()), serving(site, text)), text])


@lru_cache(maxsize=16)
def _services(form: str, site: str, publisher: tuple[tuple[str, str], ...], marks: tuple[str, ...]) -> str:
    """Return what a document says of the interfaces that serve its dataset; the kept graphs leave it out."""
    return WRITERS[form](statements(descriptions(site, dict(publisher), marks)))
