"""``ckan binhduong check``: compare the parts of the portal, repair what is safe to repair, name the rest and its remedy."""

from __future__ import annotations

import click

from ckanext.binhduong.core.drift import registry
from ckanext.binhduong.core.problems.both_languages import in_both
from ckanext.binhduong.core.problems.translation import marked as _
from ckanext.binhduong.observability.drift import check as drift

__all__ = ["check"]


@click.command()
@click.option("--no-repair", is_flag=True, help="Only look and count.")
@click.option("--quiet", is_flag=True, help="Leave out the kinds of which nothing was found.")
def check(no_repair: bool, quiet: bool) -> None:
    """Compare database, files, tables, layers, search index and kept answers with each other.

    Exit code 0: all is in line now; 1: something differs still; 2: something could not be compared.
    """
    report = drift.check(repair=not no_repair)
    for kind, outcome in sorted(report.outcomes.items()):
        if outcome.found or not quiet:
            _print(kind, outcome)
    for name in report.failed:
        click.echo(f"{name}: " + in_both(_("could not be compared; the log says why")), err=True)
    click.echo(f"{report.seconds} s")
    raise SystemExit(2 if report.failed else 0 if report.is_clean else 1)


def _print(kind: str, outcome: registry.Outcome) -> None:
    click.echo(f"{kind}: found {outcome.found}, repaired {outcome.repaired}, left {len(outcome.left)}")
    if outcome.left:
        about = registry.kinds()[kind]
        click.echo(f"  {in_both(about.text)}")
        for name in outcome.left:
            click.echo(f"    {name}")
        click.echo(f"  {in_both(about.remedy)}")
