"""The OpenAPI document: valid, complete in itself, and what is really read."""

from __future__ import annotations

import json
import re

import pytest
from openapi_spec_validator import OpenAPIV30SpecValidator

from tests.features.ogc.conftest import BASE


@pytest.fixture
def document(get):
    """The document."""
    return get("/api").json


def test_req_oas30_oas_definition(document):
    """It is valid OpenAPI 3.0."""
    OpenAPIV30SpecValidator(document).validate()
    assert (document["openapi"], document["servers"]) == ("3.0.3", [{"url": BASE}])


def test_no_reference_leaves_the_document(document):
    """Each begins with ``#/`` and leads to something: a client without a network can read it."""
    for target in set(re.findall(r'"\$ref": "([^"]+)"', json.dumps(document))):
        part = document
        for step in target.removeprefix("#/").split("/"):
            part = part[step]
        assert target.startswith("#/components/")


def parameters(document, path):
    """The parameters of a path by name."""
    listed = document["paths"][path]["get"]["parameters"]
    found = [document["components"]["parameters"][each["$ref"].rpartition("/")[2]] if "$ref" in each else each for each in listed]
    return {each["name"]: each for each in found}


def test_req_oas30_completeness(document):
    """Every operation of every collection."""
    for layer in ("nha-thuoc", "phan-khu"):
        path = f"/collections/{layer}"
        assert {path, f"{path}/queryables", f"{path}/items", f"{path}/items/{{featureId}}"} <= set(document["paths"])
    assert len({each["get"]["operationId"] for each in document["paths"].values()}) == len(document["paths"])


def test_req_core_fc_parameter_definitions(document):
    """As the standard writes limit, bbox and datetime."""
    found = parameters(document, "/collections/nha-thuoc/items")
    for name in ("limit", "bbox", "datetime", "crs", "bbox-crs", "filter", "filter-lang", "filter-crs"):
        assert {key: found[name][key] for key in ("in", "required", "style", "explode")} == {
            "in": "query", "required": False, "style": "form", "explode": False,
        }  # fmt: skip
    assert found["limit"]["schema"] == {"type": "integer", "minimum": 1, "maximum": 10000, "default": 10}
    assert found["bbox"]["schema"] == {"type": "array", "minItems": 4, "maxItems": 6, "items": {"type": "number"}}
    assert found["datetime"]["schema"]["type"] == "string"
    assert found["filter-lang"]["schema"] == {"type": "string", "enum": ["cql2-text", "cql2-json"], "default": "cql2-text"}


def test_columns_are_parameters(document):
    """Each queryable of a simple type, with its schema, of its own collection only."""
    assert parameters(document, "/collections/nha-thuoc/items")["ngay"]["schema"] == {"title": "ngay", "type": "string", "format": "date"}
    assert "ngay" not in parameters(document, "/collections/phan-khu/items")


def test_what_is_listed_is_what_is_read(get, document):
    """Each parameter of the document is known to its address, and no other is."""
    for path in document["paths"]:
        address = path.replace("{featureId}", "NT01").replace("{tileMatrix}/{tileRow}/{tileCol}", "0/0/0")
        named = {name for name, each in parameters(document, path).items() if each["in"] == "query"}
        answer = get(address, la__lung="1")
        if answer.status == 400:
            allowed = answer.json["description"].rpartition("use one of ")[2].rstrip(".").split(", ")
            assert set(allowed) == named, path


def test_descriptions_have_the_language_of_the_address(app, layers):
    """Vietnamese, and English below ``/en``."""
    vi, en = (app.get(f"{prefix}/geo/api").json["components"]["parameters"]["limit"]["description"] for prefix in ("", "/en"))
    assert (vi, en) == ("Số đối tượng của một trang.", "Features of a page.")
