"""What the profile says of a dataset's files: their licence and state, what the portal made of them, and their versions."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.dcat.profiles import ADMS, DCT
from ckanext.dcat.utils import resource_uri
from rdflib import URIRef

from ckanext.binhduong.catalogue import vocabularies
from ckanext.binhduong.metadata.dcat import served_forms, services, versions
from ckanext.binhduong.metadata.dcat.profile.nodes import Nodes, publisher_names

__all__ = ["Files"]


class Files(Nodes):
    """The steps about the files."""

    def _add_distributions(self, dataset: dict[str, Any], ref: URIRef, site: str) -> None:
        licence = self._add_licence(dataset, site)
        for resource in dataset.get("resources", []):
            distribution = URIRef(resource_uri(resource))
            if licence is not None:
                self.g.add((distribution, DCT.license, licence))
            status = vocabularies.uri("status", resource.get("status") or "COMPLETED")
            self._add_concept_of_table(status, "status")
            self._add_concept_of_table(vocabularies.uri("availability", resource.get("availability") or "AVAILABLE"), "availability")
            if status:
                self.g.add((distribution, ADMS.status, URIRef(status)))

    def _add_served_forms(self, dataset: dict[str, Any], ref: URIRef, site: str) -> None:
        """What the portal made of the files, and the services that answer about them.

        A page of the catalogue asks for all of its datasets at once (``serializer``).
        """
        resources = dataset.get("resources", [])
        forms = dataset["served_forms"] if "served_forms" in dataset else tk.h.binhduong_served_forms([each["id"] for each in resources])
        licence = self._add_licence(dataset, site)
        for resource in resources:
            page = f"{site}/dataset/{dataset['name']}/resource/{resource['id']}"
            served_forms.add_forms(self.g, ref, {**resource, "page": page}, forms.get(resource["id"], []), licence)
            if resource.get("datastore_active"):
                services.add_row_service(self.g, ref, URIRef(resource_uri(resource)), {**resource, "page": page})
        if any(forms.values()):
            self._add_concept_of_table(vocabularies.uri("availability", "AVAILABLE"), "availability")
            self._add_concept_of_table(vocabularies.uri("status", "COMPLETED"), "status")
        is_layer = any(form["crs"] for resource in resources for form in forms.get(resource["id"], []))
        answering = (services.ACTIONS, services.FEEDS, *((services.FEATURES,) if is_layer else ()))
        services.add_serving(self.g, site, ref, answering)
        if dataset.get("describe_services", True):
            services.add_descriptions(self.g, site, publisher_names(), answering)

    def _add_versions(self, dataset: dict[str, Any], ref: URIRef, site: str) -> None:
        """The releases of each file, after what they share with it.

        A page of the catalogue asks for all of its datasets at once (``serializer``).
        """
        resources = dataset.get("resources", [])
        found = dataset["versions"] if "versions" in dataset else tk.h.binhduong_release_versions([each["id"] for each in resources])
        for resource in resources:
            page = f"{site}/dataset/{dataset['name']}/resource/{resource['id']}"
            versions.add_versions(self.g, URIRef(resource_uri(resource)), {**resource, "page": page}, found.get(resource["id"], []))
