"""The address of a row stays: when a release has taken the row out, it answers 410 with what was last known."""

import json
from typing import Any

import pytest

from tests.releases.conftest import POINTS, act, add, replace

pytestmark = pytest.mark.usefixtures("clean")
WITHOUT = "\n".join(line for line in POINTS.splitlines() if not line.startswith("NT-001")) + "\n"


@pytest.fixture
def layer(dataset: dict[str, Any]) -> str:
    """The id of a layer whose second release lacks NT-001."""
    resource = replace(add(dataset, key_column="ma"), WITHOUT)
    return act("resource_show", id=resource["id"])["layer"]


def test_a_person_reads_what_it_was_and_that_it_is_gone(layer: str, app: Any) -> None:
    """410 in both languages, with the release that it was last in; the row beside it is there as ever."""
    answer = app.get(f"/feature/{layer}/NT-001", status=410)
    assert "Dòng này không còn trong dữ liệu." in answer.body
    assert "Lần cuối dòng này có mặt là ở bản phát hành 1 ngày" in answer.body
    assert "NT-001" in answer.body
    assert f'href="/map?layer={layer}"' in answer.body
    assert "This row is no longer in the data." in app.get(f"/en/feature/{layer}/NT-001", status=410).body
    assert "không còn trong dữ liệu" not in app.get(f"/feature/{layer}/NT-002", status=200).body


@pytest.mark.parametrize(("suffix", "kind"), [(".geojson", "application/geo+json"), (".jsonld", "application/ld+json")])
def test_a_program_gets_the_last_content_with_410(layer: str, app: Any, suffix: str, kind: str) -> None:
    """As a document that says that the row is gone; a key that never was is 404."""
    answer = app.get(f"/feature/{layer}/NT-001{suffix}", status=410)
    assert answer.headers["Content-Type"].startswith(kind)
    document = json.loads(answer.body)
    if kind == "application/geo+json":
        assert (document["id"], document["gone"], document["last_release"]) == ("NT-001", True, 1)
        assert document["properties"]["ma"] == "NT-001"
        assert document["geometry"]["type"] == "Point"
    else:
        assert document["@type"] == "Place"
        assert document["name"]
    app.get(f"/feature/{layer}/NT-999{suffix}", status=404)


def test_without_its_dataset_there_is_nothing_to_know(layer: str, app: Any, dataset: dict[str, Any]) -> None:
    """Of a private dataset nobody outside learns that a row was ever there."""
    act("package_patch", id=dataset["id"], private=True)
    assert "không còn trong dữ liệu" not in app.get(f"/feature/{layer}/NT-001", status=404).body
