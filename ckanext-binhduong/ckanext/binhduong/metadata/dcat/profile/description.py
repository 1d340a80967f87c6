"""What the profile says of a dataset itself: where, whose, about what, of which kind and on which legal ground."""

from __future__ import annotations

import json
from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.dcat.profiles import DCAT, DCT, FOAF, GSP, LOCN, SKOS, VCARD
from ckanext.dcat.utils import publisher_uri_organization_fallback, resource_uri
from rdflib import RDF, RDFS, BNode, Literal, URIRef

from ckanext.binhduong.catalogue import themes, vocabularies
from ckanext.binhduong.catalogue.rules.telephone import telephone_iri
from ckanext.binhduong.metadata.dcat.places import add_place
from ckanext.binhduong.metadata.dcat.profile.nodes import Nodes
from ckanext.binhduong.metadata.dcat.statements import LOCAL_AUTHORITY, add_agent
from ckanext.binhduong.metadata.dcat.to_dcat import exact_wkt, texts

__all__ = ["EU_THEMES", "Description"]

EU_THEMES = URIRef("http://publications.europa.eu/resource/authority/data-theme")
_NAMES_ONLY = dict.fromkeys(("include_dataset_count", "include_users", "include_groups", "include_tags", "include_followers"), False)
"""Of an agency; CKAN counts its datasets by a search otherwise."""


class Description(Nodes):
    """The steps about the dataset."""

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
        asked = {"id": dataset["organization"]["id"], **_NAMES_ONLY}
        shown = tk.get_action("organization_show")({"ignore_auth": True}, asked)
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
