"""Writing datasets and the catalogue: one dataset that cannot be described costs no reader the others."""

from __future__ import annotations

import logging
from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.dcat import helpers, logic
from ckanext.dcat.processors import RDFSerializer
from ckanext.dcat.profiles import DCAT
from rdflib import Graph

from ckanext.binhduong.core.problems.answers import new_incident
from ckanext.binhduong.metadata.bulk.fragments import document
from ckanext.binhduong.metadata.dcat.safe_graph import SafeGraph
from ckanext.binhduong.metadata.quality import stored

__all__ = ["FORMS", "CatalogueSerializer", "install", "written"]

log = logging.getLogger(__name__)

FORMS = {
    **{"ttl": "ttl", "turtle": "ttl", "n3": "ttl"},
    **{"xml": "xml", "rdf": "xml", "pretty-xml": "xml"},
    **{"jsonld": "jsonld", "json-ld": "jsonld"},
    **{"nt": "nt", "ntriples": "nt"},
}
"""A suffix of ckanext-dcat's addresses, or rdflib's name of a syntax → the syntax that we write. Turtle is Notation3 too."""


class CatalogueSerializer(RDFSerializer):
    """ckanext-dcat's serializer on a :class:`SafeGraph`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.g = SafeGraph()

    def _load_profiles(self, profile_names: list[str]) -> list[Any]:
        """Return the profiles, each looked for once: to look through what is installed takes longer than to describe a dataset.

        A name that is repeated is one profile: a stranger says which, and how often.
        """
        names = list(dict.fromkeys(profile_names))
        new = [name for name in names if name not in _profiles]
        _profiles.update(zip(new, super()._load_profiles(new), strict=True))
        return [_profiles[name] for name in names]

    def serialize_catalog(
        self,
        catalog_dict: dict[str, Any] | None = None,
        dataset_dicts: list[dict[str, Any]] | None = None,
        _format: str = "xml",
        pagination_info: dict[str, Any] | None = None,
    ) -> str:
        """Return the catalogue in a syntax; a dataset that fails is left out and reported in the log under an incident's number."""
        catalogue = self.graph_from_catalog(catalog_dict)
        resources = [resource["id"] for dataset in dataset_dicts or [] for resource in dataset.get("resources", [])]
        made = {"served_forms": tk.h.binhduong_served_forms(resources), "versions": tk.h.binhduong_release_versions(resources)}
        quality = stored.current(dataset["id"] for dataset in dataset_dicts or [])
        for dataset in dataset_dicts or []:
            self._add_dataset(catalogue, {**dataset, **made, "quality": quality.get(dataset["id"])})
        if pagination_info:
            self._add_pagination_triples(pagination_info)
        return written(self.g, _format or "xml")

    def serialize_dataset(self, dataset_dict: dict[str, Any], _format: str = "xml", context: dict[str, Any] | None = None) -> str:
        """Return a dataset in a syntax, the same text each time; ckanext-dcat writes what shall be in a JSON-LD ``context`` of its own."""
        if context:
            return super().serialize_dataset(dataset_dict, _format, context)
        self.graph_from_dataset(dataset_dict)
        return written(self.g, _format or "xml")

    def _add_dataset(self, catalogue: Any, dataset: dict[str, Any]) -> None:
        try:
            with self.g.all_or_nothing():
                self.g.add((catalogue, DCAT.dataset, self.graph_from_dataset(dataset)))
        except Exception:
            # Whatever is wrong with one stored dataset, the readers of the feed are owed the others.
            log.exception("incident %s: dataset %s is left out of the catalogue feed", new_incident(), dataset.get("id"))


_profiles: dict[str, Any] = {}
"""By name: no more than are installed."""


def written(graph: Graph, form: str) -> str:
    """Return a graph in a syntax: the same text for the same statements where the syntax is one of ours.

    rdflib's writers call blank nodes something else each time and begin with another of them, so that a reader who has a text already
    would be sent it again.

    Args:
        form: a suffix of ckanext-dcat's addresses or rdflib's name of a syntax.
    """
    ours = FORMS.get(form)
    return document(ours, graph) if ours else graph.serialize(format=form)


def install() -> None:
    """Have ckanext-dcat's actions and page helper write with :class:`CatalogueSerializer`."""
    logic.RDFSerializer = CatalogueSerializer
    helpers.RDFSerializer = CatalogueSerializer
