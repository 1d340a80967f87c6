"""``ckan binhduong releases``: see releases, run one again, put right what a crash left."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import click
import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk

from ckanext.binhduong.core import scheduler
from ckanext.binhduong.core.jobs.independent_steps import SomeFailed
from ckanext.binhduong.releases.canonical import archive
from ckanext.binhduong.releases.ledger.model import Release
from ckanext.binhduong.releases.maintenance.inventory import inventory as take_inventory
from ckanext.binhduong.releases.maintenance.nightly import nightly as do_nightly
from ckanext.binhduong.releases.maintenance.repair import repair as repair_all
from ckanext.binhduong.releases.maintenance.retire import retire_all
from ckanext.binhduong.releases.publish import jobs

__all__ = ["releases"]


@click.group()
def releases() -> None:
    """Uploaded files as published tables and layers."""


@releases.command("list")
@click.argument("resource", required=False)
def list_(resource: str | None) -> None:
    """List the newest releases, of all or of one RESOURCE (id): state, number, rows, layer, file."""
    rows = sa.select(Release).order_by(Release.created.desc()).limit(200)
    if resource:
        rows = rows.where(Release.resource_id == resource)
    for release in model.Session.scalars(rows):
        number = f"#{release.number}" if release.number else "-"
        where = f"{release.resource_id} {release.layer or '-'}"
        click.echo(f"{release.created:%Y-%m-%d %H:%M:%S} {release.state:<10} {number:<5} {release.rows or '-':<8} {where} {release.name}")


@releases.command("run")
@click.argument("resource")
def run(resource: str) -> None:
    """Run the newest file of RESOURCE (id) now, also when it was refused or failed before."""
    release = Release.latest(resource)
    if not release or release.is_plain:
        raise click.ClickException("This resource has no file that is a table or layer.")
    if release.state != "published":
        release.state = "pending"
        model.Session.commit()
        jobs.run(release.id)
    again = Release.latest(resource)
    assert again
    click.echo(f"{again.state} {again.name}")
    for item in (again.report or {}).get("findings", []):
        click.echo(f"  {item['severity']}: {item['message']['vi']} / {item['message']['en']}")


@releases.command("rollback")
@click.argument("resource")
@click.argument("number", type=int)
def rollback(resource: str, number: int) -> None:
    """Publish the file of release NUMBER of RESOURCE (id) again, as a new release."""
    _act("release_rollback", id=resource, number=number)


@releases.command("confirm")
@click.argument("resource")
def confirm(resource: str) -> None:
    """Publish the file of RESOURCE (id) that waits for a yes, because a column is gone or has another type."""
    _act("release_confirm", id=resource)


@releases.command("create")
@click.argument("resource")
def create(resource: str) -> None:
    """Publish what the table of RESOURCE (id) holds now, as a new release."""
    _act("release_create", id=resource)


def _act(action: str, **data: Any) -> None:
    """Call an action in the portal's own name and print what became of the resource's newest file."""
    user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    try:
        status = tk.get_action(action)({"ignore_auth": True, "user": user}, data)
    except (tk.ObjectNotFound, tk.ValidationError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{status['state'] or 'published'} {status['attempt']['name']}")


@releases.command("nightly")
def nightly() -> None:
    """Do now what is done every night: the repair, a release of every changed table, and retiring old releases."""
    _tell(do_nightly)


@releases.command("retire")
def retire() -> None:
    """Delete the files of releases that the configuration does not keep (ckanext.binhduong.releases.keep, keep_days)."""
    _tell(lambda: {"retired": retire_all()})


@releases.command("repair")
def repair() -> None:
    """Finish interrupted releases, queue lost and regular jobs, refresh layers, sweep what is left over. Safe at any time."""
    scheduler.ensure()
    _tell(repair_all)


@releases.command("inventory")
def inventory() -> None:
    """Print, as a line of JSON, what a restored portal is compared with: files that are named, those that lack, a hundred searches."""
    click.echo(json.dumps(take_inventory(), ensure_ascii=False))


@releases.command("backfill")
def backfill() -> None:
    """Write the missing canonical files of published tables from their stored source files, also of those given up before."""
    _tell(lambda: archive.backfill(again=True))


def _tell(work: Callable[[], dict[str, int]]) -> None:
    """Do work and print how much of each kind there was, or what of it failed."""
    try:
        for what, count in work().items():
            click.echo(f"{what}: {count}")
    except SomeFailed as error:
        raise click.ClickException(f"failed (see the log): {error}") from error
