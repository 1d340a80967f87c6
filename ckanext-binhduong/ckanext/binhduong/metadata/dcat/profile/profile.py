"""The DCAT-AP 3.0.1 profile: ckanext-dcat's own, plus what differs here.

What differs: our codes become EU concepts (``to_dcat``), every text carries its language, the nodes that DCAT-AP's shapes look at are
typed and named in the graph itself (a reader who is offline can still read them), a sample says that it is one, places are our
administrative units, and the catalogue has the description and the publisher that the standard demands and stock CKAN leaves out.
"""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.dcat.profiles import DCAT, DCT, FOAF, SKOS, EuropeanDCATAP3Profile
from rdflib import RDF, URIRef

from ckanext.binhduong.catalogue import themes, vocabularies
from ckanext.binhduong.metadata.dcat import high_value, services
from ckanext.binhduong.metadata.dcat.from_dcat import FIELDS, RESOURCE_FIELDS, dataset_of, uploaded
from ckanext.binhduong.metadata.dcat.places import add_place
from ckanext.binhduong.metadata.dcat.profile.description import EU_THEMES, Description
from ckanext.binhduong.metadata.dcat.profile.files import Files
from ckanext.binhduong.metadata.dcat.profile.nodes import publisher_names
from ckanext.binhduong.metadata.dcat.to_dcat import prepare
from ckanext.binhduong.metadata.quality import dqv, stored

__all__ = ["BinhDuongProfile"]


def _without(record: dict[str, Any], names: frozenset[str]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name not in names}


class BinhDuongProfile(Description, Files, EuropeanDCATAP3Profile):
    """DCAT-AP 3.0.1 with the portal's vocabularies, two languages and both lists of administrative units."""

    def graph_from_dataset(self, dataset_dict: dict[str, Any], dataset_ref: URIRef) -> None:
        """Add a dataset, as ``package_show`` gives it, to the graph."""
        site = tk.config["ckan.site_url"].rstrip("/")
        super().graph_from_dataset(prepare(dataset_dict, site, themes.uri(dataset_dict.get("theme") or "")), dataset_ref)
        for step in (
            self._add_geometry,
            self._add_contact,
            self._add_publisher,
            self._add_theme,
            self._add_kind,
            self._add_units,
            self._add_legal_basis,
            self._add_distributions,
            self._add_served_forms,
            self._add_versions,
            self._add_quality,
            self._add_high_value,
        ):
            step(dataset_dict, dataset_ref, site)

    def graph_from_catalog(self, catalog_dict: dict[str, Any] | None, catalog_ref: URIRef) -> None:
        """Add the catalogue itself: what it is called, who publishes it, what it covers."""
        site = tk.config["ckan.site_url"].rstrip("/")
        super().graph_from_catalog(catalog_dict, catalog_ref)
        for predicate in (DCT.title, DCT.description, DCT.language):
            self.g.remove((catalog_ref, predicate, None))
        self._add_say(catalog_ref, DCT.title, {"vi": tk.config["ckan.site_title"], "en": tk.config["ckanext.binhduong.catalog_title_en"]})
        self._add_say(
            catalog_ref,
            DCT.description,
            {"vi": tk.config["ckan.site_description"], "en": tk.config["ckanext.binhduong.catalog_description_en"]},
        )
        for language in ("vi", "en"):
            self._add_typed(catalog_ref, DCT.language, URIRef(vocabularies.uri("languages", language) or ""), DCT.LinguisticSystem)
        self.g.add((catalog_ref, DCT.publisher, URIRef(f"{site}/#publisher")))
        licence = self._add_licence({"license_id": tk.config["ckanext.binhduong.catalog_licence"]}, site)
        if licence is not None:
            self.g.add((catalog_ref, DCT.license, licence))
        self._add_typed(catalog_ref, DCAT.themeTaxonomy, EU_THEMES, SKOS.ConceptScheme)
        self._add_say(EU_THEMES, DCT.title, {"vi": "Chủ đề dữ liệu của Liên minh châu Âu", "en": "EU data themes"})
        add_place(self.g, catalog_ref, "74@2024", site)
        self.g.add((URIRef(site), RDF.type, FOAF.Document))
        services.add_services(self.g, site, publisher_names(), catalog_ref)
        self._add_date_triple(catalog_ref, DCT.issued, tk.config["ckanext.binhduong.catalog_issued"])

    def parse_dataset(self, dataset_dict: dict[str, Any], dataset_ref: URIRef) -> dict[str, Any]:
        """Read a dataset as ckanext-dcat does, then what this profile wrote in our own words."""
        dataset_dict = super().parse_dataset(dataset_dict, dataset_ref)
        ours = dataset_of(self.g, dataset_ref)
        resources = {resource["uri"]: _without(resource, RESOURCE_FIELDS) for resource in dataset_dict.get("resources", [])}
        nodes = [str(each) for each in uploaded(self.g, dataset_ref)]
        ours["resources"] = [{**resources.get(node, {}), **own} for node, own in zip(nodes, ours.get("resources", []), strict=True)]
        for name in FIELDS:
            dataset_dict.pop(name, None)
        dataset_dict.update(ours)
        return dataset_dict

    def _add_quality(self, dataset: dict[str, Any], ref: URIRef, site: str) -> None:
        """What was measured of the dataset as it is; nothing until then.

        A page of the catalogue asks for all of its datasets at once (``serializer``).
        """
        found = dataset["quality"] if "quality" in dataset else stored.current([dataset["id"]]).get(dataset["id"])
        if found is not None:
            dqv.add_quality(self.g, ref, found.measurements)

    def _add_high_value(self, dataset: dict[str, Any], ref: URIRef, site: str) -> None:
        """The legal act, and the categories of high-value data; after files and services, which have them too."""
        act = high_value.add_legal_act(self.g, ref, dataset)
        if act is not None:
            high_value.add_high_value(self.g, ref, dataset.get("hvd_category") or [], act, site)
