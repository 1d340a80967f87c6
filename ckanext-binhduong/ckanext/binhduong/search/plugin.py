"""The plugin of the package `search`: a table of contents."""

from __future__ import annotations

from collections import OrderedDict
from datetime import timedelta
from typing import Any

import click
from ckan import plugins as p
from ckan.common import CKANConfig
from ckan.plugins import toolkit as tk

from ckanext.binhduong.core import scheduler
from ckanext.binhduong.core.jobs import prompt_work
from ckanext.binhduong.search import facets, solr_connection
from ckanext.binhduong.search.index import dates, document, drift, freshness, labels
from ckanext.binhduong.search.query import solr_query
from ckanext.binhduong.search.query.places import shapes
from ckanext.binhduong.search.rebuild import cli, watch
from ckanext.binhduong.search.synonyms import in_force, reindexing, table
from ckanext.binhduong.search.without_solr import group_counts


@tk.blanket.actions
@tk.blanket.auth_functions
@tk.blanket.blueprints
@tk.blanket.helpers
class SearchPlugin(p.SingletonPlugin):
    """Finding datasets: what the index holds, how a search reads it, what its facets are called."""

    p.implements(p.IConfigurer)
    p.implements(p.IPackageController, inherit=True)
    p.implements(p.IFacets, inherit=True)
    p.implements(p.IConfigurable)

    # IConfigurable

    def configure(self, config: CKANConfig) -> None:
        drift.register()
        prompt_work.register("index", watch.look)
        prompt_work.register("synonyms", reindexing.look)
        table.follow(in_force.current)
        # A quarter past midnight in Vietnam.
        scheduler.register("freshness", scheduler.Regular(freshness.index_changed, timedelta(days=1), timedelta(hours=17, minutes=15)))

    # IConfigurer

    def update_config(self, config: CKANConfig) -> None:
        solr_connection.install()
        group_counts.install()
        dates.install()

    def binhduong_commands(self) -> list[click.Command]:
        return [cli.index]

    # IPackageController

    def before_dataset_index(self, pkg_dict: dict[str, Any]) -> dict[str, Any]:
        return document.indexed(pkg_dict, labels.group_labels)

    def before_dataset_search(self, search_params: dict[str, Any]) -> dict[str, Any]:
        return solr_query.solr_query(search_params)

    def after_dataset_search(self, search_results: dict[str, Any], search_params: dict[str, Any]) -> dict[str, Any]:
        facets.label_facets(search_results["search_facets"])
        return {**search_results, **shapes.boundary_note(search_params.get("extras") or {})}

    # IFacets

    def dataset_facets(self, facets_dict: OrderedDict[str, str], package_type: str) -> OrderedDict[str, str]:
        return facets.dataset_facets()

    def group_facets(self, facets_dict: OrderedDict[str, str], group_type: str, package_type: str | None) -> OrderedDict[str, str]:
        return facets.dataset_facets()

    def organization_facets(
        self, facets_dict: OrderedDict[str, str], organization_type: str, package_type: str | None
    ) -> OrderedDict[str, str]:
        return facets.dataset_facets()
