"""How many datasets agencies and themes have, for CKAN's own lists of groups, which ask Solr without ``package_search``."""

from __future__ import annotations

from typing import Any

from ckan.lib.dictization import model_dictize
from ckan.lib.search import SolrConnectionError

from ckanext.binhduong.search.without_solr.matching import facets_of
from ckanext.binhduong.search.without_solr.public_datasets import public_datasets

__all__ = ["group_counts", "install"]

_stock_counts = model_dictize.get_group_dataset_counts


def group_counts(fq: str = "dataset_type:dataset", permissions_labels: list[str] | None = None) -> dict[str, Any]:
    """CKAN's ``get_group_dataset_counts``; while Solr does not answer, the numbers of public datasets."""
    try:
        return _stock_counts(fq, permissions_labels)
    except SolrConnectionError:
        return facets_of(public_datasets(), ["groups", "owner_org"], -1)


def install() -> None:
    """Put the function in the place of CKAN's."""
    model_dictize.get_group_dataset_counts = group_counts
