"""A dataset in a graph of ours → the dataset as CKAN has it: :mod:`to_dcat` and the profile, read backwards.

Another portal of this kind harvests a dataset without losing a code: the EU address of a frequency is the frequency's code again, a place
is a unit's id, the geometry is GeoJSON. What a foreign portal says in other words is left to ckanext-dcat's own parser.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import shapely
from ckanext.dcat.profiles import ADMS, DCAT, DCATAP, DCT, GSP, SPDX, VCARD
from rdflib import RDFS, Graph, Literal, URIRef
from rdflib.term import Node
from shapely.errors import ShapelyError
from shapely.geometry import mapping

from ckanext.binhduong.catalogue import vocabularies
from ckanext.binhduong.metadata.dcat.served_forms import is_served_form

__all__ = ["FIELDS", "RESOURCE_FIELDS", "dataset_of", "uploaded"]

_PLACE = re.compile(r"/id/place/([^/]+)$")
_KIND = re.compile(r"/id/data-kind/([^/]+)$")
_LICENCE = re.compile(r"/id/licence/([^/]+)$")
_CATEGORY = re.compile(r"/id/hvd-category/([^/]+)$")
_THEME = re.compile(r"/group/([^/]+)$")
_NAME = re.compile(r"/dataset/([a-z0-9_-]{2,100})(?:/resource/[^/]+)?$")


def dataset_of(graph: Graph, ref: URIRef) -> dict[str, Any]:
    """Return the fields of a dataset and of its resources that the graph has, as ``package_create`` takes them.

    Args:
        graph: a dataset's or a catalogue's graph, as this portal writes it.
        ref: the dataset's node.
    """
    found: dict[str, Any] = {name: read(graph, ref) for name, read in _DATASET.items()}
    found |= {**_texts(graph, ref, DCT.title, "title"), **_texts(graph, ref, DCT.description, "notes"), **_contact(graph, ref)}
    found["resources"] = [_resource(graph, each, found) for each in uploaded(graph, ref)]
    found["name"] = _name(graph, ref)
    if found["url"] and _NAME.search(found["url"]):
        found["url"] = None
    return {name: value for name, value in found.items() if value not in (None, "", [])}


def uploaded(graph: Graph, ref: Node) -> list[Node]:
    """Return the distributions that an agency gave, without those that the portal made of them."""
    return [each for each in graph.objects(ref, DCAT.distribution) if not is_served_form(str(each))]


def _resource(graph: Graph, ref: Node, dataset: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {name: read(graph, ref) for name, read in _RESOURCE.items()}
    found |= {**_texts(graph, ref, DCT.title, "name"), **_texts(graph, ref, DCT.description, "description")}
    # A distribution without a description or rights of its own has its dataset's.
    if found["rights"] == dataset.get("legal_basis"):
        found["rights"] = None
    if found.get("description") == dataset.get("notes"):
        found = {name: value for name, value in found.items() if not name.startswith("description")}
    return {name: value for name, value in found.items() if value not in (None, "", [])}


def _texts(graph: Graph, ref: Node, predicate: URIRef, field: str) -> dict[str, str]:
    names = {"vi": field, "en": f"{field}_en"}
    literals = [value for value in graph.objects(ref, predicate) if isinstance(value, Literal)]
    return {names[value.language]: str(value) for value in literals if value.language in names}


def _contact(graph: Graph, ref: Node) -> dict[str, str | None]:
    contact = graph.value(ref, DCAT.contactPoint)
    if contact is None:
        return {}
    name, email, telephone = (_text(graph.value(contact, each)) for each in (VCARD.fn, VCARD.hasEmail, VCARD.hasTelephone))
    return {"contact_name": name, "contact_email": email and email.removeprefix("mailto:"), "contact_phone": _national(telephone)}


def _national(telephone: str | None) -> str | None:
    """Return a ``tel:`` IRI as the number that people dial here."""
    return telephone and re.sub(r"^tel:\+84", "0", telephone).removeprefix("tel:")


def _name(graph: Graph, ref: Node) -> str | None:
    addresses = [graph.value(ref, DCAT.landingPage), *(graph.value(each, DCAT.accessURL) for each in graph.objects(ref, DCAT.distribution))]
    return next((found[1] for address in addresses if address and (found := _NAME.search(str(address)))), None)


def _text(value: Node | None) -> str | None:
    return None if value is None else str(value)


def _one(predicate: URIRef) -> Callable[[Graph, Node], str | None]:
    return lambda graph, ref: _text(graph.value(ref, predicate))


def _label(predicate: URIRef) -> Callable[[Graph, Node], str | None]:
    """Read the label of a statement node."""
    return lambda graph, ref: next((str(each) for node in graph.objects(ref, predicate) for each in graph.objects(node, RDFS.label)), None)


def _code(predicate: URIRef, vocabulary: str) -> Callable[[Graph, Node], str | None]:
    """Read the code whose concept a node is."""
    return lambda graph, ref: next(_codes(graph, ref, predicate, vocabulary), None)


def _codes(graph: Graph, ref: Node, predicate: URIRef, vocabulary: str) -> Iterator[str]:
    by_address = {row["uri"]: row["code"] for row in reversed(vocabularies.entries(vocabulary)) if row["uri"]}
    return (by_address[str(each)] for each in graph.objects(ref, predicate) if str(each) in by_address)


def _languages(graph: Graph, ref: Node) -> list[str]:
    return sorted(_codes(graph, ref, DCT.language, "languages"))


def _categories(graph: Graph, ref: Node) -> list[str]:
    """Read the categories of high-value data: those of the EU by their addresses, ours by our identifier."""
    codes = {*_codes(graph, ref, DCATAP.hvdCategory, "hvd_categories"), *_matched(DCATAP.hvdCategory, _CATEGORY)(graph, ref)}
    return [code for code in vocabularies.codes("hvd_categories") if code in codes]


def _act(graph: Graph, ref: Node) -> str | None:
    """Read where the legal act can be read; an identifier below the dataset's is none."""
    acts = (str(each) for each in graph.objects(ref, DCATAP.applicableLegislation))
    return next((act for act in acts if not act.startswith(f"{ref}#")), None)


def _matched(predicate: URIRef, pattern: re.Pattern[str]) -> Callable[[Graph, Node], list[str]]:
    return lambda graph, ref: sorted(found[1] for each in graph.objects(ref, predicate) if (found := pattern.search(str(each))))


def _first(read: Callable[[Graph, Node], list[str]]) -> Callable[[Graph, Node], str | None]:
    return lambda graph, ref: next(iter(read(graph, ref)), None)


def _keywords(graph: Graph, ref: Node) -> list[dict[str, str]]:
    words = sorted(str(each) for each in graph.objects(ref, DCAT.keyword) if isinstance(each, Literal) and each.language in ("vi", None))
    return [{"name": word} for word in words]


def _licence(graph: Graph, ref: Node) -> str | None:
    """Read the licence of the distributions by its address, or by our identifier where it has none."""
    nodes = {str(node) for each in graph.objects(ref, DCAT.distribution) for node in graph.objects(each, DCT.license)}
    own = {found[1] for node in nodes if (found := _LICENCE.search(node))}
    rows = vocabularies.entries("licences")
    return next((row["code"] for row in rows if row["code"] in own or nodes & {row.get("uri"), row.get("url")}), None)


def _geometry(graph: Graph, ref: Node) -> str | None:
    """Read the extent as GeoJSON."""
    nodes = [node for place in graph.objects(ref, DCT.spatial) for node in graph.objects(place, GSP.hasGeometry)]
    for text in (value for node in nodes for value in graph.objects(node, GSP.asWKT)):
        try:
            return json.dumps(mapping(shapely.from_wkt(str(text))))
        except ShapelyError:
            continue
    return None


def _period(predicate: URIRef) -> Callable[[Graph, Node], str | None]:
    return lambda graph, ref: next(
        (str(each) for node in graph.objects(ref, DCT.temporal) for each in graph.objects(node, predicate)), None
    )


def _format(graph: Graph, ref: Node) -> str | None:
    """Read the format by its media type, which several formats of one EU file type do not share, else by that."""
    media_type = str(graph.value(ref, DCAT.mediaType) or "").partition("/media-types/")[2]
    row = vocabularies.find_format(media_type) if media_type else None
    return row["code"] if row else _code(DCT["format"], "formats")(graph, ref)


def _checksum(graph: Graph, ref: Node) -> str | None:
    return next((str(each) for node in graph.objects(ref, SPDX.checksum) for each in graph.objects(node, SPDX.checksumValue)), None)


def _day(predicate: URIRef) -> Callable[[Graph, Node], str | None]:
    """Read a date; a time of day is no officer's word but the portal's own record of when a file came."""
    return lambda graph, ref: next((str(each) for each in graph.objects(ref, predicate) if "T" not in str(each)), None)


def _url(graph: Graph, ref: Node) -> str | None:
    return _text(graph.value(ref, DCAT.downloadURL)) or _text(graph.value(ref, DCAT.accessURL))


_DATASET: dict[str, Callable[[Graph, Node], Any]] = {
    "id": _one(DCT.identifier),
    "url": _one(DCAT.landingPage),
    "theme": _first(_matched(DCAT.theme, _THEME)),
    "tags": _keywords,
    "license_id": _licence,
    "data_kind": _first(_matched(DCT.type, _KIND)),
    "frequency": _code(DCT.accrualPeriodicity, "frequency"),
    "access_rights": _code(DCT.accessRights, "access_rights"),
    "language": _languages,
    "units": _matched(DCT.spatial, _PLACE),
    "spatial": _geometry,
    "legal_basis": _label(DCT.rights),
    "legal_basis_url": _act,
    "hvd_category": _categories,
    "provenance": _label(DCT.provenance),
    "temporal_start": _period(DCAT.startDate),
    "temporal_end": _period(DCAT.endDate),
    "issued": _day(DCT.issued),
    "modified": _day(DCT.modified),
    "version": _one(DCAT.version),
}
_RESOURCE: dict[str, Callable[[Graph, Node], Any]] = {
    "url": _url,
    "format": _format,
    "availability": _code(DCATAP.availability, "availability"),
    "status": _code(ADMS.status, "status"),
    "language": _code(DCT.language, "languages"),
    "size": _one(DCAT.byteSize),
    "hash": _checksum,
    "rights": _label(DCT.rights),
    "issued": _day(DCT.issued),
    "modified": _day(DCT.modified),
}

FIELDS = frozenset(_DATASET)
"""The fields of a dataset that are read here and nowhere else; those of its resources: ``RESOURCE_FIELDS``."""
RESOURCE_FIELDS = frozenset(_RESOURCE)
