"""Solr's home: its cores keep the folders that rebuilt indexes gave them."""

from __future__ import annotations

from pathlib import Path

from stack.instance import Instance
from stack.services import solr


def _instance(var: Path) -> Instance:
    return Instance(var=var, host="127.0.0.1", port=5000, url="http://127.0.0.1:5000")


def _cores(var: Path) -> dict[str, str]:
    """Folder → the first line of its core's properties."""
    return {path.parent.name: path.read_text().splitlines()[0] for path in (var / "solr").glob("*/core.properties")}


def test_a_new_home_has_both_cores(tmp_path: Path):
    """And the configset, which is new."""
    assert solr.ensure_home(_instance(tmp_path)) is True
    assert _cores(tmp_path) == {"ckan": "name=ckan", "ckan_test": "name=ckan_test"}
    assert solr.ensure_home(_instance(tmp_path)) is False


def test_a_rebuilt_index_keeps_its_folder(tmp_path: Path):
    """Solr does not start on two cores of one name: after a swap the core `ckan` lies elsewhere, and no second one is made."""
    solr.ensure_home(_instance(tmp_path))
    (tmp_path / "solr" / "ckan").rename(tmp_path / "solr" / "ckan-0a1b2c3d")
    solr.ensure_home(_instance(tmp_path))
    assert _cores(tmp_path) == {"ckan-0a1b2c3d": "name=ckan", "ckan_test": "name=ckan_test"}
