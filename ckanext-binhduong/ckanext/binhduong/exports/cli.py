"""``ckan binhduong releases export``: make a release's files now."""

from __future__ import annotations

import click

from ckanext.binhduong.exports import jobs
from ckanext.binhduong.exports.formats.registry import FORMATS, VN2000
from ckanext.binhduong.exports.formats.vector import WGS84
from ckanext.binhduong.exports.model import Export
from ckanext.binhduong.releases.cli import releases
from ckanext.binhduong.releases.ledger.history import numbered
from ckanext.binhduong.releases.ledger.model import Release
from ckanext.binhduong.storage import settings

__all__ = ["export"]


@releases.command("export")
@click.argument("resource")
@click.option("--format", "ext", type=click.Choice(list(FORMATS)), help="Only this file; else those that every release has.")
@click.option("--vn2000", is_flag=True, help="In EPSG:9210 rather than WGS 84 (gpkg, shp.zip).")
@click.option("--number", type=int, help="Of this release; else of the newest.")
def export(resource: str, ext: str | None, vn2000: bool, number: int | None) -> None:
    """Make the files of a release of RESOURCE (id) that are not there yet, and list them: state, bytes, name, place in the store."""
    release = numbered(resource, number) if number else Release.current(resource)
    formats = {format.ext: format for format in (jobs.formats_of(release) if release else [])}
    epsg = VN2000 if vn2000 else WGS84
    if release is None or not formats:
        raise click.ClickException("This resource has no published table.")
    if ext and (ext not in formats or epsg not in (formats[ext].epsg or (WGS84,))):
        raise click.ClickException(f"This release cannot be had as {ext}{' in EPSG:9210' if vn2000 else ''}.")
    wanted = [(ext, epsg)] if ext else [(name, WGS84) for name, format in formats.items() if format.at_once]
    Export.want(release.id, wanted)
    release_id = release.id
    if not jobs.run_one(release_id):
        raise click.ClickException("Another process is making this release's files; ask again in a moment.")
    for row in Export.of(release_id):
        if not ext or (row.ext, row.epsg) == (ext, epsg):
            place = settings.store().path(row.sha256) if row.sha256 else row.incident
            click.echo(f"{row.state:<8} {row.size or '-':<12} {row.name or row.ext} {place or ''}")
