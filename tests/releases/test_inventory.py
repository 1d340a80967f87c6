"""What a restored portal is compared with: the files that the ledger names, and what searches find."""

from __future__ import annotations

import json
from typing import Any

from click.testing import CliRunner

from ckanext.binhduong.releases.cli import releases
from ckanext.binhduong.releases.ledger.model import Release
from ckanext.binhduong.releases.maintenance.inventory import inventory
from ckanext.binhduong.storage import settings
from tests.releases.conftest import act, add


def test_a_file_that_lacks_is_named_and_a_search_changes_with_the_catalogue(dataset: dict[str, Any]) -> None:
    """Nothing lacks after a publication; without its source file one lacks; a private dataset is found by no search."""
    resource = add(dataset)
    release = Release.current(resource["id"])
    assert release
    whole = inventory()
    assert (whole["named"] >= 2, whole["missing"]) == (True, [])
    assert {query: answer[0] for query, answer in whole["searches"].items()} == {"*:*": 1, "Nhà thuốc thử": 1}
    settings.store().delete(release.sha256)
    act("package_patch", id=dataset["id"], private=True)
    less = inventory()
    assert (less["missing"], {query: answer[0] for query, answer in less["searches"].items()}) == ([release.sha256], {"*:*": 0})


def test_an_empty_portal_has_an_inventory(clean: None) -> None:
    """As the command prints it: one line of JSON, with the search for everything."""
    done = CliRunner().invoke(releases, ["inventory"])
    printed = json.loads(done.output.splitlines()[-1])
    assert (printed["named"], printed["missing"], printed["searches"]["*:*"][0]) == (0, [], 0)
