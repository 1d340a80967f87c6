"""The catalogue's plugin: schemas, validators, themes, agencies, places and the seed."""

from typing import Any

import click
from ckan import model
from ckan import plugins as p
from ckan.common import CKANConfig
from ckan.plugins import toolkit as tk
from ckan.types import Context

from ckanext.binhduong.catalogue import themes, vocabularies
from ckanext.binhduong.catalogue.freshness import add_freshness
from ckanext.binhduong.catalogue.rules import naming
from ckanext.binhduong.catalogue.rules.dataset_lists import complete_lists

__all__ = ["CataloguePlugin"]


@tk.blanket.actions
@tk.blanket.auth_functions
@tk.blanket.validators
@tk.blanket.helpers
class CataloguePlugin(p.SingletonPlugin):
    """What a dataset, a file, an agency and a theme are."""

    p.implements(p.IConfigurer)
    p.implements(p.IPackageController, inherit=True)

    def update_config(self, config: CKANConfig) -> None:
        """Show CKAN our form snippets, slug preview and licences, and correct the names it makes."""
        tk.add_template_directory(config, "templates")
        tk.add_resource("assets", "binhduong_catalogue")
        config["licenses_group_url"] = f"file://{vocabularies.LICENCES_FILE}"
        naming.install()

    def after_dataset_create(self, context: Context, pkg_dict: dict[str, Any]) -> None:
        """Put a new dataset in its theme's group."""
        self._follow_theme(pkg_dict)

    def after_dataset_update(self, context: Context, pkg_dict: dict[str, Any]) -> None:
        """Move a dataset to its theme's group."""
        self._follow_theme(pkg_dict)

    def after_dataset_show(self, context: Context, pkg_dict: dict[str, Any]) -> None:
        """Put all lists of CKAN's contract on a dataset (its validation drops empty ones), and how old it is."""
        complete_lists(pkg_dict)
        add_freshness(pkg_dict)

    def after_dataset_search(self, search_results: dict[str, Any], search_params: dict[str, Any]) -> dict[str, Any]:
        """Do the same for the datasets of a search; answers of ids or of what ``fl`` asked for are left as they are."""
        for dataset in search_results["results"]:
            if isinstance(dataset, dict) and "metadata_created" in dataset and "num_resources" in dataset:
                complete_lists(dataset)
            if isinstance(dataset, dict) and "resources" in dataset:
                add_freshness(dataset)
        return search_results

    def _follow_theme(self, pkg_dict: dict[str, Any]) -> None:
        package = model.Package.get(pkg_dict["id"])
        if package and "theme" in package.extras:
            themes.follow_theme(package.id, package.extras["theme"])

    def binhduong_commands(self) -> list[click.Command]:
        """Return ``ckan binhduong seed``, ``import`` and ``fields``."""
        from ckanext.binhduong.catalogue import cli  # not above: the importer loads GDAL, which no web process needs

        return [cli.seed, cli.import_group, cli.fields]
