"""The DCAT-AP 3.0.1 profile: ckanext-dcat's own, plus what differs here.

What differs: our codes become EU concepts (``to_dcat``), every text carries its language, the nodes that DCAT-AP's shapes look at are
typed and named in the graph itself (a reader who is offline can still read them), a sample says that it is one, places are our
administrative units, and the catalogue has the description and the publisher that the standard demands and stock CKAN leaves out.
"""

from __future__ import annotations

import json
from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.dcat.profiles import ADMS, DCAT, DCT, FOAF, GSP, LOCN, SKOS, VCARD, EuropeanDCATAP3Profile
from ckanext.dcat.utils import publisher_uri_organization_fallback, resource_uri
from rdflib import RDF, RDFS, BNode, Literal, URIRef
from rdflib.term import IdentifiedNode

from ckanext.binhduong.catalogue import themes, vocabularies
from ckanext.binhduong.catalogue.rules.telephone import telephone_iri
from ckanext.binhduong.metadata.dcat import concepts, high_value, served_forms, services, versions
from ckanext.binhduong.metadata.dcat.from_dcat import FIELDS, RESOURCE_FIELDS, dataset_of, uploaded
from ckanext.binhduong.metadata.dcat.places import add_place
from ckanext.binhduong.metadata.dcat.statements import LOCAL_AUTHORITY, add_agent
from ckanext.binhduong.metadata.dcat.to_dcat import exact_wkt, prepare, texts
from ckanext.binhduong.metadata.quality import dqv, stored

EU_THEMES = URIRef("http://publications.europa.eu/resource/authority/data-theme")


LICENCE_KINDS = "http://purl.org/adms/licencetype/"


def publisher_names() -> dict[str, str]:
    """Return the name of the catalogue's publisher by language."""
    return {"vi": tk.config["ckanext.binhduong.catalog_publisher"], "en": tk.config["ckanext.binhduong.catalog_publisher_en"]}


def _without(record: dict[str, Any], names: frozenset[str]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name not in names}


class BinhDuongProfile(EuropeanDCATAP3Profile):
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

    def _add_geometry(self, dataset: dict[str, Any], ref: URIRef, site: str) -> None:
        """The extent as a typed literal of a GeoSPARQL geometry, with every digit of the original.

        The parent writes a literal as ``locn:geometry``, where DCAT-AP 3's shapes demand a node; ckanext-dcat's parser breaks on a node.
        """
        for place in list(self.g.objects(ref, DCT.spatial)):
            for text in [value for value in self.g.objects(place, LOCN.geometry) if isinstance(value, Literal)]:
                self.g.remove((place, LOCN.geometry, text))
                node = BNode()
                self._add_typed(place, GSP.hasGeometry, node, GSP.Geometry)  # type: ignore[arg-type]
                self.g.add((node, GSP.asWKT, Literal(exact_wkt(dataset["spatial"]) or text, datatype=GSP.wktLiteral)))

    def _add_contact(self, dataset: dict[str, Any], ref: URIRef, site: str) -> None:
        """The shapes look for the class that vCard's own ontology would let them infer."""
        for contact in self.g.objects(ref, DCAT.contactPoint):
            self.g.add((contact, RDF.type, VCARD.Kind))
            for address in list(self.g.objects(contact, VCARD.hasEmail)):
                self.g.add((address, RDF.type, RDFS.Resource))
            if telephone := telephone_iri(dataset.get("contact_phone") or ""):
                self.g.add((contact, VCARD.hasTelephone, URIRef(telephone)))

    def _add_publisher(self, dataset: dict[str, Any], ref: URIRef, site: str) -> None:
        """Who stands for the data: the agency; of samples the portal, which made them.

        Each is named once in the graph, in both languages (a catalogue page names each agency for many datasets).
        """
        if dataset.get("data_kind") == "sample":
            self._add_maker_of_samples(ref, site)
            return
        agency = URIRef(publisher_uri_organization_fallback(dataset) or f"{site}/#publisher")
        if (agency, DCT.type, LOCAL_AUTHORITY) in self.g or not dataset.get("organization"):
            return
        shown = tk.get_action("organization_show")({"ignore_auth": True}, {"id": dataset["organization"]["id"], "include_users": False})
        self.g.remove((agency, FOAF.name, None))
        add_agent(self.g, agency, texts(shown, "title"))

    def _add_maker_of_samples(self, ref: URIRef, site: str) -> None:
        for agency in list(self.g.objects(ref, DCT.publisher)):
            self.g.remove((ref, DCT.publisher, agency))
            if (None, DCT.publisher, agency) not in self.g:
                self.g.remove((agency, None, None))
        portal = URIRef(f"{site}/#portal")
        self.g.add((ref, DCT.publisher, portal))
        add_agent(self.g, portal, {"vi": tk.config["ckan.site_title"], "en": tk.config["ckanext.binhduong.catalog_title_en"]})

    def _add_theme(self, dataset: dict[str, Any], ref: URIRef, site: str) -> None:
        """The EU theme, named, and our own theme as a narrower concept beside it."""
        row = themes.entries().get(dataset.get("theme") or "")
        if row is None:
            return
        eu = {entry["code"]: entry for entry in vocabularies.entries("eu_themes")}[row["eu_theme"]]
        self._add_concept(URIRef(row["uri"]), {"vi": eu["vi"], "en": eu["en"]}, EU_THEMES)
        own = URIRef(f"{site}/group/{row['code']}")
        self.g.add((ref, DCAT.theme, own))
        self._add_concept(own, {"vi": row["vi"], "en": row["en"]})
        self.g.add((own, SKOS.broadMatch, URIRef(row["uri"])))

    def _add_kind(self, dataset: dict[str, Any], ref: URIRef, site: str) -> None:
        """Real or sample, as a type of the dataset."""
        code = dataset.get("data_kind") or ""
        if code not in vocabularies.codes("data_kind"):
            return
        kind = URIRef(f"{site}/id/data-kind/{code}")
        self.g.add((ref, DCT.type, kind))
        self._add_concept(kind, {lang: vocabularies.label("data_kind", code, lang) for lang in ("vi", "en")})

    def _add_units(self, dataset: dict[str, Any], ref: URIRef, site: str) -> None:
        units = dataset.get("units") or []
        for unit_id in json.loads(units) if isinstance(units, str) else units:
            add_place(self.g, ref, unit_id, site)

    def _add_legal_basis(self, dataset: dict[str, Any], ref: URIRef, site: str) -> None:
        """Vietnamese law has no ELI addresses: the basis is told as a statement of rights, not as a made-up identifier.

        It is said of each file that says nothing of its own, too: who harvests files alone learns under what rights they are.
        """
        if dataset.get("legal_basis"):
            statement = BNode()
            self._add_typed(ref, DCT.rights, statement, DCT.RightsStatement)
            self._add_say(statement, RDFS.label, {"vi": dataset["legal_basis"]})
            files = [URIRef(resource_uri(resource)) for resource in dataset.get("resources", [])]
            for file in files:
                if (file, DCT.rights, None) not in self.g:
                    self.g.add((file, DCT.rights, statement))

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
        services.add_serving(self.g, site, publisher_names(), ref, answering)

    def _add_versions(self, dataset: dict[str, Any], ref: URIRef, site: str) -> None:
        """The releases of each file, after what they share with it.

        A page of the catalogue asks for all of its datasets at once (``serializer``).
        """
        resources = dataset.get("resources", [])
        found = dataset["versions"] if "versions" in dataset else tk.h.binhduong_release_versions([each["id"] for each in resources])
        for resource in resources:
            page = f"{site}/dataset/{dataset['name']}/resource/{resource['id']}"
            versions.add_versions(self.g, URIRef(resource_uri(resource)), {**resource, "page": page}, found.get(resource["id"], []))

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

    def _add_licence(self, dataset: dict[str, Any], site: str) -> URIRef | None:
        """The licence by its EU address where there is one, else by an identifier of ours."""
        row = concepts.licence(dataset.get("license_id") or "")
        if row is None:
            return None
        node = URIRef(row.get("uri") or row.get("url") or f"{site}/id/licence/{row['code']}")
        self.g.add((node, RDF.type, DCT.LicenseDocument))
        self._add_say(node, DCT.title, {"vi": row["vi"], "en": row["en"]})
        kind = URIRef(f"{LICENCE_KINDS}{row['kind']}")
        self._add_typed(node, DCT.type, kind, SKOS.Concept)
        self._add_say(kind, SKOS.prefLabel, {"en": row["kind"]})
        return node

    def _add_concept_of_table(self, address: str | None, vocabulary: str) -> None:
        row = next((entry for entry in vocabularies.entries(vocabulary) if address and entry["uri"] == address), None)
        if row:
            self._add_concept(URIRef(row["uri"]), {"vi": row["vi"], "en": row["en"]})

    def _add_concept(self, node: IdentifiedNode, names: dict[str, str], scheme: URIRef | None = None) -> None:
        self.g.add((node, RDF.type, SKOS.Concept))
        self._add_say(node, SKOS.prefLabel, names)
        if scheme is not None:
            self.g.add((node, SKOS.inScheme, scheme))

    def _add_typed(self, subject: IdentifiedNode, predicate: URIRef, node: IdentifiedNode, kind: URIRef) -> None:
        self.g.add((subject, predicate, node))
        self.g.add((node, RDF.type, kind))

    def _add_say(self, subject: IdentifiedNode, predicate: URIRef, by_language: dict[str, str]) -> None:
        for language, text in by_language.items():
            if text:
                self.g.add((subject, predicate, Literal(text, lang=language)))
