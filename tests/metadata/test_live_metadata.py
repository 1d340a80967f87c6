"""Every dataset of the seed catalogue, and the catalogue, on the running portal."""

from __future__ import annotations

import json
import urllib.request

from tests.metadata.validation import violations


def _read(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=60) as answer:
        return answer.read()


def test_every_seed_dataset_has_no_violation(portal_url: str):
    """The served Turtle of each dataset passes DCAT-AP 3.0.1's own shapes."""
    names = json.loads(_read(f"{portal_url}/api/3/action/package_list"))["result"]
    assert len(names) >= 3
    assert {name: found for name in names if (found := violations(_read(f"{portal_url}/dataset/{name}.ttl")))} == {}


def test_the_seed_catalogue_has_no_violation(portal_url: str):
    """The served Turtle of the whole catalogue passes."""
    assert violations(_read(f"{portal_url}/catalog.ttl")) == []
