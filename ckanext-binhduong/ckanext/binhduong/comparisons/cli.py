"""``ckan binhduong releases diff``: what differs between two releases."""

from __future__ import annotations

import json

import click
from ckan.plugins import toolkit as tk

from ckanext.binhduong.comparisons import answers, files
from ckanext.binhduong.comparisons.delimited import csv_lines
from ckanext.binhduong.releases.cli import releases

__all__ = ["diff"]


@releases.command("diff")
@click.argument("resource")
@click.argument("old", type=int, metavar="FROM")
@click.argument("new", type=int, metavar="TO")
@click.option("--csv", "as_csv", is_flag=True, help="All differences as CSV instead of the summary and the first hundred.")
def diff(resource: str, old: int, new: int, as_csv: bool) -> None:
    """Tell what differs between the releases FROM and TO of RESOURCE (id), by their numbers."""
    try:
        path = files.make(*answers.compared(resource, old, new))
    except tk.ObjectNotFound as error:
        raise click.ClickException(str(error)) from error
    if as_csv:
        for line in csv_lines(path):
            click.echo(line, nl=False)
    else:
        click.echo(json.dumps(answers.page_of(path, None, 0, 100), ensure_ascii=False, indent=2))
