"""Each metric on both sides of its border, on graphs."""

from __future__ import annotations

import pytest
from rdflib import Graph, URIRef

from ckanext.binhduong.metadata.quality.measure import Measured, measure
from ckanext.binhduong.metadata.quality.metrics import DIMENSIONS, MOST, metrics, rating

SITE = "https://data.example.vn"
NODE = URIRef(f"{SITE}/dataset/1")
ANSWERING = {"https://answers.example/": True, "https://broken.example/": False, "https://new.example/": None}
PREFIXES = """
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix eu: <http://publications.europa.eu/resource/authority/> .
"""
DATASET = {
    "dcat:keyword": '"thuốc"@vi',
    "dcat:theme": "<http://publications.europa.eu/resource/authority/data-theme/HEAL>",
    "dct:spatial": f"<{SITE}/id/place/74@2024>",
    "dct:temporal": "[]",
    "dct:accessRights": "<http://publications.europa.eu/resource/authority/access-right/PUBLIC>",
    "dcat:contactPoint": "[]",
    "dct:publisher": "[]",
    "dct:issued": '"2026-01-01"',
    "dct:modified": '"2026-01-02"',
}
FILE = {
    "dcat:accessURL": f"<{SITE}/dataset/x/resource/a>",
    "dcat:downloadURL": f"<{SITE}/dataset/1/resource/a/download/a.csv>",
    "dct:format": "<http://publications.europa.eu/resource/authority/file-type/CSV>",
    "dcat:mediaType": "<https://www.iana.org/assignments/media-types/text/csv>",
    "dct:license": "<http://publications.europa.eu/resource/authority/licence/CC_BY_4_0>",
    "dct:rights": "[]",
    "dcat:byteSize": "12",
    "dct:issued": '"2026-01-01"',
    "dct:modified": '"2026-01-02"',
}


def _said(node: str, values: dict[str, str]) -> str:
    return f"<{node}> a dct:X; {' '.join(f'{name} {value};' for name, value in values.items() if value)} .\n"


def measured(dataset: dict[str, str], *files: dict[str, str], conforms: bool = True) -> dict[str, Measured]:
    """A dataset of these statements and files, measured; the second file and those after it are forms that the portal made."""
    names = ["a", *(f"a/export.{number}" for number in range(len(files) - 1))]
    nodes = [f"{NODE}/resource/{name}" for name in names[: len(files)]]
    text = PREFIXES + _said(NODE, dataset) + "".join(map(_said, nodes, files))
    text += "".join(f"<{NODE}> dcat:distribution <{node}> .\n" for node in nodes)
    graph = Graph().parse(data=text, format="turtle")
    return {each.code: each for each in measure(graph, NODE, SITE, conforms, ANSWERING)}


def test_the_table_is_that_of_the_assessment() -> None:
    """Twenty-three metrics; the points of each dimension are those that data.europa.eu publishes, 405 in all."""
    sums = {name: sum(metric.points for metric in metrics().values() if metric.dimension == name) for name in DIMENSIONS}
    assert sums == {"findability": 100, "accessibility": 100, "interoperability": 110, "reusability": 75, "contextuality": 20}
    assert (len(metrics()), sum(sums.values())) == (23, MOST)


def test_a_whole_dataset_has_every_point() -> None:
    """One file with everything."""
    assert sum(each.points for each in measured(DATASET, FILE).values()) == MOST


@pytest.mark.parametrize(
    ("predicate", "value", "lost"),
    [
        ("dcat:keyword", "", {"keywordAvailability"}),
        ("dcat:keyword", '"  "', {"keywordAvailability"}),
        ("dcat:theme", "", {"categoryAvailability"}),
        ("dct:spatial", "", {"spatialAvailability"}),
        ("dct:temporal", "", {"temporalAvailability"}),
        ("dct:accessRights", "", {"accessRightsAvailability", "accessRightsVocabularyAlignment"}),
        ("dct:accessRights", '"công khai"', {"accessRightsVocabularyAlignment"}),
        ("dcat:contactPoint", "", {"contactPointAvailability"}),
        ("dct:publisher", "", {"publisherAvailability"}),
    ],
)
def test_what_a_dataset_lacks_costs_its_metric(predicate: str, value: str, lost: set[str]) -> None:
    """And no other."""
    assert {each.code for each in measured({**DATASET, predicate: value}, FILE).values() if not each.points} == lost


@pytest.mark.parametrize(
    ("predicate", "value", "lost"),
    [
        ("dcat:accessURL", "", {"accessUrlStatusCode"}),
        ("dcat:accessURL", "<https://elsewhere.example/a>", {"accessUrlStatusCode"}),
        ("dcat:accessURL", "<https://broken.example/>", {"accessUrlStatusCode"}),
        ("dcat:accessURL", "<https://new.example/>", {"accessUrlStatusCode"}),
        ("dcat:accessURL", f"<{SITE}.example/a>", {"accessUrlStatusCode"}),
        ("dcat:downloadURL", "", {"downloadUrlAvailability", "downloadUrlStatusCode"}),
        ("dcat:downloadURL", "<https://elsewhere.example/a>", {"downloadUrlStatusCode"}),
        ("dct:format", "", {"formatAvailability", "formatMediaTypeVocabularyAlignment"}),
        ("dct:format", '"CSV"', {"formatMediaTypeVocabularyAlignment"}),
        ("dcat:mediaType", "", {"mediaTypeAvailability", "formatMediaTypeVocabularyAlignment"}),
        ("dcat:mediaType", '"text/csv"', {"formatMediaTypeVocabularyAlignment"}),
        ("dct:license", "", {"licenceAvailability", "knownLicence"}),
        ("dct:license", f"<{SITE}/id/licence/vn-open>", {"knownLicence"}),
        ("dct:rights", "", {"rightsAvailability"}),
        ("dcat:byteSize", "", {"byteSizeAvailability"}),
    ],
)
def test_what_a_file_lacks_costs_its_metric(predicate: str, value: str, lost: set[str]) -> None:
    """And no other; the resource is named."""
    found = [each for each in measured(DATASET, {**FILE, predicate: value}).values() if not each.points]
    assert {each.code for each in found} == lost
    assert {each.resource for each in found} == {"a"}


MEDIA = "<https://www.iana.org/assignments/media-types/{}>"


@pytest.mark.parametrize(
    ("media_type", "lost"),
    [
        ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", {"formatMediaTypeNonProprietary"}),
        ("application/pdf", {"formatMediaTypeNonProprietary", "formatMediaTypeMachineInterpretable"}),
        ("application/geo+json", set()),
        ("application/x-unknown", set()),
    ],
)
def test_what_a_format_is_comes_from_the_table_of_formats(media_type: str, lost: set[str]) -> None:
    """By the media type, and by the EU file type (here CSV) when the table does not have it."""
    found = measured(DATASET, {**FILE, "dcat:mediaType": MEDIA.format(media_type)})
    assert {each.code for each in found.values() if not each.points} == lost


@pytest.mark.parametrize(("dataset", "file", "points"), [("", "x", 2), ("x", "", 2), ("x", "x", 5), ("", "", 0)])
@pytest.mark.parametrize("name", ["issued", "modified"])
def test_dates_are_of_the_dataset_and_its_files(name: str, dataset: str, file: str, points: int) -> None:
    """Half of the points each, rounded down."""
    values = {"x": '"2026-01-01"', "": ""}
    found = measured({**DATASET, f"dct:{name}": values[dataset]}, {**FILE, f"dct:{name}": values[file]})
    assert found[f"date{name.title()}Availability"].points == points


def test_a_share_of_the_files_has_a_share_of_the_points() -> None:
    """Two of three: 33 of 50, rounded down; the two other metrics of links likewise."""
    link = {**FILE, "dcat:accessURL": "<https://elsewhere.example/a>", "dcat:downloadURL": ""}
    found = measured(DATASET, link, FILE, FILE)
    assert [found[code].points for code in ("accessUrlStatusCode", "downloadUrlAvailability", "downloadUrlStatusCode")] == [33, 13, 20]
    assert (found["accessUrlStatusCode"].good, found["accessUrlStatusCode"].all) == (2, 3)


def test_a_link_that_answers_loses_nothing() -> None:
    """What the job saw counts for both addresses."""
    link = {**FILE, "dcat:accessURL": "<https://answers.example/>", "dcat:downloadURL": "<https://answers.example/>"}
    found = measured(DATASET, link)
    assert [found[code].points for code in ("accessUrlStatusCode", "downloadUrlStatusCode")] == [50, 30]


def test_interoperability_is_that_of_the_best_file() -> None:
    """A workbook loses nothing beside the CSV that the portal makes of it."""
    bare = {**FILE, "dct:format": "", "dcat:mediaType": ""}
    assert sum(each.points for each in measured(DATASET, bare, FILE).values()) == MOST
    assert measured(DATASET, bare, bare)["formatAvailability"].resource == "a"


def test_what_only_made_forms_lack_names_no_resource() -> None:
    """An officer cannot give the size of a file that the portal makes."""
    found = measured(DATASET, FILE, {**FILE, "dcat:byteSize": ""})["byteSizeAvailability"]
    assert (found.points, found.resource) == (2, "")


def test_a_violation_of_the_shapes_costs_thirty_points() -> None:
    """DCAT-AP's shapes found something."""
    assert sum(each.points for each in measured(DATASET, FILE, conforms=False).values()) == MOST - 30


def test_a_dataset_without_files_has_the_points_of_the_dataset() -> None:
    """Findability, conformance, and what else is said of the dataset itself."""
    assert sum(each.points for each in measured(DATASET).values()) == 100 + 30 + 45 + 10


@pytest.mark.parametrize(
    ("points", "name"),
    [
        (405, "excellent"),
        (351, "excellent"),
        (350, "good"),
        (221, "good"),
        (220, "sufficient"),
        (121, "sufficient"),
        (120, "bad"),
        (0, "bad"),
    ],
)
def test_the_ratings_are_those_of_the_assessment(points: int, name: str) -> None:
    """Both sides of each border."""
    assert rating(points) == name


def test_another_dataset_of_the_graph_does_not_count() -> None:
    """A page of the catalogue has many."""
    graph = Graph().parse(data=PREFIXES + _said(f"{SITE}/dataset/2", DATASET), format="turtle")
    assert sum(each.points for each in measure(graph, NODE, SITE, conforms=False, answering={})) == 0
