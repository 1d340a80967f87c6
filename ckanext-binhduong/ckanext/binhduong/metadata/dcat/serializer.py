"""Writing datasets and the catalogue: one dataset that cannot be described costs no reader the others."""

from __future__ import annotations

import logging
from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.dcat import helpers, logic
from ckanext.dcat.processors import RDFSerializer
from ckanext.dcat.profiles import DCAT
from ckanext.dcat.utils import url_to_rdflib_format

from ckanext.binhduong.core.problems.answers import new_incident
from ckanext.binhduong.metadata.dcat.safe_graph import SafeGraph
from ckanext.binhduong.metadata.quality import stored

__all__ = ["CatalogueSerializer", "install"]

log = logging.getLogger(__name__)


class CatalogueSerializer(RDFSerializer):
    """ckanext-dcat's serializer on a :class:`SafeGraph`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.g = SafeGraph()

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
        forms = tk.h.binhduong_served_forms(resources)
        quality = stored.current(dataset["id"] for dataset in dataset_dicts or [])
        for dataset in dataset_dicts or []:
            self._add_dataset(catalogue, {**dataset, "served_forms": forms, "quality": quality.get(dataset["id"])})
        if pagination_info:
            self._add_pagination_triples(pagination_info)
        return self.g.serialize(format=url_to_rdflib_format(_format or "xml"))

    def _add_dataset(self, catalogue: Any, dataset: dict[str, Any]) -> None:
        try:
            with self.g.all_or_nothing():
                self.g.add((catalogue, DCAT.dataset, self.graph_from_dataset(dataset)))
        except Exception:
            # Whatever is wrong with one stored dataset, the readers of the feed are owed the others.
            log.exception("incident %s: dataset %s is left out of the catalogue feed", new_incident(), dataset.get("id"))


def install() -> None:
    """Have ckanext-dcat's actions and page helper write with :class:`CatalogueSerializer`."""
    logic.RDFSerializer = CatalogueSerializer
    helpers.RDFSerializer = CatalogueSerializer
