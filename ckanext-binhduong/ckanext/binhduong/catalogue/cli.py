"""The catalogue's commands below ``ckan binhduong``."""

from pathlib import Path

import click

from ckanext.binhduong.catalogue import fields_page
from ckanext.binhduong.catalogue.imports.osm_import import osm_import_command
from ckanext.binhduong.catalogue.seed.files import SeedError
from ckanext.binhduong.catalogue.seed.load import load

__all__ = ["fields", "import_group", "seed"]


@click.command("seed")
@click.option("--only", metavar="NAME", help="Load only this dataset, even when it was deleted in the portal.")
@click.argument("folder", default="datasets", type=click.Path(exists=True, file_okay=False, path_type=Path))
def seed(folder: Path, only: str | None) -> None:
    """Load themes, agencies and datasets from FOLDER (default: datasets). What is already loaded is left alone."""
    try:
        changed = load(folder, click.echo, only)
    except SeedError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{changed} thay đổi / changed" if changed else "Không có gì thay đổi / nothing to change")


@click.command("fields")
def fields() -> None:
    """Print the field reference (docs/fields.md), made from the schemas."""
    click.echo(fields_page.render(), nl=False)


@click.group("import")
def import_group() -> None:
    """Make dataset folders, for `seed` to load, from what others publish."""


import_group.add_command(osm_import_command)
