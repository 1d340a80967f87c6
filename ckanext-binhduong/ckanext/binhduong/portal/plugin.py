"""The root plugin: what people see, and the one translation catalogue of all packages."""

from pathlib import Path

import click
from ckan import plugins as p
from ckan.common import CKANConfig
from ckan.lib.plugins import DefaultTranslation
from ckan.plugins import toolkit as tk

from ckanext.binhduong.portal import cli

__all__ = ["PortalPlugin"]


@tk.blanket.helpers
@tk.blanket.blueprints
@tk.blanket.config_declarations
class PortalPlugin(p.SingletonPlugin, DefaultTranslation):
    """Templates, pages, assets, translations and the ``ckan binhduong`` command."""

    p.implements(p.IConfigurer)
    p.implements(p.ITranslation)
    p.implements(p.IClick)

    def update_config(self, config: CKANConfig) -> None:
        """Put our templates and files before CKAN's."""
        tk.add_template_directory(config, "templates")
        tk.add_public_directory(config, "public")
        tk.add_resource("assets", "binhduong")

    def i18n_directory(self) -> str:
        """Point to the package's one catalogue; CKAN's own answer would be a folder of this package."""
        return str(Path(__file__).parent.parent / "i18n")

    def i18n_domain(self) -> str:
        """Name the catalogue after the distribution, not after one plugin: every package's strings are in it."""
        return "ckanext-binhduong"

    def get_commands(self) -> list[click.Command]:
        """Return the group ``ckan binhduong``."""
        return [cli.binhduong]

    def binhduong_commands(self) -> list[click.Command]:
        """Return ``ckan binhduong basemap``."""
        from ckanext.binhduong.portal.base_map.cli import basemap  # not above: it loads GDAL, which no web process needs

        return [basemap]
